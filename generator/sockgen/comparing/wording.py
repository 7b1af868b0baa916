"""One word for what can be said in two."""

from __future__ import annotations

from collections.abc import Mapping

from sockgen.contract import JsonObject, JsonValue

_PLAIN = {"unevaluatedProperties": "additionalProperties", "unevaluatedItems": "items"}
"""What a keyword means where no other schema speaks of the same value."""
_OTHERS = frozenset(
    "$ref $dynamicRef allOf anyOf oneOf if then else dependentSchemas contains".split()
)
_VALUES = frozenset(("enum", "const", "default", "examples"))
_MAPS = frozenset(("properties", "patternProperties", "dependentSchemas"))
"""Keywords whose names are no keywords."""


def plain(table: Mapping[str, JsonObject]) -> Mapping[str, JsonObject]:
    """A table with as few kinds of keywords as can be; itself where nothing changes."""
    if not any(_speaks(one) for one in table.values()):
        return table
    return {key: _object(one) for key, one in table.items()}


def _speaks(value: JsonValue) -> bool:
    if isinstance(value, list):
        return any(map(_speaks, value))
    if not isinstance(value, dict):
        return False
    return bool(value.keys() & _PLAIN) or any(map(_speaks, value.values()))


def _object(schema: JsonObject) -> JsonObject:
    alone = not schema.keys() & _OTHERS
    made: JsonObject = {}
    for key, one in schema.items():
        word = _PLAIN.get(key, key) if alone else key
        made[key if word in schema else word] = _below(key, one)
    return made


def _below(key: str, value: JsonValue) -> JsonValue:
    if key in _VALUES:
        return value
    if key in _MAPS and isinstance(value, dict):
        return {name: _value(one) for name, one in value.items()}
    return _value(value)


def _value(value: JsonValue) -> JsonValue:
    if isinstance(value, list):
        return [_value(one) for one in value]
    return _object(value) if isinstance(value, dict) else value
