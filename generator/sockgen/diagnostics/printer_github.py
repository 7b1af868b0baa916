"""Diagnostics as commands of GitHub Actions, which shows them beside the lines."""

from collections.abc import Iterable, Iterator, Sequence

from sockgen.diagnostics.codes import CODES, Severity
from sockgen.diagnostics.model import Diagnostic, Span
from sockgen.diagnostics.printer_order import in_order
from sockgen.diagnostics.printer_text import visible

_COMMANDS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "notice",
}
# A percent sign first: the others are escaped with it.
_IN_TEXT = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTY = {**_IN_TEXT, ":": "%3A", ",": "%2C"}


def to_github(diagnostics: Sequence[Diagnostic], colour: bool) -> str:
    """Show every diagnostic as a workflow command, a line each."""
    return "".join(f"{_command(one)}\n" for one in in_order(diagnostics))


def _command(one: Diagnostic) -> str:
    title = f"{one.code}: {CODES[one.code].title}"
    return to_command(one.severity, title, one.span, _lines(one))


def to_command(
    severity: Severity, title: str, span: Span | None, lines: Iterable[str]
) -> str:
    """One workflow command; without a span it stands beside no line."""
    properties = {**(_place(span) if span else {}), "title": title}
    written = ",".join(
        f"{key}={_escaped(value, _IN_PROPERTY)}" for key, value in properties.items()
    )
    text = _escaped("\n".join(lines), _IN_TEXT)
    return f"::{_COMMANDS[severity]} {written}::{text}"


def _place(span: Span) -> dict[str, str]:
    return {
        "file": visible(span.file),
        "line": str(span.start.line),
        "col": str(span.start.column),
        "endLine": str(span.end.line),
        "endColumn": str(span.end.column),
    }


def _lines(one: Diagnostic) -> Iterator[str]:
    # A line break of the document itself is shown as an escape, not as a break.
    yield visible(one.message)
    for label in one.labels:
        start = label.span.start
        where = f"{label.span.file}:{start.line}:{start.column}"
        yield visible(f"{where}: {label.message}")
    if one.hint:
        yield visible(f"hint: {one.hint}")


def _escaped(text: str, escapes: dict[str, str]) -> str:
    for character, escape in escapes.items():
        text = text.replace(character, escape)
    return text
