"""Two names of a file system change places, in one step that nothing can interrupt."""

import ctypes
import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

_AT_HERE = -100
_EXCHANGE = 2
"""`RENAME_EXCHANGE` of Linux, and `RENAME_SWAP` of macOS."""
_CANNOT = frozenset(
    (
        *(errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP),
        *(errno.EXDEV, errno.EBUSY, errno.EPERM),
    )
)


class Unsupported(Exception):
    """This system, or this file system, cannot do it."""


def exchange(one: Path, other: Path) -> None:
    """Have each of two paths lead to what the other leads to.

    Raises Unsupported where that is impossible, and OSError where it failed.
    """
    call = _call()
    if call is None:
        raise Unsupported
    if call(os.fsencode(one), os.fsencode(other)) == 0:
        return
    number = ctypes.get_errno()
    if number in _CANNOT:
        raise Unsupported
    raise OSError(number, os.strerror(number), str(one))


def _call() -> Callable[[bytes, bytes], int] | None:
    library: Any = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
    if sys.platform == "darwin":
        swap = getattr(library, "renamex_np", None)
        return swap and (lambda one, other: swap(one, other, _EXCHANGE))
    rename = getattr(library, "renameat2", None)
    if rename is None:
        return None
    return lambda one, other: rename(_AT_HERE, one, _AT_HERE, other, _EXCHANGE)
