"""What a schema says of one value: itself, and all that it refers to for it."""

from collections.abc import Iterator, Mapping

from sockgen.contract import JsonObject, JsonValue
from sockgen.sampling.oracle import key_of

_DEPTH = 12


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
        branches = schema.get(keyword)
        for branch in branches if isinstance(branches, list) else ():
            yield from parts_of(branch, schemas, depth + 1)


def of_property(parts: list[JsonObject], key: str) -> list[JsonValue]:
    """What the parts of a schema say of a property."""
    found: list[JsonValue] = []
    for part in parts:
        properties = part.get("properties")
        known = properties if isinstance(properties, dict) else {}
        found.append(known.get(key, part.get("additionalProperties")))
    return found


def of_item(parts: list[JsonObject], index: int) -> list[JsonValue]:
    """What the parts of a schema say of an item."""
    found: list[JsonValue] = []
    for part in parts:
        prefix = part.get("prefixItems")
        first = prefix if isinstance(prefix, list) else []
        found.append(first[index] if index < len(first) else part.get("items"))
    return found
