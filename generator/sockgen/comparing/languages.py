"""Sets of texts, and whether all of one are in another.

What is left of a set after one character is a set again, its derivative. Two sets are
walked through side by side, until the first may end where the second may not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

LAST = 0x10FFFF
"""The last character; what comes after it stands for some that nobody agrees on."""
END = LAST + 3
_MOST = 1_000
"""Pairs of sets that are looked at for one answer."""


@dataclass(frozen=True, slots=True)
class Characters:
    """One character, of ranges in their order."""

    ranges: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """A text of the first, and one of the rest."""

    first: Texts
    rest: Texts


@dataclass(frozen=True, slots=True)
class Either:
    """The texts of all of these."""

    of: frozenset[Texts]


@dataclass(frozen=True, slots=True)
class Both:
    """The texts that are in both."""

    one: Texts
    other: Texts


@dataclass(frozen=True, slots=True)
class Repeated:
    """Several texts one after the other."""

    of: Texts
    least: int
    most: int | None


Texts: TypeAlias = Characters | Joined | Either | Both | Repeated
ANY = Characters(((0, END),))
NONE = Characters(())
EMPTY = Repeated(NONE, 0, 0)
ALL = Repeated(ANY, 0, None)


def joined(first: Texts, rest: Texts) -> Texts:
    """Texts of the first with those of the rest behind them."""
    if NONE in (first, rest):
        return NONE
    if first == EMPTY:
        return rest
    if rest == EMPTY:
        return first
    if isinstance(first, Joined):
        return Joined(first.first, joined(first.rest, rest))
    return Joined(first, rest)


def either(*sets: Texts) -> Texts:
    """Texts of any of some sets."""
    flat: set[Texts] = set()
    for one in sets:
        flat |= one.of if isinstance(one, Either) else {one}
    flat.discard(NONE)
    if ALL in flat:
        return ALL
    if len(flat) < 2:
        return flat.pop() if flat else NONE
    return Either(frozenset(flat))


def both(one: Texts, other: Texts) -> Texts:
    """Texts that are in both."""
    if NONE in (one, other):
        return NONE
    if one == ALL:
        return other
    return one if other == ALL else Both(one, other)


def repeated(of: Texts, least: int, most: int | None) -> Texts:
    """Texts of one set after the other, so many times."""
    if _may_end(of):
        least = 0
    if most == 0 or of in (NONE, EMPTY):
        return NONE if least else EMPTY
    return of if least == most == 1 else Repeated(of, least, most)


@lru_cache(maxsize=512)
def inside(one: Texts, other: Texts) -> bool | None:
    """Whether all texts of the first are in the other; None if that stays open."""
    points = sorted({x for each in (one, other) for x in _starts(each)} | {0})
    found = _walk(one, other, points)
    if found is not False:
        return found
    certain = _walk(one, other, [x for x in points if x <= LAST])
    return False if certain is False else None


def _walk(one: Texts, other: Texts, points: list[int]) -> bool | None:
    left = [(one, other)]
    seen = {*left}
    for mine, theirs in left:
        if _may_end(mine) and not _may_end(theirs):
            return False
        if len(seen) > _MOST:
            return None
        for point in points:
            pair = _after(mine, point), _after(theirs, point)
            if pair[0] != NONE and pair[1] != ALL and pair not in seen:
                seen.add(pair)
                left.append(pair)
    return True


def _may_end(texts: Texts) -> bool:
    """Whether the empty text is among them."""
    match texts:
        case Characters():
            return False
        case Joined(one, other) | Both(one, other):
            return _may_end(one) and _may_end(other)
        case Either(of):
            return any(map(_may_end, of))
        case Repeated(_, least, _):
            return least == 0


def _after(texts: Texts, point: int) -> Texts:
    """What may follow where texts begin with a character."""
    match texts:
        case Characters(ranges):
            return EMPTY if any(x <= point <= y for x, y in ranges) else NONE
        case Joined(first, rest):
            begun = joined(_after(first, point), rest)
            return either(begun, _after(rest, point)) if _may_end(first) else begun
        case Either(of):
            return either(*(_after(one, point) for one in of))
        case Both(one, other):
            return both(_after(one, point), _after(other, point))
        case Repeated(of, least, most):
            more = None if most is None else most - 1
            return joined(_after(of, point), repeated(of, max(least - 1, 0), more))


def _starts(texts: Texts) -> Iterator[int]:
    """Characters of which each stands for those up to the next one."""
    match texts:
        case Characters(ranges):
            for first, last in ranges:
                yield first
                if last < END:
                    yield last + 1
        case Joined(one, other) | Both(one, other):
            yield from _starts(one)
            yield from _starts(other)
        case Either(of):
            for one in of:
                yield from _starts(one)
        case Repeated(of, _, most):
            if most != 0:
                yield from _starts(of)
