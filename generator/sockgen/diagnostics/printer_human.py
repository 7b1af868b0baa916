"""Diagnostics for a person: with source lines, or a line each."""

from collections.abc import Callable, Iterator, Sequence

from sockgen.diagnostics.codes import Severity
from sockgen.diagnostics.model import Diagnostic, Span
from sockgen.diagnostics.printer_order import count, in_order
from sockgen.diagnostics.printer_snippet import snippet
from sockgen.diagnostics.printer_text import visible

_RESET = "\x1b[0m"
_BOLD = "\x1b[1m"
_BLUE = "\x1b[1;34m"
_COLOURS = {
    Severity.ERROR: "\x1b[1;31m",
    Severity.WARNING: "\x1b[1;33m",
    Severity.NOTE: "\x1b[1;36m",
}


def to_text(diagnostics: Sequence[Diagnostic], colour: bool) -> str:
    """Show every diagnostic with its source lines, and count them at the end."""
    if not diagnostics:
        return ""
    listed = in_order(diagnostics)
    shown = ["\n".join(_lines(one, _painter(colour))) for one in listed]
    # The worst one is the first that a person will want to know more about.
    worst = min(listed, key=lambda one: list(Severity).index(one.severity))
    more = f"`sockgen explain {worst.code}` tells more"
    return "\n\n".join([*shown, f"{summary(diagnostics)}; {more}"]) + "\n"


def to_concise(diagnostics: Sequence[Diagnostic], colour: bool) -> str:
    """Show every diagnostic on one line."""
    paint = _painter(colour)
    return "".join(f"{_title(one, paint)}\n" for one in in_order(diagnostics))


def summary(diagnostics: Sequence[Diagnostic]) -> str:
    """Count the diagnostics in words: `1 error, 2 warnings in petstore.yaml`."""
    counted = count(diagnostics)
    words = ", ".join(
        f"{counted[one]} {one.value}{'s' * (counted[one] != 1)}"
        for one in Severity
        if counted[one]
    )
    files = {one.span.file for one in diagnostics if one.span}
    match len(files):
        case 0:
            return words
        case 1:
            return f"{words} in {visible(files.pop())}"
        case many:
            return f"{words} in {many} files"


def _lines(one: Diagnostic, paint: Callable[[str, str], str]) -> Iterator[str]:
    yield _title(one, paint)
    spans = [span for span in (one.span, *(label.span for label in one.labels)) if span]
    gutter = max((len(str(span.start.line)) for span in spans), default=0)
    severity = _COLOURS[one.severity]
    if one.span:
        yield from _snippet(one.span, gutter, severity, paint)
    for label in one.labels:
        arrow = paint(_BLUE, f"{'':>{gutter}} -->")
        yield f"{arrow} {_where(label.span)}: {visible(label.message)}"
        yield from _snippet(label.span, gutter, _BLUE, paint)
    if one.hint:
        equals = paint(_BLUE, f"{'':>{gutter}} =")
        yield f"{equals} {paint(_BOLD, 'hint:')} {visible(one.hint)}"


def _snippet(
    span: Span, gutter: int, colour: str, paint: Callable[[str, str], str]
) -> Iterator[str]:
    *lines, carets = snippet(span, gutter)
    for edge, text in lines:
        yield f"{paint(_BLUE, edge)} {text}".rstrip()
    yield f"{paint(_BLUE, carets[0])} {paint(colour, carets[1])}"


def _title(one: Diagnostic, paint: Callable[[str, str], str]) -> str:
    where = f"{paint(_BOLD, _where(one.span))}: " if one.span else ""
    what = paint(_COLOURS[one.severity], f"{one.severity.value}[{one.code}]")
    return f"{where}{what}: {visible(one.message)}"


def _where(span: Span) -> str:
    return f"{visible(span.file)}:{span.start.line}:{span.start.column}"


def _painter(colour: bool) -> Callable[[str, str], str]:
    if colour:
        return lambda code, text: f"{code}{text}{_RESET}"
    return lambda code, text: text
