"""Patterns as sets of texts: what a text must hold that a pattern finds something in.

Lookaheads, references to groups and what else makes no such set are not read, and
nothing is said of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from sockgen.comparing.languages import (
    ALL,
    EMPTY,
    END,
    LAST,
    Characters,
    Texts,
    either,
    joined,
    repeated,
)

_Ranges = tuple[tuple[int, int], ...]
_DIGITS, _LETTERS, _SPACES = ((LAST + one, LAST + one) for one in (1, 2, 3))
"""Digits, letters and spaces of other scripts, which not all tools take for such."""
_SETS: dict[str, _Ranges] = {
    "d": ((48, 57), _DIGITS),
    "w": ((48, 57), (65, 90), (95, 95), (97, 122), _DIGITS, _LETTERS),
    "s": ((9, 13), (32, 32), _SPACES),
}
_CONTROL = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "0": "\0"}
_COUNT = re.compile(r"\{([0-9]+)(,?)([0-9]*)\}")
_HEX = re.compile(r"u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})")
_LONGEST = 1_000
"""How often a part may be repeated at least or at most."""


@lru_cache(maxsize=256)
def texts_of(pattern: str) -> Texts | None:
    """The texts that a pattern finds something in; None if it cannot be read."""
    try:
        return _Reader(pattern).read()
    except (ValueError, IndexError, RecursionError):
        return None


class _Reader:
    def __init__(self, pattern: str) -> None:
        # Whether \w has other scripts is open, and then what stands in it.
        if not pattern.isascii() and re.search(r"\\[dwsDWSu]", pattern):
            raise ValueError("characters of which nobody knows what they are")
        self._text = pattern
        self._at = 0

    def read(self) -> Texts:
        """The whole pattern, which may begin and end anywhere unless it says so."""
        options = [self._searched()]
        while self._is("|"):
            options.append(self._searched())
        if self._at < len(self._text):
            raise ValueError("a bracket too many")
        return either(*options)

    def _is(self, one: str) -> bool:
        found = self._text.startswith(one, self._at)
        self._at += len(one) if found else 0
        return found

    def _next(self) -> str:
        return self._text[self._at : self._at + 1]

    def _searched(self) -> Texts:
        before = EMPTY if self._is("^") else ALL
        found = self._sequence()
        return joined(joined(before, found), EMPTY if self._is("$") else ALL)

    def _sequence(self) -> Texts:
        parts: list[Texts] = []
        while self._next() not in ("", "|", ")", "$"):
            parts.append(self._repeated(self._atom()))
        whole: Texts = EMPTY
        for one in reversed(parts):
            whole = joined(one, whole)
        return whole

    def _repeated(self, one: Texts) -> Texts:
        least, most = 1, None
        if (count := _COUNT.match(self._text, self._at)) is not None:
            self._at = count.end()
            least = int(count[1])
            most = (int(count[3]) if count[3] else None) if count[2] else least
        elif self._is("?"):
            least, most = 0, 1
        elif self._is("*"):
            least = 0
        elif not self._is("+"):
            return one
        self._is("?")  # how much is tried first is the same to whole texts
        if self._next() in ("*", "+", "?", "{") and self._next():
            raise ValueError("what is repeated twice")
        if max(least, most or 0) > _LONGEST:
            raise ValueError("too often")
        return repeated(one, least, most)

    def _atom(self) -> Texts:
        if self._is("("):
            return self._group()
        if self._is("["):
            return Characters(self._class())
        if self._is("."):
            return Characters(_without(((10, 10),)))
        if self._is("\\"):
            return Characters(self._escape())
        one = self._next()
        if one in "^*+?{":
            raise ValueError("not where it can stand")
        self._at += 1
        return Characters(_just(one))

    def _group(self) -> Texts:
        if self._next() == "?" and not self._is("?:"):
            raise ValueError("no plain group")
        options = [self._sequence()]
        while self._is("|"):
            options.append(self._sequence())
        if not self._is(")"):
            raise ValueError("a bracket is open, or an end is inside")
        return either(*options)

    def _escape(self) -> _Ranges:
        """What an escape stands for, past its backslash."""
        if (found := _HEX.match(self._text, self._at)) is not None:
            self._at = found.end()
            return _just(chr(int(found[1] or found[2], 16)))
        one = self._text[self._at]
        self._at += 1
        if one.lower() in _SETS:
            those = _SETS[one.lower()]
            return those if one.islower() else _without(those)
        if one.isalnum() and one not in _CONTROL:
            raise ValueError("another kind of escape")
        return _just(_CONTROL.get(one, one))

    def _class(self) -> _Ranges:
        """The characters of a class, past its first bracket."""
        negated = self._is("^")
        found: list[tuple[int, int]] = []
        while not self._is("]"):
            first = self._member()
            if self._next() == "-" and self._text[self._at + 1] != "]":
                self._at += 1
                found.append((_only(first), _only(self._member())))
            else:
                found += first
        return _without(found) if negated else tuple(sorted(found))

    def _member(self) -> _Ranges:
        if self._is("\\"):
            return self._escape()
        one = self._text[self._at]
        self._at += 1
        return _just(one)


def _just(character: str) -> _Ranges:
    return ((ord(character), ord(character)),)


def _only(ranges: _Ranges) -> int:
    """The one character, as an end of a range must be."""
    (first, last), *more = ranges
    if more or first != last:
        raise ValueError("no end of a range")
    return first


def _without(ranges: Iterable[tuple[int, int]]) -> _Ranges:
    """All other characters."""
    found: list[tuple[int, int]] = []
    free = 0
    for first, last in sorted(ranges):
        if first > free:
            found.append((free, first - 1))
        free = max(free, last + 1)
    return (*found, (free, END)) if free <= END else tuple(found)
