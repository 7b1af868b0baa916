"""Values near to known ones, as hypothesis draws them and shrinks them back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast

from hypothesis import strategies as st

from .._runtime.checks import as_list, as_object
from .line import Values

Draw = Callable[[st.SearchStrategy[Any]], Any]
Path = tuple[str | int, ...]

_CHANGES = 3
"""How many places of known arguments are changed at most."""
_EXACT = 2**53 - 1
"""The largest integer that every language reads as it was written."""
_WHOLE = st.integers(-_EXACT, _EXACT)
_NUMBER = st.floats(allow_nan=False, allow_infinity=False)
_TEXT = st.text(max_size=20)
_SCALAR: st.SearchStrategy[object] = st.one_of(
    st.none(), st.booleans(), _WHOLE, _NUMBER, _TEXT
)
_ANYTHING: st.SearchStrategy[object] = st.recursive(
    _SCALAR,
    lambda inner: st.one_of(
        st.lists(inner, max_size=2), st.dictionaries(_TEXT, inner, max_size=2)
    ),
    max_leaves=3,
)


@st.composite
def arguments(draw: Draw, known: Sequence[Values]) -> Values:
    """Arguments of an event: known ones, changed in a few places or in none.

    Whether they are still valid is for the document to say.
    """
    wire: list[object] = list(draw(st.sampled_from(known)))
    for _ in range(draw(st.integers(0, _CHANGES))):
        wire = draw(st.one_of(*_changes(wire, known)))
    return tuple(wire)


def _changes(
    wire: list[object], known: Sequence[Values]
) -> Iterator[st.SearchStrategy[list[object]]]:
    """All that one change can make of arguments, as a strategy for each place."""
    yield st.just(wire[:-1])
    yield _ANYTHING.map(lambda one: [*wire, one])
    for path in _places(wire):
        value = _at(wire, path)

        def put(new: object, path: Path = path) -> list[object]:
            return cast("list[object]", _replaced(wire, path, new))

        yield _near(value).map(put)
        seen = [x for one in known if (x := _at(list(one), path)) is not _ABSENT]
        if seen:
            yield st.sampled_from(seen).map(put)
        yield _ANYTHING.map(put)
        if isinstance(path[-1], str):
            yield st.just(put(_ABSENT))


def _places(value: object, path: Path = ()) -> Iterator[Path]:
    """Where something stands in a value, from the outermost on."""
    for key, inner in _entries(value):
        yield (*path, key)
        yield from _places(inner, (*path, key))


def _entries(value: object) -> Iterator[tuple[str | int, object]]:
    entries = as_object(value)
    if entries is not None:
        yield from entries.items()
    else:
        yield from enumerate(as_list(value) or ())


def _near(value: object) -> st.SearchStrategy[object]:
    """Values of the same kind, and those at the edges of it."""
    match value:
        case bool():
            return st.just(not value)
        case int() | float():
            edges = [value + 1, value - 1, -value, 0, value * 10, value + 0.5]
            most = max(abs(value), _EXACT)
            kind = _WHOLE if isinstance(value, int) else _NUMBER
            near = st.sampled_from([one for one in edges if abs(one) <= most])
            return st.one_of(near, kind)
        case str():
            edges = [f"{value}x", value[:-1], value.upper(), f" {value}", "", value * 2]
            return st.one_of(st.sampled_from(edges), _TEXT)
        case bytes():
            return st.binary(max_size=16)
        case list() | tuple():
            items = list(cast("list[object]", value))
            return st.sampled_from([items[:-1], items + items[:1], items[::-1]])
        case dict():
            entries = cast("dict[str, object]", value)
            more = st.tuples(_TEXT, _SCALAR)
            return more.map(lambda one: {**entries, one[0]: one[1]})
        case _:
            return _ANYTHING


class _Absent:
    """Nothing at all."""


_ABSENT = _Absent()


def _at(value: object, path: Path) -> object:
    for step in path:
        found = dict(_entries(value))
        if step not in found:
            return _ABSENT
        value = found[step]
    return value


def _replaced(holder: object, path: Path, new: object) -> object:
    """A copy with another value in a place, or with nothing there."""
    if not path:
        return new
    step, *rest = path
    copy: Any = list(as_list(holder) or ()) or dict(as_object(holder) or {})
    inner = _replaced(copy[step], tuple(rest), new)
    if inner is _ABSENT:
        del copy[step]
    else:
        copy[step] = inner
    return copy
