"""Texts that a pattern matches, made by reading it from left to right.

What a pattern asks for elsewhere, such as in a lookahead, is written where it stands
or left out: whoever wants a text tries the few that there are.
"""

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

_Write: TypeAlias = "Callable[[_Choice], str]"
"""Writes what a part of a pattern matches."""
_MOST = 1_000
"""How often a part is repeated."""

_SETS = {"d": "0123456789", "w": "abcXYZ019_", "s": " \t"}
_CONTROL = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "0": "\0"}
_SCRIPTS = {"Lu": "AÉЖ", "Ll": "aéж", "L": "aéЖ小", "N": "09", "Nd": "09", "P": ".,-"}
_NAMED = {"Letter": "aéЖ小", "Emoji": "🐶", "Extended_Pictographic": "🐶🐾"}
_OTHERS = "aA0 -_.!zé小"
"""What may stand where only a few characters must not."""
_COUNT = re.compile(r"\{([0-9]+)(,?)([0-9]*)\}")
_HEX = re.compile(r"u\{([0-9A-Fa-f]+)\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})")
_SCRIPT = re.compile(r"[pP]\{(?:[A-Za-z_]+=)?([A-Za-z_]+)\}")
_GROUP = re.compile(r"\(\?(?:(?P<apart>[=!]|<[=!])|:|P?<(?P<name>[^>]+)>)")


class _Choice:
    """What is chosen where a pattern leaves it open, and what groups have matched."""

    def __init__(self, which: int, more: int, *, around: bool = False) -> None:
        self.which = which
        self.more = more
        self.around = around
        self.groups: dict[str, str] = {}

    def of(self, options: str) -> str:
        """One of several characters."""
        return options[self.which % len(options)] if options else ""


def matching(pattern: str, least: int = 0) -> Iterator[str]:
    """A few texts that probably match, the shortest first."""
    try:
        write = _Reader(pattern).read()
    except (ValueError, IndexError, RecursionError):
        return
    for more in dict.fromkeys((0, 1, 3, 9, min(least, _MOST))):
        for which in (0, -1, 1, 2):
            yield write(_Choice(which, more))
            if "(?" in pattern:
                yield write(_Choice(which, more, around=True))


class _Reader:
    def __init__(self, pattern: str) -> None:
        self._text = pattern
        self._at = 0
        self._groups = 0

    def read(self) -> _Write:
        """The whole pattern. Raises ValueError for what is not known."""
        write = self._alternatives()
        if self._at < len(self._text):
            raise ValueError("a bracket too many")
        return write

    def _next(self) -> str:
        return self._text[self._at : self._at + 1]

    def _take(self, form: re.Pattern[str]) -> re.Match[str] | None:
        found = form.match(self._text, self._at)
        if found is not None:
            self._at = found.end()
        return found

    def _alternatives(self) -> _Write:
        options = [self._sequence()]
        while self._next() == "|":
            self._at += 1
            options.append(self._sequence())
        if len(options) == 1:
            return options[0]
        return lambda choice: options[choice.which % len(options)](choice)

    def _sequence(self) -> _Write:
        parts: list[_Write] = []
        while self._next() not in ("", "|", ")"):
            parts.append(self._repeated(self._atom()))
        return lambda choice: "".join(part(choice) for part in parts)

    def _repeated(self, write: _Write) -> _Write:
        least, most = 1, 1
        if (count := self._take(_COUNT)) is not None:
            least = int(count[1])
            most = int(count[3] or _MOST) if count[2] else least
        elif self._next() and self._next() in "*+?":
            least = int(self._next() == "+")
            most = 1 if self._next() == "?" else _MOST
            self._at += 1
        else:
            return write
        if self._next() and self._next() in "?+":
            self._at += 1
        if least > _MOST:
            raise ValueError("too often")

        def repeated(choice: _Choice) -> str:
            times = min(least + choice.more, most)
            return "".join(write(choice) for _ in range(times))

        return repeated

    def _atom(self) -> _Write:
        one = self._next()
        if one == "(":
            return self._group()
        self._at += 1
        if one == "[":
            options = self._class()
        elif one == "\\":
            return self._escape()
        elif one == ".":
            options = _OTHERS
        elif one in "^$":
            options = ""
        else:
            options = one
        return lambda choice: choice.of(options)

    def _group(self) -> _Write:
        found = self._take(_GROUP)
        names: list[str] = []
        if found is None:
            self._at += 1
        if found is None or found["name"]:
            self._groups += 1
            names = [str(self._groups), *([found["name"]] if found else [])]
        inner = self._alternatives()
        if self._next() != ")":
            raise ValueError("a bracket is open")
        self._at += 1
        if found is not None and found["apart"]:
            ahead = found["apart"][-1] == "="
            return lambda choice: inner(choice) if ahead and choice.around else ""

        def group(choice: _Choice) -> str:
            text = inner(choice)
            choice.groups.update(dict.fromkeys(names, text))
            return text

        return group

    def _escape(self) -> _Write:
        one = self._next()
        if one in "bB":
            self._at += 1
            return lambda choice: ""
        if (back := self._take(re.compile(r"k<([^>]+)>|([1-9])"))) is not None:
            name = back[1] or back[2]
            return lambda choice: choice.groups.get(name, "")
        options = self._character()
        return lambda choice: choice.of(options)

    def _character(self) -> str:
        """The characters that an escape stands for, past its backslash."""
        if (found := self._take(_HEX)) is not None:
            return chr(int(found[1] or found[2] or found[3], 16))
        if (found := self._take(_SCRIPT)) is not None:
            return (_SCRIPTS | _NAMED).get(found[1], _SCRIPTS.get(found[1][:1], "a"))
        one = self._text[self._at]
        self._at += 1
        if one == "c":
            self._at += 1
            return chr(ord(self._text[self._at - 1]) % 32)
        if one in "DWS":
            return _without(_SETS[one.lower()])
        return _SETS.get(one) or _CONTROL.get(one, one)

    def _class(self) -> str:
        """The characters of a class, past its first bracket."""
        negated = self._next() == "^"
        self._at += negated
        found = ""
        while self._next() != "]":
            first = self._member()
            if self._next() == "-" and self._text[self._at + 1] != "]":
                self._at += 1
                last = self._member()
                found += _range(first[-1:], last[:1])
            else:
                found += first
        self._at += 1
        return _without(found) if negated else found

    def _member(self) -> str:
        one = self._text[self._at]
        self._at += 1
        return self._character() if one == "\\" else one


def _range(first: str, last: str) -> str:
    """Some characters of a range, its ends among them."""
    low, high = ord(first), ord(last)
    return "".join(dict.fromkeys([first, chr((low + high) // 2), last]))


def _without(characters: str) -> str:
    return "".join(one for one in _OTHERS if one not in characters)
