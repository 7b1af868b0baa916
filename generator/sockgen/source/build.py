"""From the tree of YAML nodes to plain values."""

import yaml

from sockgen.diagnostics import Diagnostic, Label, Severity
from sockgen.source.compose import MAX_DEPTH
from sockgen.source.model import MERGE, JsonObject, JsonValue, Lines, merged_nodes
from sockgen.source.scalars import MAP, READERS, SEQ, STR

MAX_REPEATED = 200_000
"""How many values a document may gain by aliases, each use counted anew."""


class Builder:
    """Makes the values of one node tree, and collects what is wrong with it.

    An alias gives the same object again. What it would weigh when written out
    is counted, because whoever walks the values later meets every copy.
    """

    def __init__(self, lines: Lines) -> None:
        self.diagnostics: list[Diagnostic] = []
        self._lines = lines
        self._built: dict[int, tuple[JsonValue, int, int]] = {}
        self._open: set[int] = set()
        self._count = 0
        self._repeated = 0
        self._deepest = 0

    def build(self, node: yaml.Node) -> JsonValue:
        """The value of a node and of everything below it."""
        if isinstance(node, yaml.ScalarNode):
            self._count += 1
            return self._scalar(node)
        known = self._built.get(id(node))
        if known is not None:
            return self._again(node, *known)
        if id(node) in self._open:
            self._error("SG107", "an alias stands inside the value it stands for", node)
            return None
        value, size, height = self._collection(node)
        self._built[id(node)] = value, size, height
        return value

    def _collection(self, node: yaml.Node) -> tuple[JsonValue, int, int]:
        """The value of a list or mapping, how many values it holds, how deep it is."""
        self._open.add(id(node))
        depth, deepest_before, count_before = (
            len(self._open),
            self._deepest,
            self._count,
        )
        self._deepest = depth
        self._count += 1
        value = (
            self._mapping(node)
            if isinstance(node, yaml.MappingNode)
            else self._sequence(node)
        )
        self._open.discard(id(node))
        height = self._deepest - depth + 1
        self._deepest = max(self._deepest, deepest_before)
        return value, self._count - count_before, height

    def _again(
        self, node: yaml.Node, value: JsonValue, size: int, height: int
    ) -> JsonValue:
        depth = len(self._open) + height
        if depth > MAX_DEPTH:
            message = f"aliases nest this value more than {MAX_DEPTH} levels deep"
            self._error("SG108", message, node)
            return None
        self._deepest = max(self._deepest, depth)
        self._count += size
        if self._repeated <= MAX_REPEATED < self._repeated + size:
            message = "aliases repeat this value until the document is too large"
            self._error("SG107", message, node)
        self._repeated += size
        return value

    def _mapping(self, node: yaml.MappingNode) -> JsonValue:
        self._check_tag(node, MAP)
        result: JsonObject = {}
        first: dict[str, yaml.Node] = {}
        merged: list[yaml.Node] = []
        pairs: list[tuple[yaml.Node, yaml.Node]] = node.value
        for key, below in pairs:
            if not isinstance(key, yaml.ScalarNode):
                self._error("SG106", "a list or a mapping cannot be a key", key)
                continue
            name: str = key.value
            if name == MERGE:
                merged.extend(merged_nodes(below))
                continue
            if key.tag != STR:
                message = f"the key `{_short(name)}` is not text"
                self._error(
                    "SG106", message, key, hint=f"write it as `'{_short(name)}'`"
                )
            if name in first:
                self._duplicate(name, key, first[name])
            first.setdefault(name, key)
            result[name] = self.build(below)
        for one in merged:
            self._merge(one, result)
        return result

    def _merge(self, node: yaml.Node, result: JsonObject) -> None:
        """Add what a merge key brings, as far as it is not there already."""
        value = self.build(node)
        if isinstance(value, dict):
            for key, below in value.items():
                result.setdefault(key, below)
        else:
            message = f"`{MERGE}` merges mappings only"
            self._error("SG105", message, node, hint="write it as `<<: *anchor`")

    def _sequence(self, node: yaml.Node) -> JsonValue:
        self._check_tag(node, SEQ)
        items: list[yaml.Node] = node.value
        return [self.build(item) for item in items]

    def _scalar(self, node: yaml.ScalarNode) -> JsonValue:
        tag, text = node.tag, str(node.value)
        read = READERS.get(tag)
        if read is None:
            self._unknown_tag(node)
            return None
        if self._lines.is_left_open(node):
            self._error(
                "SG103",
                "not well-formed YAML: the quote that opens here is closed by one of "
                "a later line, with a `#` behind it",
                node,
                hint="close it on its own line; a space goes before a comment",
            )
            return None
        try:
            return read(text)
        except ValueError:
            kind = tag.rpartition(":")[2]
            self._error(
                "SG105",
                f"`{_short(text)}` cannot be read as a JSON value of type {kind}",
                node,
                hint="put it in quotes if it is meant as text",
            )
            return None

    def _check_tag(self, node: yaml.Node, expected: str) -> None:
        if node.tag != expected:
            self._unknown_tag(node)

    def _unknown_tag(self, node: yaml.Node) -> None:
        tag = node.tag.replace("tag:yaml.org,2002:", "!!")
        self._error(
            "SG105",
            f"the tag `{_short(tag)}` has no meaning in an AsyncAPI document",
            node,
            hint="leave the tag out; a document holds only what JSON can hold",
        )

    def _duplicate(self, name: str, key: yaml.Node, first: yaml.Node) -> None:
        label = Label(self._lines.node_span(first), "first defined here")
        self._error(
            "SG104",
            f"the key `{_short(name)}` is written twice in the same mapping",
            key,
            hint="begin each with `- ` if a list is meant"
            if name == "$ref"
            else "rename or remove one of the two",
            label=label,
        )

    def _error(
        self,
        code: str,
        message: str,
        node: yaml.Node,
        hint: str | None = None,
        label: Label | None = None,
    ) -> None:
        span = self._lines.node_span(node)
        labels = (label,) if label else ()
        self.diagnostics.append(
            Diagnostic(code, Severity.ERROR, message, span, hint, labels)
        )


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."
