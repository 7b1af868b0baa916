"""What generated code is sure to refuse by: schemas without what nothing checks."""

from collections.abc import Mapping

from sockgen.contract import JsonObject, JsonValue
from sockgen.targets.python.patterns import translate
from sockgen.targets.python.scalars import TEXT_FORMATS

_VALUES = frozenset({"const", "enum", "default", "examples", "example"})
_MAPS = frozenset({"properties", "dependentSchemas"})
_DECIDING = frozenset({"not", "if", "oneOf", "anyOf", "contains", "dependentSchemas"})
"""Keywords that refuse values because schemas inside them accept something."""


class _UncheckedError(Exception):
    """Something inside a schema that decides is not checked."""


def enforced(schemas: Mapping[str, JsonObject]) -> dict[str, JsonObject]:
    """A table of schemas that refuses no more than generated code does."""
    return {key: _object(one, decides=False) for key, one in schemas.items()}


def _object(schema: JsonObject, *, decides: bool) -> JsonObject:
    made: JsonObject = {}
    for keyword, value in schema.items():
        if not _checked(keyword, value):
            if decides:
                raise _UncheckedError
            continue
        try:
            made[keyword] = _keyword(keyword, value, decides)
        except _UncheckedError:
            if decides:
                raise
    return made


def _keyword(keyword: str, value: JsonValue, decides: bool) -> JsonValue:
    decides = decides or keyword in _DECIDING
    if keyword in _VALUES:
        return value
    if keyword in _MAPS or keyword == "patternProperties":
        inside = value if isinstance(value, dict) else {}
        return {name: _inside(one, decides) for name, one in inside.items()}
    return _inside(value, decides)


def _inside(value: JsonValue, decides: bool) -> JsonValue:
    if isinstance(value, list):
        return [_inside(one, decides) for one in value]
    return _object(value, decides=decides) if isinstance(value, dict) else value


def _checked(keyword: str, value: JsonValue) -> bool:
    match keyword, value:
        case "format", str():
            return value in TEXT_FORMATS or value == "binary"
        case "pattern", str():
            return translate(value) is not None
        case "patternProperties", dict():
            return all(translate(one) is not None for one in value)
        case _:
            return True
