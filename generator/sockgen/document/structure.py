"""Whether a document has the structure of AsyncAPI."""

from sockgen.document.expansion import Expansion
from sockgen.document.explain import explain
from sockgen.document.findings import Findings
from sockgen.document.shapes import validator


def check_structure(expansion: Expansion, findings: Findings) -> None:
    """Judge the resolved document; only a wrong one is looked at closely."""
    if not validator(expansion.version).is_valid(expansion.tree):
        explain(expansion, findings)
