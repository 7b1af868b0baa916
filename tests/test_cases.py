"""Valid and invalid arguments that contract tests send."""

import json
import random
from collections.abc import Mapping, Sequence

import jsonschema_rs
import pytest
from tests.building import case_spec
from tests.random_schemas import random_schemas

from sockgen.contract import Api, Argument, Example, JsonObject, JsonValue
from sockgen.pipeline import understand
from sockgen.sampling import Cases, Sampler
from sockgen.sampling.patterns import matching
from sockgen.targets.python.enforced import enforced
from sockgen.targets.python.scalars import TEXT_FORMATS

ORDER: JsonObject = {
    "type": "object",
    "required": ["petId", "quantity", "address"],
    "properties": {
        "petId": {"type": "string", "minLength": 1, "maxLength": 8},
        "quantity": {"type": "integer", "minimum": 1, "maximum": 10},
        "address": {
            "type": "object",
            "required": ["street"],
            "properties": {"street": {"type": "string"}, "zip": {"type": "string"}},
        },
        "kind": {"enum": ["gift", "purchase"]},
        "note": {"type": ["string", "null"]},
    },
    "additionalProperties": False,
}
VALID: JsonObject = {"petId": "pet-7", "quantity": 2, "address": {"street": "Lane"}}


def judge(
    schemas: Mapping[str, JsonObject], key: str
) -> jsonschema_rs.Draft202012Validator:
    """A validator that owes nothing to what is tested."""
    whole = {"$ref": f"#/$defs/{key}", "$defs": schemas}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


def broken(schema: JsonObject, valid: JsonValue, most: int = 1_000) -> Cases:
    return Sampler({"S": schema}).broken([Argument("arg", "S")], [valid], most)


def good(schema: JsonObject, valid: JsonValue, most: int = 1_000) -> Cases:
    sampler = Sampler({"S": schema})
    return sampler.good([Argument("arg", "S")], [Example((valid,))], most)


def values(cases: Cases) -> dict[str, object]:
    return {one.label: one.arguments[0] for one in cases.listed}


@pytest.mark.parametrize(
    ("schema", "valid", "label", "wrong"),
    [
        ({"type": "integer", "minimum": 5}, 7, "arg: 4, below the minimum 5", 4),
        ({"type": "integer", "maximum": 10}, 7, "arg: 11, above the maximum 10", 11),
        ({"type": "number", "maximum": 1}, 0.5, "arg: 1.01, above the maximum 1", 1.01),
        ({"type": "number", "exclusiveMinimum": 0}, 1, "arg: 0, not above 0", 0),
        ({"type": "integer", "exclusiveMaximum": 9}, 1, "arg: 9, not below 9", 9),
        (
            {"type": "integer", "multipleOf": 5, "minimum": 10},
            15,
            "arg: 5, below the minimum 10",
            5,
        ),
        ({"type": "integer", "multipleOf": 5}, 15, "arg: 16, no multiple of 5", 16),
        (
            {"type": "number", "multipleOf": 0.1},
            0.3,
            "arg: 0.35, no multiple of 0.1",
            0.35,
        ),
        ({"type": "integer"}, 1, "arg: 1.5, no integer", 1.5),
        ({"type": "integer"}, 1, 'arg: "1", a string', "1"),
        ({"type": "integer"}, 1, "arg: true, a boolean", True),
        ({"type": "string"}, "12", "arg: 12, a number", 12),
        ({"type": "boolean"}, True, 'arg: "true", a string', "true"),
        ({"type": "boolean"}, True, "arg: 1, a number", 1),
        ({"type": "string"}, "a", "arg: null", None),
        ({"type": "string"}, "a", "arg: in a list", ["a"]),
        (
            {"type": "string", "minLength": 3},
            "abc",
            "arg: 2 characters, fewer than 3",
            "ab",
        ),
        (
            {"type": "string", "maxLength": 3},
            "abc",
            "arg: 4 characters, more than 3",
            "abcc",
        ),
        ({"enum": ["a", "b"]}, "a", 'arg: "A", in other letters', "A"),
        ({"enum": ["a", "b"]}, "a", 'arg: "a-other", none of the values', "a-other"),
        ({"const": 3}, 3, "arg: 4, not the value", 4),
        ({"const": True}, True, "arg: false, not the value", False),
        (
            {"type": "string", "pattern": "^[a-z]+$"},
            "ab",
            'arg: "a!", off the pattern',
            "a!",
        ),
        (
            {"type": "string", "format": "date"},
            "2026-01-02",
            'arg: "02.01.2026", no date: the day first',
            "02.01.2026",
        ),
        (
            {"type": "array", "items": {"type": "integer"}, "minItems": 2},
            [1, 2],
            "arg: 1 item, fewer than 2",
            [1],
        ),
        (
            {"type": "array", "items": {"type": "integer"}, "maxItems": 3},
            [1, 2],
            "arg: 4 items, more than 3",
            [1, 2, 1, 2],
        ),
        (
            {"type": "array", "items": {"maximum": 2}, "maxItems": 3},
            [1, 2],
            "arg: 4 items, more than 3",
            [1, 2, 1, 2],
        ),
        (
            {"type": "array", "maxItems": 3, "uniqueItems": True},
            [1, 2],
            "arg: 4 items, more than 3",
            [1, 2, 4, 5],
        ),
        (
            {"type": "array", "items": {"type": "integer"}, "uniqueItems": True},
            [1, 2],
            "arg: an item twice",
            [1, 2, 2],
        ),
        (
            {"type": "array", "items": {"type": "string"}},
            ["a", "b"],
            "1: null",
            ["a", None],
        ),
        (
            {"type": "array", "contains": {"const": 1}},
            [1],
            "arg: without what it must contain",
            [],
        ),
        (
            {"type": "array", "prefixItems": [{"type": "string"}], "items": False},
            ["a"],
            "arg: an item too many",
            ["a", "a"],
        ),
        ({"type": "array"}, ["a"], "arg: its JSON text", '["a"]'),
        ({"type": "array"}, ["a"], "arg: an item without its list", "a"),
        ({"type": "object"}, {"a": 1}, "arg: its JSON text", '{"a": 1}'),
        (
            {"type": "object", "additionalProperties": {"type": "integer"}},
            {"a": 1},
            "a: null",
            {"a": None},
        ),
        (
            {"type": "object", "propertyNames": {"pattern": "^[a-z]+$"}},
            {"a": 1},
            'arg: a property named "0"',
            {"a": 1, "0": 1},
        ),
        (
            {"type": "object", "minProperties": 1},
            {"a": 1},
            "arg: 0 properties, fewer than 1",
            {},
        ),
        (
            {"type": "object", "maxProperties": 1},
            {"a": 1},
            "arg: 2 properties, more than 1",
            {"a": 1, "key1": 1},
        ),
        (
            {"type": "object", "dependentRequired": {"a": ["b"]}},
            {"b": 1, "a": 2},
            "b: missing",
            {"a": 2},
        ),
        (
            {"allOf": [{"required": ["a"]}, {"properties": {"a": {"type": "string"}}}]},
            {"a": "x"},
            "a: null",
            {"a": None},
        ),
        (ORDER, VALID, "address/street: missing", {**VALID, "address": {}}),
        (ORDER, VALID, 'petId: spelled "pet_id"', None),
        (ORDER, VALID, "notDeclared: not declared", {**VALID, "notDeclared": True}),
        (ORDER, VALID, "constructor: not declared", {**VALID, "constructor": True}),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_fault_of_each_kind_is_tried(
    schema: JsonObject, valid: JsonValue, label: str, wrong: JsonValue
) -> None:
    found = values(broken(schema, valid))
    assert label in found
    if wrong is not None or "null" in label:
        assert json.dumps(found[label]) == json.dumps(wrong)


NESTED: dict[str, JsonObject] = {
    "Item": {"type": "object", "properties": {"price": {"type": "number"}}},
    "Cat": {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"const": "cat"}, "lives": {"type": "integer"}},
    },
    "Dog": {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"const": "dog"}, "tail": {"type": "boolean"}},
    },
    "All": {
        "allOf": [
            {
                "type": "object",
                "properties": {
                    "items": {"type": "array", "items": {"$ref": "#/$defs/Item"}}
                },
            },
            {
                "properties": {
                    "map": {
                        "type": "object",
                        "additionalProperties": {"$ref": "#/$defs/Item"},
                    }
                }
            },
        ],
        "properties": {
            "pet": {"oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}]},
            "more": {"$ref": "#/$defs/All"},
        },
    },
}


def test_every_nested_field_is_tried_on_its_own() -> None:
    """What the given arguments lack is made up: branches, items, maps, recursion."""
    cases = Sampler(NESTED).broken([Argument("a", "All")], [{}], 10_000)
    places = {one.place for one in cases.listed}
    wanted = {
        "/0/items/1/price",
        "/0/map/key1/price",
        "/0/pet/lives",
        "/0/pet/tail",
        "/0/more/items",
        "/0/more/pet",
    }
    assert wanted <= places | {one.rsplit("/", 1)[0] for one in places}


def test_each_argument_is_tried_and_is_called_by_its_name() -> None:
    schemas: dict[str, JsonObject] = {"T": {"type": "string"}, "N": {"type": "integer"}}
    arguments = [
        Argument("first", "T"),
        Argument("second", "N", required=False),
        Argument("rest", "N", required=False, rest=True),
    ]
    sampler = Sampler(schemas)
    cases = sampler.broken(arguments, ["a"])
    assert {"first: null", "second: null", "rest: null"} <= {
        x.label for x in cases.listed
    }
    shown = [one.label for one in sampler.good(arguments, ()).listed]
    assert shown[:3] == ["least", "fullest", "without rest"]


def test_what_is_good_is_tried_from_least_to_fullest() -> None:
    found = values(good(ORDER, VALID))
    assert found["example 1"] == VALID
    fullest = found["fullest"]
    assert isinstance(fullest, dict)
    assert {*fullest} == {"petId", "quantity", "address", "kind", "note"}
    assert fullest["petId"] == "pet-7", "what the example has stays"
    assert json.dumps(fullest["address"]).count(":") == 2
    for label in (
        *("quantity: 1, the least", "quantity: 10, the most", "petId: 1 character"),
        *("petId: 8 characters", 'kind: "purchase"', "note: null", "note: emoji"),
        *("note: right to left", "note: combining marks", "note: accents"),
    ):
        assert label in found
    assert not any("\0" in json.dumps(one) for one in found.values())


def test_least_leaves_out_what_may_be_left_out() -> None:
    whole: JsonValue = {**VALID, "kind": "gift", "note": "n"}
    found = values(good(ORDER, whole))
    assert found["least"] == VALID


def test_branches_and_bounds_of_numbers_are_tried() -> None:
    found = values(Sampler(NESTED).good([Argument("a", "All")], (), 1_000))
    assert {"pet: a Dog"} <= {*found}
    numbers = values(good({"type": "integer", "multipleOf": 3, "minimum": 4}, 6))
    assert {"arg: 6, the least", "arg: 3, one step"} & {*numbers} == set()
    free = values(good({"type": "integer"}, 6))
    assert 2**53 - 1 in free.values()
    open_ = values(good({"type": "number", "exclusiveMinimum": 0, "maximum": 1}, 0.5))
    assert {0.01, 1} <= {*open_.values()}


@pytest.mark.parametrize("seed", range(4))
def test_cases_of_schemas_at_random_are_what_they_are_called(seed: int) -> None:
    text = json.dumps(random_schemas(random.Random(seed), 80))
    schemas = json.loads(text.replace("#/components/schemas/", "#/$defs/"))
    sampler = Sampler(schemas)
    tried = 0
    for key in schemas:
        valid = judge(schemas, key)
        argument = [Argument("a", key)]
        for one in sampler.good(argument, ()).listed:
            assert valid.is_valid(one.arguments[0]), (schemas[key], one)
        sample = sampler.value(key)
        for one in sampler.broken(argument, sample).listed if sample else ():
            assert not valid.is_valid(one.arguments[0]), (schemas[key], one)
            tried += 1
    assert tried > 500


def payloads(api: Api) -> list[tuple[Sequence[Argument], Sequence[Example]]]:
    """The arguments of all events and acknowledgements."""
    found: list[tuple[Sequence[Argument], Sequence[Example]]] = []
    for event in (one for namespace in api.namespaces for one in namespace.events):
        found.append((event.arguments, event.examples))
        if event.ack is not None:
            found.append((event.ack.arguments, event.ack.examples))
    return found


def test_cases_of_documents_are_the_same_each_time() -> None:
    for name in ("arguments", "payload-unions", "payload-objects", "binary"):
        api = understand(case_spec(name)).value
        assert api is not None
        one, other = Sampler(api.schemas), Sampler(api.schemas)
        for arguments, examples in payloads(api):
            assert one.good(arguments, examples) == other.good(arguments, examples)
            valid = one.arguments(arguments, examples)
            assert valid is not None
            assert one.broken(arguments, valid) == other.broken(arguments, valid)


def test_few_cases_still_show_every_field_and_every_kind() -> None:
    every = broken(ORDER, VALID)
    fields = {one.place for one in every.listed if "notDeclared" not in one.place}
    kinds = {one.kind for one in every.listed}
    few = broken(ORDER, VALID, len(fields) + len(kinds))
    assert {one.kind for one in few.listed} == kinds
    assert fields <= {one.place for one in few.listed}
    assert len(few.listed) + few.left_out >= len(every.listed)
    assert few.left_out > 0 == every.left_out


def test_what_a_server_is_likely_to_miss_comes_first() -> None:
    labels = [one.label for one in broken(ORDER, VALID).listed]
    early = labels[: len(labels) * 3 // 4]
    for field in ("petId", "quantity", "address", "address/street"):
        assert f"{field}: missing" in early
        assert f"{field}: null" in early
    assert 'quantity: "2", a string' in early


def test_no_two_cases_are_the_same() -> None:
    for cases in (broken(ORDER, VALID), good(ORDER, VALID)):
        listed = cases.listed
        assert len({json.dumps(one.arguments) for one in listed}) == len(listed)
        assert len({one.label for one in listed}) == len(listed)


def test_what_is_too_large_to_be_sent_is_not() -> None:
    long: JsonObject = {"type": "string", "maxLength": 10**9}
    assert all(len(str(one)) <= 5_000 for one in values(good(long, "a")).values())
    assert all(len(str(one)) <= 5_000 for one in values(broken(long, "a")).values())
    wide: JsonObject = {"type": "array", "items": {"type": "string"}, "maxItems": 10**9}
    for cases in (good(wide, ["a"]), broken(wide, ["a"])):
        assert all(len(json.dumps(one)) <= 5_000 for one in values(cases).values())


def test_schemas_that_refer_to_one_another_come_to_an_end() -> None:
    names = range(12)
    schemas: dict[str, JsonObject] = {
        f"T{one}": {
            "type": "object",
            "properties": {
                f"x{other}": {"$ref": f"#/$defs/T{other}"} for other in names
            },
        }
        for one in names
    }
    cases = Sampler(schemas).broken([Argument("a", "T0")], [{}])
    assert len(cases.listed) == 100
    assert cases.left_out > 1_000


BYTES: dict[str, JsonObject] = {
    "B": {
        "type": "object",
        "required": ["data"],
        "properties": {
            "data": {"type": "string", "format": "binary", "maxLength": 4},
            "text": {"type": "string"},
        },
    }
}


def test_bytes_are_confused_with_what_stands_for_them() -> None:
    cases = Sampler(BYTES).broken([Argument("b", "B")], [{"data": "hi"}])
    found = values(cases)
    assert found["data: base64 text in place of bytes"] == {"data": "aGk="}
    assert found["data: text in place of bytes"] == {"data": "hi-"}
    assert found["data: numbers in place of bytes"] == {"data": [104, 105]}
    assert found["data: 5 bytes, more than 4"] == {"data": b"xxxxx"}
    for one in Sampler(BYTES).good([Argument("b", "B")], ()).listed:
        assert isinstance(one.arguments[0], dict)
        assert isinstance(one.arguments[0]["data"], bytes)
        assert len(one.arguments[0]["data"]) <= 4


def test_text_is_no_fault_where_either_is_taken() -> None:
    either: JsonObject = {
        "oneOf": [
            {"type": "string", "format": "binary"},
            {"type": "string", "format": "date"},
        ]
    }
    kinds = {one.kind for one in broken(either, "2026-01-02").listed}
    assert "null" in kinds


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "format": "idn-hostname"},
        {"type": "string", "pattern": "(?<=a+)b"},
        {"type": "object", "patternProperties": {"(?<=a+)b": {"type": "string"}}},
        {"type": "string", "not": {"format": "regex"}},
    ],
    ids=str,
)
def test_what_nothing_checks_is_no_fault(schema: JsonObject) -> None:
    table = {"S": schema}
    valid: JsonValue = {} if schema["type"] == "object" else "b.ab("
    sampler = Sampler(table, None, enforced(table))
    kinds = {one.kind for one in sampler.broken([Argument("a", "S")], [valid]).listed}
    assert "null" in kinds
    assert not kinds & {"format", "pattern", "not"}


def test_what_an_implementation_does_not_take_is_not_good() -> None:
    checked: dict[str, JsonObject] = {"S": {"type": "string", "maxLength": 5}}
    sampler = Sampler({"S": {"type": "string", "maxLength": 9}}, checked)
    cases = sampler.good([Argument("a", "S")], [Example(("abc",))]).listed
    assert len(cases) > 1
    assert all(len(str(one.arguments[0])) <= 5 for one in cases)


def test_each_format_that_is_checked_is_tried() -> None:
    for name in TEXT_FORMATS:
        schema: JsonObject = {"type": "string", "format": name}
        sample = Sampler({"S": schema}).value("S")
        assert sample is not None
        assert "format" in {one.kind for one in broken(schema, sample[0]).listed}, name


@pytest.mark.parametrize(
    "pattern",
    [
        *("^[A-Z]{3}-[0-9]{4}$", r"^\d+(\.\d{2})?$", "^(a|b)\\1$", "^ord_[a-z0-9]{8}$"),
        *(
            "^#([0-9a-f]{6}|[0-9a-f]{3})$",
            "^[^@ ]+@[^@ ]+$",
            "^(?:red|green)$",
            "^\\u00e9$",
        ),
        *(
            "(?<=a)b",
            "^(?=.*[0-9])[a-z0-9]+$",
            r"^\p{L}+$",
            "^(?<year>[0-9]{4})$",
            "^.{5,}$",
        ),
        *(r"^[\w.-]+\/[\w.-]+$", "^$", "a{2,3}?b*", "[]-]"),
    ],
)
def test_a_text_is_made_up_for_a_pattern(pattern: str) -> None:
    valid = judge({"S": {"type": "string", "pattern": pattern}}, "S")
    assert any(valid.is_valid(text) for text in matching(pattern))


@pytest.mark.parametrize(
    "pattern", ["(", "[a", "a)", "\\", "a{99999999999}", "(?<a", "*"]
)
def test_a_pattern_that_cannot_be_read_is_none(pattern: str) -> None:
    assert len([*matching(pattern)]) <= 40


@pytest.mark.parametrize(
    ("required", "optional", "rest", "sizes"),
    [
        (0, 0, False, [1]),
        (1, 0, False, [0, 2]),
        (2, 1, False, [0, 1, 1, 1, 4]),
        (1, 0, True, [0]),
        (0, 0, True, []),
    ],
)
def test_wrong_numbers_of_arguments(
    required: int, optional: int, rest: bool, sizes: list[int]
) -> None:
    arguments = [Argument(f"a{number}", "S") for number in range(required)]
    arguments += [
        Argument(f"o{number}", "S", required=False) for number in range(optional)
    ]
    arguments += [Argument("rest", "S", required=False, rest=True)] if rest else []
    sampler = Sampler({"S": {"type": "integer"}})
    valid = sampler.arguments(arguments, ())
    assert valid is not None
    cases = sampler.miscounted(arguments, valid).listed
    assert [len(one.arguments) for one in cases] == sizes
