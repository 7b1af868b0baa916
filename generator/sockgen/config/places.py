"""Where the keys and values of a TOML text stand.

`tomllib` reads TOML and tells no positions. This walks over a text that it has
accepted already, so it looks for the ends of things and judges nothing.
"""

import re
import tomllib
from dataclasses import dataclass
from typing import TypeAlias

Pointer: TypeAlias = tuple[str | int, ...]
Stretch: TypeAlias = tuple[int, int]

_SPACE = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_BETWEEN = re.compile(r"(?:[ \t\n,]|#[^\n]*)*")
_KEY = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|[A-Za-z0-9_-]+')
_DOT = re.compile(r"[ \t]*\.[ \t]*")
_TEXT = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}'
    r"|'''(?:[^']|'(?!''))*'{3,5}"
    r'|"(?:[^"\\]|\\.)*"'
    r"|'[^']*'",
    re.DOTALL,
)
_PLAIN = re.compile(r"[^,\]}#\n]*")


@dataclass(frozen=True, slots=True)
class Place:
    """The stretches of the text that hold a value and its key."""

    key: Stretch
    value: Stretch


def places(text: str) -> dict[Pointer, Place]:
    """The place of everything in a sound TOML text."""
    walk = _Walk(text)
    walk.all()
    return walk.found


class _Walk:
    def __init__(self, text: str) -> None:
        self.found: dict[Pointer, Place] = {}
        self._text = text
        self._at = 0
        self._counts: dict[Pointer, int] = {}

    def all(self) -> None:
        table: Pointer = ()
        self._pass(_SPACE)
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._entry(table)
            self._pass(_SPACE)

    def _header(self) -> Pointer:
        start = self._at
        brackets = 2 if self._text.startswith("[[", start) else 1
        self._at += brackets
        self._pass(_SPACE)
        *parents, (name, key) = self._keys()
        self._pass(_SPACE)
        self._at += brackets
        header = start, self._at
        pointer: Pointer = ()
        for step, stretch in parents:
            pointer = (*pointer, step)
            self.found.setdefault(pointer, Place(stretch, header))
            pointer = self._within(pointer)
        pointer = (*pointer, name)
        if brackets == 2:
            self.found.setdefault(pointer, Place(key, header))
            count = self._counts[pointer] = self._counts.get(pointer, 0) + 1
            pointer = (*pointer, count - 1)
        self.found[pointer] = Place(key, header)
        return pointer

    def _within(self, pointer: Pointer) -> Pointer:
        """A pointer into an array of tables leads into its last one."""
        count = self._counts.get(pointer)
        return pointer if count is None else (*pointer, count - 1)

    def _entry(self, table: Pointer) -> None:
        steps = self._keys()
        self._pass(_SPACE)
        self._at += 1  # the equals sign
        self._pass(_SPACE)
        pointer, start = table, self._at
        for step, _ in steps:
            pointer = (*pointer, step)
        self._value(pointer)
        value = start, self._at
        for length, (_, stretch) in enumerate(steps, len(table) + 1):
            self.found.setdefault(pointer[:length], Place(stretch, value))
        self.found[pointer] = Place(steps[-1][1], value)

    def _keys(self) -> list[tuple[str, Stretch]]:
        keys: list[tuple[str, Stretch]] = []
        while True:
            start = self._at
            word = self._pass(_KEY)
            keys.append((_plain(word), (start, self._at)))
            if not self._pass(_DOT):
                return keys

    def _value(self, pointer: Pointer) -> None:
        match self._text[self._at]:
            case "[":
                self._list(pointer)
            case "{":
                self._inline_table(pointer)
            case '"' | "'":
                self._pass(_TEXT)
            case _:
                start = self._at
                self._at = start + len(self._pass(_PLAIN).rstrip())

    def _list(self, pointer: Pointer) -> None:
        self._at += 1
        index = 0
        while self._has_more("]"):
            start = self._at
            self._value((*pointer, index))
            self.found[(*pointer, index)] = Place((start, self._at), (start, self._at))
            index += 1

    def _inline_table(self, pointer: Pointer) -> None:
        self._at += 1
        while self._has_more("}"):
            self._entry(pointer)

    def _has_more(self, end: str) -> bool:
        """Go to the next item, or behind the end if there is none."""
        self._pass(_BETWEEN)
        if self._text[self._at] != end:
            return True
        self._at += 1
        return False

    def _pass(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        if found is None:
            return ""
        self._at = found.end()
        return found[0]


def _plain(word: str) -> str:
    """The key that a word of the text stands for."""
    return next(iter(tomllib.loads(f"{word} = 0"))) if word[:1] in "\"'" else word
