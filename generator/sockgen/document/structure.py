"""Whether a document has the structure of AsyncAPI."""

from sockgen.document.expansion import Expansion, expand_schemas
from sockgen.document.explain import explain
from sockgen.document.findings import Findings
from sockgen.document.shapes import validator


def check_structure(expansion: Expansion, findings: Findings) -> None:
    """Judge the resolved document; only a wrong one is looked at closely."""
    judge = validator(expansion.version)
    if not judge.is_valid(expansion.tree):
        expand_schemas(expansion, findings)
        if not judge.is_valid(expansion.tree):
            explain(expansion, findings)
    for pointer, one in expansion.foreign.items():
        span = expansion.source.span((*pointer, "$ref"))
        findings.warning(one.code, one.message, span, one.hint)
