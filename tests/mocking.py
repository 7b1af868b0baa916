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
    """A mock that serves. What it writes is read at once, and kept until it is asked
    for: a pipe that is full would stop it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.url = ""
        self.introduction: list[str] = []
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            self._lines.put_nowait(line.decode().rstrip("\n"))
        self._lines.put_nowait(None)

    async def line(self, *words: str) -> str:
        """The next line that has all these words, whatever comes before it."""
        before: list[str] = []
        async with asyncio.timeout(LIMIT):
            while (text := await self._lines.get()) is not None:
                if all(word in text for word in words):
                    return text
                before.append(text)
        raise AssertionError(f"no line has {words}: {before}")

    async def end(self, number: int = signal.SIGINT) -> tuple[int, str, list[str]]:
        """Stop it with a signal; its exit code, its errors, and the lines left."""
        assert self.process.stderr is not None
        self.process.send_signal(number)
        async with asyncio.timeout(LIMIT):
            errors = await self.process.stderr.read()
            await self._reading
            code = await self.process.wait()
        left = [self._lines.get_nowait() for _ in range(self._lines.qsize())]
        return code, errors.decode(), [one for one in left if one is not None]


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
    mock = MockProcess(process)
    try:
        while not mock.introduction or "Ctrl-C" not in mock.introduction[-1]:
            mock.introduction.append(await mock.line())
        [mock.url] = re.findall(r"clients +(http://\S+)", "\n".join(mock.introduction))
        yield mock
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
