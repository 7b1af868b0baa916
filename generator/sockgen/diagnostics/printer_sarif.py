"""Diagnostics as SARIF 2.1.0, the format of code scanning."""

import json
import re
from collections.abc import Sequence
from pathlib import PurePath
from urllib.parse import quote

from sockgen import __version__
from sockgen.diagnostics.codes import CODES
from sockgen.diagnostics.model import Diagnostic, Span
from sockgen.diagnostics.pages import page_of
from sockgen.diagnostics.printer_order import in_order
from sockgen.diagnostics.printer_text import visible

# SARIF counts columns as the run says, and UTF-16 is what every viewer knows.
_COLUMNS = "utf16CodeUnits"
# The breaks that YAML counts lines by.
_BREAKS = ["\r\n", "\n", "\r", "\x85", "\u2028", "\u2029"]


def to_sarif(diagnostics: Sequence[Diagnostic], colour: bool) -> str:
    """Show the diagnostics as one run of SARIF, in ASCII."""
    codes = sorted({one.code for one in diagnostics})
    driver = {
        "name": "sockgen",
        "version": __version__,
        "rules": [_rule(code) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": _COLUMNS,
        "newlineSequences": _BREAKS,
        "results": [_result(one, codes) for one in in_order(diagnostics)],
    }
    content = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(content, indent=2) + "\n"


def _rule(code: str) -> dict[str, object]:
    known, page = CODES[code], page_of(code)
    says, why = page.says or known.title, page.why
    examples = [
        f"{title}:\n\n```{page.language}\n{text}```"
        for title, text in (("Wrong", page.wrong), ("Right", page.right))
        if text
    ]
    parts = [part for part in (says, why) if part]
    return {
        "id": code,
        "shortDescription": {"text": known.title},
        "fullDescription": {"text": says},
        "help": {
            "text": "\n\n".join(parts),
            "markdown": "\n\n".join([*parts, *examples]),
        },
        "defaultConfiguration": {"level": known.severity.value},
    }


def _result(one: Diagnostic, codes: list[str]) -> dict[str, object]:
    text = f"{one.message}\nhint: {one.hint}" if one.hint else one.message
    result: dict[str, object] = {
        "ruleId": one.code,
        "ruleIndex": codes.index(one.code),
        "level": one.severity.value,
        "message": {"text": _message(text)},
    }
    if one.span:
        result["locations"] = [{"physicalLocation": _place(one.span)}]
    if one.labels:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": _place(label.span),
                "message": {"text": _message(label.message)},
            }
            for number, label in enumerate(one.labels, 1)
        ]
    return result


def _message(text: str) -> str:
    """A text in which no viewer finds a link or a control character."""
    shown = "\n".join(visible(line) for line in text.split("\n"))
    return re.sub(r"[\\\[\]]", r"\\\g<0>", shown) if "](" in shown else shown


def _place(span: Span) -> dict[str, object]:
    return {"artifactLocation": {"uri": uri(span.file)}, "region": _region(span)}


def _region(span: Span) -> dict[str, object]:
    region: dict[str, object] = {
        "startLine": span.start.line,
        "startColumn": _column(span.text, span.start.column),
    }
    if span.end.line == span.start.line:
        region["endColumn"] = _column(span.text, span.end.column)
    else:
        # The text of its last line is not known, so it is marked as a whole.
        region["endLine"] = span.end.line
    return region


def _column(text: str, column: int) -> int:
    """A column counted in UTF-16, as JavaScript counts."""
    before = text[: column - 1]
    beyond_the_line = column - 1 - len(before)
    units = len(before.encode("utf-16-le", "surrogatepass")) // 2
    return units + beyond_the_line + 1


def uri(file: str) -> str:
    """A path as a reference to it: relative where it is, each odd byte escaped."""
    path = PurePath(file)
    quoted = quote(path.as_posix().encode("utf-8", "surrogatepass"), safe="/")
    return f"file://{quoted}" if path.is_absolute() else quoted
