"""Paths inside the output folder, and what stands at them."""

import stat
from dataclasses import dataclass
from enum import Enum
from pathlib import Path, PurePosixPath

_NOT_ON_WINDOWS = frozenset('\\:*?"<>|')


def is_portable(path: str) -> bool:
    """Whether a path stays inside of any folder, on every system."""
    parts = path.split("/")
    return not (
        any(part in {"", ".", ".."} for part in parts)
        or any(part.endswith((".", " ")) for part in parts)
        or any(character in _NOT_ON_WINDOWS for character in path)
        or not path.isprintable()
    )


class Kind(Enum):
    """What stands at a path."""

    NOTHING = "nothing"
    FILE = "a file"
    FOLDER = "a folder"
    LINK = "a symbolic link"
    SPECIAL = "not an ordinary file"


@dataclass(frozen=True, slots=True)
class Present:
    """What stands at a path of the output folder, or blocks the way to it.

    `place` is the path itself, or the first part of it that is no folder.
    """

    kind: Kind
    place: str
    data: bytes = b""


def look(folder: Path, path: str) -> Present:
    """See what stands at a path; a symbolic link inside the folder is not followed."""
    *parents, _ = reversed([str(one) for one in _upwards(path)])
    for parent in parents:
        kind = _kind(folder / parent)
        if kind is Kind.NOTHING:
            return Present(Kind.NOTHING, path)
        if kind is not Kind.FOLDER:
            return Present(kind, parent)
    kind = _kind(folder / path)
    data = (folder / path).read_bytes() if kind is Kind.FILE else b""
    return Present(kind, path, data)


def _upwards(path: str) -> list[PurePosixPath]:
    pure = PurePosixPath(path)
    return [pure, *list(pure.parents)[:-1]]


def parent_folders(path: str) -> list[str]:
    """List the folders that a path needs inside the output folder, innermost first."""
    return [str(one) for one in _upwards(path)[1:]]


def _kind(path: Path) -> Kind:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return Kind.NOTHING
    if stat.S_ISLNK(mode):
        return Kind.LINK
    if stat.S_ISDIR(mode):
        return Kind.FOLDER
    return Kind.FILE if stat.S_ISREG(mode) else Kind.SPECIAL
