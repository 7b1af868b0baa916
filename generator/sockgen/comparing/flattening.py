"""A schema as a choice of schemas that have no references, unions or parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sockgen.comparing import parts
from sockgen.comparing.joining import joined
from sockgen.contract import JsonObject, JsonValue
from sockgen.sampling import Oracle, key_of

_MOST = 64
"""Alternatives that a schema is taken apart into."""
_FEW = 100
"""Integers between two bounds that are looked at one by one."""
_COMPOSED = frozenset(("$ref", "allOf", "anyOf", "oneOf"))
_CLOUDY = frozenset(
    (
        *("not", "if", "contains", "propertyNames", "dependentSchemas"),
        *("unevaluatedItems", "unevaluatedProperties"),
    )
)
"""Keywords that may refuse what the others accept, in ways that are not followed."""


@dataclass(frozen=True, slots=True)
class Flat:
    """One alternative. If it is not `exact`, it may accept more than is accepted.

    `beside` are the other branches of the `oneOf` that it is of.
    """

    schema: JsonObject
    exact: bool = True
    beside: tuple[JsonValue, ...] = ()


class Flattening:
    """Takes schemas of one table apart."""

    def __init__(self, table: Mapping[str, JsonObject]) -> None:
        self._table = table
        self.oracle = Oracle(table)

    def all(self, schema: JsonValue) -> list[Flat]:
        """The alternatives that accept something, as far as one can see."""
        settled = (self._settled(one) for one in self._expanded(schema, ()))
        found = (self._within(one, schema) for one in settled if one is not None)
        return [one for one in found if one is not None]

    def _within(self, flat: Flat, schema: JsonValue) -> Flat | None:
        """An alternative without the values that another one refuses, as of `oneOf`."""
        values = parts.values(flat.schema)
        if values is None or not flat.beside:
            return flat
        left: list[JsonValue] = [x for x in values if self.oracle.fits(schema, x)]
        return replace(flat, schema={"enum": left}) if left else None

    def _expanded(self, schema: JsonValue, seen: tuple[str, ...]) -> list[Flat]:
        if not isinstance(schema, dict):
            return [] if schema is False else [Flat({})]
        own: JsonObject = {
            key: one
            for key, one in schema.items()
            if key not in _COMPOSED and parts.tells({key: one})
        }
        made = [Flat(own, not own.keys() & _CLOUDY)]
        reference = schema.get("$ref")
        if isinstance(reference, str):
            key = key_of(reference)
            target = self._table.get(key, {})
            found = (
                [Flat({}, False)]
                if key in seen
                else self._expanded(target, (*seen, key))
            )
            made = _product(made, found)
        for part in _branches(schema, "allOf"):
            made = _product(made, self._expanded(part, seen))
        for keyword in ("anyOf", "oneOf"):
            if keyword in schema:
                made = _product(made, self._choice(schema, keyword, seen))
        return made

    def _choice(
        self, schema: JsonObject, keyword: str, seen: tuple[str, ...]
    ) -> list[Flat]:
        branches = _branches(schema, keyword)
        found: list[Flat] = []
        for index, branch in enumerate(branches):
            others = (*branches[:index], *branches[index + 1 :])
            for one in self._expanded(branch, seen):
                beside = others if keyword == "oneOf" else ()
                found.append(replace(one, beside=(*one.beside, *beside)))
        return found

    def _settled(self, flat: Flat) -> Flat | None:
        schema = dict(flat.schema)
        kinds = parts.types(schema)
        step = schema.get("multipleOf")
        if "number" in kinds and parts.is_multiple(step, 1) and step is not None:
            kinds -= {"number"}
            schema["type"] = parts.names_of(kinds)
        if not kinds or _is_empty(schema, kinds):
            return None
        values = parts.values(schema)
        if values is None:
            values = _listed(schema, kinds)
            if values is None:
                return replace(flat, schema=schema)
        left = [one for one in values if self.oracle.fits(schema, one)]
        return replace(flat, schema={"enum": left}) if left else None


def _branches(schema: JsonObject, keyword: str) -> list[JsonValue]:
    value = schema.get(keyword)
    return value if isinstance(value, list) else []


def _product(first: Sequence[Flat], second: Sequence[Flat]) -> list[Flat]:
    if len(first) * len(second) > _MOST:
        return [replace(one, exact=False) for one in first]
    made: list[Flat] = []
    for one in first:
        for other in second:
            schema, exact = joined(one.schema, other.schema)
            exact = exact and one.exact and other.exact
            made.append(Flat(schema, exact, (*one.beside, *other.beside)))
    return made


def _is_empty(schema: JsonObject, kinds: frozenset[str]) -> bool:
    """Whether bounds that contradict each other leave nothing."""
    for least, most, names in (
        ("minLength", "maxLength", {"string"}),
        ("minItems", "maxItems", {"array"}),
        ("minProperties", "maxProperties", {"object"}),
        ("minimum", "maximum", {"integer", "number"}),
    ):
        low, high = parts.number(schema.get(least)), parts.number(schema.get(most))
        if kinds <= names and low is not None and high is not None and low > high:
            return True
    beyond = schema.get("additionalProperties", True)
    below = parts.schemas_below(schema)
    return kinds == frozenset({"object"}) and any(
        below.get(one, beyond) is False for one in parts.texts(schema.get("required"))
    )


def _listed(schema: JsonObject, kinds: frozenset[str]) -> list[JsonValue] | None:
    """All values, where there are few of them although no `enum` says so."""
    if kinds <= {"boolean", "null"}:
        made: list[JsonValue] = [True, False] if "boolean" in kinds else []
        return [*made, None] if "null" in kinds else made
    low, high = schema.get("minimum"), schema.get("maximum")
    if (
        kinds != frozenset({"integer"})
        or not isinstance(low, int)
        or not isinstance(high, int)
    ):
        return None
    return [*range(low, high + 1)] if high - low < _FEW else None
