"""AsyncAPI documents: references, structure, and the rules that hold for all."""

from sockgen.document.expansion import is_json_schema
from sockgen.document.findings import Findings
from sockgen.document.load import check, load_document
from sockgen.document.model import Document, Doubt
from sockgen.document.node import Node

__all__ = [
    "Document",
    "Doubt",
    "Findings",
    "Node",
    "check",
    "is_json_schema",
    "load_document",
]
