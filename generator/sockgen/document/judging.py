"""Payload schemas as one value each, with which examples and defaults are judged.

That is draft 7 as the validators of JavaScript read it: some formats of texts are
looser there, and there are formats of numbers.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, cast

import jsonschema_rs

from sockgen.document.keywords import HOLD_LIST, HOLD_MAP, HOLD_ONE
from sockgen.document.patterns import is_javascript
from sockgen.document.references import Target, reference_of, resolve
from sockgen.document.text_formats import TEXT_FORMATS
from sockgen.source import JsonObject, JsonValue, Pointer, Source

_LARGEST = 20_000
"""How many schemas a schema may hold, references followed, to be used."""

_DATE = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
_TIME = (
    r"(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d|23:59:60)"
    r"(?:\.\d+)?(?:[zZ]|[+-]\d{2}(?::?\d{2})?)?"
)
_PATTERNS = {
    "date": _DATE,
    "time": _TIME,
    "date-time": rf"{_DATE}[tT\s]{_TIME}",
    "uuid": r"(?:urn:uuid:)?[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}",
    "byte": r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?",
}
_UNKNOWN = ("iri", "iri-reference", "idn-email", "idn-hostname")
_NUMBERS: dict[str, JsonObject] = {
    "int32": {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1},
    "int64": {"type": "integer"},
}
_DRAFTS = {
    "draft-04": jsonschema_rs.Draft4Validator,
    "draft-06": jsonschema_rs.Draft6Validator,
    "2019-09": jsonschema_rs.Draft201909Validator,
    "2020-12": jsonschema_rs.Draft202012Validator,
}


class Judge:
    """Says what is wrong with a value, by a schema of one document."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._validators: dict[Pointer, Any] = {}

    def faults(
        self, pointer: Pointer, schema: JsonValue, value: JsonValue
    ) -> Iterator[tuple[Pointer, str]]:
        """Every fault of a value: where in the value, and what.

        Nothing is wrong by a schema that holds itself, or that is no schema; nothing
        is right by one with a pattern that JavaScript cannot read.
        """
        if pointer not in self._validators:
            self._validators[pointer] = self._validator(schema)
        validator = self._validators[pointer]
        if isinstance(validator, _BadPattern):
            yield (), f"`{validator}` is not a regular expression of JavaScript"
            return
        for error in validator.iter_errors(value) if validator else ():
            yield tuple(error.instance_path), str(error.message)

    def _validator(self, schema: JsonValue) -> Any:
        try:
            whole = _Joined(self._source).of(schema)
            named = str(schema.get("$schema")) if isinstance(schema, dict) else ""
            draft = next((_DRAFTS[one] for one in _DRAFTS if one in named), None)
            make = draft or jsonschema_rs.Draft7Validator
            return make(cast("Any", whole), formats=_formats(), validate_formats=True)
        except _BadPattern as found:
            return found
        except (_NotOneValue, ValueError):
            return None


class _NotOneValue(Exception):
    """A schema holds itself, or grows beyond measure when its references are joined."""


class _BadPattern(Exception):
    """A pattern of a schema is not one for JavaScript."""


class _Joined:
    """Makes a schema into one value, each reference replaced by what it means."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._open: list[str] = []
        self._count = 0

    def of(self, schema: JsonValue) -> JsonValue:
        if not isinstance(schema, dict):
            return schema
        self._count += 1
        if self._count > _LARGEST:
            raise _NotOneValue
        reference = reference_of(schema)
        if reference is not None:
            return self._behind(reference)
        pattern = schema.get("pattern")
        if isinstance(pattern, str) and not is_javascript(pattern):
            raise _BadPattern(pattern)
        joined = {
            key: self._keyword(key, value)
            for key, value in schema.items()
            if key not in ("$id", "id", "$schema")
        }
        return _read_as_javascript(joined)

    def _behind(self, reference: str) -> JsonValue:
        found = resolve(self._source, reference)
        if reference in self._open or not isinstance(found, Target):
            raise _NotOneValue
        self._open.append(reference)
        joined = self.of(found.value)
        self._open.pop()
        return joined

    def _keyword(self, key: str, value: JsonValue) -> JsonValue:
        if isinstance(value, dict):
            if key in HOLD_MAP:
                return {name: self.of(one) for name, one in value.items()}
            if key in HOLD_ONE:
                return self.of(value)
        if isinstance(value, list) and key in HOLD_LIST:
            return [self.of(one) for one in value]
        return value


def _read_as_javascript(schema: JsonObject) -> JsonObject:
    kinds = schema.get("type")
    if schema.get("nullable") is True and kinds is not None:
        listed = kinds if isinstance(kinds, list) else [kinds]
        schema = {**schema, "type": [*(one for one in listed if one != "null"), "null"]}
    number = _NUMBERS.get(str(schema.get("format")))
    if number is not None:
        rule: JsonObject = {"if": {"type": "number"}, "then": number}
        others = schema.get("allOf")
        schema = {
            **schema,
            "allOf": [*(others if isinstance(others, list) else ()), rule],
        }
    return schema


@cache
def _formats() -> dict[str, Callable[[str], bool]]:
    formats = dict(TEXT_FORMATS)
    formats.update({name: _matches(text) for name, text in _PATTERNS.items()})
    formats.update(dict.fromkeys(_UNKNOWN, lambda _: True))
    return formats


def _matches(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern, re.ASCII)
    return lambda text: compiled.fullmatch(text) is not None
