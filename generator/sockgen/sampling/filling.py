"""Values with all that their schemas allow, and with no more than they ask for."""

from collections.abc import Iterator, Sequence
from itertools import islice

from sockgen.contract import JsonObject, JsonValue
from sockgen.sampling.candidates import Candidates
from sockgen.sampling.growing import Growing
from sockgen.sampling.oracle import reference_to
from sockgen.sampling.places import Place, Places, named, type_of
from sockgen.sampling.shrinking import shrunk

_ROOM = 1_200
"""Values that are put into one value."""
_TRIES = 60
"""Candidates that are looked at for one place."""


class Filling:
    """Grows and shrinks valid values of one table of schemas."""

    def __init__(self, places: Places, candidates: Candidates) -> None:
        self._places = places
        self._candidates = candidates
        self._growing = Growing(places, self.found)
        self._wholes: dict[tuple[int, ...], tuple[object, JsonObject]] = {}
        self._references: dict[str, JsonObject] = {}

    def fullest(self, schema: JsonValue, value: JsonValue) -> JsonValue:
        """A valid value with every property that it may have, and some items."""
        return self._growing.grown((schema,), value, _ROOM)

    def least(self, schema: JsonValue, value: JsonValue) -> JsonValue:
        """What is left of a valid value without all that it can do without."""
        return shrunk(self._places, (schema,), value)

    def bare(self, place: Place, value: JsonValue) -> JsonValue:
        """The same of a value that may stand in a place."""
        return shrunk(self._places, place.schemas, value)

    def renew(self) -> None:
        """Try as many values again as for the first time."""
        self._candidates.renew()

    def reference(self, name: str) -> JsonObject:
        """The reference to a named schema, always the very same one."""
        return self._references.setdefault(name, {"$ref": reference_to(name)})

    def first(self, schemas: Sequence[JsonValue]) -> list[JsonValue]:
        """A valid value of schemas that all hold, if one is found."""
        return [*islice(self.found(schemas), 1)]

    def branch(
        self, place: Place, part: JsonObject, branch: JsonValue
    ) -> Iterator[JsonValue]:
        """The value of a place by another branch of one of its schemas, grown."""
        value = place.value
        beside: list[JsonObject] = [{}, {**value}] if isinstance(value, dict) else [{}]
        if isinstance(value, dict):
            declared = named(part.get("properties"))
            beside.insert(1, {key: value[key] for key in value if key in declared})
        for candidate in islice(self._candidates.all(branch, 1), _TRIES):
            for some in beside if isinstance(candidate, dict) else ({},):
                made = (
                    {**some, **candidate} if isinstance(candidate, dict) else candidate
                )
                if self._places.fits((*place.schemas, branch), made):
                    yield self._growing.grown(place.schemas, made, _ROOM // 8)
                    return

    def of_other_types(self, place: Place) -> Iterator[JsonValue]:
        """Valid values for a place of each type of JSON that its value is not of."""
        kinds = {type_of(place.value)}
        for found in self.found(place.schemas):
            if type_of(found) not in kinds:
                kinds.add(type_of(found))
                yield self._growing.grown(place.schemas, found, _ROOM // 8)

    def found(self, schemas: Sequence[JsonValue]) -> Iterator[JsonValue]:
        """A few valid values of schemas that all hold."""
        whole = self._whole(tuple(schemas))
        for candidate in islice(self._candidates.all(whole, 1), _TRIES):
            if self._places.fits(schemas, candidate):
                yield candidate

    def _whole(self, schemas: tuple[JsonValue, ...]) -> JsonValue:
        """Schemas that all hold as one, always the very same one."""
        if len(schemas) == 1:
            return schemas[0]
        key = tuple(map(id, schemas))
        made: JsonObject = {"allOf": [*schemas]}
        return self._wholes.setdefault(key, (schemas, made))[1]
