"""Values at and around what schemas accept, drawn by hypothesis."""

import re
from collections.abc import Mapping
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from tests.payloads.anything import (
    ANYTHING,
    BIG,
    DEEP,
    FORMATTED,
    INTEGERS,
    NAMES,
    NUMBERS,
    ODD,
    TEXTS,
)
from tests.schemas_in_all_ways import FORMATS

from sockgen.contract import Argument, JsonObject
from sockgen.sampling import is_binary, key_of

T = TypeVar("T")
_DEPTH = 6
_LIMITS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
_KINDS = ("null", "boolean", "integer", "number", "string", "array", "object")


def draw(strategy: st.SearchStrategy[T], count: int, start: int = 0) -> list[T]:
    """So many values, the same for the same start."""
    found: list[T] = []

    @seed(start)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=[*HealthCheck],
    )
    @given(strategy)
    def note(value: T) -> None:
        found.append(value)

    note()
    return found


@st.composite
def arguments(
    draw: st.DrawFn,
    declared: tuple[Argument, ...],
    schemas: Mapping[str, JsonObject],
) -> tuple[Any, ...]:
    """Values for some arguments: mostly near to valid, mostly as many as there are."""
    maker = _Maker(draw, schemas)
    firm = [one for one in declared if not one.rest]
    least = sum(one.required for one in firm)
    count = draw(st.integers(least, len(firm)))
    if len(firm) < len(declared):
        count += draw(st.integers(0, 2))
    if maker.chance(20):
        count = max(0, count + draw(st.sampled_from([-1, 1])))
    given = [
        declared[min(index, len(declared) - 1)] for index in range(count) if declared
    ]
    made = [maker.value(schemas[one.schema], 0) for one in given]
    made += [None] * (count - len(made))
    if made and maker.chance(2):
        index = draw(st.integers(0, len(made) - 1))
        made[index] = maker.broken(made[index])
    return tuple(made)


class _Maker:
    """Draws the parts of one payload."""

    def __init__(self, draw: st.DrawFn, schemas: Mapping[str, JsonObject]) -> None:
        self._draw = draw
        self._schemas = schemas

    def chance(self, one_in: int) -> bool:
        return self._draw(st.integers(0, one_in - 1)) == 1

    def _one(self, values: list[T]) -> T:
        return self._draw(st.sampled_from(values))

    def value(self, schema: Any, depth: int) -> Any:
        """A value that is valid or nearly so, as far as that is easy."""
        if not isinstance(schema, dict) or depth > _DEPTH:
            return self._draw(ANYTHING if depth <= _DEPTH else st.none())
        if choices := [schema["const"]] if "const" in schema else schema.get("enum"):
            chosen = self._draw(st.sampled_from(choices))
            return self.broken(chosen) if self.chance(6) else chosen
        rest = {key: one for key, one in schema.items() if key not in _JOINED}
        parts = [rest] if rest.keys() & _SAYING else []
        if "$ref" in schema:
            parts.append(self._schemas[key_of(schema["$ref"])])
        parts += schema.get("allOf", [])
        for keyword in ("oneOf", "anyOf"):
            if schema.get(keyword):
                parts.append(self._one(schema[keyword]))
        if "if" in schema:
            then = self._draw(st.booleans())
            parts += [schema["if"]] if then else []
            parts.append(schema.get("then" if then else "else", True))
        if not parts:
            return self._draw(ANYTHING)
        if len(parts) == 1 and parts[0] is rest:
            return self._plain(rest, depth)
        return self._together([self.value(one, depth + 1) for one in parts])

    def _together(self, values: list[Any]) -> Any:
        """Objects as one, or any of the values."""
        objects = [one for one in values if isinstance(one, dict)]
        if len(objects) < len(values):
            return self._one(values)
        return {key: one for each in objects for key, one in each.items()}

    def _plain(self, schema: JsonObject, depth: int) -> Any:
        kinds = schema.get("type", _guessed(schema))
        listed = kinds if isinstance(kinds, list) else [kinds]
        kind: Any = self._draw(st.sampled_from(listed))
        match kind:
            case "null":
                return None
            case "boolean":
                return self._draw(st.booleans())
            case "integer" | "number":
                return self._number(schema, kind)
            case "string":
                return self._text(schema)
            case "array":
                return self._array(schema, depth)
            case "object":
                return self._object(schema, depth)
        return self._draw(ANYTHING)

    def _number(self, schema: Any, kind: str) -> Any:
        limits = [schema[one] for one in _LIMITS if one in schema]
        if limits and not self.chance(6):
            near = self._draw(st.integers(-3, 3)) * schema.get("multipleOf", 1)
            return self._one(limits) + near
        return self._draw(INTEGERS if kind == "integer" else NUMBERS)

    def _text(self, schema: Any) -> Any:
        if is_binary(schema):
            return self._draw(st.binary(max_size=10))
        if (name := schema.get("format")) in FORMATS:
            listed = st.sampled_from([str(one) for one in FORMATS[name]])
            return self._draw(st.one_of(listed, FORMATTED.get(name, listed)))
        least, most = int(schema.get("minLength", 0)), schema.get("maxLength")
        if "pattern" in schema and not self.chance(8):
            try:
                return self._draw(st.from_regex(schema["pattern"]))
            except re.error:  # a pattern that Python does not know
                return self._draw(TEXTS)
        if least or most is not None:
            length = self._one(
                [least, least + 1, int(most or least), max(0, least - 1)]
            )
            length += self.chance(6)
            return self._draw(TEXTS)[:1].ljust(length, "é")[:length]
        return self._draw(TEXTS)

    def _array(self, schema: Any, depth: int) -> Any:
        prefix = schema.get("prefixItems", [])
        made = [self.value(one, depth + 1) for one in prefix]
        items = schema.get("items", True)
        least, most = int(schema.get("minItems", 0)), schema.get("maxItems")
        few = len(prefix) + 2 if most is None else int(most)
        wanted = self._draw(st.integers(least, max(least, min(few, least + 3))))
        if items is not False:
            made += [self.value(items, depth + 1) for _ in range(len(made), wanted)]
        if "contains" in schema:
            often = range(int(schema.get("minContains", 1)))
            made += [self.value(schema["contains"], depth + 1) for _ in often]
        return made[: max(wanted, 0)] if self.chance(4) else made

    def _object(self, schema: Any, depth: int) -> Any:
        known = schema.get("properties", {})
        wanted = [*schema.get("required", [])]
        wanted += [one for one in known if depth < _DEPTH and self.chance(2)]
        made = {key: self.value(known.get(key, True), depth + 1) for key in wanted}
        for cause, others in schema.get("dependentRequired", {}).items():
            for key in others if cause in made else ():
                made.setdefault(key, self.value(known.get(key, True), depth + 1))
        for pattern, inner in schema.get("patternProperties", {}).items():
            if self.chance(2):
                key = self._draw(st.from_regex(pattern))
                made[key] = self.value(inner, depth + 1)
        extra = schema.get("additionalProperties", True)
        often = 3 if "additionalProperties" in schema else 6
        if extra is not False and depth < _DEPTH and self.chance(often):
            made.setdefault(self._draw(NAMES), self.value(extra, depth + 1))
        while extra is not False and len(made) < schema.get("minProperties", 0):
            made[f"more{len(made)}"] = self.value(extra, depth + 1)
        return made

    def broken(self, value: Any) -> Any:
        """The value with one thing changed, at any depth."""
        inside = (
            [*value]
            if isinstance(value, dict)
            else [*range(len(value))]
            if (isinstance(value, list))
            else []
        )
        if inside and not self.chance(3):
            key = self._one(inside)
            copy: Any = dict(value) if isinstance(value, dict) else list(value)
            copy[key] = self.broken(value[key])
            return copy
        return self._one(self._changes(value))()

    def _changes(self, value: Any) -> list[Any]:
        """Ways to spoil a value, those of its own kind first."""
        found: list[Any] = [
            lambda: None,
            lambda: self._draw(ANYTHING),
            lambda: [value],
            lambda: self._draw(DEEP),
        ]
        match value:
            case bool():
                found += [lambda: int(value), lambda: str(value).lower()] * 2
            case int() | float():
                found += [
                    lambda: bool(value),
                    lambda: str(value),
                    lambda: value + 0.5,
                    lambda: value + 1,
                    lambda: -value,
                    lambda: self._one(BIG),
                ]
                if abs(value) < 2**53:
                    found += [lambda: float(value)] * 3
            case str():
                found += [
                    lambda: "",
                    lambda: value + "\n",
                    lambda: value + self._one(ODD),
                    lambda: value[1:],
                    lambda: value.upper(),
                    lambda: value * 2,
                ]
            case dict():
                found += [
                    lambda: self._without(value),
                    lambda: self._without(value),
                    lambda: {**value, self._draw(NAMES): self._draw(ANYTHING)},
                    lambda: {**value, "undeclared": 1},
                    lambda: {key.upper(): one for key, one in value.items()},
                ]
            case list():
                found += [
                    lambda: value[1:],
                    lambda: value * 2,
                    lambda: [*value, None],
                    lambda: {str(index): one for index, one in enumerate(value)},
                ]
        return found

    def _without(self, value: Any) -> Any:
        if not value:
            return value
        gone = self._one([*value])
        return {key: one for key, one in value.items() if key != gone}


_JOINED = frozenset(["$ref", "allOf", "oneOf", "anyOf", "if", "then", "else"])
_OF_OBJECTS = frozenset(
    """properties required additionalProperties patternProperties propertyNames
    minProperties maxProperties dependentRequired""".split()
)
_OF_ARRAYS = frozenset(["items", "prefixItems", "contains", "minItems", "uniqueItems"])
_OF_TEXTS = frozenset(["minLength", "maxLength", "pattern", "format"])
_SAYING = frozenset(["type", *_OF_OBJECTS, *_OF_ARRAYS, *_OF_TEXTS, *_LIMITS])


def _guessed(schema: JsonObject) -> list[str]:
    """Types for a schema that names none."""
    for keywords, kind in (
        (_OF_OBJECTS, "object"),
        (_OF_ARRAYS, "array"),
        (_OF_TEXTS, "string"),
        (frozenset(_LIMITS), "number"),
    ):
        if schema.keys() & keywords:
            return [kind]
    return [*_KINDS]
