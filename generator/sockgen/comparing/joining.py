"""Two schemas as one that accepts what both accept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sockgen.comparing import parts
from sockgen.comparing.sameness import written
from sockgen.contract import JsonObject, JsonValue

_GREATEST = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_LEAST = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
_OF_OBJECTS = ("properties", "additionalProperties", "patternProperties")
_OF_LISTS = ("prefixItems", "items")


def joined(one: JsonObject, other: JsonObject) -> tuple[JsonObject, bool]:
    """Both as one, without unions, and whether it accepts nothing besides.

    Where they cannot be made one, it accepts what the first of them does.
    """
    made: dict[str, Any] = {**other, **one}
    exact = True
    for key in one.keys() & other.keys() - {*_OF_OBJECTS, *_OF_LISTS}:
        mine, theirs = one[key], other[key]
        if written(mine) == written(theirs):
            continue
        if key in _JOINED:
            made[key] = _JOINED[key](mine, theirs)
        elif key == "multipleOf" and parts.is_multiple(theirs, mine):
            made[key] = theirs
        elif key != "multipleOf" or not parts.is_multiple(mine, theirs):
            exact = False
    if "type" in made:
        made["type"] = parts.names_of(parts.types(one) & parts.types(other))
    values, others = parts.values(one), parts.values(other)
    if values is not None or others is not None:
        for key in ("const", "enum"):
            made.pop(key, None)
        made["enum"] = _common(values, others)
    if _any(one, _OF_OBJECTS) and _any(other, _OF_OBJECTS):
        patterned = "patternProperties" in made
        made |= _objects(one, other, patterned=patterned)
        exact = exact and not patterned
    if _any(one, _OF_LISTS) and _any(other, _OF_LISTS):
        made |= _lists(one, other)
    return made, exact


def _any(schema: JsonObject, keys: tuple[str, ...]) -> bool:
    return any(key in schema for key in keys)


def _common(
    values: list[JsonValue] | None, others: list[JsonValue] | None
) -> list[JsonValue]:
    if values is None or others is None:
        return [*(values or others or ())]
    known = {written(one) for one in others}
    return [one for one in values if written(one) in known]


def both(one: JsonValue, other: JsonValue) -> JsonValue:
    """A schema that asks for two, written as shortly as that goes."""
    if one is True or one == {} or written(one) == written(other):
        return other
    if other is True or other == {}:
        return one
    if one is False or other is False:
        return False
    return {"allOf": [one, other]}


def _objects(one: JsonObject, other: JsonObject, *, patterned: bool) -> JsonObject:
    """What both say of properties; with patterns, not what holds for all others."""
    mine, theirs = parts.schemas_below(one), parts.schemas_below(other)
    beyond = True if patterned else one.get("additionalProperties", True)
    other_beyond = True if patterned else other.get("additionalProperties", True)
    names = dict.fromkeys((*mine, *theirs))
    return {
        "properties": {
            name: both(mine.get(name, beyond), theirs.get(name, other_beyond))
            for name in names
        },
        "additionalProperties": both(beyond, other_beyond),
    }


def _lists(one: JsonObject, other: JsonObject) -> JsonObject:
    mine, theirs = one.get("prefixItems"), other.get("prefixItems")
    first = mine if isinstance(mine, list) else []
    second = theirs if isinstance(theirs, list) else []
    rest, other_rest = one.get("items", True), other.get("items", True)
    made: JsonObject = {}
    if first or second:
        made["prefixItems"] = [
            both(
                first[index] if index < len(first) else rest,
                second[index] if index < len(second) else other_rest,
            )
            for index in range(max(len(first), len(second)))
        ]
    left = both(rest, other_rest)
    return made if left is True else {**made, "items": left}


def _union(one: Any, other: Any) -> Any:
    return [*dict.fromkeys((*parts.texts(one), *parts.texts(other)))]


def _either(one: Any, other: Any) -> Any:
    return bool(one or other)


def _skipped(one: Any, other: Any) -> Any:
    return one


_JOINED: dict[str, Callable[[Any, Any], Any]] = {
    **dict.fromkeys(_GREATEST, max),
    **dict.fromkeys(_LEAST, min),
    **dict.fromkeys(("type", "const", "enum"), _skipped),
    "required": _union,
    "uniqueItems": _either,
}
