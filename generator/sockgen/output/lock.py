"""One build at a time: who looks at a folder or writes it holds the one above it."""

import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ModuleNotFoundError:  # Windows
    fcntl = None  # type: ignore[assignment]


@contextmanager
def held(folder: Path) -> Generator[None]:
    """Have a folder for oneself, once nobody else has it.

    It leaves no file behind, and ends with the process whatever ends that. Where a
    file system knows no locks, and where there is no folder above, nothing is held.
    """
    above = folder.resolve().parent
    if fcntl is None or not above.is_dir():
        yield
        return
    handle = os.open(above, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
