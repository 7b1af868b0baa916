"""Valid values that differ from one another, always the same ones for a seed."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from random import Random

from sockgen.contract import JsonObject, JsonValue
from sockgen.sampling.binary import parts_of
from sockgen.sampling.oracle import reference_to
from sockgen.sampling.places import below_index, below_key
from sockgen.sampling.sampler import Sampler

_LIKELY = 0.5
"""How often a property is there that may be left out."""
_DEPTH = 4
"""How deep values are made that may be left out."""
_ADDED = 60
"""How many values are made, all in all, that may be left out."""
_MOST = 3
"""Items of a list whose number is free."""
_SPAN = 1_000
"""How far a number lies from its bound where there is only one."""
_WORDS = "amber birch cedar delta ember fjord grove heron iris jade kelp lotus".split()
_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


class Variety:
    """Values of the schemas of one table, varied by a seed.

    What a sampler makes up is changed where the schema leaves a choice. What then
    is not valid any more is left as the sampler made it.
    """

    def __init__(
        self, schemas: Mapping[str, JsonObject], sampler: Sampler, seed: str
    ) -> None:
        self._schemas = schemas
        self._sampler = sampler
        self._random = Random(seed)
        self._left = 0

    def value(self, name: str) -> tuple[JsonValue] | None:
        """A valid value of a named schema, in a tuple; None if none was found."""
        base = self._sampler.value(name)
        if base is None:
            return None
        self._left = _ADDED
        reference: JsonObject = {"$ref": reference_to(name)}
        varied = self._varied(reference, base[0], 0)
        return (varied,) if self._sampler.accepts(name, varied) else base

    def _varied(self, schema: JsonValue, value: JsonValue, depth: int) -> JsonValue:
        """Another value for a schema, or the same one where there is none."""
        made = self._another(list(parts_of(schema, self._schemas)), value, depth)
        return made if self._sampler.fits(schema, made) else value

    def _another(
        self, parts: list[JsonObject], value: JsonValue, depth: int
    ) -> JsonValue:
        for part in parts:
            listed = part.get("enum") or part.get("examples")
            if isinstance(listed, list) and listed:
                return self._random.choice(listed)
        if isinstance(value, bool):
            return self._random.random() < _LIKELY
        if isinstance(value, int | float):
            return self._number(parts, whole=isinstance(value, int))
        if isinstance(value, str):
            return self._text(parts, value)
        if isinstance(value, list):
            return self._list(parts, value, depth)
        if isinstance(value, dict):
            return self._object(parts, value, depth)
        return value

    def _number(self, parts: list[JsonObject], *, whole: bool) -> JsonValue:
        low = _bound(parts, ("minimum", "exclusiveMinimum"), max)
        high = _bound(parts, ("maximum", "exclusiveMaximum"), min)
        if low is None:
            low = 0 if high is None or high > 0 else high - _SPAN
        if high is None:
            high = low + _SPAN
        if whole:
            return self._random.randint(int(low), max(int(low), int(high)))
        return round(self._random.uniform(low, high), 2)

    def _text(self, parts: list[JsonObject], text: str) -> JsonValue:
        form = next((one["format"] for one in parts if "format" in one), None)
        if form == "uuid":
            return str(uuid.UUID(int=self._random.getrandbits(128), version=4))
        if form in {"date-time", "date"}:
            minutes = timedelta(minutes=self._random.randrange(365 * 24 * 60))
            moment = (_BEGIN + minutes).isoformat().replace("+00:00", "Z")
            return moment if form == "date-time" else moment[:10]
        if form is not None or any("contentEncoding" in one for one in parts):
            return text
        return f"{self._random.choice(_WORDS)}-{self._random.randrange(100)}"

    def _list(
        self, parts: list[JsonObject], value: list[JsonValue], depth: int
    ) -> JsonValue:
        made = [
            self._varied(_all(below_index(parts, index)), one, depth + 1)
            for index, one in enumerate(value)
        ]
        free = value and not any("prefixItems" in one for one in parts)
        for _ in range(self._random.randrange(_MOST) if free else 0):
            schema = _all(below_index(parts, len(made)))
            made.append(self._varied(schema, value[0], depth + 1))
        return made

    def _object(
        self, parts: list[JsonObject], value: JsonObject, depth: int
    ) -> JsonValue:
        made: JsonObject = {}
        for key, one in value.items():
            made[key] = self._varied(_all(below_key(parts, key)[0]), one, depth + 1)
        known = [one["properties"] for one in parts if "properties" in one]
        names = {name for one in known if isinstance(one, dict) for name in one}
        for name in sorted(names - made.keys()) if depth < _DEPTH else ():
            if self._random.random() < _LIKELY:
                self._add(made, name, _all(below_key(parts, name)[0]), depth)
        return made

    def _add(self, made: JsonObject, key: str, schema: JsonValue, depth: int) -> None:
        """Give an object a property that it may have."""
        self._left -= 1
        found = None if self._left < 0 else self._sampler.unnamed(schema)
        if found is not None:
            made[key] = self._varied(schema, found[0], depth + 1)


def _all(schemas: Sequence[JsonValue]) -> JsonValue:
    """One schema for those that there are; by itself it is easier to sample."""
    return schemas[0] if len(schemas) == 1 else {"allOf": [*schemas]}


def _bound(
    parts: list[JsonObject],
    names: tuple[str, ...],
    strictest: Callable[[list[float]], float],
) -> float | None:
    values = [one[name] for one in parts for name in names if name in one]
    found = [one for one in values if isinstance(one, int | float)]
    return strictest([*found]) if found else None
