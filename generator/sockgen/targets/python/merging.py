"""One schema that says what several say together: `allOf`, and `$ref` with siblings."""

from collections.abc import Callable, Mapping
from typing import cast

from sockgen.contract import JsonObject, JsonValue
from sockgen.sampling import key_of
from sockgen.targets.python.notes import Notes, Place

ANNOTATIONS = frozenset(
    """$anchor $comment $id $schema contentEncoding contentMediaType contentSchema
    default deprecated description discriminator example examples externalDocs
    readOnly title writeOnly x-socketio""".split()
)
"""Keywords that say nothing about which values are valid."""

_LARGEST = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_SMALLEST = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
_UNIONS = ("oneOf", "anyOf")


def constraints(schema: JsonObject) -> JsonObject:
    """A schema without its annotations."""
    return {key: one for key, one in schema.items() if key not in ANNOTATIONS}


def object_of(value: JsonValue) -> JsonObject:
    """A JSON object, empty for anything else."""
    return value if isinstance(value, dict) else {}


def list_of(value: JsonValue) -> list[JsonValue]:
    """A JSON list, empty for anything else."""
    return value if isinstance(value, list) else []


class Merger:
    """Resolves references and `allOf` over one table of schemas."""

    def __init__(self, schemas: Mapping[str, JsonObject], notes: Notes) -> None:
        self._schemas = schemas
        self._notes = notes

    def expanded(
        self, schema: JsonValue, where: Place, passed: frozenset[str] = frozenset()
    ) -> JsonObject:
        """A schema that stands for itself: no `$ref` and no `allOf` at its top."""
        if not isinstance(schema, dict):
            return {"not": {}} if schema is False else {}
        own = dict(schema)
        made: JsonObject = {}
        if isinstance(reference := own.pop("$ref", None), str):
            key = key_of(reference)
            if key in passed:
                self._notes.unsaid(where, "$ref", "it leads back to itself")
            else:
                target = self._schemas.get(key, {})
                made = constraints(self.expanded(target, where, passed | {key}))
        for part in list_of(own.pop("allOf", None)):
            other = self.expanded(part, where, passed)
            made = self.merged(made, other, where)
        return self.merged(made, own, where) if made else own

    def target(self, reference: str) -> JsonObject:
        """The schema that a reference means."""
        return self._schemas.get(key_of(reference), {})

    def merged(self, one: JsonObject, other: JsonObject, where: Place) -> JsonObject:
        """What accepts a value if both schemas do, as far as it can be said."""
        made = dict(one)
        for key, value in other.items():
            if key not in made or made[key] == value or key in ANNOTATIONS:
                made[key] = value
            elif key in _UNIONS:
                made[key] = _each_with(list_of(made[key]), {key: value})
            elif (rule := _RULES.get(key)) is not None:
                made[key] = rule(made[key], value)
            else:
                self._notes.unsaid(where, key, "`allOf` has it more than once")
        return made


def _each_with(branches: list[JsonValue], other: JsonObject) -> JsonValue:
    return [{"allOf": [branch, other]} for branch in branches]


def _larger(one: JsonValue, other: JsonValue) -> JsonValue:
    return max(cast(float, one), cast(float, other))


def _smaller(one: JsonValue, other: JsonValue) -> JsonValue:
    return min(cast(float, one), cast(float, other))


def _together(one: JsonValue, other: JsonValue) -> JsonValue:
    return {"allOf": [one, other]}


def _both(one: JsonValue, other: JsonValue) -> JsonValue:
    return [*list_of(one), *(x for x in list_of(other) if x not in list_of(one))]


def _common(one: JsonValue, other: JsonValue) -> JsonValue:
    return [x for x in list_of(one) if x in list_of(other)]


def _types(one: JsonValue, other: JsonValue) -> JsonValue:
    mine = one if isinstance(one, list) else [one]
    theirs = other if isinstance(other, list) else [other]
    found = [x for x in mine if x in theirs or (x == "integer" and "number" in theirs)]
    if "integer" in theirs and "number" in mine and "integer" not in found:
        found.append("integer")
    return found[0] if len(found) == 1 else found


def _properties(one: JsonValue, other: JsonValue) -> JsonValue:
    made = dict(object_of(one))
    for key, value in object_of(other).items():
        made[key] = _together(made[key], value) if key in made else value
    return made


def _extra(one: JsonValue, other: JsonValue) -> JsonValue:
    if one is False or other is False:
        return False
    if not isinstance(one, dict):
        return other
    return _together(one, other) if isinstance(other, dict) else one


_RULES: Mapping[str, Callable[[JsonValue, JsonValue], JsonValue]] = {
    **dict.fromkeys(_LARGEST, _larger),
    **dict.fromkeys(_SMALLEST, _smaller),
    "type": _types,
    "required": _both,
    "enum": _common,
    "properties": _properties,
    "patternProperties": _properties,
    "items": _together,
    "additionalProperties": _extra,
    "unevaluatedProperties": _extra,
    "uniqueItems": lambda one, other: one or other,
}
