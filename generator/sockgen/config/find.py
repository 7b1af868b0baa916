"""Which file holds the configuration of a call."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from sockgen.config.places import Pointer
from sockgen.config.toml import Toml, load_toml
from sockgen.diagnostics import Diagnostic, Result, Severity

OWN, SHARED = "sockgen.toml", "pyproject.toml"
TABLE: Pointer = ("tool", "sockgen")
_REPOSITORY = (".git", ".hg")


@dataclass(frozen=True, slots=True)
class Table:
    """Where the keys of sockgen stand: at the top of a file, or in a table of it.

    `folder` is the one that its paths start from.
    """

    toml: Toml
    pointer: Pointer
    folder: Path

    @property
    def value(self) -> Any:
        """What stands there; None where there is no such table."""
        value: object = self.toml.data
        for step in self.pointer:
            if not isinstance(value, dict):
                return None
            value = cast("dict[str | int, object]", value).get(step)
        return value


def found(start: Path) -> Result[Table | None]:
    """The nearest configuration of a folder and of those around it, if there is one.

    Nothing is looked for outside the repository that the folder belongs to. In
    one folder `sockgen.toml` wins.
    """
    for path in places_of(start):
        if _may_be_one(path):
            read = read_table(Path(os.path.relpath(path, start)))
            if read.value is None or read.value.value is not None:
                return Result(read.value, read.diagnostics)
    return Result(None)


def places_of(start: Path) -> Iterator[Path]:
    """Where the configuration of a folder may be, the nearest first."""
    for folder in (start, *start.parents):
        yield from (folder / OWN, folder / SHARED)
        if any((folder / one).exists() for one in _REPOSITORY):
            break


def read_table(path: Path) -> Result[Table]:
    """The table of sockgen in a file."""
    loaded = load_toml(path)
    if loaded.value is None:
        return Result(None, loaded.diagnostics)
    pointer = TABLE if path.name == SHARED else ()
    return Result(Table(loaded.value, pointer, path.parent))


def no_table(table: Table) -> Diagnostic:
    """What is said of a file that was named and has no table of sockgen."""
    return Diagnostic(
        "SG523",
        Severity.ERROR,
        f"`{table.toml.file}` has no table `[{'.'.join(map(str, table.pointer))}]`",
    )


def _may_be_one(path: Path) -> bool:
    """Whether a file is worth reading.

    A `pyproject.toml` that never says `sockgen` is none of ours, be it right or
    wrong, and most folders have one.
    """
    try:
        return path.exists() if path.name == OWN else b"sockgen" in path.read_bytes()
    except OSError:
        return False
