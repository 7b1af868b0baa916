"""Schemas that ask for more than anybody writes down, or for what there is not."""

import json

import pytest

from sockgen.contract import JsonObject, JsonValue
from sockgen.sampling import Sampler

ENDLESS: JsonObject = {
    "type": "object",
    "required": ["a"],
    "properties": {"a": {"oneOf": [{"$ref": "#/$defs/A"} for _ in range(6)]}},
}


def nested(keyword: str, inside: str, kind: str) -> JsonObject:
    made: JsonObject = {"type": "string", "minLength": 1_000}
    for _ in range(5):
        made = {"type": kind, keyword: 900, inside: made}
    return made


def doubled(levels: int) -> dict[str, JsonObject]:
    both: dict[str, JsonObject] = {
        f"L{level}": {
            "type": "array",
            "prefixItems": [{"$ref": f"#/$defs/L{level + 1}"}] * 4,
            "minItems": 4,
        }
        for level in range(levels)
    }
    return {**both, f"L{levels}": {"type": "string", "minLength": 10_000}}


@pytest.mark.parametrize(
    "schemas",
    [
        {"A": nested("minItems", "items", "array")},
        {"A": nested("minProperties", "additionalProperties", "object")},
        {"A": ENDLESS},
        {**doubled(9), "A": {"$ref": "#/$defs/L0"}},
        {"A": {"type": "array", "minItems": 10**15, "items": {"type": "null"}}},
    ],
    ids=["items", "properties", "without end", "positions", "items without end"],
)
def test_there_is_no_sample_of_what_is_too_much(schemas: dict[str, JsonObject]) -> None:
    assert Sampler(schemas).value("A") is None


def test_there_is_one_of_what_is_large() -> None:
    schema: JsonObject = {"type": "array", "minItems": 900, "items": {"type": "string"}}
    found: tuple[JsonValue] | None = Sampler({"A": schema}).value("A")
    assert found is not None
    assert json.dumps(found[0]).count("text") == 900
