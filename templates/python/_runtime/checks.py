"""Checks of single values: what JSON Schema says of texts, numbers and choices."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, TypeAlias, cast

from pydantic_core import SchemaError, SchemaValidator, core_schema

from .formats import FORMATS
from .problems import Violation

Faults: TypeAlias = list[Violation]
Check: TypeAlias = Callable[[object, str, Faults], None]
"""Looks at the value at a pointer, and adds what is wrong with it."""
Schema: TypeAlias = Mapping[str, Any] | bool
Make: TypeAlias = Callable[[Schema], Check]
Maker: TypeAlias = Callable[[Any, Mapping[str, Any], Make], Check]
"""Makes the check of a keyword of what stands there, of its neighbours, and of
what makes the checks of schemas inside it."""

WORDS = {
    "null": "null",
    "boolean": "true or false",
    "number": "a number",
    "integer": "an integer",
    "string": "a string",
    "array": "an array",
    "object": "an object",
}
"""The types of JSON in a sentence."""


def step(pointer: str, part: str | int) -> str:
    """The pointer of what stands below a place."""
    return f"{pointer}/{str(part).replace('~', '~0').replace('/', '~1')}"


def number_of(count: int, thing: str) -> str:
    """A count in a sentence: `1 item`, `2 items`."""
    plural = f"{thing[:-1]}ies" if thing.endswith("y") else f"{thing}s"
    return f"{count} {thing if count == 1 else plural}"


def listed(values: list[object]) -> str:
    """Values in a sentence."""
    told = [json.dumps(one, ensure_ascii=False) for one in values[:_MOST]]
    if len(told) == 1:
        return told[0]
    more = ["…"] if len(values) > _MOST else []
    return f"one of {', '.join([*told, *more])}"


_MOST = 20


def as_object(value: object) -> dict[str, object] | None:
    """A JSON object, None for anything else."""
    return cast("dict[str, object]", value) if isinstance(value, dict) else None


def as_list(value: object) -> list[object] | None:
    """A JSON array, None for anything else."""
    return cast("list[object]", value) if isinstance(value, list) else None


def as_number(value: object) -> int | float | None:
    """A JSON number, None for anything else; true is none."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    return None


def identity(value: object) -> object:
    """What two values have in common if, and only if, they are equal to JSON."""
    if isinstance(value, bool):
        return ("boolean", value)
    if (items := as_list(value)) is not None:
        return ("array", tuple(map(identity, items)))
    if (entries := as_object(value)) is not None:
        return ("object", frozenset((k, identity(v)) for k, v in entries.items()))
    return value


def judge(holds: Callable[[object], bool], detail: str) -> Check:
    """The check that says always the same of what does not hold."""

    def check(value: object, pointer: str, faults: Faults) -> None:
        if not holds(value):
            faults.append(Violation(pointer, detail))

    return check


def _is_integer(value: object) -> bool:
    number = as_number(value)
    return isinstance(number, int) or (number is not None and number % 1 == 0)


_TYPES: Mapping[str, Callable[[object], bool]] = {
    "null": lambda value: value is None,
    "boolean": lambda value: isinstance(value, bool),
    "number": lambda value: as_number(value) is not None,
    "integer": _is_integer,
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}


def _type(given: str | list[str], schema: Mapping[str, Any], _: Make) -> Check:
    text = bytes if schema.get("format") == "binary" else str

    def is_text(value: object) -> bool:
        return isinstance(value, text)

    kinds = [given] if isinstance(given, str) else given
    tests = [_TYPES.get(kind, is_text) for kind in kinds]
    detail = f"must be {' or '.join(WORDS[kind] for kind in kinds)}"
    if len(tests) == 1:
        return judge(tests[0], detail)
    return judge(lambda value: any(test(value) for test in tests), detail)


def _enum(given: list[object], _: Mapping[str, Any], __: Make) -> Check:
    allowed = frozenset(map(identity, given))
    return judge(lambda value: identity(value) in allowed, f"must be {listed(given)}")


def _const(given: object, schema: Mapping[str, Any], make: Make) -> Check:
    return _enum([given], schema, make)


def _bound(holds: Callable[[float, float], bool], words: str) -> Maker:
    def maker(given: float, _: Mapping[str, Any], __: Make) -> Check:
        def within(value: object) -> bool:
            number = as_number(value)
            return number is None or holds(number, given)

        return judge(within, f"must be {words} {given}")

    return maker


def _multiple(given: float, _: Mapping[str, Any], __: Make) -> Check:
    """Multiples in decimals, as they are written: 0.3 is one of 0.1."""
    exact = Fraction(str(given))

    def divides(value: object) -> bool:
        number = as_number(value)
        if number is None:
            return True
        if isinstance(number, int) and isinstance(given, int):
            return number % given == 0
        return (Fraction(str(number)) / exact).denominator == 1

    return judge(divides, f"must be a multiple of {given}")


def _length(holds: Callable[[int, int], bool], words: str) -> Maker:
    def maker(given: float, schema: Mapping[str, Any], _: Make) -> Check:
        count, kinds = int(given), (str, bytes)

        def fits(value: object) -> bool:
            return not isinstance(value, kinds) or holds(len(value), count)

        thing = "byte" if schema.get("format") == "binary" else "character"
        return judge(fits, f"must have {words} {number_of(count, thing)}")

    return maker


def searcher(pattern: str) -> Callable[[str], bool]:
    """What tells whether a pattern is in a text."""
    try:
        engine = SchemaValidator(core_schema.str_schema(pattern=pattern, strict=True))
    except SchemaError:  # Rust has neither lookaround nor backreferences
        search = re.compile(pattern).search
        return lambda text: search(text) is not None
    return engine.isinstance_python


def _pattern(given: str, _: Mapping[str, Any], __: Make) -> Check:
    search = searcher(given)
    return judge(
        lambda value: not isinstance(value, str) or search(value),
        f"must match the pattern {given}",
    )


def _format(given: str, _: Mapping[str, Any], __: Make) -> Check:
    if given == "binary":
        return judge(lambda value: not isinstance(value, str), "must be bytes")
    holds = FORMATS[given]
    return judge(
        lambda value: not isinstance(value, str) or holds(value),
        f"must be of the format {given}",
    )


MAKERS: Mapping[str, Maker] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "minimum": _bound(lambda value, bound: value >= bound, "at least"),
    "maximum": _bound(lambda value, bound: value <= bound, "at most"),
    "exclusiveMinimum": _bound(lambda value, bound: value > bound, "greater than"),
    "exclusiveMaximum": _bound(lambda value, bound: value < bound, "less than"),
    "multipleOf": _multiple,
    "minLength": _length(lambda length, least: length >= least, "at least"),
    "maxLength": _length(lambda length, most: length <= most, "at most"),
    "pattern": _pattern,
    "format": _format,
}
"""How the checks of these keywords are made."""
