"""Diagnostics as text for a person, as lines for a tool, as JSON."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from sockgen.diagnostics.model import Diagnostic, Severity, Span
from sockgen.diagnostics.printer_snippet import snippet
from sockgen.diagnostics.printer_text import visible

Format = Callable[[Sequence[Diagnostic], bool], str]

_RESET = "\x1b[0m"
_BOLD = "\x1b[1m"
_BLUE = "\x1b[1;34m"
_COLOURS = {
    Severity.ERROR: "\x1b[1;31m",
    Severity.WARNING: "\x1b[1;33m",
    Severity.NOTE: "\x1b[1;36m",
}


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sort by file and position; what has no place comes first."""
    return sorted(diagnostics, key=_place)


def to_text(diagnostics: Sequence[Diagnostic], colour: bool) -> str:
    """Show every diagnostic with its source lines, and count them at the end."""
    if not diagnostics:
        return ""
    shown = ["\n".join(_lines(one, _painter(colour))) for one in in_order(diagnostics)]
    return "\n\n".join([*shown, summary(diagnostics)]) + "\n"


def to_concise(diagnostics: Sequence[Diagnostic], colour: bool) -> str:
    """Show every diagnostic on one line."""
    paint = _painter(colour)
    return "".join(f"{_title(one, paint)}\n" for one in in_order(diagnostics))


def to_json(diagnostics: Sequence[Diagnostic], colour: bool) -> str:
    """Show the diagnostics as an object of JSON, in ASCII."""
    content = {
        "diagnostics": [_plain(one) for one in in_order(diagnostics)],
        "summary": {f"{one.value}s": _count(diagnostics)[one] for one in Severity},
    }
    return json.dumps(content, indent=2) + "\n"


FORMATS: Mapping[str, Format] = {
    "text": to_text,
    "concise": to_concise,
    "json": to_json,
}


def summary(diagnostics: Sequence[Diagnostic]) -> str:
    """Count the diagnostics in words: `1 error, 2 warnings in petstore.yaml`."""
    count = _count(diagnostics)
    words = ", ".join(
        f"{count[one]} {one.value}{'s' * (count[one] != 1)}"
        for one in Severity
        if count[one]
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


def _place(one: Diagnostic) -> tuple[str, int, int, str, str]:
    if one.span is None:
        return "", 0, 0, one.code, one.message
    start = one.span.start
    return one.span.file, start.line, start.column, one.code, one.message


def _count(diagnostics: Iterable[Diagnostic]) -> Counter[Severity]:
    return Counter(one.severity for one in diagnostics)


def _plain(one: Diagnostic) -> dict[str, object]:
    return {
        "code": one.code,
        "severity": one.severity.value,
        "message": one.message,
        "hint": one.hint,
        **_plain_span(one.span),
        "labels": [
            {"message": label.message, **_plain_span(label.span)}
            for label in one.labels
        ],
    }


def _plain_span(span: Span | None) -> dict[str, object]:
    if span is None:
        return {"file": None, "start": None, "end": None}
    return {
        "file": span.file,
        "start": {"line": span.start.line, "column": span.start.column},
        "end": {"line": span.end.line, "column": span.end.column},
    }
