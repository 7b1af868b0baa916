"""The places of a value, and the schemas that hold for each of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sockgen.contract import JsonObject, JsonValue
from sockgen.sampling.oracle import Oracle, key_of

Path: TypeAlias = "tuple[str | int, ...]"
_DEPTH = 30
"""References and branches inside one another, and levels of a value."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a value.

    `schemas` are those that the schema around it has for this place, and `parts` are
    these and all that they refer to, as far as it holds for the value. `field` is the
    same for all places that are alike, such as the items of a list.
    """

    path: Path
    field: Path
    value: JsonValue
    schemas: tuple[JsonValue, ...]
    parts: tuple[JsonObject, ...]

    def all(self, keyword: str) -> list[JsonValue]:
        """What the schemas of the place say with a keyword."""
        return [part[keyword] for part in self.parts if keyword in part]


class Places:
    """Finds the places of values of one table of schemas."""

    def __init__(self, schemas: Mapping[str, JsonObject], oracle: Oracle) -> None:
        self._schemas = schemas
        self._oracle = oracle

    def of(self, schemas: Sequence[JsonValue], value: JsonValue) -> Iterator[Place]:
        """A value as a whole, then what is inside it."""
        yield from self._of(tuple(schemas), value, (), ())

    def _of(
        self, schemas: tuple[JsonValue, ...], value: JsonValue, path: Path, field: Path
    ) -> Iterator[Place]:
        parts = self.parts(schemas, value)
        yield Place(path, field, value, schemas, parts)
        if len(path) >= _DEPTH:
            return
        if isinstance(value, dict):
            for key, one in value.items():
                inner, known = below_key(parts, key)
                name = key if known else "*"
                yield from self._of(inner, one, (*path, key), (*field, name))
        elif isinstance(value, list):
            prefix = max((len(_prefix(one)) for one in parts), default=0)
            places = [*range(min(prefix, len(value)))]
            # The last of what is alike: it is the one that is forgotten.
            places += [len(value) - 1] if len(value) > prefix else []
            for index in places:
                name = index if index < prefix else "*"
                inner, one = below_index(parts, index), value[index]
                yield from self._of(inner, one, (*path, index), (*field, name))

    def parts(
        self, schemas: Sequence[JsonValue], value: JsonValue
    ) -> tuple[JsonObject, ...]:
        """Schemas and all that they refer to, as far as it holds for a value."""
        found: dict[int, JsonObject] = {}
        for one in schemas:
            self._collect(one, value, found, 0)
        return tuple(found.values())

    def fits(self, schemas: Sequence[JsonValue], value: JsonValue) -> bool:
        """Whether each of some schemas accepts a value."""
        return all(self._oracle.fits(one, value) for one in schemas)

    def _collect(
        self, schema: JsonValue, value: JsonValue, found: dict[int, JsonObject], n: int
    ) -> None:
        if not isinstance(schema, dict) or id(schema) in found or n > _DEPTH:
            return
        found[id(schema)] = schema
        for one in self._beside(schema, value):
            self._collect(one, value, found, n + 1)

    def _beside(self, schema: JsonObject, value: JsonValue) -> Iterator[JsonValue]:
        """Schemas inside a schema that hold for the same value."""
        if (reference := schema.get("$ref")) is not None:
            yield self._schemas.get(key_of(str(reference)))
        yield from listed(schema.get("allOf"))
        for keyword in ("anyOf", "oneOf"):
            for branch in listed(schema.get(keyword)):
                if self._oracle.fits(branch, value):
                    yield branch
        if "if" in schema:
            met = self._oracle.fits(schema["if"], value)
            yield schema.get("then" if met else "else")
        dependent = schema.get("dependentSchemas")
        if isinstance(dependent, dict) and isinstance(value, dict):
            yield from (one for key, one in dependent.items() if key in value)


def listed(value: JsonValue) -> list[JsonValue]:
    """A list, an empty one for anything else."""
    return value if isinstance(value, list) else []


def named(value: JsonValue) -> JsonObject:
    """An object, an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def type_of(value: JsonValue) -> str:
    """The type of JSON that a value has."""
    if isinstance(value, bool):
        return "boolean"
    kinds: list[tuple[type, str]] = [
        (str, "string"),
        (int, "number"),
        (float, "number"),
        (list, "array"),
        (dict, "object"),
    ]
    return next((name for kind, name in kinds if isinstance(value, kind)), "null")


def below_key(
    parts: Sequence[JsonObject], key: str
) -> tuple[tuple[JsonValue, ...], bool]:
    """The schemas of a property, and whether it is declared by its name."""
    found: list[JsonValue] = []
    declared = False
    for part in parts:
        known = False
        if key in (properties := named(part.get("properties"))):
            found.append(properties[key])
            known = declared = True
        for pattern, one in named(part.get("patternProperties")).items():
            if _matches(pattern, key):
                found.append(one)
                known = True
        if not known and "additionalProperties" in part:
            found.append(part["additionalProperties"])
    if not found:
        found = [x["unevaluatedProperties"] for x in parts if _UNEVALUATED in x]
    return tuple(found), declared


_UNEVALUATED = "unevaluatedProperties"


def below_index(parts: Sequence[JsonObject], index: int) -> tuple[JsonValue, ...]:
    """The schemas of an item of a list."""
    found: list[JsonValue] = []
    for part in parts:
        prefix = _prefix(part)
        if index < len(prefix):
            found.append(prefix[index])
        elif "items" in part:
            found.append(part["items"])
    if not found:
        found = [x["unevaluatedItems"] for x in parts if "unevaluatedItems" in x]
    return tuple(found)


def _prefix(part: JsonObject) -> list[JsonValue]:
    return listed(part.get("prefixItems"))


def _matches(pattern: str, key: str) -> bool:
    try:
        return re.search(pattern, key) is not None
    except (re.error, OverflowError, RecursionError):
        return False
