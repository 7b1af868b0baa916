"""The one table of named schemas that a contract carries."""

import re
from collections.abc import Iterable, Mapping, Set
from typing import cast
from urllib.parse import quote

import jsonschema_rs

from sockgen.diagnostics import Span
from sockgen.document import Findings, Node
from sockgen.document.references import fragment
from sockgen.reading.malformed import has_open_format, sound_part
from sockgen.reading.normalise import Normaliser, reference_to
from sockgen.reading.schema_names import (
    component_key,
    folded,
    name_of_place,
    stands_in_extension,
)
from sockgen.reading.schema_slips import SchemaSlips
from sockgen.source import JsonObject, JsonValue, Pointer, Source

_PLAIN = re.compile(r"[A-Za-z0-9._-]*")
_ANNOTATIONS = frozenset(
    (
        *("title", "description", "default", "examples", "example"),
        *("deprecated", "readOnly", "writeOnly", "$comment", "externalDocs"),
    )
)


_FORMERLY: Mapping[str | int, tuple[str, ...]] = {
    "prefixItems": ("items",),
    "items": ("additionalItems",),
    "anyOf": ("oneOf",),
    "dependentRequired": ("dependencies",),
    "dependentSchemas": ("dependencies",),
}
"""What a keyword of an entry may be called in the document."""


class SchemaTable:
    """Gives every schema that is reached a name and an entry in 2020-12."""

    def __init__(
        self, source: Source, findings: Findings, judged: Set[Pointer] = frozenset()
    ) -> None:
        self._source = source
        self._findings = findings
        self._entries: dict[str, JsonObject] = {}
        self._names: dict[Pointer, str] = {}
        self._nodes: dict[str, Node] = {}
        self._waiting: list[tuple[str, JsonValue]] = []
        self._normaliser = Normaliser(self._refer)
        self._slips = SchemaSlips(source, findings, judged)
        self._taken = _component_names(source.data)
        self._called: dict[Pointer, tuple[str, ...]] = {}
        self._validators: dict[str, jsonschema_rs.Draft202012Validator | None] = {}

    @property
    def entries(self) -> Mapping[str, JsonObject]:
        """The table as it is now."""
        return self._entries

    def name(self, node: Node) -> str:
        """The name of the entry for a schema; it is made when there is none."""
        name = self._reserve(settled(node))
        while self._waiting:
            waiting, schema = self._waiting.pop(0)
            self._entries[waiting] = self._normaliser.entry(schema)
        return name

    def holds(self, pointer: Pointer) -> bool:
        """Whether the schema at a place is part of an entry."""
        return any(
            pointer[:length] in self._names for length in range(len(pointer) + 1)
        )

    def locate(self, name: str, path: Pointer) -> Span | None:
        """Where the keyword or the property at a path inside an entry stands."""
        node = self._nodes.get(name)
        if node is None:
            return None
        place, here = node.pointer, node.value
        if isinstance(here, dict) and "schemaFormat" in here and "schema" in here:
            path = ("schema", *path)
        for step in path:
            if step == "anyOf" and isinstance(here, list):
                continue  # positions of a varying number are alternatives to a type
            steps = [step, *_FORMERLY.get(step, ())]
            found = [one for one in steps if _below(here, one) is not None]
            if not found:
                break
            place, here = (*place, found[0]), _below(here, found[0])
        return node.source.span(place, key=True)

    def call(self, place: Pointer, *words: str) -> None:
        """Give what stands below a place without a key a name of its own."""
        self._called.setdefault(place, words)

    def union(self, name: str, members: list[str]) -> str:
        """An entry that allows what any of several entries allows."""
        unique = list(dict.fromkeys(members))
        if len(unique) == 1:
            return unique[0]
        free = self._free(name)
        self._entries[free] = {"anyOf": [{"$ref": reference_to(one)} for one in unique]}
        return free

    def fault(self, name: str, value: JsonValue) -> tuple[Pointer, str] | None:
        """What is wrong with a value in the eyes of an entry, if anything is.

        With its place in the value.
        """
        if name not in self._validators:
            self.will_check([name])
        validator = self._validators[name]
        error = next(validator.iter_errors({name: value}), None) if validator else None
        if error is None:
            return None
        place = tuple(error.instance_path[1:])
        where = f"at `{fragment(place)[1:]}`: " if place else ""
        return place, where + error.message

    def _refer(self, reference: str) -> str:
        start = Node(self._source, (), {"$ref": reference})
        return self._reserve(settled(start.target()))

    def _reserve(self, node: Node) -> str:
        known = self._names.get(node.pointer)
        if known is not None:
            return known
        key = component_key(node.pointer)
        name = self._own_name(node) if key is None else key
        outside = key is not None and node.pointer[0] != "components"
        if outside and self._free(name) != name:
            name = self._own_name(node)
        self._names[node.pointer] = name
        self._nodes[name] = node
        self._entries[name] = {}
        schema = _schema_of(node.value)
        place = node.pointer if schema is node.value else (*node.pointer, "schema")
        if stands_in_extension(node.pointer) or has_open_format(node):
            schema = sound_part(node.source, place, schema, self._findings)
        self._slips.check(place, schema)
        self._waiting.append((name, schema))
        return name

    def _own_name(self, node: Node) -> str:
        name = self._words(node)
        if folded(name) in self._taken:
            name += "-payload" if "payload" in node.pointer else "-schema"
        return self._free(name)

    def _words(self, node: Node) -> str:
        pointer = node.pointer
        for length in range(len(pointer), 0, -1):
            if pointer[:length] in self._called:
                before = self._called[pointer[:length]]
                return name_of_place(pointer[length:], node.value, before)
        return name_of_place(pointer, node.value)

    def _free(self, name: str) -> str:
        number, free = 1, name
        while free in self._entries or folded(free) in self._taken:
            number += 1
            free = f"{name}-{number}"
        return free

    def will_check(self, names: Iterable[str]) -> None:
        """Prepare to find faults in the eyes of several entries, all at once.

        What entries have in common is compiled once for all of them, and would be
        so again for each on its own.
        """
        new = [one for one in dict.fromkeys(names) if one not in self._validators]
        together = self._validator(new)
        for one in new:
            alone = together is None and len(new) > 1
            self._validators[one] = self._validator([one]) if alone else together

    def _validator(self, names: list[str]) -> jsonschema_rs.Draft202012Validator | None:
        """What checks values by the names of entries; None if one makes no sense."""
        reached = self._reached([*names])
        properties = {one: {"$ref": reference_to(one)} for one in names}
        schema = cast("JsonObject", {"properties": properties, "$defs": reached})
        if not all(_PLAIN.fullmatch(one) for one in reached):
            schema = cast("JsonObject", _with_quoted_references(schema))
        try:
            return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
        except ValueError:
            return None

    def entries_of(self, names: Iterable[str]) -> Mapping[str, JsonObject]:
        """Some entries and all that they refer to, in the order of the table."""
        reached = self._reached([*names])
        return {name: one for name, one in self._entries.items() if name in reached}

    def _reached(self, waiting: list[str]) -> dict[str, JsonObject]:
        reached: dict[str, JsonObject] = {}
        while waiting:
            one = waiting.pop()
            if one not in reached:
                reached[one] = self._entries[one]
                waiting.extend(_references(self._entries[one]))
        return reached


def settled(node: Node) -> Node:
    """The schema itself, past references that add nothing but annotations.

    An entry of `components.schemas` is a schema of its own even if it only
    refers to another.
    """
    passed: set[Pointer] = set()
    while node.reference is not None and component_key(node.pointer) is None:
        beside = node.value.keys() - {"$ref"} if isinstance(node.value, dict) else ()
        if node.pointer in passed or not all(_is_annotation(one) for one in beside):
            break
        passed.add(node.pointer)
        node = node.target()
    return node


def _below(value: JsonValue, step: str | int) -> JsonValue:
    if isinstance(value, list) and isinstance(step, int):
        return value[step] if step < len(value) else None
    return value.get(str(step)) if isinstance(value, dict) else None


def _is_annotation(key: str) -> bool:
    return key in _ANNOTATIONS or (key.startswith("x-") and key != "x-socketio")


def _schema_of(value: JsonValue) -> JsonValue:
    """A schema, taken out of the object that tells its format."""
    if isinstance(value, dict) and "schema" in value:
        others = value.keys() - {"schema", "schemaFormat"}
        if "schemaFormat" in value or all(one.startswith("x-") for one in others):
            return value["schema"]
    return value


def _component_names(data: JsonValue) -> frozenset[str]:
    components = data.get("components") if isinstance(data, dict) else None
    schemas = components.get("schemas") if isinstance(components, dict) else None
    return frozenset(map(folded, schemas if isinstance(schemas, dict) else ()))


def _references(value: JsonValue) -> list[str]:
    found: list[str] = []
    waiting: list[JsonValue] = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            reference = one.get("$ref")
            if isinstance(reference, str) and reference.startswith("#/$defs/"):
                name = reference.removeprefix("#/$defs/")
                found.append(name.replace("~1", "/").replace("~0", "~"))
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
    return found


def _with_quoted_references(value: JsonValue) -> JsonValue:
    """A copy for a validator that wants its references to be URIs."""
    if isinstance(value, list):
        return [_with_quoted_references(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: quote(below, safe="#/$~.-_")
        if key == "$ref" and isinstance(below, str)
        else _with_quoted_references(below)
        for key, below in value.items()
    }
