"""A loaded file: its plain values, and the position of each of them on demand."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import yaml

from sockgen.diagnostics import Position, Span

JsonValue: TypeAlias = (
    "None | bool | int | float | str | list[JsonValue] | dict[str, JsonValue]"
)
JsonObject: TypeAlias = dict[str, "JsonValue"]
Pointer: TypeAlias = tuple[str | int, ...]

# libyaml counts lines by these breaks, so the lines shown are cut at the same ones.
_LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")


class Lines:
    """The lines of a text, and spans of it from the marks of the YAML parser."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self._text = text

    @cached_property
    def _lines(self) -> list[str]:
        return _LINE_BREAK.split(self._text)

    def span(
        self, line: int, column: int, end_line: int = -1, end_column: int = -1
    ) -> Span:
        """The span between two places that are counted from 0.

        What goes over several lines is cut at the end of the first, so that a
        printer marks one line; without an end one character is marked.
        """
        text = self._lines[line] if line < len(self._lines) else ""
        if end_line != line:
            end_column = column + 1 if end_line < 0 else len(text.rstrip())
        return Span(
            self.file,
            Position(line + 1, column + 1),
            Position(line + 1, max(end_column, column + 1) + 1),
            text,
        )

    def node_span(self, node: yaml.Node) -> Span:
        """The span of a node of the YAML tree."""
        start, end = node.start_mark, node.end_mark
        return self.span(start.line, start.column, end.line, end.column)

    def line(self, number: int) -> str:
        """A line, counted from 0; there is nothing in one behind the end."""
        return self._lines[number] if number < len(self._lines) else ""

    def first_match(self, pattern: re.Pattern[str]) -> int | None:
        """The first line that a pattern matches, counted from 0."""
        matches = (at for at, one in enumerate(self._lines) if pattern.match(one))
        return next(matches, None)

    def is_left_open(self, node: yaml.ScalarNode) -> bool:
        """Whether a quote was probably forgotten at the end of a quoted text.

        It then ends at the first quote of a later text, such as `'#/components'`, and
        libyaml takes what follows for a comment, though no space is before it.
        """
        start, end = node.start_mark, node.end_mark
        if node.style not in ("'", '"') or start.line == end.line:
            return False
        return self._lines[end.line][end.column : end.column + 1] == "#"


MERGE = "<<"
"""The key that takes the entries of other mappings in, which old YAML had."""


def merged_nodes(node: yaml.Node) -> list[yaml.Node]:
    """What a merge key brings: one mapping, or several."""
    return list(node.value) if isinstance(node, yaml.SequenceNode) else [node]


def _entries(node: yaml.MappingNode) -> dict[str, tuple[yaml.Node, yaml.Node]]:
    """The entries of a mapping, those that stand in merged ones included."""
    pairs: list[tuple[yaml.Node, yaml.Node]] = node.value
    entries = {str(pair[0].value): pair for pair in pairs}
    _, below = entries.pop(MERGE, (node, None))
    for one in merged_nodes(below) if below else ():
        if isinstance(one, yaml.MappingNode):
            entries = {**_entries(one), **entries}
    return entries


@dataclass(frozen=True, slots=True)
class Source:
    """One file: `data` are its plain values, keys always text.

    `file` is what other files call it; spans carry the name of `lines`. Nobody
    changes `data`: an alias of the text is one object in several places.
    """

    file: str
    text: str = field(repr=False)
    data: JsonValue = field(repr=False)
    lines: Lines = field(repr=False, compare=False)
    root: yaml.Node = field(repr=False, compare=False)
    _entries: dict[int, dict[str, tuple[yaml.Node, yaml.Node]]] = field(
        repr=False,
        compare=False,
        default_factory=dict[int, dict[str, tuple[yaml.Node, yaml.Node]]],
    )

    def span(self, pointer: Pointer, *, key: bool = False) -> Span:
        """The place of the value at `pointer`, or of its key.

        A pointer that leads nowhere gives the nearest place on its way.
        """
        here, label = self.root, self.root
        for step in pointer:
            below = self._below(here, step)
            if below is None:
                break
            label, here = below
        return self.lines.node_span(label if key else here)

    def _below(
        self, node: yaml.Node, step: str | int
    ) -> tuple[yaml.Node, yaml.Node] | None:
        if isinstance(node, yaml.SequenceNode):
            items: list[yaml.Node] = node.value
            if isinstance(step, int) and 0 <= step < len(items):
                return items[step], items[step]
        if isinstance(node, yaml.MappingNode):
            entries = self._entries.get(id(node))
            if entries is None:
                entries = self._entries[id(node)] = _entries(node)
            return entries.get(str(step))
        return None
