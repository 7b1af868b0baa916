"""A document that was found to be sound."""

from dataclasses import dataclass, field
from pathlib import Path

from sockgen.diagnostics import Diagnostic
from sockgen.document.bundle import Bundle, files_of
from sockgen.document.bundle_text import to_yaml
from sockgen.document.editor import Editor
from sockgen.document.node import Node
from sockgen.source import Pointer, Source


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is wrong with a schema for whoever has to use it.

    AsyncAPI itself has nothing against it: nobody may ever need the schema.
    """

    pointer: Pointer
    diagnostic: Diagnostic


@dataclass(frozen=True, slots=True)
class Document:
    """An AsyncAPI document: its references lead somewhere, its structure is right.

    Later stages hand to `editor` what they have to say about it. `doubts` are errors
    as soon as one of them uses the schemas that they are about, `judged` the places
    of the schemas that were checked: AsyncAPI does not look into extensions.
    """

    source: Source
    version: str
    editor: Editor = field(repr=False, compare=False)
    doubts: tuple[Doubt, ...] = ()
    judged: frozenset[Pointer] = field(
        default_factory=frozenset[Pointer], repr=False, compare=False
    )

    @property
    def root(self) -> Node:
        """The whole document; its nodes follow references by themselves."""
        return Node(self.source, (), self.source.data)

    @property
    def is_version_2(self) -> bool:
        """Whether operations stand in channels, as `publish` and `subscribe`."""
        return self.version.startswith("2.")

    @property
    def texts(self) -> dict[Path, str]:
        """The file of the document and all that it refers to, as they were read."""
        return {Path(one.lines.file): one.text for one in files_of(self.source)}

    @property
    def text(self) -> str:
        """The document as one file: as it was written, if it is one."""
        several = isinstance(self.source, Bundle) and self.source.files
        return to_yaml(self.source.data) if several else self.source.text

    @property
    def origin(self) -> str:
        """The text of all its files, which changes when any of them does."""
        texts = [self.source.text]
        if isinstance(self.source, Bundle):
            files = sorted(self.source.files.items())
            texts += [f"{name}\n{file.text}" for name, file in files]
        return "\0".join(texts)
