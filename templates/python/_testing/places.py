"""Places inside of arguments: what stands there, and the same with something else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from .._runtime.checks import as_list, as_object

Path: TypeAlias = tuple[str | int, ...]
"""Keys and indices, from the outermost on."""


class _Absent:
    """Nothing at all."""


ABSENT = _Absent()


def at(value: object, path: Path) -> object:
    """What stands in a place, or ABSENT."""
    for step in path:
        found = dict(_entries(value))
        if step not in found:
            return ABSENT
        value = found[step]
    return value


def replaced(holder: object, path: Path, new: object) -> object:
    """A copy with another value in a place, or with nothing there."""
    if not path:
        return new
    step, *rest = path
    copy: Any = list(as_list(holder) or ()) or dict(as_object(holder) or {})
    inner = replaced(copy[step], tuple(rest), new)
    if inner is ABSENT:
        del copy[step]
    else:
        copy[step] = inner
    return copy


def places(value: object, path: Path = ()) -> Iterator[Path]:
    """Where something stands in a value, from the outermost on."""
    for key, inner in _entries(value):
        yield (*path, key)
        yield from places(inner, (*path, key))


def _entries(value: object) -> Iterator[tuple[str | int, object]]:
    entries = as_object(value)
    if entries is not None:
        yield from entries.items()
    else:
        yield from enumerate(as_list(value) or ())
