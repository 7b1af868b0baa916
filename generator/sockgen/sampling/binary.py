"""Bytes in the place of the text that stands for them in a document."""

import base64
import binascii
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from sockgen.contract import JsonObject, JsonValue
from sockgen.sampling.oracle import key_of
from sockgen.sampling.places import below_index, below_key, listed

_DEPTH = 12
_TAG = "\ue000bytes"
"""The property that holds bytes where a validator is to see them."""
_OF_TEXT = frozenset(
    """type format minLength maxLength pattern contentEncoding contentMediaType
    enum const default examples""".split()
)


def is_binary(schema: JsonObject) -> bool:
    """Whether a schema is that of bytes, or of bytes or null."""
    kind = schema.get("type")
    return schema.get("format") == "binary" and "string" in (
        kind if isinstance(kind, list) else [kind]
    )


def on_the_wire(
    schema: JsonValue, value: JsonValue, schemas: Mapping[str, JsonObject]
) -> object:
    """A JSON value with bytes where its schema says that it is binary."""
    parts = list(parts_of(schema, schemas))
    if isinstance(value, str):
        return to_bytes(parts, value) if any(map(is_binary, parts)) else value
    if isinstance(value, dict):
        return {
            key: on_the_wire({"allOf": [*below_key(parts, key)[0]]}, one, schemas)
            for key, one in value.items()
        }
    if isinstance(value, list):
        return [
            on_the_wire({"allOf": [*below_index(parts, index)]}, one, schemas)
            for index, one in enumerate(value)
        ]
    return value


def parts_of(
    schema: JsonValue, schemas: Mapping[str, JsonObject], depth: int = 0
) -> Iterator[JsonObject]:
    """A schema, and all that it refers to for the same value."""
    if not isinstance(schema, dict) or depth > _DEPTH:
        return
    yield schema
    if (reference := schema.get("$ref")) is not None:
        yield from parts_of(schemas.get(key_of(str(reference))), schemas, depth + 1)
    for keyword in ("allOf", "anyOf", "oneOf"):
        for branch in listed(schema.get(keyword)):
            yield from parts_of(branch, schemas, depth + 1)


def to_bytes(parts: Sequence[JsonObject], text: str) -> bytes:
    """The bytes that a text stands for, where these schemas hold."""
    binary = next(filter(is_binary, parts), dict[str, JsonValue]())
    if binary.get("contentEncoding") == "base64":
        try:
            return base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            return text.encode()
    return text.encode("utf-8", "surrogatepass")


def has_bytes(schema: JsonValue) -> bool:
    """Whether a schema, as it is written, has bytes anywhere in it."""
    if isinstance(schema, list):
        return any(map(has_bytes, schema))
    if not isinstance(schema, dict):
        return False
    return is_binary(schema) or any(map(has_bytes, schema.values()))


def reaching_bytes(schemas: Mapping[str, JsonObject]) -> frozenset[str]:
    """The names of schemas that have bytes in them, or refer to one that has."""
    holders: dict[str, list[str]] = {}
    for name, schema in schemas.items():
        for key in _referred(schema):
            holders.setdefault(key, []).append(name)
    found: set[str] = set()
    waiting = [name for name, schema in schemas.items() if has_bytes(schema)]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += holders.get(name, ())
    return frozenset(found)


def _referred(schema: JsonValue) -> Iterator[str]:
    if isinstance(schema, list):
        for one in schema:
            yield from _referred(one)
    elif isinstance(schema, dict):
        if isinstance(reference := schema.get("$ref"), str):
            yield key_of(reference)
        for one in schema.values():
            yield from _referred(one)


def tagged(schema: JsonObject) -> JsonObject:
    """A schema that is about bytes where another is about the text for them."""
    if not is_binary(schema):
        return {key: _tagged(one) for key, one in schema.items()}
    lengths: JsonObject = {
        key: schema[key] for key in ("minLength", "maxLength") if key in schema
    }
    content: JsonObject = {
        "type": "object",
        "required": [_TAG],
        "properties": {_TAG: {**lengths}},
    }
    others = [one for one in listed(schema.get("type")) if one != "string"]
    kinds: list[JsonValue] = [content]
    if others:
        kinds.append({"type": others})
    rest = {key: _tagged(one) for key, one in schema.items() if key not in _OF_TEXT}
    return {"allOf": [rest, {"anyOf": kinds}]}


def _tagged(value: JsonValue) -> JsonValue:
    if isinstance(value, list):
        return [_tagged(one) for one in value]
    return tagged(value) if isinstance(value, dict) else value


def tag(value: object) -> JsonValue:
    """What travels as JSON, with bytes as such a schema has them."""
    if isinstance(value, bytes):
        return {_TAG: value.decode("latin-1")}
    if isinstance(value, dict):
        entries = cast("dict[str, object]", value)
        return {key: tag(one) for key, one in entries.items()}
    if isinstance(value, (list, tuple)):
        return [tag(one) for one in cast("list[object]", value)]
    return cast("JsonValue", value)
