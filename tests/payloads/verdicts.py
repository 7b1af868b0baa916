"""What `jsonschema` says of values, and where generated code differs on purpose."""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from typing import Any

import jsonschema_rs
from jsonschema import Draft7Validator, Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import create, extend
from referencing import Registry
from referencing.jsonschema import DRAFT7, DRAFT202012
from tests.payloads.described import Document, Spot, Spots

from sockgen.targets.python.scalars import TEXT_FORMATS

Faults = Iterator[ValidationError]


@cache
def _asks(keyword: str, given: str) -> Callable[[str], bool]:
    schema = {keyword: given}
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True).is_valid


def _fitting(schema: Any) -> bool:
    return isinstance(schema, dict) and schema.get("format") == "binary"


def _type(validator: Any, types: Any, value: Any, schema: Any) -> Faults:
    """Bytes where the format is `binary`, and nowhere else; null with `nullable`."""
    if value is None and schema.get("nullable") is True:
        return
    plain = [types] if isinstance(types, str) else types
    kinds = [one for one in plain if one != "string"]
    text = "string" in plain and isinstance(value, bytes if _fitting(schema) else str)
    if not text and not any(validator.is_type(value, one) for one in kinds):
        yield ValidationError("type")
    if "integer" in kinds and "number" not in kinds and _is_endless(value):
        yield ValidationError("too many digits")


def _is_endless(value: Any) -> bool:
    return isinstance(value, int | float) and abs(value) >= 10**100


def _readable(value: Any) -> bool:
    """Whether any other end can read a value."""
    if isinstance(value, str):
        return value.isascii() or not re.search("[\ud800-\udfff]", value)
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, int):
        return not _is_endless(value)
    if isinstance(value, dict):
        return all(map(_readable, value)) and all(map(_readable, value.values()))
    return not isinstance(value, list | tuple) or all(map(_readable, value))


def _multiple(validator: Any, step: Any, value: Any, schema: Any) -> Faults:
    """Multiples as they are written."""
    if (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and (Fraction(str(value)) / Fraction(str(step))).denominator != 1
    ):
        yield ValidationError("multipleOf")


def _pattern(validator: Any, pattern: Any, value: Any, schema: Any) -> Faults:
    """The regular expressions of ECMA 262, which those of Python are not."""
    if isinstance(value, str) and not _matches(pattern, value):
        yield ValidationError("pattern")


def _matches(pattern: str, value: str) -> bool:
    if "(?!" not in pattern:
        return _asks("pattern", pattern)(value)
    # With lookaround, the validator behind this takes letters of all scripts for `\\w`.
    return re.search(pattern.replace("$", r"\Z"), value, re.ASCII) is not None


def _format(validator: Any, name: Any, value: Any, schema: Any) -> Faults:
    """Formats as their RFCs say; a day and a point in time must exist in Python.

    Which letters a host has in an `idn-email` is not judged.
    """
    if not isinstance(value, str) or name not in TEXT_FORMATS:
        return
    is_time = name in ("date", "date-time") and schema.get("type") is not None
    beyond = is_time and (value[:4] == "0000" or value[17:19] == "60")
    if name == "idn-email":
        value = "".join(one if one.isascii() else "a" for one in value)
    # The validator behind this does not know that upper case is the same there.
    text = re.sub("(?i)xn--[^.]*", lambda found: found[0].lower(), value)
    if beyond or not _asks("format", name)(text):
        yield ValidationError("format")


_KEYWORDS = {
    "type": _type,
    "multipleOf": _multiple,
    "pattern": _pattern,
    "format": _format,
    # Older than draft 2020-12, and still read.
    "dependencies": Draft7Validator.VALIDATORS["dependencies"],
}


def _with_bytes(kind: Any) -> Any:
    """A validator to which bytes are texts."""
    checker = kind.TYPE_CHECKER.redefine(
        "string", lambda _, value: isinstance(value, str | bytes)
    )
    made: Any = extend
    return made(kind, type_checker=checker)


def _items(schema: Any) -> Any:
    return schema.items()


def _deliberate(kind: Any) -> Any:
    """A validator that differs from another as generated code does.

    It looks beside a `$ref`, and at keywords of draft 2020-12, which draft 7 does not.
    """
    return create(
        kind.META_SCHEMA,
        {**Draft202012Validator.VALIDATORS, **kind.VALIDATORS, **_KEYWORDS},
        type_checker=kind.TYPE_CHECKER,
        format_checker=FormatChecker(()),
        id_of=kind.ID_OF,
        applicable_validators=_items,
    )


class Verdicts:
    """Whether values are valid for schemas of a document."""

    def __init__(self, document: Document) -> None:
        self._registries: Mapping[bool, Registry[Any]] = {
            modern: Registry().with_resource(
                "doc:", draft.create_resource(document.tree)
            )
            for modern, draft in ((False, DRAFT7), (True, DRAFT202012))
        }
        self._made: dict[tuple[Spot, bool], Any] = {}

    def _validator(self, spot: Spot, deliberate: bool) -> Any:
        if (spot, deliberate) not in self._made:
            kind = _with_bytes(Draft202012Validator if spot.modern else Draft7Validator)
            checker = kind.FORMAT_CHECKER
            if deliberate:
                kind, checker = _deliberate(kind), FormatChecker()
            self._made[spot, deliberate] = kind(
                {"$ref": f"doc:#{spot.pointer}"},
                registry=self._registries[spot.modern],
                format_checker=checker,
            )
        return self._made[spot, deliberate]

    def valid(self, spots: Spots, values: tuple[Any, ...], *, deliberate: bool) -> bool:
        """Whether values are valid, in their number, and each."""
        if deliberate and not _readable(values):
            return False
        each = spots.each(len(values))
        try:
            return each is not None and all(
                self._validator(spot, deliberate).is_valid(value)
                for spot, value in zip(each, values, strict=True)
            )
        except re.error:  # a pattern that Python does not know
            return not deliberate and self.valid(spots, values, deliberate=True)
