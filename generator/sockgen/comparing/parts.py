"""The parts of a schema, as a comparison looks at them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from sockgen.contract import JsonObject, JsonValue
from sockgen.sampling import key_of

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


def followed(here: Here, table: Mapping[str, JsonObject]) -> Here | None:
    """What the reference of a schema leads to, whatever stands beside it."""
    reference = here.whole.get("$ref")
    if not isinstance(reference, str):
        return None
    key = key_of(reference)
    return Here(table.get(key, True), key)


def resolved(here: Here, table: Mapping[str, JsonObject]) -> Here:
    """What a reference leads to, if nothing stands beside it."""
    for _ in range(DEPTH):
        target = followed(here, table)
        beside = {key: one for key, one in here.whole.items() if key != "$ref"}
        if target is None or tells(beside):
            return here
        here = target
    return here


def parts(here: Here, table: Mapping[str, JsonObject]) -> Iterator[Here]:
    """The schemas that must all accept a value: of `allOf`, and what is beside it."""
    here = resolved(here, table)
    if "$ref" in here.whole:
        rest = {key: one for key, one in here.whole.items() if key != "$ref"}
        yield from parts(here.below({"$ref": here.whole["$ref"]}), table)
        yield from parts(here.below(rest), table)
        return
    branches = here.whole.get("allOf")
    rest = {key: one for key, one in here.whole.items() if key != "allOf"}
    if not isinstance(branches, list):
        yield here
        return
    if tells(rest):
        yield from parts(here.below(rest), table)
    for index, branch in enumerate(branches):
        yield from parts(here.below(branch, "allOf", index), table)


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


def names_of(kinds: frozenset[str]) -> list[JsonValue]:
    """Types as a schema lists them."""
    return [*sorted(kinds - {"integer"} if "number" in kinds else kinds)]


def schemas_below(schema: JsonObject) -> JsonObject:
    """The schemas of the properties that a schema names."""
    value = schema.get("properties")
    return value if isinstance(value, dict) else {}


def number(value: JsonValue) -> float | None:
    """A number, and None for what is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value


def is_multiple(one: JsonValue, of: JsonValue) -> bool:
    """Whether a number is a multiple of another, as both are written."""
    value, step = number(one), number(of)
    if value is None or not step:
        return False
    # To floats, 0.3 is no multiple of 0.1.
    return Fraction(str(value)) % Fraction(str(step)) == 0


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
