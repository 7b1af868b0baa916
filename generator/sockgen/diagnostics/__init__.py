"""What sockgen says: diagnostics as data, and the registry of their codes."""

from sockgen.diagnostics.codes import CODES, Code, Severity
from sockgen.diagnostics.model import (
    Diagnostic,
    Label,
    Position,
    Result,
    Span,
    has_errors,
)
from sockgen.diagnostics.strictness import STRICT, Strictness

__all__ = [
    "CODES",
    "STRICT",
    "Code",
    "Diagnostic",
    "Label",
    "Position",
    "Result",
    "Severity",
    "Span",
    "Strictness",
    "has_errors",
]
