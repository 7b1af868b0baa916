"""What the parts of one reading share."""

from dataclasses import dataclass
from difflib import get_close_matches

from sockgen.diagnostics import Label
from sockgen.document import Document, Findings, Node
from sockgen.reading.schemas import SchemaTable

EXTENSION = "x-socketio"


@dataclass(frozen=True, slots=True)
class Context:
    """The document that is read, the table of its schemas, and what was found."""

    document: Document
    schemas: SchemaTable
    findings: Findings


def options(node: Node) -> Node:
    """The `x-socketio` of an object; where there is none, an empty one in its place."""
    found = node.get(EXTENSION)
    return found or Node(node.source, node.pointer, {})


def first_defined(node: Node) -> Label:
    """The second place of a diagnostic about things that are defined twice."""
    return Label(node.span(key=True), "first defined here")


def did_you_mean(word: str, known: list[str]) -> str | None:
    """A hint with the word that was probably meant, or all that there are."""
    close = get_close_matches(word, known, n=1)
    if close:
        return f"did you mean `{close[0]}`?"
    if known:
        return "there is " + ", ".join(f"`{one}`" for one in known)
    return None
