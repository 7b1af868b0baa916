"""Schemas and values at random, made of few names so that they often meet."""

import json
from collections.abc import Callable, Mapping
from random import Random
from typing import cast

from sockgen.contract import JsonObject, JsonValue

_NAMES = ["a", "b", "c"]
_SCALARS: list[JsonValue] = [
    *(None, True, False, 0, 1, 2, 3, 1.5, 0.3, -1, 10),
    *("", "a", "b", "ab", "abc", "2026-01-02", "1.2.3.4", "a@b.c"),
]
_REFERENCE = "#/components/schemas/"


def random_schemas(chance: Random, count: int) -> dict[str, JsonObject]:
    """Some schemas, of which the first ones are referred to by others."""
    maker = _Maker(chance)
    made: dict[str, JsonObject] = {}
    while len(made) < count:
        schema = maker.schema(1 if len(made) < _SHARED else 0)
        refers = _REFERENCE in json.dumps(schema)
        if isinstance(schema, dict) and not (refers and len(made) < _SHARED):
            made[f"S{len(made)}"] = schema
    return made


_SHARED = 5


class _Maker:
    def __init__(self, chance: Random) -> None:
        self._chance = chance

    def schema(self, depth: int) -> JsonValue:
        """A schema; the deeper, the simpler."""
        chance = self._chance
        kind = chance.random()
        if kind < 0.03:
            return chance.choice([True, False, cast("JsonValue", {})])
        if kind < 0.1:
            if chance.random() < 0.5:
                return {"const": chance.choice(_SCALARS)}
            return {"enum": chance.sample(_SCALARS, 2)}
        if kind < 0.2 and depth:
            return {"$ref": f"{_REFERENCE}S{chance.randrange(_SHARED)}"}
        if depth > 2 or kind < 0.4:
            return self._scalar()
        if kind < 0.65:
            return self._object(depth)
        return self._array(depth) if kind < 0.8 else self._combined(depth)

    def _scalar(self) -> JsonObject:
        kinds = ["string", "integer", "number", "boolean", "null"]
        found: JsonObject = {"type": self._chance.choice(kinds)}
        options: list[tuple[str, JsonValue]] = []
        if found["type"] == "string":
            options = [("minLength", 1), ("maxLength", 2), ("pattern", "^a")]
            options.append(("format", self._chance.choice(["ipv4", "email", "date"])))
        elif found["type"] in {"integer", "number"}:
            steps: list[JsonValue] = [1, 2, 0.1, 1.5]
            options = [("minimum", 1), ("maximum", 2.5), ("exclusiveMinimum", 0)]
            options.append(("multipleOf", self._chance.choice(steps)))
        found.update(one for one in options if self._chance.random() < 0.25)
        return found

    def _object(self, depth: int) -> JsonObject:
        chance = self._chance

        def inner() -> JsonValue:
            return self.schema(depth + 1)

        found: JsonObject = {"type": "object"}
        if chance.random() < 0.7:
            names = chance.sample(_NAMES, chance.randint(1, 3))
            found["properties"] = {one: inner() for one in names}
        options: list[tuple[float, str, Callable[[], JsonValue]]] = [
            (0.4, "required", lambda: [*chance.sample(_NAMES, 1)]),
            (0.35, "additionalProperties", lambda: chance.choice([False, inner()])),
            (0.07, "patternProperties", lambda: {chance.choice(["^a", "b$"]): inner()}),
            (0.07, "propertyNames", lambda: {"pattern": "^[ab]"}),
            (0.07, "minProperties", lambda: 2),
            (0.07, "maxProperties", lambda: 1),
            (0.07, "dependentRequired", lambda: {"a": ["b"]}),
            (0.07, "dependentSchemas", lambda: {"a": inner()}),
            (0.07, "unevaluatedProperties", lambda: chance.choice([False, inner()])),
        ]
        found.update((key, of()) for p, key, of in options if chance.random() < p)
        if chance.random() < 0.15:
            found.update(self._combined(depth))
        return found

    def _array(self, depth: int) -> JsonObject:
        chance = self._chance

        def inner() -> JsonValue:
            return self.schema(depth + 1)

        options: list[tuple[float, str, Callable[[], JsonValue]]] = [
            (
                0.4,
                "prefixItems",
                lambda: [inner() for _ in range(chance.randint(1, 2))],
            ),
            (0.6, "items", inner),
            (0.12, "uniqueItems", lambda: True),
            (0.12, "contains", inner),
            (0.12, "minItems", lambda: chance.randint(0, 2)),
            (0.12, "maxItems", lambda: chance.randint(1, 3)),
            (0.12, "unevaluatedItems", lambda: chance.choice([False, inner()])),
            (0.12, "maxContains", lambda: 1),
        ]
        found: JsonObject = {"type": "array"}
        found.update((key, of()) for p, key, of in options if chance.random() < p)
        return found

    def _combined(self, depth: int) -> JsonObject:
        chance = self._chance

        def inner() -> JsonValue:
            return self.schema(depth + 1)

        match chance.choice(["allOf", "anyOf", "oneOf", "not", "if"]):
            case "not":
                return {"not": inner()}
            case "if":
                return {"if": inner(), "then": inner(), "else": inner()}
            case keyword:
                return {keyword: [inner() for _ in range(chance.randint(1, 3))]}


def random_values(
    chance: Random, schemas: Mapping[str, JsonObject], key: str, count: int
) -> list[JsonValue]:
    """Some values of any kind, and some that are near to what a schema accepts."""
    near = [_near(chance, schemas, schemas[key], 0) for _ in range(count)]
    return [*_SCALARS, *near, *(_any(chance, 0) for _ in range(count))]


def _any(chance: Random, depth: int) -> JsonValue:
    kind = chance.random()
    if depth > 2 or kind < 0.4:
        return chance.choice(_SCALARS)
    if kind < 0.6:
        return [_any(chance, depth + 1) for _ in range(chance.randint(0, 3))]
    names = chance.sample([*_NAMES, "x"], chance.randint(0, 4))
    return {name: _any(chance, depth + 1) for name in names}


def _near(
    chance: Random, schemas: Mapping[str, JsonObject], schema: JsonValue, depth: int
) -> JsonValue:
    if not isinstance(schema, dict) or depth > 4:
        return _any(chance, 1)
    if isinstance(reference := schema.get("$ref"), str):
        return _near(chance, schemas, schemas[reference.rpartition("/")[2]], depth + 1)
    if "const" in schema:
        return schema["const"]
    for keyword in ("enum", "anyOf", "oneOf", "allOf"):
        branches = schema.get(keyword)
        if isinstance(branches, list) and chance.random() < 0.8:
            one = chance.choice(branches)
            return one if keyword == "enum" else _near(chance, schemas, one, depth + 1)
    if schema.get("type") == "object":
        properties = schema.get("properties")
        known = properties if isinstance(properties, dict) else {}
        return {
            name: _near(chance, schemas, known.get(name), depth + 1)
            for name in _NAMES
            if chance.random() < (0.8 if name in known else 0.3)
        }
    if schema.get("type") == "array":
        prefix, items = schema.get("prefixItems"), schema.get("items")
        places = [*(prefix if isinstance(prefix, list) else []), items, items]
        return [_near(chance, schemas, one, depth + 1) for one in places]
    return _any(chance, 1)
