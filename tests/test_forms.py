"""What datamodel-code-generator is asked: each form once, whoever has it."""

import ast
from typing import Any

import pytest

from sockgen.contract import JsonObject
from sockgen.naming import Names
from sockgen.sampling import Sampler
from sockgen.targets.python import forms, generation
from sockgen.targets.python.models import Models, make_models
from sockgen.targets.python.notes import Notes
from sockgen.targets.python.schemas import define


def models(schemas: dict[str, JsonObject]) -> Models:
    """The types of a table of schemas that are named as its keys are."""
    notes = Notes()
    shapes = define(schemas, {one: one for one in schemas}, Names(schemas), notes)
    return make_models(shapes, Sampler(schemas), notes)


def fields(made: Models, name: str) -> list[str]:
    return [str(one.code) for one in made.find(name).members]


def order(number: int) -> JsonObject:
    """One of many classes that have no name in common, nor a type."""
    return {
        "type": "object",
        "required": [f"id{number}"],
        "properties": {
            f"id{number}": {"type": "string", "pattern": f"^{number}-"},
            f"count{number}": {"type": "integer", "minimum": 0},
            f"state{number}": {"type": "string", "enum": [f"new{number}", "old"]},
            f"next{number}": {"$ref": f"#/$defs/Order{number + 1}"},
        },
        "additionalProperties": False,
    }


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many definitions each call of the generator was given."""
    counts: list[int] = []

    def generate(schemas: dict[str, JsonObject]) -> ast.Module:
        counts.append(len(schemas))
        return generation.generate(schemas)

    monkeypatch.setattr(forms, "generate", generate)
    return counts


def test_what_is_asked_does_not_grow_with_what_repeats(asked: list[int]) -> None:
    for count in (3, 30):
        table: dict[str, Any] = {f"Order{one}": order(one) for one in range(count)}
        models({**table, f"Order{count}": {"type": "null"}})
    few, many = asked
    assert few == many


def test_one_form_has_the_names_and_patterns_of_each_that_has_it() -> None:
    made = models({"Order0": order(0), "Order1": order(1), "Order2": {"type": "null"}})
    for number in (0, 1):
        assert fields(made, f"Order{number}")[1:] == [
            f'id{number}: Annotated[StrictStr, Field(pattern="^{number}-")]',
            f"count{number}: Annotated[StrictInt, Field(ge=0)] | MISSING = MISSING",
            f"state{number}: Order{number}State{number} | MISSING = MISSING",
            f"next{number}: Order{number + 1} | MISSING = MISSING",
        ]


def test_what_two_members_of_a_union_have_in_common_stays_two() -> None:
    text: JsonObject = {"type": "string", "minLength": 1}
    either: JsonObject = {"oneOf": [{"$ref": "#/$defs/A"}, {"$ref": "#/$defs/B"}]}
    made = models({"A": text, "B": text, "Either": either})
    assert made.find("Either").alias == 'Either = TypeAliasType("Either", A | B)'
