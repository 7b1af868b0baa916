"""The order in which diagnostics are shown, and how many there are."""

from collections import Counter
from collections.abc import Iterable

from sockgen.diagnostics.codes import Severity
from sockgen.diagnostics.model import Diagnostic


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sort by file and position; what has no place comes first."""
    return sorted(diagnostics, key=_place)


def count(diagnostics: Iterable[Diagnostic]) -> Counter[Severity]:
    """Count the diagnostics of each severity."""
    return Counter(one.severity for one in diagnostics)


def _place(one: Diagnostic) -> tuple[str, int, int, str, str]:
    if one.span is None:
        return "", 0, 0, one.code, one.message
    start = one.span.start
    return one.span.file, start.line, start.column, one.code, one.message
