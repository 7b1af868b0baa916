"""Keywords of JSON Schema: which hold schemas, and what is none but looks like one."""

from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache

from sockgen.document.shapes import SCHEMA, shape_named
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


_OF_VALUES = frozenset(("example", "schema"))
_TYPES = ("string", "number", "integer", "boolean", "object", "array")
_OF_TEXT = frozenset(("$id", "$schema", "$ref", "$comment"))

NEWER = frozenset(
    (
        *("prefixItems", "unevaluatedItems", "unevaluatedProperties"),
        *("dependentSchemas", "$defs", "contentSchema", "$anchor", "writeOnly"),
        *("dependentRequired", "minContains", "maxContains"),
    )
)
"""Keywords that the schema of schemas in AsyncAPI, from draft 7, does not know."""


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


def misspelt(schema: JsonObject) -> Iterator[tuple[str, str]]:
    """The keys of a schema that are no keywords, each with the one it looks like."""
    known = _known()
    for key, value in schema.items():
        if key in known or key.startswith("x-"):
            continue
        close = get_close_matches(key, known, n=1, cutoff=0.75)
        if not close or close[0] in schema:
            continue
        # People write `id` or `schema` for themselves; `ref` is never meant so.
        if close[0] == f"${key}" and not (key == "ref" and isinstance(value, str)):
            continue
        if close[0] not in _OF_TEXT or isinstance(value, str):
            yield key, close[0]


def meaningless(schema: JsonObject) -> str | None:
    """The first key of a schema that says nothing, though it has keys."""
    if "schemaFormat" in schema or has_keyword(schema):
        return None
    return next((key for key in schema if not key.startswith(("x-", "$"))), None)


def misplaced(schema: JsonObject) -> Iterator[str]:
    """The keys of an object's schema that look like properties of it."""
    if "properties" not in schema and schema.get("type") != "object":
        return
    known = {*_known(), *_OF_VALUES, *(key for key, _ in misspelt(schema))}
    for key, value in schema.items():
        own = key in known or key.startswith(("x-", "$"))
        if not own and isinstance(value, dict) and _says_its_type(value):
            yield key


def _says_its_type(schema: JsonObject) -> bool:
    return schema.get("type") in _TYPES or isinstance(schema.get("$ref"), str)


def has_keyword(schema: JsonObject) -> bool:
    """Whether a key says anything to those who read JSON Schema."""
    return not schema.keys().isdisjoint(_known()) or any(misspelt(schema))


@cache
def _known() -> list[str]:
    properties = shape_named(SCHEMA)["properties"]
    return list(properties) if isinstance(properties, dict) else []
