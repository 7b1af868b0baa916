"""Schemas that stand inside themselves with something beside the reference.

A plain reference to a schema becomes the name of its type. With constraints beside
it, or as a part of an `allOf`, the schema is written out where it stands; and if it
refers to itself in this way, writing it out would never end.
"""

import json
from collections.abc import Iterator, Mapping

from sockgen.contract import JsonObject, JsonValue
from sockgen.sampling import REFERENCE, key_of
from sockgen.targets.python.merging import list_of, object_of

_VALUES = frozenset({"const", "enum", "default", "examples", "example"})
"""Keywords that hold values, in which an `allOf` is a key like any other."""


class Recursion:
    """Knows the schemas of a table whose references go on without end."""

    def __init__(self, schemas: Mapping[str, JsonObject]) -> None:
        self._endless = _endless(schemas)

    def sign(self, schema: JsonValue) -> str | None:
        """What is the same for schemas that mean the same and might not end.

        None for a schema that ends.
        """
        if not self._endless:
            return None
        parts = list(_parts(schema))
        references = (part.get("$ref") for part in parts)
        if not any(key_of(str(one)) in self._endless for one in references if one):
            return None
        return json.dumps(sorted({_text(part) for part in parts}))


def _endless(schemas: Mapping[str, JsonObject]) -> set[str]:
    """The schemas from which a way of references leads round in a circle."""
    targets = {
        key: set(_references(one)) & set(schemas) for key, one in schemas.items()
    }
    holders: dict[str, set[str]] = {key: set() for key in schemas}
    for key, found in targets.items():
        for one in found:
            holders[one].add(key)
    ends = [key for key, found in targets.items() if not found]
    while ends:
        end = ends.pop()
        for holder in holders[end]:
            targets[holder].discard(end)
            if not targets[holder]:
                ends.append(holder)
    return {key for key, found in targets.items() if found}


def _references(value: JsonValue) -> Iterator[str]:
    todo = [value]
    while todo:
        one = todo.pop()
        if isinstance(one, dict):
            reference = one.get("$ref")
            if isinstance(reference, str) and reference.startswith(REFERENCE):
                yield key_of(reference)
            todo += one.values()
        elif isinstance(one, list):
            todo += one


def _parts(schema: JsonValue) -> Iterator[JsonObject]:
    """A schema as parts that all hold, none of which has an `allOf` at its top."""
    todo = [schema]
    while todo:
        one = object_of(todo.pop())
        own = {key: value for key, value in one.items() if key != "allOf"}
        if own:
            yield own
        todo += list_of(one.get("allOf"))


def _text(schema: JsonObject) -> str:
    return json.dumps(_plain(schema), sort_keys=True)


def _plain(value: JsonValue) -> JsonValue:
    """A value in which the order and the nesting of what all holds do not matter."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if not isinstance(value, dict):
        return value
    if isinstance(value.get("allOf"), list):
        texts: list[JsonValue] = [*sorted({_text(one) for one in _parts(value)})]
        return {"allOf": texts}
    return {key: one if key in _VALUES else _plain(one) for key, one in value.items()}
