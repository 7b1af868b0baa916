"""Which values the schemas of a contract accept, as a validator sees it."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TypeAlias

import jsonschema_rs

from sockgen.contract import JsonObject, JsonValue

REFERENCE = "#/$defs/"
_Validator: TypeAlias = jsonschema_rs.Draft202012Validator
_REMEMBERED = 10_000


def key_of(reference: str) -> str:
    """The key of the table that a reference means."""
    return reference.removeprefix(REFERENCE).replace("~1", "/").replace("~0", "~")


def reference_to(key: str) -> str:
    """The reference to a key of the table."""
    return REFERENCE + key.replace("~", "~0").replace("/", "~1")


class Oracle:
    """Validators over one table of schemas.

    The keys of a contract's table are any text, which a validator does not take
    in a reference, so that it gets the table under keys of our own.
    """

    def __init__(self, schemas: Mapping[str, JsonObject]) -> None:
        self._table = schemas
        self._keys = {key: f"s{number}" for number, key in enumerate(schemas)}
        self._schemas = {
            self._keys[key]: self._rewritten(schema) for key, schema in schemas.items()
        }
        self._named: dict[str, _Validator | None] = {}
        self._nameless: dict[int, tuple[JsonValue, _Validator | None]] = {}

    @cached_property
    def _all(self) -> _Validator | None:
        """Checks values by the keys of their schemas; None if one is no schema.

        What schemas have in common is compiled once for all of them, and would be
        so again for each on its own.
        """
        return _one_of_many(self._schemas)

    @cached_property
    def _inside(self) -> tuple[_Validator | None, dict[int, tuple[JsonValue, str]]]:
        """Checks values by schemas inside others, by what these are as objects."""
        inside = [x for one in self._table.values() for x in _schemas_inside(one)]
        keys: dict[int, tuple[JsonValue, str]] = {
            id(one): (one, f"i{number}") for number, one in enumerate(inside)
        }
        written = {key: self._rewritten(one) for one, key in keys.values()}
        return _one_of_many({**self._schemas, **written}), keys

    def accepts(self, name: str, value: JsonValue) -> bool:
        """Whether a named schema accepts a value; False too if it is no schema."""
        if self._all is not None and name in self._keys:
            return self._all.is_valid({self._keys[name]: value})
        if name not in self._named:
            self._named[name] = self._validator({"$ref": reference_to(name)})
        validator = self._named[name]
        return validator is not None and validator.is_valid(value)

    def fits(self, schema: JsonValue, value: JsonValue) -> bool:
        """Whether a schema that has no name accepts a value."""
        if isinstance(schema, dict) and [*schema] == ["$ref"]:
            return self.accepts(key_of(str(schema["$ref"])), value)
        if isinstance(schema, bool):
            return schema
        together, keys = self._inside
        known, key = keys.get(id(schema), (None, ""))
        if together is not None and known is schema:
            return together.is_valid({key: value})
        validator = self._of_nameless(schema)
        return validator is not None and validator.is_valid(value)

    def _of_nameless(self, schema: JsonValue) -> _Validator | None:
        """The validator of a schema, made once while the very same one is asked for."""
        known, validator = self._nameless.get(id(schema), (None, None))
        if known is not schema:
            validator = self._validator(schema)
            if len(self._nameless) >= _REMEMBERED:
                self._nameless.clear()
            # With the schema itself, whose id is then nobody else's.
            self._nameless[id(schema)] = schema, validator
        return validator

    def _validator(self, schema: JsonValue) -> _Validator | None:
        root = self._rewritten(schema)
        whole: JsonObject = dict(root) if isinstance(root, dict) else {}
        if root is False:
            whole["not"] = {}
        whole["$defs"] = {**self._reached(whole)}
        try:
            return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
        except ValueError:
            return None

    def _rewritten(self, schema: JsonValue) -> JsonValue:
        """A schema with references to our own keys."""
        if isinstance(schema, list):
            return [self._rewritten(one) for one in schema]
        if not isinstance(schema, dict):
            return schema
        return {key: self._keyword(key, one) for key, one in schema.items()}

    def _keyword(self, keyword: str, value: JsonValue) -> JsonValue:
        if keyword == "$ref" and isinstance(value, str):
            return REFERENCE + self._keys.get(key_of(value), "")
        if keyword in _VALUES:
            return value
        if keyword in _MAPS and isinstance(value, dict):
            return {name: self._rewritten(one) for name, one in value.items()}
        return self._rewritten(value)

    def _reached(self, root: JsonObject) -> dict[str, JsonValue]:
        """The schemas that a schema refers to, and those that they refer to."""
        found: dict[str, JsonValue] = {}
        todo = _references(root)
        while todo:
            key = todo.pop()
            if key not in found and key in self._schemas:
                found[key] = self._schemas[key]
                todo += _references(self._schemas[key])
        return found


def _one_of_many(schemas: Mapping[str, JsonValue]) -> _Validator | None:
    """What checks the property `KEY` by the schema of that key."""
    whole = {
        "properties": {key: {"$ref": REFERENCE + key} for key in schemas},
        "$defs": schemas,
    }
    try:
        return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
    except ValueError:
        return None


def _schemas_inside(schema: JsonValue) -> Iterator[JsonObject]:
    """The schemas inside a schema, at any depth."""
    if isinstance(schema, list):
        for one in schema:
            yield from _itself(one)
    if not isinstance(schema, dict):
        return
    for keyword, value in schema.items():
        if keyword in _MAPS and isinstance(value, dict):
            for one in value.values():
                yield from _itself(one)
        elif keyword not in _VALUES:
            yield from (
                _schemas_inside(value) if isinstance(value, list) else _itself(value)
            )


def _itself(schema: JsonValue) -> Iterator[JsonObject]:
    if isinstance(schema, dict):
        yield schema
        yield from _schemas_inside(schema)


_VALUES = frozenset({"const", "enum", "default", "examples", "example"})
"""Keywords that hold values, not schemas."""
_MAPS = frozenset({"properties", "patternProperties", "dependentSchemas"})
"""Keywords whose names are not keywords."""


def _references(value: JsonValue) -> list[str]:
    found: list[str] = []
    todo = [value]
    while todo:
        one = todo.pop()
        if isinstance(one, dict):
            reference = one.get("$ref")
            if isinstance(reference, str):
                found.append(key_of(reference))
            todo += one.values()
        elif isinstance(one, list):
            todo += one
    return found
