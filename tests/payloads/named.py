"""Which properties of a value the schemas of its place name.

What no schema names is accepted where it may be there, and no model keeps it.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sockgen.contract import JsonObject
from sockgen.sampling import key_of

_DEPTH = 12
_LISTED = {"properties", "required"}
_SAME_VALUE = ("allOf", "anyOf", "oneOf")


def named(schema: Any, value: Any, schemas: Mapping[str, JsonObject]) -> Any:
    """A value without the properties that no schema of its place speaks of."""
    parts = list(_parts(schema, schemas, 0))
    if isinstance(value, dict):
        inside = {key: _of_property(parts, key) for key in value}
        is_open = not any(part.keys() & _LISTED for part in parts)
        return {
            key: named({"allOf": inside[key]}, one, schemas)
            for key, one in value.items()
            if inside[key] or is_open
        }
    if isinstance(value, list):
        return [
            named({"allOf": _of_item(parts, index)}, one, schemas)
            for index, one in enumerate(value)
        ]
    return value


def given(schema: Any, sent: Any, came: Any, schemas: Mapping[str, JsonObject]) -> Any:
    """What came without the defaults that stand for properties that were not sent."""
    parts = list(_parts(schema, schemas, 0))
    if isinstance(sent, dict) and isinstance(came, dict):
        inside = {key: {"allOf": _of_property(parts, key)} for key in came}
        return {
            key: given(inside[key], sent.get(key), one, schemas)
            for key, one in came.items()
            if key in sent or one not in _defaults(inside[key], schemas)
        }
    if isinstance(sent, list) and isinstance(came, list) and len(sent) == len(came):
        return [
            given({"allOf": _of_item(parts, index)}, one, other, schemas)
            for index, (one, other) in enumerate(zip(sent, came, strict=True))
        ]
    return came


def _defaults(schema: Any, schemas: Mapping[str, JsonObject]) -> list[Any]:
    return [x["default"] for x in _parts(schema, schemas, 0) if "default" in x]


def _parts(
    schema: Any, schemas: Mapping[str, JsonObject], depth: int
) -> Iterator[JsonObject]:
    """A schema, and all that may speak of the same value."""
    if not isinstance(schema, dict) or depth > _DEPTH:
        return
    yield schema
    below = [schema[one] for one in ("then", "else", "if") if one in schema]
    if "$ref" in schema:
        below.append(schemas[key_of(schema["$ref"])])
    for keyword in _SAME_VALUE:
        below += schema.get(keyword, [])
    below += schema.get("dependentSchemas", {}).values()
    for one in below:
        yield from _parts(one, schemas, depth + 1)


def _of_property(parts: list[Any], key: str) -> list[Any]:
    found: list[Any] = []
    for part in parts:
        properties = part.get("properties", {})
        own = [properties[key]] if key in properties else []
        for pattern, inner in part.get("patternProperties", {}).items():
            own += [inner] if re.search(pattern, key) else []
        others = part.get("additionalProperties", part.get("unevaluatedProperties"))
        if not own and others not in (None, False):
            own = [others]
        required = key in part.get("required", [])
        found += own or ([True] if required else [])
    return found


def _of_item(parts: list[Any], index: int) -> list[Any]:
    found: list[Any] = []
    for part in parts:
        prefix = part.get("prefixItems", [])
        inner = prefix[index] if index < len(prefix) else part.get("items")
        found += [] if inner is None else [inner]
    return found
