"""Schemas that hold at once, as one."""

from collections.abc import Iterable

from sockgen.contract import JsonObject, JsonValue

_HIGHEST = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_LOWEST = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
_INSIDE = ("items", "additionalProperties", "contains", "propertyNames")
_NAMED = ("properties", "patternProperties", "dependentSchemas")


def joined(schemas: Iterable[JsonObject]) -> JsonObject:
    """A schema that asks for most of what several ask for, to make values of."""
    made: JsonObject = {}
    for schema in schemas:
        for keyword, value in schema.items():
            made[keyword] = (
                _both(keyword, made[keyword], value) if keyword in made else value
            )
    return made


def _both(keyword: str, one: JsonValue, other: JsonValue) -> JsonValue:
    if keyword in _HIGHEST and _numbers(one, other):
        return max(one, other)  # type: ignore[type-var]
    if keyword in _LOWEST and _numbers(one, other):
        return min(one, other)  # type: ignore[type-var]
    if keyword == "type":
        return _types(one, other)
    if keyword == "required" and isinstance(one, list) and isinstance(other, list):
        return [*dict.fromkeys(map(str, [*one, *other]))]
    if keyword == "enum" and isinstance(one, list) and isinstance(other, list):
        return [value for value in one if value in other]
    if keyword in _NAMED and isinstance(one, dict) and isinstance(other, dict):
        return {**one, **{key: _inside(one.get(key), x) for key, x in other.items()}}
    if keyword in _INSIDE:
        return _inside(one, other)
    if keyword == "allOf" and isinstance(one, list) and isinstance(other, list):
        return [*one, *other]
    return other if keyword == "const" else one


def _inside(one: JsonValue, other: JsonValue) -> JsonValue:
    if one is None or one is True or one == other:
        return other
    if one is False or other is False:
        return False
    return one if other is True else {"allOf": [one, other]}


def _types(one: JsonValue, other: JsonValue) -> JsonValue:
    kinds = one if isinstance(one, list) else [one]
    others = other if isinstance(other, list) else [other]
    both = [kind for kind in kinds if kind in others]
    if "integer" in [*kinds, *others] and "number" in [*kinds, *others]:
        both = [*(x for x in both if x != "number"), "integer"]
    return both if len(both) != 1 else both[0]


def _numbers(*values: JsonValue) -> bool:
    return all(isinstance(one, (int, float)) for one in values)
