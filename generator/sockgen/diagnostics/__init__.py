"""What sockgen says about a document: diagnostics as data, and their codes."""

from sockgen.diagnostics.codes import CODES, Code
from sockgen.diagnostics.model import (
    Diagnostic,
    Label,
    Position,
    Result,
    Severity,
    Span,
    has_errors,
)

__all__ = [
    "CODES",
    "Code",
    "Diagnostic",
    "Label",
    "Position",
    "Result",
    "Severity",
    "Span",
    "has_errors",
]
