"""The parts of a schema, as a comparison looks at them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sockgen.contract import JsonObject, JsonValue

Path = tuple[str | int, ...]

ALL_TYPES = frozenset(
    ("null", "boolean", "integer", "number", "string", "array", "object")
)
SAYS_NOTHING = frozenset(
    (
        *("title", "description", "default", "examples", "example", "deprecated"),
        *("readOnly", "writeOnly", "$comment", "externalDocs", "discriminator"),
        *("contentMediaType", "contentSchema", "$id", "$schema", "$anchor", "$defs"),
    )
)
DEPTH = 24


@dataclass(frozen=True, slots=True)
class Here:
    """A schema of a table, and where it stands in it."""

    schema: JsonValue
    key: str
    at: Path = ()

    def below(self, schema: JsonValue, *steps: str | int) -> Here:
        """A schema inside of it, or in its place."""
        return Here(schema, self.key, (*self.at, *steps))

    @property
    def whole(self) -> JsonObject:
        """It as an object; nothing but what is not refused for `true`."""
        if isinstance(self.schema, dict):
            return self.schema
        return {"not": {}} if self.schema is False else {}


def resolved(here: Here, table: Mapping[str, JsonObject]) -> Here:
    """What a reference leads to, if nothing stands beside it."""
    for _ in range(DEPTH):
        reference = here.whole.get("$ref")
        if not isinstance(reference, str) or tells(
            {key: one for key, one in here.whole.items() if key != "$ref"}
        ):
            return here
        key = reference.removeprefix("#/$defs/").replace("~1", "/").replace("~0", "~")
        here = Here(table.get(key, True), key)
    return here


def parts(here: Here, table: Mapping[str, JsonObject]) -> Iterator[Here]:
    """The schemas that must all accept a value: of `allOf`, and what is beside it."""
    here = resolved(here, table)
    branches = here.whole.get("allOf")
    rest = {key: one for key, one in here.whole.items() if key != "allOf"}
    if not isinstance(branches, list):
        yield here
        return
    if tells(rest):
        yield here.below(rest, "allOf")
    for index, branch in enumerate(branches):
        yield from parts(here.below(branch, "allOf", index), table)


def merged(parts: Sequence[Here]) -> JsonObject | None:
    """The schemas as one, if no keyword says two things."""
    made: dict[str, Any] = {}
    for part in parts:
        for keyword, value in part.whole.items():
            if keyword in SAYS_NOTHING or made.get(keyword, value) == value:
                made[keyword] = value
            elif keyword == "properties" and isinstance(value, dict):
                if made[keyword].keys() & value.keys():
                    return None
                made[keyword] = {**made[keyword], **value}
            elif keyword == "required" and isinstance(value, list):
                made[keyword] = [*dict.fromkeys((*made[keyword], *value))]
            else:
                return None
    return made


def tells(schema: Mapping[str, JsonValue]) -> bool:
    """Whether any of it restricts values."""
    return any(key not in SAYS_NOTHING and key[:2] != "x-" for key in schema)


def types(schema: JsonObject) -> frozenset[str]:
    """The types that it names, or all of them; a number may be an integer."""
    if schema == {"not": {}}:
        return frozenset()
    written = schema.get("type")
    if written is None:
        return ALL_TYPES
    listed = [written] if isinstance(written, str) else texts(written)
    return frozenset([*listed, "integer"] if "number" in listed else listed)


def values(schema: JsonObject) -> list[JsonValue] | None:
    """The only values that it accepts, if it lists them."""
    if "const" in schema:
        return [schema["const"]]
    values = schema.get("enum")
    return values if isinstance(values, list) else None


def texts(value: JsonValue) -> list[str]:
    """The texts in a list."""
    listed = value if isinstance(value, list) else []
    return [one for one in listed if isinstance(one, str)]


def listed(here: Here, keyword: str) -> list[JsonValue]:
    """The list below a keyword; nothing if there is none."""
    value = here.whole.get(keyword)
    return value if isinstance(value, list) else []


def mapping(here: Here, keyword: str) -> JsonObject:
    """The schemas below a keyword, by name."""
    value = here.whole.get(keyword)
    return value if isinstance(value, dict) else {}


def item(here: Here, index: int) -> Here:
    """The schema of an item, by its index."""
    first = listed(here, "prefixItems")
    if index < len(first):
        return here.below(first[index], "prefixItems", index)
    return here.below(here.whole.get("items", True), "items")
