"""A document that was found to be sound."""

from dataclasses import dataclass, field

from sockgen.document.editor import Editor
from sockgen.document.node import Node
from sockgen.source import Source


@dataclass(frozen=True, slots=True)
class Document:
    """An AsyncAPI 3 document: its references lead somewhere, its structure is right.

    Later stages hand to `editor` what they have to say about it.
    """

    source: Source
    version: str
    editor: Editor = field(repr=False, compare=False)

    @property
    def root(self) -> Node:
        """The whole document; its nodes follow references by themselves."""
        return Node(self.source, (), self.source.data)
