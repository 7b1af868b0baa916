"""Diagnostics as JSON. What is in it is promised: docs/checking.md describes it."""

import json
from collections.abc import Sequence

from sockgen.diagnostics.codes import Severity
from sockgen.diagnostics.model import Diagnostic, Span
from sockgen.diagnostics.printer_order import count, in_order


def to_json(diagnostics: Sequence[Diagnostic], colour: bool) -> str:
    """Show the diagnostics as an object of JSON, in ASCII."""
    return json.dumps(content(diagnostics), indent=2) + "\n"


def content(diagnostics: Sequence[Diagnostic]) -> dict[str, object]:
    """The keys of that object, to which others may be added."""
    counted = count(diagnostics)
    return {
        "diagnostics": [_plain(one) for one in in_order(diagnostics)],
        "summary": {f"{one.value}s": counted[one] for one in Severity},
    }


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
