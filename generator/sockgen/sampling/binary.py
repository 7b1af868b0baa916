"""Bytes in the place of the text that stands for them in a document."""

import base64
import binascii
from collections.abc import Mapping

from sockgen.contract import JsonObject, JsonValue
from sockgen.sampling.parts import of_item, of_property, parts_of


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
        return next((_bytes(x, value) for x in parts if is_binary(x)), value)
    if isinstance(value, dict):
        return {
            key: on_the_wire({"allOf": of_property(parts, key)}, one, schemas)
            for key, one in value.items()
        }
    if isinstance(value, list):
        return [
            on_the_wire({"allOf": of_item(parts, index)}, one, schemas)
            for index, one in enumerate(value)
        ]
    return value


def _bytes(schema: JsonObject, text: str) -> bytes:
    if schema.get("contentEncoding") == "base64":
        try:
            return base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            return text.encode()
    return text.encode("utf-8", "surrogatepass")
