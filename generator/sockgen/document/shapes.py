"""The shapes of AsyncAPI objects, as three files beside this one say.

`asyncapi-2.json`, `asyncapi-3.json` and `bindings.json` say everything about
structure: which keys an object has, since which version, where a reference may
stand, and where one must. What walks a document walks by them.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias, cast

import jsonschema_rs

from sockgen.document.text_formats import TEXT_FORMATS
from sockgen.document.version import generation
from sockgen.source import JsonObject, JsonValue

Shape: TypeAlias = JsonObject
SCHEMA, PAYLOAD = "schema", "payload"


@cache
def _shapes() -> JsonObject:
    """Every definition, of both generations; the files share one set of names."""
    found: JsonObject = {}
    for name in ("asyncapi-3.json", "asyncapi-2.json", "bindings.json"):
        text = Path(__file__).with_name(name).read_text(encoding="utf-8")
        found.update(json.loads(text)["$defs"])
    return found


def document_shape(version: str) -> Shape:
    """The shape of a whole document."""
    return {"$ref": f"#/$defs/document{'2' if generation(version) == 2 else ''}"}


@cache
def structure(version: str) -> JsonObject:
    """The JSON Schema of a version of AsyncAPI."""
    definitions = cast("JsonObject", _of_version(_shapes(), version))
    return {**document_shape(version), "$defs": definitions}


def _of_version(value: JsonValue, version: str) -> JsonValue:
    """A part of the structure without what a version has not, or has no more."""
    if isinstance(value, list):
        return [
            _of_version(one, version) if _holds(one, version) else True for one in value
        ]
    if isinstance(value, dict):
        kept = {
            key: _of_version(one, version)
            for key, one in value.items()
            if _holds(one, version)
        }
        later = _later(value, version)
        return {**kept, "x-later": later} if later else kept
    return value


def _later(value: JsonObject, version: str) -> JsonObject:
    """The keys of an object that only later versions have."""
    keys = value.get("properties")
    return {
        key: one["x-since"]
        for key, one in (keys.items() if isinstance(keys, dict) else ())
        if isinstance(one, dict) and "x-since" in one and not _holds(one, version)
    }


def _holds(value: JsonValue, version: str) -> bool:
    if not isinstance(value, dict):
        return True
    return str(value.get("x-since", "")) <= version < str(value.get("x-until", "~"))


@cache
def validator(version: str) -> jsonschema_rs.Draft202012Validator:
    """Gives the verdict on a whole document."""
    return _validator(structure(version))


@cache
def schema_validator() -> jsonschema_rs.Draft202012Validator:
    """Gives the verdict on one payload schema."""
    return _validator(schema_structure())


def _validator(shape: JsonObject) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(
        cast("dict[str, Any]", shape), formats=TEXT_FORMATS, validate_formats=True
    )


@cache
def schema_structure() -> JsonObject:
    """The JSON Schema of a payload schema."""
    return {"$ref": f"#/$defs/{SCHEMA}", "$defs": _shapes()}


def shape_named(name: str) -> Shape:
    """One of the definitions of the structure."""
    return cast("Shape", _shapes()[name])


def name_of(shape: JsonValue) -> str | None:
    """The name of the definition that a shape refers to."""
    if isinstance(shape, dict):
        reference = shape.get("$ref")
        if isinstance(reference, str):
            return reference.rpartition("/")[2]
    return None


_NO_CHOICE = {"type", "properties", "x-refers-to"}


def meant(value: JsonValue, shape: JsonValue) -> JsonValue:
    """The shape that a value should have, where a shape is a choice between two."""
    whole = whole_of(shape)
    while "if" in whole and not whole.keys() & _NO_CHOICE and name_of(shape) != PAYLOAD:
        shape = whole.get("then" if _is_so(value, whole["if"]) else "else", True)
        whole = whole_of(shape)
    return shape


def parts(
    value: JsonValue, shape: JsonValue
) -> Iterator[tuple[str | int, JsonValue, JsonValue]]:
    """What is below a value, each with the shape that it should have."""
    whole = whole_of(shape)
    if isinstance(value, list):
        items = whole.get("items", True)
        yield from ((index, item, items) for index, item in enumerate(value))
    elif isinstance(value, dict):
        properties = _properties(value, whole)
        for key, below in value.items():
            named = properties.get(key)
            yield key, below, _other(key, whole) if named is None else named


def _other(key: str, whole: JsonObject) -> JsonValue:
    """The shape of what people name as they like."""
    named = whole.get("patternProperties")
    for pattern, shape in named.items() if isinstance(named, dict) else ():
        if re.search(pattern, key):
            return shape
    return whole.get("additionalProperties", True)


def whole_of(shape: JsonValue) -> JsonObject:
    """A shape itself, where a name stands for it."""
    name = name_of(shape)
    whole = shape_named(name) if name else shape
    return whole if isinstance(whole, dict) else {}


def _properties(value: JsonObject, whole: JsonObject) -> JsonObject:
    """The shapes of the keys, those that depend on another key included."""
    known = whole.get("properties")
    properties = known if isinstance(known, dict) else {}
    if "if" not in whole:
        return properties
    branch = "then" if _is_so(value, whole["if"]) else "else"
    return {**properties, **_properties(value, whole_of(whole.get(branch)))}


def _is_so(value: JsonValue, condition: JsonValue) -> bool:
    """Whether a condition of the structure holds, which names keys that it looks at."""
    rule = cast("dict[str, Any]", condition)
    if isinstance(value, dict):
        keys = [*rule.get("required", ()), *rule.get("properties", ())]
        value = {key: value[key] for key in keys if key in value}
    elif isinstance(value, list):
        value = []
    return _condition(json.dumps(rule)).is_valid(value)


@cache
def _condition(rule: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(json.loads(rule))
