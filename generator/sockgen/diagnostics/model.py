"""The values that every stage reports with.

A stage returns a `Result`: its value and what it has to say. An exception that
leaves a stage is a bug in sockgen, never the fault of a document.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from sockgen.diagnostics.codes import CODES, Severity

T = TypeVar("T")


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a text: line and column from 1, columns counted in characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one file, from `start` up to but not including `end`.

    `file` is the path as the user gave it, or relative to the root document for
    a file that was reached through a reference. `text` is the source line that
    `start` stands on, without its line break, so that a printer needs no file.
    """

    file: str
    start: Position
    end: Position
    text: str


@dataclass(frozen=True, slots=True)
class Label:
    """A second place that a diagnostic speaks of, such as "first defined here"."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing that sockgen has to say, in one sentence, about one place.

    `code` is a key of `CODES`. `hint` names the likely cure, if there is one. Nobody
    can ignore or soften an error that is `firm`, whatever its code allows.
    """

    code: str
    severity: Severity
    message: str
    span: Span | None = None
    hint: str | None = None
    labels: tuple[Label, ...] = ()
    firm: bool = False

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"{self.code} is not a registered code")


@dataclass(frozen=True, slots=True)
class Result(Generic[T]):
    """What a stage made, and what it says about it.

    `value` is None when nothing useful could be made; then at least one of
    `diagnostics` is an error.
    """

    value: T | None
    diagnostics: tuple[Diagnostic, ...] = ()


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any of the diagnostics is an error."""
    return any(one.severity is Severity.ERROR for one in diagnostics)
