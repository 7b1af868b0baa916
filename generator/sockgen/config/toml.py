"""A TOML file: its values, and the place of each of them."""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from sockgen.config.places import Place, Pointer, places
from sockgen.diagnostics import Diagnostic, Position, Result, Severity, Span
from sockgen.source import read_text

_WHERE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass(frozen=True)
class Toml:
    """One file: `data` are its plain values, and `file` is what spans call it."""

    file: str
    text: str = field(repr=False)
    data: dict[str, Any] = field(repr=False)

    def span(self, pointer: Pointer, *, key: bool = False) -> Span:
        """The place of the value at `pointer`, or of its key."""
        place = self._places.get(pointer, Place((0, 0), (0, 0)))
        return span_of(self.file, self.text, *(place.key if key else place.value))

    @cached_property
    def _places(self) -> dict[Pointer, Place]:
        return places(self.text)


def load_toml(path: Path) -> Result[Toml]:
    """The values of a TOML file; says why if there are none."""
    file = str(path)
    read = read_text(path, file)
    if read.value is None:
        return Result(None, read.diagnostics)
    text = read.value.replace("\r\n", "\n")
    try:
        return Result(Toml(file, text, tomllib.loads(text)))
    except RecursionError:
        return Result(None, (_malformed(file, text, "it is nested too deep"),))
    except ValueError as fault:
        # A number too long for Python is a plain ValueError.
        return Result(None, (_malformed(file, text, str(fault)),))


def span_of(file: str, text: str, start: int, end: int) -> Span:
    """A stretch of a text; of one that goes over several lines, the first."""
    begin = text.rfind("\n", 0, start) + 1
    line = text[begin:].partition("\n")[0]
    column = start - begin
    last = max(min(end - begin, len(line.rstrip())), column + 1)
    number = text.count("\n", 0, start) + 1
    here, there = Position(number, column + 1), Position(number, last + 1)
    return Span(file, here, there, line)


def _malformed(file: str, text: str, said: str) -> Diagnostic:
    where = _WHERE.search(said)
    problem = said[: where.start()] if where else said
    message = f"not well-formed TOML: {problem[:1].lower()}{problem[1:]}"
    span = None
    if where:
        start = len(text.rstrip())
        if where[1]:
            lines = text.split("\n")
            before = sum(len(line) + 1 for line in lines[: int(where[1]) - 1])
            start = before + int(where[2]) - 1
        span = span_of(file, text, start, start + 1)
    else:
        message = f"`{file}` is {message}"
    return Diagnostic("SG520", Severity.ERROR, message, span)
