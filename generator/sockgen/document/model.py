"""A document that was found to be sound."""

from dataclasses import dataclass

from sockgen.document.node import Node
from sockgen.source import Source


@dataclass(frozen=True, slots=True)
class Document:
    """An AsyncAPI document: its references lead somewhere, its structure is right."""

    source: Source
    version: str

    @property
    def root(self) -> Node:
        """The whole document; its nodes follow references by themselves."""
        return Node(self.source, (), self.source.data)
