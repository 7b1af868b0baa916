"""Payloads over real connections: what leaves, what arrives, and what is refused.

`python -m tests.payloads` does the same with many more.
"""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from tests.building import PET_STORE
from tests.payloads.described import Document, Spot, Spots
from tests.payloads.documents import EVERYTHING, both_ways
from tests.payloads.ends import connected
from tests.payloads.journeys import run
from tests.payloads.packages import Package
from tests.payloads.verdicts import Verdicts
from tests.payloads.ways import WAYS, Case, travel

from sockgen.contract import JsonObject

pytestmark = pytest.mark.slow
COUNT = 300


@pytest.mark.parametrize("spec", [PET_STORE, EVERYTHING], ids=lambda one: one.stem)
def test_both_ends_judge_and_keep_payloads_as_the_document_says(spec: Path) -> None:
    found = asyncio.run(run(spec, COUNT))
    assert [one for tally in found.values() for one in tally.disagreements] == []
    assert found.keys() == {way.name for way in WAYS}
    for tally in found.values():
        # Payloads of which all or none are valid would show little.
        total = tally.accepted + tally.refused
        assert COUNT // len(WAYS) <= total
        assert total // 10 < tally.accepted < total * 9 // 10


UNTYPED: JsonObject = {"properties": {"a": {"type": "integer"}}}
DIFFERENCES: list[tuple[JsonObject, Any, bool]] = [
    ({"type": "number", "multipleOf": 0.1}, 0.3, True),
    ({"type": "number", "multipleOf": 1.5}, 1e300, False),
    ({"type": "string", "pattern": "^\\d+$"}, "٣", False),
    ({"type": "string", "pattern": "^a$"}, "a\n", False),
    ({"type": "string", "format": "email"}, "a b@c", False),
    ({"type": "string", "format": "uri"}, "no uri", False),
    ({"type": "string", "format": "date-time"}, "2016-12-31T23:59:60Z", False),
    ({"type": "string", "format": "date"}, "0000-01-01", False),
    ({"type": "integer"}, 1e100, False),
    ({"type": "string"}, "\ud800", False),
    ({}, {"\ud800": 1}, False),
    ({"type": "string", "format": "binary"}, "text", False),
    ({"type": "string", "nullable": True}, None, True),
    ({"$ref": "#/components/schemas/Text", "maxLength": 1}, "ab", False),
    (UNTYPED, "text", False),
    ({"type": "object", "dependentRequired": {"a": ["b"]}}, {"a": 1}, False),
]
"""Schemas with values of which generated code judges other than `jsonschema`, and
whether it takes them. The page "Checking documents" has this list in words."""


def spec_of(schemas: dict[str, JsonObject], folder: Path) -> Path:
    """A document of schemas of draft 7."""
    document: Any = both_ways(schemas)
    for message in document["channels"]["all"]["messages"].values():
        message["payload"] = message["payload"]["schema"]
    path = folder / "spec.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


async def test_differences_from_a_validator_are_those_that_are_documented(
    tmp_path: Path,
) -> None:
    schemas = {
        f"S{number}": schema for number, (schema, _, _) in enumerate(DIFFERENCES)
    }
    spec = spec_of({"Text": {"type": "string"}, **schemas}, tmp_path)
    package = Package(spec, tmp_path / "out", "payloads_that_differ")
    way = WAYS[0]
    members = {
        one.event.arguments[0].schema: one for one in package.members if one.upward
    }
    async with connected(package, 1) as ends:
        for key, (schema, value, taken) in zip(schemas, DIFFERENCES, strict=True):
            case = Case(members[key], (value,), None, package.api.schemas)
            [(_, seen)] = await travel(way, ends, [case])
            assert (seen.came is not None) is taken, schema
            assert seen.fault == "", schema
    verdicts = Verdicts(package.document)
    for key, (schema, value, taken) in zip(schemas, DIFFERENCES, strict=True):
        spots = Spots((Spot(f"/components/schemas/{key}"),), 1)
        # Which types are meant depends on where such a schema stands.
        assert (
            schema is UNTYPED
            or verdicts.valid(spots, (value,), deliberate=True) is taken
        ), schema


def test_a_validator_has_the_other_verdict() -> None:
    """But for the formats that it only knows with more packages."""
    document = Document({"components": {"schemas": {"Text": {"type": "string"}}}})
    for schema, value, taken in DIFFERENCES:
        whole = {**document.tree, **schema}
        checker = Draft7Validator.FORMAT_CHECKER
        validator = Draft7Validator(whole, format_checker=checker)
        if schema.get("format") not in ("uri", "date", "date-time", "email"):
            assert validator.is_valid(value) is not taken, schema
