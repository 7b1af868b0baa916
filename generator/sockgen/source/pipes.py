"""Reading bytes, also from a named pipe, which somebody else has to write to."""

import os
import select
import stat
from os import set_blocking
from pathlib import Path

PATIENCE = 10.0
"""Seconds until somebody must have opened a pipe to write to it."""


def read_bytes(path: Path, most: int) -> bytes:
    """The bytes of a file up to a number; a ValueError for a pipe without a writer.

    Whoever opens a named pipe waits until another process does so too. A writer that
    is there may take all its time.
    """
    if not stat.S_ISFIFO(path.stat().st_mode):
        with path.open("rb") as stream:
            return stream.read(most)
    pipe = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with os.fdopen(pipe, "rb") as stream:
        first = _first(pipe)
        set_blocking(pipe, True)
        return first + stream.read(most - len(first))


def _first(pipe: int) -> bytes:
    """The first byte that is there, none if the writer has not come so far."""
    waiting = select.poll()
    waiting.register(pipe, select.POLLIN)
    event = waiting.poll(PATIENCE * 1000)
    try:
        first = os.read(pipe, 1)
    except BlockingIOError:
        return b""
    if not first and not event:
        raise ValueError("it is a pipe, and nobody writes to it")
    return first
