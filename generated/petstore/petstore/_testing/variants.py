"""Values near to known ones, as hypothesis draws them and shrinks them back."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

from hypothesis import strategies as st

from .line import Values
from .places import ABSENT, Path, at, places, replaced

T = TypeVar("T")
Draw = Callable[[st.SearchStrategy[Any]], Any]

_CHANGES = (0, 0, 0, 1, 1, 2, 3)
"""How many places of known arguments are changed."""
_WAYS = st.integers(0, 6)
_OFTEN = st.sampled_from([True, True, True, False])
_BOTH = st.booleans()
_INDEX = st.integers(0, 999)
_NUMERAL = st.integers(0, 10**6).map(str)
_EXACT = 2**53 - 1
"""The largest integer that every language reads as it was written."""
_WHOLE = st.integers(-_EXACT, _EXACT)
_NUMBER = st.floats(-1e15, 1e15).map(lambda one: _exact(one))
LETTERS = "abcdefghijklmnopqrstuvwxyz"
_TELLING = (
    "aZ09 -_.:/\\'\"<>&%$#{}[]\n\t\0\x7f"
    "\u00e9\u00df\u0130\u03a9\u0436\u05d0\u0627\u0915\u4e2d\u00a0\u200b\u0301\u2028\ufeff\U0001f436"
)
"""Characters of many scripts, and those that programs stumble over."""
_TEXT = st.text(_TELLING, max_size=20)
_BYTES = st.binary(max_size=16)
_SCALAR: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.booleans(), _WHOLE, _NUMBER, _TEXT
)
_ANYTHING: st.SearchStrategy[Any] = st.recursive(
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
    # What is done twice to the same thing shows more than what is done to two.
    first = known[0] if draw(_BOTH) else one_of(draw, known)
    wire: list[object] = list(first)
    for _ in range(one_of(draw, _CHANGES)):
        every: list[Path] = [(), *places(wire)]
        inner = [one for one in every if len(one) > 1]
        path = one_of(draw, inner if inner and draw(_OFTEN) else every)
        wire = _changed(draw, wire, path, known) if path else _counted(draw, wire)
    return tuple(wire)


def one_of(draw: Draw, choices: Sequence[T]) -> T:
    """One of some choices. A strategy made for them would cost more than the draw."""
    index: int = draw(_INDEX)
    return choices[index % len(choices)]


def _counted(draw: Draw, wire: list[object]) -> list[object]:
    """Arguments of which the last is left out, or with one more."""
    return wire[:-1] if draw(_BOTH) else [*wire, draw(_ANYTHING)]


def _changed(
    draw: Draw, wire: list[object], path: Path, known: Sequence[Values]
) -> list[object]:
    """Arguments with something else in one place, or with nothing there."""
    others = [at(list(one), path) for one in known]
    old = at(wire, path)
    if draw(_BOTH):
        # What others have there is often at a bound.
        old = one_of(draw, [one for one in others if one is not ABSENT] or [old])
    match draw(_WAYS):
        case 0:
            new = old
        case 1 | 2 | 3 | 4:
            new = _near(draw, old)
        case 5 if isinstance(path[-1], str):
            new = ABSENT
        case _:
            new = draw(_ANYTHING)
    return cast("list[object]", replaced(wire, path, new))


def _near(draw: Draw, value: object) -> object:
    """A value of the same kind, or one at the edges of it."""
    edges: Sequence[object] = ()
    kind: st.SearchStrategy[Any] = _ANYTHING
    match value:
        case bool():
            edges = [not value]
        case int() | float():
            near = [value + 1, value - 1, -value, 0, value * 10, value + 0.5]
            most = max(abs(value), _EXACT)
            edges = [_exact(one) for one in near if abs(one) <= most]
            kind = _WHOLE if isinstance(value, int) else _NUMBER
        case str():
            edges = [f"{value}x", value[:-1], value.upper(), f" {value}", value * 2]
            if re.search("[0-9]", value):
                # It may name something, and with another number nothing.
                edges = [_renumbered(value, draw(_NUMERAL)), *edges]
            kind = _TEXT
        case bytes():
            kind = _BYTES
        case list() | tuple():
            items = list(cast("list[object]", value))
            edges = [items[:-1], items + items[:1], items[::-1]]
        case dict():
            entries = cast("dict[str, object]", value)
            edges = [{**entries, draw(_TEXT): draw(_SCALAR)}]
        case _:
            pass
    if edges and draw(_OFTEN):
        return one_of(draw, edges)
    return draw(kind)


def _renumbered(text: str, number: str) -> str:
    """A text with another number at the end of it, in as many digits or in more."""
    *_, last = re.finditer("[0-9]+", text)
    start, end = last.span()
    return f"{text[:start]}{number.rjust(end - start, '0')}{text[end:]}"


def _exact(number: float) -> float:
    """No 1.0: it is an integer to JSON Schema, and to many a language it is not."""
    return int(number) if number == int(number) else number
