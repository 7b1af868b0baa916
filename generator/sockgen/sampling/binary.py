"""Bytes in the place of the text that stands for them in a document."""

import base64
import binascii
from collections.abc import Iterator, Mapping

from sockgen.contract import JsonObject, JsonValue
from sockgen.sampling.oracle import key_of

_DEPTH = 12


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
    parts = list(_parts(schema, schemas, 0))
    if isinstance(value, str):
        return next((_bytes(x, value) for x in parts if is_binary(x)), value)
    if isinstance(value, dict):
        return {
            key: on_the_wire({"allOf": _of_property(parts, key)}, one, schemas)
            for key, one in value.items()
        }
    if isinstance(value, list):
        return [
            on_the_wire({"allOf": _of_item(parts, index)}, one, schemas)
            for index, one in enumerate(value)
        ]
    return value


def _parts(
    schema: JsonValue, schemas: Mapping[str, JsonObject], depth: int
) -> Iterator[JsonObject]:
    """A schema, and all that it refers to for the same value."""
    if not isinstance(schema, dict) or depth > _DEPTH:
        return
    yield schema
    if (reference := schema.get("$ref")) is not None:
        yield from _parts(schemas.get(key_of(str(reference))), schemas, depth + 1)
    for keyword in ("allOf", "anyOf", "oneOf"):
        branches = schema.get(keyword)
        for branch in branches if isinstance(branches, list) else ():
            yield from _parts(branch, schemas, depth + 1)


def _of_property(parts: list[JsonObject], key: str) -> list[JsonValue]:
    found: list[JsonValue] = []
    for part in parts:
        properties = part.get("properties")
        known = properties if isinstance(properties, dict) else {}
        found.append(known.get(key, part.get("additionalProperties")))
    return found


def _of_item(parts: list[JsonObject], index: int) -> list[JsonValue]:
    found: list[JsonValue] = []
    for part in parts:
        prefix = part.get("prefixItems")
        first = prefix if isinstance(prefix, list) else []
        found.append(first[index] if index < len(first) else part.get("items"))
    return found


def _bytes(schema: JsonObject, text: str) -> bytes:
    if schema.get("contentEncoding") == "base64":
        try:
            return base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            return text.encode()
    return text.encode("utf-8", "surrogatepass")
