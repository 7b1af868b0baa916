"""Programs of tests/node: other implementations, which a test talks to by lines.

They need Node, and `npm install --prefix tests/node`.
"""

import asyncio
import json
import shutil
import subprocess
from base64 import b64decode, b64encode
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

NODE = Path(__file__).parent / "node"


class Undefined(Enum):
    """The value of JavaScript that JSON does not have."""

    UNDEFINED = "undefined"


UNDEFINED = Undefined.UNDEFINED


def needs_node(*packages: str) -> list[pytest.MarkDecorator]:
    """Skip where Node or one of these packages is not installed, and say so."""
    missing = [one for one in packages if not (NODE / "node_modules" / one).is_dir()]
    return [
        pytest.mark.skipif(
            shutil.which("node") is None, reason="Node is not installed"
        ),
        pytest.mark.skipif(
            bool(missing),
            reason=f"no {', '.join(missing)}: run npm install --prefix tests/node",
        ),
    ]


class Program:
    """A program that runs until it is closed, and answers one line at a time."""

    def __init__(self, name: str) -> None:
        self._process = subprocess.Popen(
            ["node", name],
            cwd=NODE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def ask(self, **line: Any) -> Any:
        """Say a line and wait for the answer. Raises RuntimeError if it failed."""
        process = self._process
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(line, default=_written) + "\n")
        process.stdin.flush()
        answer = process.stdout.readline()
        if not answer:
            raise RuntimeError(f"it has ended with {process.wait()}")
        said = json.loads(answer, object_hook=_read)
        if "error" in said:
            raise RuntimeError(said["error"])
        return said["value"]

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()


class Node:
    """A program on Node, for tests that must not block."""

    def __init__(self, name: str) -> None:
        self._program = Program(name)
        self.close = self._program.close

    async def __call__(self, do: str, **line: Any) -> Any:
        return await asyncio.to_thread(self._program.ask, do=do, **line)


def _written(value: object) -> object:
    if isinstance(value, bytes):
        return {"$bytes": b64encode(value).decode()}
    if value is UNDEFINED:
        return {"$undefined": True}
    raise TypeError(f"{value!r} cannot be said")


def _read(value: dict[str, Any]) -> Any:
    if value.keys() == {"$bytes"}:
        return b64decode(value["$bytes"])
    return UNDEFINED if value.keys() == {"$undefined"} else value
