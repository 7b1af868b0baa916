"""`sockgen mock` as a process on a free port, as a user runs it."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

LIMIT = 60.0
SPEC = Path(__file__).parents[1] / "specs" / "petstore.yaml"


class MockProcess:
    """A mock that serves; `lines` are those that it wrote after its introduction."""

    def __init__(self, process: asyncio.subprocess.Process, url: str) -> None:
        self.process = process
        self.url = url
        self.lines: list[str] = []

    async def line(self, *words: str) -> str:
        """The next line that has all these words, whatever comes before it."""
        assert self.process.stdout is not None
        async with asyncio.timeout(LIMIT):
            while text := (await self.process.stdout.readline()).decode():
                self.lines.append(text.rstrip("\n"))
                if all(word in text for word in words):
                    return self.lines[-1]
        raise AssertionError(f"no line has {words}: {self.lines}")

    async def end(self, number: int = signal.SIGINT) -> tuple[int, str]:
        """Stop it with a signal; its exit code, and what it wrote to stderr."""
        self.process.send_signal(number)
        async with asyncio.timeout(LIMIT):
            rest, errors = await self.process.communicate()
        self.lines += rest.decode().splitlines()
        assert self.process.returncode is not None
        return self.process.returncode, errors.decode()


@asynccontextmanager
async def mocking(*options: str, spec: Path = SPEC) -> AsyncIterator[MockProcess]:
    """Run a mock until the block ends."""
    command = (sys.executable, "-m", "sockgen", "mock", spec, "--port", "0", *options)
    process = await asyncio.create_subprocess_exec(
        *map(str, command),
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    mock = MockProcess(process, "")
    try:
        clients = await mock.line("clients ")
        [mock.url] = re.findall(r"http://\S+", clients)
        await mock.line("Ctrl-C")
        mock.lines.clear()
        yield mock
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()
