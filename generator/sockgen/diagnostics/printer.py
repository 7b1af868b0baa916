"""The formats in which diagnostics are shown."""

from collections.abc import Callable, Mapping, Sequence

from sockgen.diagnostics.model import Diagnostic
from sockgen.diagnostics.printer_github import to_github
from sockgen.diagnostics.printer_human import summary, to_concise, to_text
from sockgen.diagnostics.printer_json import to_json
from sockgen.diagnostics.printer_sarif import to_sarif

__all__ = [
    "FORMATS",
    "Format",
    "summary",
    "to_concise",
    "to_github",
    "to_json",
    "to_sarif",
    "to_text",
]

Format = Callable[[Sequence[Diagnostic], bool], str]

FORMATS: Mapping[str, Format] = {
    "text": to_text,
    "concise": to_concise,
    "json": to_json,
    "sarif": to_sarif,
    "github": to_github,
}
"""Each takes diagnostics, and whether colour is wanted; only some have any."""
