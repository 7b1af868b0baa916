"""Verdicts and values: of schemas at random, and of all pairs of documents.

No value that one end may send and the other refuses may speak against `compatible`,
and where it is said that values are refused, one is found.
"""

import json
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any, cast

import pytest
from tests.exchanged import End, Exchange, exchanges
from tests.pairs import NAMES, pair
from tests.payloads.values import arguments, draw
from tests.random_schemas import random_schemas

from sockgen.comparing import Change, Verdict, compare
from sockgen.comparing.schemas import Comparison
from sockgen.comparing.witnesses import Witnesses
from sockgen.contract import Api
from sockgen.sampling import Sampler

ROUNDS = 60
MAPS = {"properties", "patternProperties", "dependentSchemas", "dependentRequired"}


def inside(schema: object) -> Iterator[dict[str, Any]]:
    """A schema and those inside it, at any depth."""
    if isinstance(schema, list):
        for one in cast("list[object]", schema):
            yield from inside(one)
    if isinstance(schema, dict):
        keywords = cast("dict[str, Any]", schema)
        yield keywords
        for keyword, below in keywords.items():
            yield from inside([*below.values()] if keyword in MAPS else below)


def changed(chance: Random, schema: Any) -> Any:
    """A schema that lacks a keyword somewhere, or has one more."""
    made = json.loads(json.dumps(schema))
    spots = [*inside(made)]
    spot = chance.choice(spots)
    if spot and chance.random() < 0.6:
        spot.pop(chance.choice([*spot]))
    else:
        spot[chance.choice(["maxLength", "minItems", "minimum"])] = 1
    return made


@pytest.mark.parametrize("start", range(0, ROUNDS, 20))
def test_no_value_speaks_against_a_verdict(start: int) -> None:
    proven = 0
    for seed in range(start, start + 20):
        chance = Random(seed)
        text = json.dumps(random_schemas(chance, 8))
        old = json.loads(text.replace("#/components/schemas/", "#/$defs/"))
        new = {key: changed(chance, changed(chance, one)) for key, one in old.items()}
        comparison, witnesses = Comparison(old, new), Witnesses(old, new)
        for key in old:
            losses = [one for one in comparison.losses(key, key) if not one.remote]
            assert losses or not witnesses.found(key, key), (seed, old[key], new[key])
            proven += any(one.sure for one in losses)
    assert proven > 5


@pytest.mark.parametrize("seed", range(20))
def test_a_schema_is_the_same_as_itself(seed: int) -> None:
    text = json.dumps(random_schemas(Random(seed), 8))
    table = json.loads(text.replace("#/components/schemas/", "#/$defs/"))
    comparison = Comparison(table, table)
    assert not [one for key in table for one in comparison.losses(key, key)]


def lost(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    return [one.reason for one in Comparison(old, new).losses("It", "It")]


def test_what_is_referred_to_counts_beside_other_keywords() -> None:
    it: dict[str, Any] = {"$ref": "#/$defs/Of", "maxLength": 5}
    old, new = ({"It": it, "Of": {"type": x}} for x in ("string", "integer"))
    assert lost(old, old) == []
    assert lost(old, new) == ["a string is not accepted"]


def test_what_two_choices_accept_is_not_accepted_before_either() -> None:
    null: dict[str, Any] = {"type": "null"}
    old = {"It": {"oneOf": [null, null, {"type": "string"}]}}
    assert lost(old, {"It": {"type": "string"}}) == []


FEW, MANY = 10, 300
Drawn = list[tuple[object, ...]]
KNOWN: dict[object, tuple[Api, Drawn]] = {}
"""What was drawn once, for both ways through a pair; with what it was drawn for."""


def readable(values: Sequence[object]) -> bool:
    """Whether what was drawn can travel: half a pair of surrogates cannot."""
    try:
        str(values).encode()
        return "\\ud800" not in ascii(values)
    except UnicodeEncodeError:
        return False


def drawn(exchange: Exchange, count: int) -> Drawn:
    """Values at and around what either end speaks of."""
    made: Drawn = []
    for end in (exchange.sender, exchange.receiver):
        for declared in end.choices:
            key = id(end.api), declared, count
            if key not in KNOWN:
                found = draw(arguments(declared, end.api.schemas), count)
                KNOWN[key] = end.api, [one for one in found if readable(one)]
            made += KNOWN[key][1]
    return made


def sampled(end: End, other: End) -> Drawn:
    """What the sampler has for one end, and what it finds to be wrong for the other."""
    made: Drawn = []
    for declared in end.choices:
        made += [
            x.arguments for x in Sampler(end.api.schemas).good(declared, ()).listed
        ]
    for declared in other.choices:
        sampler = Sampler(other.api.schemas)
        if valid := sampler.arguments(declared, ()):
            made += [x.arguments for x in sampler.broken(declared, valid, 300).listed]
    return made


@pytest.mark.parametrize("name", NAMES)
def test_no_value_speaks_against_the_verdict_on_a_pair(name: str) -> None:
    for back in (False, True):
        apis = pair(name, back=back).read()
        changes = compare(*apis)
        for exchange in exchanges(*apis):
            if not exchange.is_the_same:
                check(exchange, changes)


def check(exchange: Exchange, changes: Sequence[Change]) -> None:
    refused = next(exchange.refused(drawn(exchange, FEW)), None)
    if refused is None and exchange.broken_by_values(changes):
        more = sampled(exchange.sender, exchange.receiver)
        refused = next(exchange.refused(more), None)
        refused = refused or next(exchange.refused(drawn(exchange, MANY)), None)
        assert refused is not None, (exchange.about, changes)
    if refused is not None:
        verdicts = {one.verdict for one in exchange.spoken_of(changes)}
        assert verdicts - {Verdict.COMPATIBLE}, (exchange.about, refused)
