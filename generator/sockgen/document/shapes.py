"""The shapes of AsyncAPI objects, as `asyncapi-3.json` describes them.

That file says everything about structure: which keys an object has, where a
reference may stand, and where one must. What walks a document walks by it.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeAlias, cast

import jsonschema_rs

from sockgen.source import JsonObject, JsonValue

Shape: TypeAlias = JsonObject
SCHEMA, PAYLOAD = "schema", "payload"


@cache
def structure() -> JsonObject:
    """The JSON Schema of AsyncAPI 3."""
    path = Path(__file__).with_name("asyncapi-3.json")
    return cast("JsonObject", json.loads(path.read_text(encoding="utf-8")))


@cache
def validator() -> jsonschema_rs.Draft202012Validator:
    """Gives the verdict on a whole document."""
    return jsonschema_rs.Draft202012Validator(structure())


@cache
def schema_validator() -> jsonschema_rs.Draft202012Validator:
    """Gives the verdict on one payload schema."""
    return jsonschema_rs.Draft202012Validator(schema_structure())


@cache
def schema_structure() -> JsonObject:
    """The JSON Schema of a payload schema."""
    return {**structure(), "$ref": "#/$defs/schema"}


def shape_named(name: str) -> Shape:
    """One of the definitions of the structure."""
    return cast("Shape", cast("JsonObject", structure()["$defs"])[name])


def name_of(shape: JsonValue) -> str | None:
    """The name of the definition that a shape refers to."""
    if isinstance(shape, dict):
        reference = shape.get("$ref")
        if isinstance(reference, str):
            return reference.rpartition("/")[2]
    return None


def parts(
    value: JsonValue, shape: JsonValue
) -> Iterator[tuple[str | int, JsonValue, JsonValue]]:
    """What is below a value, each with the shape that it should have."""
    name = name_of(shape)
    whole = shape_named(name) if name else shape
    if not isinstance(whole, dict):
        return
    if isinstance(value, list):
        items = whole.get("items", True)
        yield from ((index, item, items) for index, item in enumerate(value))
    elif isinstance(value, dict):
        known = whole.get("properties")
        properties = known if isinstance(known, dict) else {}
        others = whole.get("additionalProperties", True)
        for key, below in value.items():
            yield key, below, properties.get(key, others)
