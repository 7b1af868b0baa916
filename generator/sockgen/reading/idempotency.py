"""Which value of an event tells a repeat from a new request."""

from collections.abc import Iterator
from functools import cached_property

import jsonschema_rs

from sockgen.diagnostics import Label
from sockgen.document import Node
from sockgen.document.keywords import subschemas
from sockgen.reading.arguments import Arguments
from sockgen.reading.context import EXTENSION, Context, options
from sockgen.source import JsonValue, Pointer

_SAME_VALUE = ("allOf", "anyOf", "oneOf")
_OF_STRINGS = ("minLength", "maxLength", "pattern", "format", "enum", "const")
_MADE = "f81d4fae-7dec-41d0-a765-00a0c91e6bf6"
"""Such as a client makes when it is given no key."""
_ENOUGH = 2
"""Places that are looked for: a second one is too many already."""


class KeyReader:
    """Finds the idempotency keys of the events of one document."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._told: set[Pointer] = set()

    def read(self, arguments: Arguments) -> tuple[int, str] | None:
        """Where the key of an event stands: the argument, and the pointer inside it.

        None if it has none.
        """
        if not self._occurs:
            return None
        found: list[tuple[int, str, Node]] = []
        for index, node in enumerate(arguments.nodes):
            if not arguments.values[index].rest:
                found += [(index, *one) for one in _Search().below(node)]
        if not found:
            self._out_of_reach(arguments)
            return None
        if len(found) > 1:
            self._several(found[0][2], found[1][2])
            return None
        index, pointer, node = found[0]
        self._suits(node)
        return index, pointer

    @cached_property
    def _occurs(self) -> bool:
        """Whether there is any key, which spares most documents the search."""
        waiting: list[JsonValue] = [self._context.document.root.source.data]
        while waiting:
            value = waiting.pop()
            if isinstance(value, list):
                waiting.extend(value)
            elif isinstance(value, dict):
                extension = value.get(EXTENSION)
                if isinstance(extension, dict) and "idempotency" in extension:
                    return True
                waiting.extend(value.values())
        return False

    def _several(self, first: Node, second: Node) -> None:
        self._context.findings.error(
            "SG380",
            "an event has one idempotency key, and this is another",
            second.span(key=True),
            "keep the one that is new for each request",
            label=Label(first.span(key=True), "the first one"),
        )

    def _out_of_reach(self, arguments: Arguments) -> None:
        node = next((one for one in _all_below(arguments.nodes) if _marked(one)), None)
        if node is not None and self._is_news(node):
            self._context.findings.warning(
                "SG382",
                "this idempotency key has no place of its own, and no effect",
                node.span(key=True),
                "a key is an argument, or a property of one, and not in a list",
            )

    def _suits(self, node: Node) -> None:
        """Warn of a key that a client cannot make by itself."""
        if self._is_news(node) and not all(map(_takes_uuid, _chain(node))):
            self._context.findings.warning(
                "SG381",
                "a client cannot make this idempotency key: it does not take a UUID",
                node.span(key=True),
                "let it be any string, or give a key with each request",
            )

    def _is_news(self, node: Node) -> bool:
        known = node.pointer in self._told
        self._told.add(node.pointer)
        return not known


class _Search:
    """The marked schemas of one argument, and where their values stand in it.

    A schema that contains itself is entered once, and none is searched twice.
    """

    def __init__(self) -> None:
        self._known: dict[Pointer, list[tuple[str, Node]]] = {}

    def below(self, node: Node) -> list[tuple[str, Node]]:
        """The places below a schema; not all of them if there are many."""
        if any(map(_marked, _chain(node))):
            return [("", node)]
        if node.pointer not in self._known:
            self._known[node.pointer] = []
            self._known[node.pointer] = self._look(node)
        return self._known[node.pointer]

    def _look(self, node: Node) -> list[tuple[str, Node]]:
        found: dict[str, Node] = {}
        same = [node.target()] if node.reference is not None else []
        for keyword in _SAME_VALUE:
            listed = node.raw(keyword)
            same += listed.raw_items() if listed else ()
        properties = node.raw("properties")
        inner = properties.raw_values() if properties else ()
        for prefix, one in (
            *(("", one) for one in same),
            *((_step(one), one) for one in inner),
        ):
            for pointer, marked in self.below(one):
                found.setdefault(prefix + pointer, marked)
        return list(found.items())[:_ENOUGH]


def _step(node: Node) -> str:
    return "/" + str(node.pointer[-1]).replace("~", "~0").replace("/", "~1")


def _marked(node: Node) -> bool:
    return options(node).flag("idempotency")


def _chain(node: Node) -> Iterator[Node]:
    """A schema and all that must hold for the same value."""
    seen: set[Pointer] = set()
    waiting = [node]
    while waiting:
        schema = waiting.pop()
        if schema.pointer not in seen:
            seen.add(schema.pointer)
            yield schema
            if schema.reference is not None:
                waiting.append(schema.target())
            parts = schema.raw("allOf")
            waiting.extend(parts.raw_items() if parts else ())


def _takes_uuid(node: Node) -> bool:
    words = node.value if isinstance(node.value, dict) else {}
    schema = {key: words[key] for key in _OF_STRINGS if key in words}
    try:
        return jsonschema_rs.Draft202012Validator(
            schema, validate_formats=True
        ).is_valid(_MADE)
    except ValueError:
        return True  # a regular expression, which is judged elsewhere


def _all_below(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """Every schema that is reached from these, whatever it is about."""
    seen: set[Pointer] = set()
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if node.pointer in seen:
            continue
        seen.add(node.pointer)
        yield node
        if node.reference is not None:
            waiting.append(node.target())
        if isinstance(node.value, dict):
            waiting.extend(
                Node(node.source, (*node.pointer, *place), value)
                for place, value in subschemas(node.value)
            )
