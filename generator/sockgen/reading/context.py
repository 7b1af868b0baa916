"""What the parts of one reading share."""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal, TypeAlias

from sockgen.diagnostics import Label
from sockgen.document import Document, Findings, Node
from sockgen.reading.schemas import SchemaTable

Perspective: TypeAlias = Literal["server", "client"]
EventsFrom: TypeAlias = Literal["message", "channel"]

EXTENSION = "x-socketio"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a document is to be read, whatever it says itself.

    `perspective` tells which side the document describes. `events` tells what an
    event is: a message, or a whole channel. `otherwise` is what a configuration
    says of documents that do not tell.
    """

    perspective: Perspective | None = None
    events: EventsFrom | None = None
    otherwise: "Dialect | None" = None


ANY = Dialect()
"""Nothing is asked for: the document decides."""


@dataclass(frozen=True, slots=True)
class Context:
    """The document that is read, the table of its schemas, and what was found."""

    document: Document
    schemas: SchemaTable
    findings: Findings
    dialect: Dialect = ANY

    @property
    def perspective(self) -> tuple[str, str]:
        """The side that the document describes, and who says so."""
        if self.dialect.perspective:
            return self.dialect.perspective, "--perspective"
        written = options(self.document.root).text("perspective")
        if written in ("server", "client"):
            return written, "`x-socketio`"
        if self.dialect.otherwise and self.dialect.otherwise.perspective:
            return self.dialect.otherwise.perspective, "the configuration"
        return "server", "the default"

    @property
    def events_are_channels(self) -> bool:
        """Whether each channel is one event, and no namespace."""
        written = options(self.document.root).text("events")
        otherwise = self.dialect.otherwise and self.dialect.otherwise.events
        return (self.dialect.events or written or otherwise) == "channel"


def options(node: Node) -> Node:
    """The `x-socketio` of an object; where there is none, an empty one in its place."""
    found = node.get(EXTENSION)
    return found or Node(node.source, node.pointer, {})


def written(node: Node, key: str) -> Node | None:
    """The value below `key` of an object or its traits, a reference left alone."""
    for layer in (node, *reversed(node.defaults)):
        found = layer.raw(key)
        if found is not None:
            return found
    return None


def bindings(node: Node, *protocols: str) -> Node | None:
    """The binding of an object for the first of some protocols that it has."""
    bound = node.get("bindings")
    for protocol in protocols if bound else ():
        found = bound.get(protocol) if bound else None
        if found is not None:
            return found
    return None


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
