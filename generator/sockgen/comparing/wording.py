"""One word for what can be said in two."""

from __future__ import annotations

from collections.abc import Mapping

from sockgen.comparing import parts
from sockgen.comparing.parts import Here
from sockgen.contract import JsonObject, JsonValue

_PLAIN = {"unevaluatedProperties": "additionalProperties", "unevaluatedItems": "items"}
"""What a keyword means where no other schema speaks of the same value."""
_OTHERS = frozenset(
    "$ref $dynamicRef allOf anyOf oneOf if then else dependentSchemas contains".split()
)
_UNFORESEEN = frozenset(
    "$dynamicRef anyOf oneOf if then else dependentSchemas patternProperties "
    "additionalProperties unevaluatedProperties".split()
)
"""Keywords that may speak of properties of any name, or of some only at times."""
_VALUES = frozenset(("enum", "const", "default", "examples"))
_MAPS = frozenset(("properties", "patternProperties", "dependentSchemas"))
"""Keywords whose names are no keywords."""


def plain(table: Mapping[str, JsonObject]) -> Mapping[str, JsonObject]:
    """A table with as few kinds of keywords as can be; itself where nothing changes."""
    if not any(_speaks(one) for one in table.values()):
        return table
    closed = _Closed(table)
    return {key: closed.object(one) for key, one in table.items()}


def _speaks(value: JsonValue) -> bool:
    if isinstance(value, list):
        return any(map(_speaks, value))
    if not isinstance(value, dict):
        return False
    return bool(value.keys() & _PLAIN) or any(map(_speaks, value.values()))


class _Closed:
    """Says what is left open of objects and lists in the usual words."""

    def __init__(self, table: Mapping[str, JsonObject]) -> None:
        self._table = table

    def object(self, schema: JsonObject) -> JsonObject:
        """A schema in the usual words."""
        alone = not schema.keys() & _OTHERS
        made: JsonObject = {}
        for key, one in schema.items():
            word = _PLAIN.get(key, key) if alone else key
            made[key if word in schema else word] = self._below(key, one)
        named = None if alone else self._named(schema, "unevaluatedProperties")
        if named is not None and "unevaluatedProperties" in made:
            own = parts.schemas_below(made)
            made["additionalProperties"] = made.pop("unevaluatedProperties")
            made["properties"] = {**dict.fromkeys(named, True), **own}
        return made

    def _named(
        self, schema: JsonValue, but: str = "", deep: int = 0
    ) -> set[str] | None:
        """The names that a schema and its parts speak of; None if it may be others."""
        if not isinstance(schema, dict) or deep > parts.DEPTH:
            return None
        if (schema.keys() - {but}) & _UNFORESEEN:
            return None
        found = {*parts.schemas_below(schema)}
        bases = [*parts.listed(Here(schema, ""), "allOf")]
        if "$ref" in schema:
            target = parts.followed(Here(schema, ""), self._table)
            bases.append(target.schema if target else None)
        for base in bases:
            named = self._named(base, "", deep + 1)
            if named is None:
                return None
            found |= named
        return found

    def _below(self, key: str, value: JsonValue) -> JsonValue:
        if key in _VALUES:
            return value
        if key in _MAPS and isinstance(value, dict):
            return {name: self._value(one) for name, one in value.items()}
        return self._value(value)

    def _value(self, value: JsonValue) -> JsonValue:
        if isinstance(value, list):
            return [self._value(one) for one in value]
        return self.object(value) if isinstance(value, dict) else value
