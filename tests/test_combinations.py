"""Unions that would make more types than anybody can use, and what is done about it."""

import pytest

from sockgen.contract import JsonObject, JsonValue
from sockgen.naming import Names
from sockgen.targets.python import schemas, simple
from sockgen.targets.python.notes import Notes, Place
from sockgen.targets.python.shapes import Shape


def product(count: int, width: int) -> JsonObject:
    """All of so many unions: what accepts it is one branch of each."""
    return {
        "allOf": [
            {
                "anyOf": [
                    {"type": "object", "properties": {f"a{row}{column}": {}}}
                    for column in range(width)
                ]
            }
            for row in range(count)
        ]
    }


def defined(schema: JsonObject) -> tuple[dict[str, Shape], str]:
    notes = Notes()
    shapes = schemas.define({"A": schema}, {"A": "A"}, Names(), notes)
    return shapes, "\n".join(one.message for one in notes.diagnostics())


def test_a_few_combinations_each_get_a_type() -> None:
    shapes, said = defined(product(3, 2))
    assert sum(bool(one.properties) for one in shapes.values()) == 8
    assert "combinations" not in said


def test_of_too_many_combinations_the_rest_is_anything() -> None:
    shapes, said = defined(product(40, 2))
    assert len(shapes) < 1_000
    assert "cannot express `anyOf`" in said
    assert "it has too many combinations" in said


def test_the_types_of_too_many_branches_are_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    simplifier = simple.Simplifier({}, Notes())
    assert simplifier.types(product(3, 2), Place.of("A")) == {"object"}
    monkeypatch.setattr(simple, "_BRANCHES", 5)
    assert simplifier.types(product(3, 2), Place.of("A")) > {"object"}


def tagged(value: JsonValue) -> JsonObject:
    properties: JsonObject = {"tag": {"const": value}}
    return {"type": "object", "required": ["tag"], "properties": properties}


@pytest.mark.parametrize("count", [3, 300])
def test_many_branches_are_told_apart_by_a_property(count: int) -> None:
    branches: list[JsonValue] = [tagged(f"t{number}") for number in range(count)]
    assert "may match more than one" not in defined({"oneOf": branches})[1]
    assert "may match more than one" in defined({"oneOf": [*branches, branches[0]]})[1]


@pytest.mark.parametrize("count", [3, 300])
def test_many_branches_are_told_apart_by_their_values(count: int) -> None:
    branches: list[JsonValue] = [{"enum": [f"t{number}"]} for number in range(count)]
    assert "may match more than one" not in defined({"oneOf": branches})[1]
    twice: JsonObject = {"enum": ["another", "t1"]}
    assert "may match more than one" in defined({"oneOf": [*branches, twice]})[1]


def test_a_union_that_no_compiler_takes_is_anything() -> None:
    branches: list[JsonValue] = [{"minLength": number} for number in range(1_001)]
    shapes, said = defined({"type": "string", "anyOf": branches})
    assert [one.schema for one in shapes.values()] == [{}]
    assert "it has more than 1000 branches" in said


def test_a_long_way_of_references_with_company_comes_to_an_end() -> None:
    table: dict[str, JsonObject] = {
        f"S{number}": {
            "type": "array",
            "items": {"$ref": f"#/$defs/S{number + 1}", "minItems": 1},
        }
        for number in range(600)
    }
    table["S600"] = {"type": "array"}
    shapes = schemas.define(table, {key: key for key in table}, Names(), Notes())
    assert len(shapes) < 3_000


def test_a_list_of_itself_with_company_gets_a_second_type() -> None:
    items: JsonObject = {"$ref": "#/$defs/A", "maxItems": 3}
    shapes, _ = defined({"type": "array", "items": items})
    assert [one.name for one in shapes.values()] == ["A", "AItem", None]
