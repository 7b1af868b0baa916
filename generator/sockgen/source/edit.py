"""A file without one of its values, or with one that is read otherwise."""

from dataclasses import replace

import yaml

from sockgen.source.model import JsonValue, Pointer, Source


def without(source: Source, pointer: Pointer) -> Source:
    """The file without an entry or an item; everything else keeps its place."""
    root = _pruned(source.root, pointer) or source.root
    data = changed(source.data, pointer, None)
    return replace(source, data=data, root=root, _entries={})


def text_at(source: Source, pointer: Pointer) -> str | None:
    """A scalar as it is written, such as `1.10`; None for anything else."""
    node: yaml.Node | None = source.root
    for step in pointer:
        node = _below(node, step)
    return str(node.value) if isinstance(node, yaml.ScalarNode) else None


def changed(value: JsonValue, pointer: Pointer, new: JsonValue) -> JsonValue:
    """A copy in which one value is another; without it where that is None."""
    if not pointer:
        return new
    step, *rest = pointer
    if isinstance(value, dict) and step in value:
        key = str(step)
        below = changed(value[key], tuple(rest), new)
        return {
            one: below if one == key else other
            for one, other in value.items()
            if one != key or below is not None
        }
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        below = changed(value[step], tuple(rest), new)
        head, tail = value[:step], value[step + 1 :]
        return [*head, *([] if below is None else [below]), *tail]
    return value


def _pruned(node: yaml.Node, pointer: Pointer) -> yaml.Node | None:
    """A copy of a tree of nodes without the one at a place."""
    if not pointer:
        return None
    step, rest = pointer[0], pointer[1:]
    if isinstance(node, yaml.MappingNode):
        pairs: list[tuple[yaml.Node, yaml.Node]] = node.value
        kept: list[tuple[yaml.Node, yaml.Node]] = []
        for key, old in pairs:
            below = _pruned(old, rest) if str(key.value) == step else old
            kept += [(key, below)] if below else []
        return yaml.MappingNode(node.tag, kept, node.start_mark, node.end_mark)
    if isinstance(node, yaml.SequenceNode):
        items: list[yaml.Node] = node.value
        left = [
            _pruned(old, rest) if index == step else old
            for index, old in enumerate(items)
        ]
        some = [one for one in left if one is not None]
        return yaml.SequenceNode(node.tag, some, node.start_mark, node.end_mark)
    return node


def _below(node: yaml.Node | None, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode):
        items: list[yaml.Node] = node.value
        return items[step] if isinstance(step, int) and step < len(items) else None
    if isinstance(node, yaml.MappingNode):
        pairs: list[tuple[yaml.Node, yaml.Node]] = node.value
        return next((below for key, below in pairs if key.value == step), None)
    return None
