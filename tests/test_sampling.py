"""Values that schemas accept, and values that they refuse."""

import pytest

from sockgen.contract import Argument, Example, JsonObject, JsonValue
from sockgen.sampling import Oracle, Sampler, Variety, is_binary
from sockgen.targets.python.scalars import TEXT_FORMATS

TABLE: dict[str, JsonObject] = {
    "Name": {"type": "string", "minLength": 3},
    "a name/with ~ and é": {"type": "integer", "minimum": 5},
    "Pet": {
        "type": "object",
        "required": ["name", "age"],
        "properties": {
            "name": {"$ref": "#/$defs/Name"},
            "age": {"$ref": "#/$defs/a name~1with ~0 and é"},
        },
        "additionalProperties": False,
    },
    "Never": {"not": {}},
    "Tree": {
        "type": "object",
        "properties": {"more": {"$ref": "#/$defs/Tree"}},
    },
    "Data": {
        "type": "object",
        "properties": {"data": {"type": "string", "format": "binary"}},
    },
}
SAMPLES: list[JsonObject] = [
    {"type": "string", "minLength": 20},
    {"type": "string", "maxLength": 2},
    {"type": "string", "format": "uuid"},
    {"type": "string", "format": "date-time"},
    {"type": "integer", "minimum": 10, "multipleOf": 7},
    {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
    {"type": "array", "items": {"type": "integer"}, "minItems": 3},
    {"type": "array", "items": {"enum": [1, 2, 3]}, "minItems": 3, "uniqueItems": True},
    {"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 2},
    {"allOf": [{"required": ["a"]}, {"properties": {"a": {"type": "boolean"}}}]},
    {"oneOf": [{"type": "null"}, {"type": "string", "pattern": "^$"}]},
    {"const": {"a": [1]}},
    {"type": "array", "items": {"type": "string"}, "uniqueItems": True, "minItems": 2},
    {"type": "array", "items": {"type": "string"}, "maxItems": 0},
    {"allOf": [{"properties": {"a": {"type": "boolean"}}}, {"required": ["a"]}]},
    {"allOf": [{"type": "string", "maxLength": 3}, {"pattern": "^a"}]},
    {"type": "object", "required": ["a"], "anyOf": [{"required": ["b"]}]},
    {"type": ["integer", "null"], "minimum": 3},
    {"prefixItems": [{"type": "string"}, {"type": "integer"}], "minItems": 2},
    {},
]


@pytest.mark.parametrize("schema", SAMPLES, ids=str)
def test_a_sample_is_valid(schema: JsonObject) -> None:
    sample = Sampler({"S": schema}).value("S")
    assert sample is not None
    assert Oracle({"S": schema}).accepts("S", sample[0])


def test_names_of_schemas_may_be_any_text() -> None:
    assert Sampler(TABLE).value("Pet") == ({"name": "text", "age": 5},)


def test_what_cannot_be_made_up_is_not() -> None:
    assert Sampler(TABLE).value("Never") is None
    assert Sampler(TABLE).arguments((Argument("a", "Never"),), ()) is None


def test_an_example_comes_before_what_is_made_up() -> None:
    argument = Argument("pet", "Pet")
    right: JsonValue = {"name": "Rex", "age": 7}
    wrong: JsonValue = {"name": "R", "age": 7}
    sampler = Sampler(TABLE)
    examples = [Example((wrong,)), Example((right,))]
    assert sampler.arguments([argument], examples) == (right,)
    assert sampler.arguments([argument], [Example(())]) == ({"name": "text", "age": 5},)


def test_broken_arguments_are_refused_and_say_what_is_wrong() -> None:
    valid: JsonValue = {"name": "Rex", "age": 7}
    broken = Sampler(TABLE).broken([Argument("pet", "Pet")], [valid])
    labels = {one.label for one in broken.listed}
    assert {"pet: null", "name: missing", "notDeclared: not declared"} <= labels


def test_an_event_of_many_fields_has_more_cases() -> None:
    """So that bounds, and faults which many a check misses, are tried with each."""
    wide: JsonObject = {
        "type": "object",
        "properties": {
            **{f"n{x}": {"type": "integer", "maximum": 9} for x in range(9)},
            **{f"d{x}": {"type": "string", "format": "date"} for x in range(9)},
        },
    }
    valid: JsonValue = {
        **{f"n{x}": 5 for x in range(9)},
        **{f"d{x}": "2026-01-02" for x in range(9)},
    }
    sampler, arguments = Sampler({"Wide": wide}), [Argument("wide", "Wide")]
    few = sampler.broken(arguments, [valid], 12, 0)
    assert len(few.listed) == 12
    many = sampler.broken(arguments, [valid], 12, 6).listed
    assert all(any(x.label == f'n{n}: "5", a string' for x in many) for n in range(9))
    good = {one.label for one in sampler.good(arguments, [], 4, 2).listed}
    assert {f"n{n}: 0, zero" for n in range(9)} <= good
    formats = {one.place for one in many if one.kind == "format"}
    assert formats == {f"/0/d{x}" for x in range(9)}


def test_good_arguments_are_of_other_names_and_leave_out_what_they_may() -> None:
    lot: JsonObject = {
        "type": "object",
        "required": ["code"],
        "properties": {
            "code": {"type": "string", "pattern": "^[A-Z]{2}[0-9]{2}$"},
            "options": {"type": "object", "properties": {"every": {"type": "integer"}}},
            "labels": {"type": "object", "additionalProperties": {"type": "string"}},
        },
    }
    valid: JsonObject = {"code": "AB12", "options": {"every": 5}, "labels": {"a": "b"}}
    arguments, examples = [Argument("lot", "Lot")], [Example((valid,))]
    listed = Sampler({"Lot": lot}).good(arguments, examples, 40).listed
    good = {one.place: one.arguments for one in listed if one.kind == "empty"}
    assert good["/0/options"] == ({**valid, "options": {}},)
    assert good["/0/labels"] == ({**valid, "labels": {}},)
    (other,) = (one for one in listed if one.kind == "pattern")
    assert other.label.endswith(", of its pattern")


def test_each_of_several_branches_is_tried_with_little_and_with_much() -> None:
    kinds: list[JsonValue] = [
        {
            "type": "object",
            "title": kind,
            "required": ["kind"],
            "properties": {"kind": {"const": kind}, "note": {"type": "string"}},
        }
        for kind in ("temp", "state", "pulse")
    ]
    sampler = Sampler({"Reading": {"oneOf": kinds}})
    valid = Example(({"kind": "temp"},))
    listed = sampler.good([Argument("reading", "Reading")], [valid], 12).listed
    labels = {one.label for one in listed}
    for kind in ("state", "pulse"):
        assert {f"reading: {kind}", f"reading: {kind}, the least"} <= labels


@pytest.mark.parametrize("encoding", [{}, {"contentEncoding": "base64"}])
def test_bytes_are_tried_that_are_no_text(encoding: JsonObject) -> None:
    data: JsonObject = {"type": "string", "format": "binary", **encoding}
    valid = Example(("aGVsbG8=",))
    listed = Sampler({"D": data}).good([Argument("data", "D")], [valid]).listed
    (binary,) = (x.arguments[0] for x in listed if x.kind == "binary")
    assert isinstance(binary, bytes)
    with pytest.raises(UnicodeDecodeError):
        binary.decode()


def test_of_what_has_no_bound_many_are_tried() -> None:
    schemas: dict[str, JsonObject] = {
        "N": {"type": "integer"},
        "L": {"type": "array", "items": {"type": "integer"}},
    }
    rest = [Argument("rest", "N", required=False, rest=True)]
    sampler = Sampler(schemas)
    sent = sampler.good(rest, [Example((1, 2))]).listed
    assert max(len(one.arguments) for one in sent) > 20
    lists = sampler.good([Argument("all", "L")], [Example(([1, 2],))]).listed
    assert any(one.label == "all: 20 items" for one in lists)


@pytest.mark.parametrize(("bound", "count"), [({"maxProperties": 4}, 4), ({}, 5)])
def test_maps_are_tried_with_several_keys(bound: JsonObject, count: int) -> None:
    """With as many as they may have, where that is said."""
    prices: JsonObject = {"additionalProperties": {"type": "integer"}}
    schema: JsonObject = {"type": "object", **prices, **bound}
    sampler, arguments = Sampler({"Prices": schema}), [Argument("prices", "Prices")]
    listed = sampler.good(arguments, [Example(({"tea": 3},))]).listed
    (sent,) = (x.arguments[0] for x in listed if x.label == f"prices: {count} keys")
    assert isinstance(sent, dict)
    assert len(sent) == count


def test_what_an_implementation_does_not_take_is_no_sample() -> None:
    """A type may be narrower than its schema."""
    checked: dict[str, JsonObject] = {**TABLE, "Pet": {"type": "array"}}
    assert Sampler(TABLE).value("Pet") is not None
    assert Sampler(TABLE, checked).value("Pet") is None


@pytest.mark.parametrize(
    "schema",
    [
        *({"type": "string", "format": one} for one in sorted(TEXT_FORMATS)),
        {"type": "array", "contains": {"const": 3}, "minContains": 2},
        {
            "type": "object",
            "required": ["a"],
            "properties": {"b": {"type": "integer"}},
            "dependentRequired": {"a": ["b"]},
        },
        {
            "type": "object",
            "properties": {"a": {"type": "integer"}},
            "if": {"required": ["a"]},
            "then": {"required": ["b"]},
            "else": {"required": ["c"]},
        },
    ],
    ids=str,
)
def test_a_sample_is_found_where_keywords_ask_for_more(schema: JsonObject) -> None:
    assert Sampler({"Any": schema}).value("Any") is not None


def test_recursion_ends() -> None:
    assert Sampler(TABLE).value("Tree") == ({},)


def test_bytes_stand_where_the_schema_says() -> None:
    assert Sampler(TABLE).wire("Data", {"data": "hi", "x": "hi"}) == {
        "data": b"hi",
        "x": "hi",
    }
    assert is_binary({"type": ["string", "null"], "format": "binary"})
    assert not is_binary({"type": "integer", "format": "binary"})


def test_the_same_values_each_time() -> None:
    first, second = Sampler(TABLE), Sampler(TABLE)
    assert [first.value(key) for key in TABLE] == [second.value(key) for key in TABLE]


def test_what_is_no_schema_spoils_no_other() -> None:
    oracle = Oracle({"wrong": {"type": "nonsense"}, "text": {"type": "string"}})
    assert oracle.accepts("text", "a")
    assert not oracle.accepts("text", 1)
    assert not oracle.accepts("wrong", 1)


@pytest.mark.parametrize("schema", [*SAMPLES, *TABLE.values()], ids=str)
def test_a_varied_value_is_valid(schema: JsonObject) -> None:
    schemas = {**TABLE, "S": schema}
    variety = Variety(schemas, Sampler(schemas), "a seed")
    for _ in range(20):
        value = variety.value("S")
        assert value is None or Oracle(schemas).accepts("S", value[0])


def some(seed: str) -> list[tuple[JsonValue] | None]:
    schemas: dict[str, JsonObject] = {
        "S": {
            "type": "object",
            "required": ["id", "size", "at"],
            "properties": {
                "id": {"type": "string", "format": "uuid"},
                "size": {"type": "integer", "minimum": 3, "maximum": 900},
                "at": {"type": "string", "format": "date-time"},
                "note": {"type": "string"},
                "kind": {"enum": ["a", "b", "c"]},
            },
        }
    }
    variety = Variety(schemas, Sampler(schemas), seed)
    return [variety.value("S") for _ in range(20)]


def test_varied_values_are_those_of_their_seed() -> None:
    assert some("a") == some("a") != some("b")
    values = [one[0] for one in some("a") if one]
    kinds = {one.get("kind") for one in values if isinstance(one, dict)}
    assert kinds == {None, "a", "b", "c"}
    assert len({str(one) for one in values}) == 20


def test_bytes_are_found_behind_references() -> None:
    schemas: dict[str, JsonObject] = {
        "Outer": {"type": "object", "properties": {"inner": {"$ref": "#/$defs/Inner"}}},
        "Inner": {"type": "array", "items": {"$ref": "#/$defs/Data"}},
        "Data": {"type": "string", "format": "binary"},
        "Text": {"type": "string"},
    }
    sampler = Sampler(schemas)
    assert sampler.wire("Outer", {"inner": ["a"]}) == {"inner": [b"a"]}
    assert sampler.wire("Text", "a") == "a"
