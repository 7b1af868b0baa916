"""Where a value stands in an event, and whether it is always there."""

from collections.abc import Iterator
from dataclasses import dataclass

from sockgen.document import Node
from sockgen.reading.arguments import Arguments
from sockgen.source import Pointer

EXPRESSION = "$message.payload#"
_CHOICES = ("anyOf", "oneOf")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the arguments of an event: `name` is what people call it.

    `wire` has the index of an argument, and the JSON pointer inside it.
    """

    name: str
    wire: tuple[int, str]
    is_certain: bool


def of_same_name(name: str, arguments: Arguments) -> Place | None:
    """The argument or the property that is called like a parameter."""
    for index, argument in enumerate(arguments.values):
        if argument.name == name and argument.required:
            return _place(arguments, index, [])
    for index, node in enumerate(arguments.nodes):
        if not arguments.values[index].rest and _has(node, [name]):
            return _place(arguments, index, [name])
    return None


def expressed(expression: str, arguments: Arguments) -> Place | None:
    """The place that a runtime expression such as `$message.payload#/id` means."""
    if not expression.startswith(EXPRESSION):
        return None
    steps = expression.removeprefix(EXPRESSION).split("/")[1:]
    index = 0
    if arguments.positional:
        if not steps or not steps[0].isdecimal():
            return None
        index = int(steps.pop(0))
    if index >= len(arguments.nodes) or arguments.values[index].rest:
        return None
    plain = [step.replace("~1", "/").replace("~0", "~") for step in steps]
    if not _has(arguments.nodes[index], plain):
        return None
    return _place(arguments, index, plain)


def _place(arguments: Arguments, index: int, steps: list[str]) -> Place:
    argument, node = arguments.values[index], arguments.nodes[index]
    escaped = [step.replace("~", "~0").replace("/", "~1") for step in steps]
    return Place(
        name="/".join(steps) or argument.name,
        wire=(index, "".join(f"/{step}" for step in escaped)),
        is_certain=argument.required and _is_certain(node, steps, frozenset()),
    )


def _has(node: Node, steps: list[str]) -> bool:
    """Whether a schema describes a value at the end of some properties."""
    if not steps:
        return True
    below = (_property(one, steps[0]) for one in parts_of(node, "allOf", *_CHOICES))
    return any(one is not None and _has(one, steps[1:]) for one in below)


def _is_certain(node: Node, steps: list[str], inside: frozenset[Pointer]) -> bool:
    """Whether every value of a schema has something at the end of some properties.

    It is by `required`, of the schema, of all that must hold with it, or of every
    choice. `inside` are the choices that this is asked for, which may hold themselves.
    """
    if not steps:
        return True
    parts = list(parts_of(node, "allOf"))
    if any(
        _always(part, keyword, steps, inside) for part in parts for keyword in _CHOICES
    ):
        return True
    if not (
        _is_object(parts) and any(steps[0] in one.texts("required") for one in parts)
    ):
        return False
    below = [one for part in parts if (one := _property(part, steps[0])) is not None]
    rest = steps[1:]
    return not rest or any(_is_certain(one, rest, frozenset()) for one in below)


def _always(
    part: Node, keyword: str, steps: list[str], inside: frozenset[Pointer]
) -> bool:
    if part.pointer in inside:
        return False
    choices = part.get(keyword)
    found = list(choices.items()) if choices else []
    within = inside | {part.pointer}
    return bool(found) and all(_is_certain(one, steps, within) for one in found)


def _is_object(parts: list[Node]) -> bool:
    """Whether nothing but objects, which are what properties are about, is valid."""
    kinds = [found.value for one in parts if (found := one.get("type")) is not None]
    return not kinds or any(kind in ("object", ["object"]) for kind in kinds)


def _property(schema: Node, name: str) -> Node | None:
    properties = schema.get("properties")
    return properties.raw(name) if properties else None


def parts_of(node: Node, *keywords: str) -> Iterator[Node]:
    """A schema, and those in its lists of these keywords, at any depth."""
    seen: set[Pointer] = set()
    waiting = [node.followed()]
    while waiting:
        schema = waiting.pop()
        if schema.pointer in seen:
            continue
        seen.add(schema.pointer)
        yield schema
        for keyword in keywords:
            listed = schema.get(keyword)
            waiting.extend(listed.items() if listed else ())
