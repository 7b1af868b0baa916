"""What generated code takes and sends, compared with the verdict of JSON Schema."""

import importlib
import json
import random
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from tests.building import build
from tests.random_schemas import random_schemas, random_values
from tests.schemas_in_all_ways import ANY, FORMATS, MATRIX

from sockgen.contract import JsonObject, JsonValue
from sockgen.pipeline import understand
from sockgen.targets.python.names import name_api
from sockgen.targets.python.notes import Notes
from sockgen.targets.python.scalars import TEXT_FORMATS


@dataclass(frozen=True)
class Wire:
    """The values of a generated package, by the keys of the schemas they have."""

    values: Mapping[str, Any]
    errors: Any
    refuses: type[Exception]

    def taken(self, key: str, value: JsonValue) -> bool:
        """Whether a value that comes reaches the program."""
        try:
            self.values[key].decode(value, "")
        except self.refuses:
            return False
        return True

    def sent(self, key: str, value: JsonValue) -> tuple[object, ...]:
        """What leaves for a value whose type is right, if anything does."""
        try:
            typed = self.values[key]._adapter.validate_python(value, by_alias=True)
            return (self.values[key].encode(typed, ""),)
        except (ValueError, self.refuses):
            return ()


def wire_of(schemas: Mapping[str, JsonObject], folder: Path, package: str) -> Wire:
    """One package with a message for each of some schemas."""
    keys = {f"m{number}": key for number, key in enumerate(schemas)}
    reference = "#/components/schemas/"
    messages = {
        name: {
            "name": name,
            "payload": {
                "schemaFormat": "application/schema+json;version=draft-2020-12",
                "schema": {"$ref": reference + key},
            },
            "x-socketio": {"args": "single"},
        }
        for name, key in keys.items()
    }
    channel = {"address": "/", "messages": messages}
    document = {
        "asyncapi": "3.0.0",
        "info": {"title": "t", "version": "1"},
        "channels": {"c": channel},
        "operations": {"o": {"action": "receive", "channel": {"$ref": "#/channels/c"}}},
        "components": {"schemas": {**schemas}},
    }
    spec = folder / "spec.json"
    spec.write_text(json.dumps(document), encoding="utf-8")
    build(spec, folder / "out", package)
    api = understand(spec).value
    assert api is not None
    sys.path.insert(0, str(folder / "out"))
    try:
        models, wire, errors, rules = (
            importlib.import_module(f"{package}.{module}")
            for module in ("models", "_runtime.wire", "_runtime.errors", "rules")
        )
    finally:
        sys.path.pop(0)
    table, names = rules.RULES, name_api(api, Notes()).schemas
    values = {
        key: wire.Value(
            key,
            getattr(models, names[key]),
            rule=table[key] if key in table.schemas else None,
        )
        for key in schemas
    }
    return Wire(values, errors, errors.InvalidPayload)


def verdicts(schemas: Mapping[str, JsonObject]) -> Callable[[str, object], bool]:
    """What a validator says of a value and one of some schemas."""
    made = {
        key: jsonschema_rs.Draft202012Validator(
            {
                "$ref": f"#/components/schemas/{key}",
                "components": {"schemas": {**schemas}},
            },
            validate_formats=True,
        )
        for key in schemas
    }
    return lambda key, value: made[key].is_valid(value)


@pytest.fixture(name="matrix", scope="module")
def _matrix(tmp_path_factory: pytest.TempPathFactory) -> Wire:
    return wire_of(MATRIX, tmp_path_factory.mktemp("matrix"), "matrix_package")


@pytest.mark.parametrize("key", MATRIX)
def test_every_keyword_has_the_verdict_of_json_schema(key: str, matrix: Wire) -> None:
    valid = verdicts(MATRIX)
    texts = FORMATS.get(key.removeprefix("format-").removesuffix("-alone"), [])
    for value in [*ANY, *texts, *([one] for one in ANY)]:
        wanted = valid(key, value)
        assert matrix.taken(key, value) == wanted, value
        for sent in matrix.sent(key, value):
            assert valid(key, sent), value
        if wanted:
            assert matrix.sent(key, value), value


@pytest.mark.parametrize("seed", range(3))
def test_schemas_at_random_have_the_verdict_of_json_schema(
    seed: int, tmp_path: Path
) -> None:
    chance = random.Random(seed)
    schemas = random_schemas(chance, 80)
    wire, valid = wire_of(schemas, tmp_path, f"random_{seed}"), verdicts(schemas)
    for key in schemas:
        for value in random_values(chance, schemas, key, 60):
            assert wire.taken(key, value) == valid(key, value), (schemas[key], value)
            for sent in wire.sent(key, value):
                assert valid(key, sent), (schemas[key], value)


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("type-integer", "x", ["/0: must be an integer"]),
        ("type-list", 1.5, ["/0: must be a string or an integer"]),
        ("minimum", 3, ["/0: must be at most 2.5"]),
        ("minLength", "abc", ["/0: must have at most 2 characters"]),
        ("items", ["a", 1], ["/0/0: must be an integer"]),
        ("format-date", "2026-02-30", ["/0: must be a date that exists"]),
        ("format-ipv4", "x", ["/0: must be of the format ipv4"]),
        ("const-1", True, ["/0: must be 1"]),
        ("uniqueItems", [2, 2], ["/0/1: is the same as item 0, and all must differ"]),
        ("dependentRequired", {"a": 1}, ["/0/b: is missing beside `a`"]),
        ("not", "x", ["/0: matches what `not` forbids"]),
        ("oneOf-overlapping", 1, ["/0: matches more than one of `oneOf`: 0 and 1"]),
        (
            "patternProperties-and-properties",
            {"a": 0, "x-1": 1, "b/~": 2},
            [
                "/0/x-1: must be a string",
                "/0/a: must be at least 1",
                "/0/b~1~0: must be true or false",
            ],
        ),
        (
            "required-and-closed",
            {"c": 1},
            [
                "/0/a: is missing",
                "/0/b: is missing",
                "/0/c: is not a property that is allowed",
            ],
        ),
    ],
)
def test_a_violation_is_told_in_the_words_of_the_document(
    key: str, value: JsonValue, told: list[str], matrix: Wire
) -> None:
    with pytest.raises(matrix.refuses) as caught:
        matrix.values[key].decode(value, "/0")
    assert sorted(str(caught.value).split("; ")) == sorted(told)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("\ud800", "/0/a: must be text in Unicode"),
        ({"\udfff": 1}, "/0/a: has a name that is no text"),
        ([float("nan")], "/0/a/0: must be a finite number"),
        ([[10**100]], "/0/a/0/0: must have at most 100 digits"),
    ],
)
def test_what_no_other_end_could_read_is_refused(
    value: JsonValue, told: str, matrix: Wire
) -> None:
    with pytest.raises(matrix.refuses) as caught:
        matrix.values["required-of-another"].decode({"a": value}, "/0")
    assert str(caught.value) == told


@pytest.mark.parametrize("value", [10**100 - 1, 1e300, "NaN", "9" * 200, [1] * 999])
def test_what_others_can_read_is_taken(value: JsonValue, matrix: Wire) -> None:
    assert matrix.taken("required-of-another", {"a": value})


def test_an_integer_that_could_not_be_sent_on_is_refused(matrix: Wire) -> None:
    assert matrix.taken("type-integer", 1e99)
    with pytest.raises(matrix.refuses, match="at most 100 digits"):
        matrix.values["type-integer"].decode(1e100, "")


def test_one_is_not_true_where_both_are_allowed(matrix: Wire) -> None:
    for value in (1, 1.0, True):
        found = matrix.values["enum-mixed"].decode(value, "")
        assert (found, isinstance(found, bool)) == (value, value is True)


def test_large_multiples_of_a_fraction_are_taken(matrix: Wire) -> None:
    assert matrix.taken("multipleOf-cents", 4.81201188015588e19)
    assert not matrix.taken("multipleOf-cents", 0.125)


def test_a_value_of_another_class_is_told_by_its_place(matrix: Wire) -> None:
    for key, wrong, told in (
        ("required-of-another", {"a": 1}, "must be given as RequiredOfAnother"),
        ("required-of-another", object(), "must be given as RequiredOfAnother"),
        ("items", ["x"], "/0/0: must be an integer"),
    ):
        with pytest.raises(matrix.refuses, match=told):
            matrix.values[key].encode(wrong, "/0")


def test_the_formats_of_the_runtime_are_those_of_the_generator(matrix: Wire) -> None:
    formats = importlib.import_module("matrix_package._runtime.formats")
    assert {*formats.FORMATS} == {*TEXT_FORMATS} == {*FORMATS}
    assert matrix.values
