"""What is done to one file of a user."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sockgen.diagnostics.log import LOG


@dataclass(frozen=True, slots=True)
class Step:
    """What is done to one file: `text` is what it becomes, None if it stays.

    `names` are what was added, the first of them at a line.
    """

    path: Path
    kind: Literal["written", "added", "kept", "note"]
    said: str
    text: bytes | None = None
    names: tuple[str, ...] = ()
    line: int | None = None


def write(step: Step) -> None:
    """Write a file in one step, and through a link to what it points at."""
    if step.text is None:
        return
    path = step.path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    interim = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        interim.write_bytes(step.text)
        if path.exists():
            interim.chmod(path.stat().st_mode)
        interim.replace(path)
        LOG.info("wrote %s", path)
    finally:
        interim.unlink(missing_ok=True)
