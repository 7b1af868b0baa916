"""Values that a schema accepts, and values that it refuses, always the same ones.

For the examples of contract tests and of the reference server. The document's
own examples come first; what is made up is checked against the schema.
"""

import base64
import binascii
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jsonschema_rs

from sockgen.contract import Argument, Example, JsonObject, JsonValue

REFERENCE = "#/$defs/"
_DEPTH = 12
_TEXTS = {
    "date-time": "2026-01-02T03:04:05Z",
    "date": "2026-01-02",
    "time": "03:04:05Z",
    "uuid": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
    "email": "someone@example.com",
    "uri": "https://example.com/",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
}


@dataclass(frozen=True, slots=True)
class Broken:
    """Arguments that break a schema, and what is wrong with them."""

    label: str
    arguments: tuple[JsonValue, ...]


class Sampler:
    """Samples over one table of schemas."""

    def __init__(self, schemas: Mapping[str, JsonObject]) -> None:
        self._schemas = schemas
        self._validators: dict[str, Any] = {}

    def accepts(self, name: str, value: JsonValue) -> bool:
        """Whether a named schema accepts a value; False too if it is no schema."""
        if name not in self._validators:
            self._validators[name] = self._validator(name)
        validator = self._validators[name]
        return validator is not None and bool(validator.is_valid(value))

    def arguments(
        self, arguments: Sequence[Argument], examples: Sequence[Example]
    ) -> tuple[JsonValue, ...] | None:
        """Arguments that are valid: an example, else made up; None if neither is."""
        made = [
            self.value(one.schema) for one in arguments if one.required and not one.rest
        ]
        candidates = [one.arguments for one in examples]
        if all(one is not None for one in made):
            candidates.append(tuple(one[0] for one in made if one is not None))
        for candidate in candidates:
            if self._valid(arguments, candidate):
                return candidate
        return None

    def value(self, name: str) -> tuple[JsonValue] | None:
        """A valid value of a named schema, in a tuple; None if none was found."""
        for candidate in self._candidates({"$ref": REFERENCE + _escaped(name)}, 0):
            if self.accepts(name, candidate):
                return (candidate,)
        return None

    def broken(
        self, arguments: Sequence[Argument], valid: Sequence[JsonValue]
    ) -> list[Broken]:
        """Invalid variations of valid arguments: of each one, and of its properties."""
        found: list[Broken] = []
        for index, (argument, value) in enumerate(zip(arguments, valid, strict=False)):
            for label, wrong in _variations(value):
                if not self.accepts(argument.schema, wrong):
                    changed = (*valid[:index], wrong, *valid[index + 1 :])
                    found.append(Broken(f"{argument.name}: {label}", changed))
        return found

    def wire(self, name: str, value: JsonValue) -> object:
        """A JSON value with bytes where the schema says that it is binary."""
        return self._bytes({"$ref": REFERENCE + _escaped(name)}, value, 0)

    def _valid(
        self, arguments: Sequence[Argument], values: Sequence[JsonValue]
    ) -> bool:
        least = sum(one.required and not one.rest for one in arguments)
        rest = bool(arguments) and arguments[-1].rest
        if len(values) < least or (len(values) > len(arguments) and not rest):
            return False
        return all(
            self.accepts(arguments[min(index, len(arguments) - 1)].schema, value)
            for index, value in enumerate(values)
        )

    def _validator(self, name: str) -> Any:
        schema: dict[str, Any] = {"$ref": REFERENCE + _escaped(name)}
        schema["$defs"] = self._reached(schema)
        try:
            return jsonschema_rs.Draft202012Validator(schema)
        except ValueError:
            return None

    def _candidates(self, schema: JsonValue, depth: int) -> Iterator[JsonValue]:
        """Values that may be valid, the best first."""
        if not isinstance(schema, dict) or depth > _DEPTH:
            yield None
            return
        if isinstance(schema.get("examples"), list):
            yield from schema["examples"]  # type: ignore[misc]
        for key in ("const", "default"):
            if key in schema:
                yield schema[key]
        values = schema.get("enum")
        if isinstance(values, list):
            yield from values
        if (reference := schema.get("$ref")) is not None:
            yield from self._candidates(self._target(str(reference)), depth + 1)
        for key in ("oneOf", "anyOf"):
            branches = schema.get(key)
            for branch in branches if isinstance(branches, list) else ():
                yield from self._candidates(branch, depth + 1)
        yield from self._made_up(schema, depth)

    def _made_up(self, schema: JsonObject, depth: int) -> Iterator[JsonValue]:
        kinds = schema.get("type")
        named = kinds if isinstance(kinds, list) else [kinds]
        if "object" in named or "properties" in schema or "allOf" in schema:
            yield self._object(schema, depth)
        if "array" in named or "prefixItems" in schema:
            yield self._array(schema, depth)
        if "string" in named:
            yield _text(schema)
        if "integer" in named or "number" in named:
            yield from _numbers(schema)
        if "boolean" in named:
            yield True
        yield None
        if kinds is None:
            yield "text"

    def _object(self, schema: JsonObject, depth: int) -> JsonObject:
        made: JsonObject = {}
        branches = schema.get("allOf")
        for branch in branches if isinstance(branches, list) else ():
            part = next(self._candidates(branch, depth + 1), None)
            made.update(part if isinstance(part, dict) else {})
        properties = schema.get("properties")
        required = schema.get("required")
        for key in required if isinstance(required, list) else ():
            nested = properties.get(str(key)) if isinstance(properties, dict) else None
            made.setdefault(
                str(key), self._first({} if nested is None else nested, depth)
            )
        return made

    def _array(self, schema: JsonObject, depth: int) -> JsonValue:
        prefix = schema.get("prefixItems")
        listed = prefix if isinstance(prefix, list) else []
        made = [self._first(one, depth) for one in listed]
        least = schema.get("minItems")
        items = schema.get("items")
        wanted = max(1 if isinstance(items, dict) else 0, _whole(least))
        while len(made) < wanted and isinstance(items, dict):
            made.append(self._first(items, depth))
        return list(made)

    def _first(self, schema: JsonValue, depth: int) -> JsonValue:
        """The first candidate that the nested schema itself accepts."""
        own = schema if isinstance(schema, dict) else {}
        whole: dict[str, Any] = {"$defs": self._reached(schema), **own}
        try:
            validator = jsonschema_rs.validator_for(whole)
        except ValueError:
            return None
        for candidate in self._candidates(schema, depth + 1):
            if validator.is_valid(candidate):
                return candidate
        return None

    def _target(self, reference: str) -> JsonValue:
        return self._schemas.get(_named(reference))

    def _reached(self, schema: JsonValue) -> JsonObject:
        """The named schemas that a schema needs: with all of them, none is fast."""
        reached: JsonObject = {}
        waiting = [schema]
        for one in waiting:
            if isinstance(one, list | dict):
                waiting.extend(one.values() if isinstance(one, dict) else one)
            elif isinstance(one, str) and one.startswith(REFERENCE):
                name = _named(one)
                if name in self._schemas and name not in reached:
                    reached[name] = self._schemas[name]
                    waiting.append(self._schemas[name])
        return reached

    def _bytes(self, schema: JsonValue, value: object, depth: int) -> object:
        if not isinstance(schema, dict) or depth > 4 * _DEPTH:
            return value
        if (reference := schema.get("$ref")) is not None:
            value = self._bytes(self._target(str(reference)), value, depth + 1)
        for key in ("allOf", "anyOf", "oneOf"):
            branches = schema.get(key)
            for branch in branches if isinstance(branches, list) else ():
                value = self._bytes(branch, value, depth + 1)
        if isinstance(value, str):
            return _binary(schema, value)
        if isinstance(value, dict):
            properties = schema.get("properties")
            known = properties if isinstance(properties, dict) else {}
            extra = schema.get("additionalProperties")
            return {
                key: self._bytes(known.get(key, extra), one, depth + 1)
                for key, one in value.items()
            }
        if isinstance(value, list):
            prefix = schema.get("prefixItems")
            first = prefix if isinstance(prefix, list) else []
            rest = schema.get("items")
            return [
                self._bytes(first[i] if i < len(first) else rest, one, depth + 1)
                for i, one in enumerate(value)
            ]
        return value


def _binary(schema: JsonObject, value: str) -> object:
    if schema.get("format") != "binary" or schema.get("type") != "string":
        return value
    if schema.get("contentEncoding") == "base64":
        try:
            return base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError):
            return value.encode()
    return value.encode("utf-8", "surrogatepass")


def _text(schema: JsonObject) -> str:
    text = _TEXTS.get(str(schema.get("format")), "text")
    if schema.get("contentEncoding") == "base64":
        text = "dGV4dA=="
    least, most = _whole(schema.get("minLength")), schema.get("maxLength")
    text += "x" * (min(least, 100_000) - len(text))
    return text[: _whole(most)] if most is not None else text


def _numbers(schema: JsonObject) -> Iterator[JsonValue]:
    low, high = schema.get("minimum"), schema.get("maximum")
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    step = schema.get("multipleOf")
    yield from (one for one in (low, high, step) if isinstance(one, (int, float)))
    yield from (one + 1 for one in (above,) if isinstance(one, (int, float)))
    yield from (one - 1 for one in (below,) if isinstance(one, (int, float)))
    if isinstance(above, (int, float)) and isinstance(below, (int, float)):
        yield (above + below) / 2
    if isinstance(step, (int, float)) and step and isinstance(low, (int, float)):
        yield -(-low // step) * step
    yield from (1, 0, 0.5)


def _variations(value: JsonValue) -> Iterator[tuple[str, JsonValue]]:
    """Changes that a schema with any opinion refuses."""
    yield "null", None
    yield "of another type", _other(value)
    if isinstance(value, dict):
        for key, one in value.items():
            rest = {name: part for name, part in value.items() if name != key}
            yield f"{key} is missing", rest
            yield f"{key} is of another type", {**value, key: _other(one)}
        yield "a property too many", {**value, "notDeclared": True}
    if isinstance(value, list) and value:
        yield "an item of another type", [_other(value[0]), *value[1:]]


def _other(value: JsonValue) -> JsonValue:
    if isinstance(value, str):
        return 7
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return "text"
    return "7"


def _whole(value: JsonValue) -> int:
    return int(value) if isinstance(value, (int, float)) else 0


def _named(reference: str) -> str:
    return reference.removeprefix(REFERENCE).replace("~1", "/").replace("~0", "~")


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
