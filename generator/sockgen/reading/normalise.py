"""Payload schemas in one form: JSON Schema draft 2020-12.

AsyncAPI builds on draft 7, and real documents mix in later drafts and OpenAPI.
"""

from collections.abc import Callable

from sockgen.document.keywords import HOLD_LIST, HOLD_MAP, HOLD_ONE
from sockgen.source import JsonObject, JsonValue

_DROPPED = frozenset(
    (
        *("$id", "$schema", "$anchor", "$comment", "$defs", "definitions"),
        *("$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$recursiveAnchor"),
        "$vocabulary",
        *("externalDocs", "nullable", "example", "additionalItems", "dependencies"),
    )
)


class Normaliser:
    """Rewrites schemas; `refer` gives the name of the entry that a `$ref` means."""

    def __init__(self, refer: Callable[[str], str]) -> None:
        self._refer = refer

    def entry(self, schema: JsonValue) -> JsonObject:
        """A schema as an entry of the table, which is always an object."""
        if isinstance(schema, dict):
            result = self._object(schema)
            return result if isinstance(result, dict) else {}
        return {"not": {}} if schema is False else {}

    def _schema(self, schema: JsonValue) -> JsonValue:
        return self._object(schema) if isinstance(schema, dict) else schema

    def _object(self, schema: JsonObject) -> JsonValue:
        result: JsonObject = {}
        for key, value in schema.items():
            if key not in _DROPPED and (key[:2] != "x-" or key == "x-socketio"):
                result[key] = self._keyword(key, value)
        self._positions(schema, result)
        self._dependencies(schema, result)
        for bound, limit in _BOUNDS:
            _number_bound(result, bound, limit)
        if result.get("prefixItems") == []:
            del result["prefixItems"]
        if "example" in schema and "examples" not in schema:
            result["examples"] = [schema["example"]]
        discriminator = schema.get("discriminator")
        if isinstance(discriminator, dict):
            result["discriminator"] = discriminator.get("propertyName")
        return _or_null(result) if schema.get("nullable") is True else result

    def _keyword(self, key: str, value: JsonValue) -> JsonValue:
        if key == "$ref" and isinstance(value, str):
            return reference_to(self._refer(value))
        if key in HOLD_LIST and isinstance(value, list):
            return [self._schema(one) for one in value]
        if key in HOLD_ONE:
            return self._schema(value)
        if key in HOLD_MAP and isinstance(value, dict):
            return {name: self._schema(one) for name, one in value.items()}
        return value

    def _positions(self, schema: JsonObject, result: JsonObject) -> None:
        """Draft 7 writes positions as a list under `items`."""
        items = schema.get("items")
        if not isinstance(items, list):
            return
        result.pop("items")
        if items:
            result["prefixItems"] = [self._schema(one) for one in items]
        if "additionalItems" in schema:
            result["items"] = self._schema(schema["additionalItems"])

    def _dependencies(self, schema: JsonObject, result: JsonObject) -> None:
        """Draft 7 has one keyword for what are two by now."""
        dependencies = schema.get("dependencies")
        if not isinstance(dependencies, dict):
            return
        required: JsonObject = {}
        schemas: JsonObject = {}
        for name, value in dependencies.items():
            if isinstance(value, list):
                required[name] = value
            else:
                schemas[name] = self._schema(value)
        if required:
            result.setdefault("dependentRequired", required)
        if schemas:
            result.setdefault("dependentSchemas", schemas)


_BOUNDS = (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum"))


def reference_to(name: str) -> str:
    """The reference to an entry of the table."""
    return "#/$defs/" + name.replace("~", "~0").replace("/", "~1")


def _number_bound(result: JsonObject, bound: str, limit: str) -> None:
    """Draft 4 and OpenAPI 3.0 write an exclusive bound as true beside the limit."""
    exclusive = result.get(bound)
    if not isinstance(exclusive, bool):
        return
    del result[bound]
    if exclusive and limit in result:
        result[bound] = result.pop(limit)


def _or_null(schema: JsonObject) -> JsonObject:
    """What OpenAPI 3.0 calls nullable."""
    kind = schema.get("type")
    if kind is None:
        return {"anyOf": [schema, {"type": "null"}]} if schema else schema
    kinds: list[JsonValue] = [*kind] if isinstance(kind, list) else [kind]
    if "null" not in kinds:
        kinds.append("null")
    result: JsonObject = {**schema, "type": kinds}
    choices = schema.get("enum")
    if isinstance(choices, list) and None not in choices:
        result["enum"] = [*choices, None]
    return result
