"""Which keywords of JSON Schema hold schemas."""

from collections.abc import Iterator

from sockgen.source import JsonObject, JsonValue, Pointer

HOLD_ONE = frozenset(
    (
        *("items", "additionalItems", "contains", "unevaluatedItems"),
        *("additionalProperties", "propertyNames", "unevaluatedProperties"),
        *("not", "if", "then", "else", "contentSchema"),
    )
)
HOLD_LIST = frozenset(("allOf", "anyOf", "oneOf", "prefixItems", "items"))
HOLD_MAP = frozenset(
    (
        *("properties", "patternProperties", "dependentSchemas", "dependencies"),
        *("$defs", "definitions"),
    )
)
IN_PLACE = frozenset(
    ("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas")
)
"""Keywords whose schemas speak of the very same value."""


NEWER = frozenset(
    (
        *("prefixItems", "unevaluatedItems", "unevaluatedProperties"),
        *("dependentSchemas", "$defs", "contentSchema"),
    )
)
"""Keywords that draft 7 does not know, and AsyncAPI with it."""


def subschemas(schema: JsonObject) -> Iterator[tuple[Pointer, JsonValue]]:
    """The schemas directly inside a schema, each with its place in it."""
    for key, value in schema.items():
        if isinstance(value, dict):
            if key in HOLD_ONE:
                yield (key,), value
            elif key in HOLD_MAP:
                for name, one in value.items():
                    yield (key, name), one
        elif isinstance(value, list) and key in HOLD_LIST:
            for index, one in enumerate(value):
                yield (key, index), one
