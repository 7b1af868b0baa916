"""Values with all that their schemas allow, and with no more than they ask for."""

from collections.abc import Iterator, Sequence
from itertools import islice

from sockgen.contract import JsonObject, JsonValue
from sockgen.sampling.candidates import Candidates
from sockgen.sampling.oracle import reference_to
from sockgen.sampling.places import (
    Place,
    Places,
    below_index,
    below_key,
    listed,
    named,
    type_of,
)

_NODES = 1_200
"""Values that are put into the values of one argument."""
_DEPTH = 10
_ITEMS = 2
"""Items of a list that may have any number."""
_NESTING = ("properties", "additionalProperties", "items", "prefixItems")
_TRIES = 60
"""Candidates that are looked at for one place."""


class Filling:
    """Grows and shrinks valid values of one table of schemas."""

    def __init__(self, places: Places, candidates: Candidates) -> None:
        self._places = places
        self._candidates = candidates
        self._left = 0
        self._wholes: dict[tuple[int, ...], tuple[object, JsonObject]] = {}
        self._references: dict[str, JsonObject] = {}

    def fullest(self, schema: JsonValue, value: JsonValue) -> JsonValue:
        """A valid value with every property that it may have, and some items."""
        return self._grown((schema,), value, ())

    def least(self, schema: JsonValue, value: JsonValue) -> JsonValue:
        """What is left of a valid value without all that it can do without."""
        return self._shrunk((schema,), value, 0)

    def renew(self) -> None:
        """Put as much into values again as for the first time."""
        self._left = _NODES
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
        beside = [{}, {**value}] if isinstance(value, dict) else [{}]
        if isinstance(value, dict):
            declared = named(part.get("properties"))
            beside.insert(1, {key: value[key] for key in value if key in declared})
        for candidate in islice(self._candidates.all(branch, 1), _TRIES):
            for some in beside if isinstance(candidate, dict) else ({},):
                made = (
                    {**some, **candidate} if isinstance(candidate, dict) else candidate
                )
                if self._places.fits((*place.schemas, branch), made):
                    yield self._grown(place.schemas, made, ())
                    return

    def of_other_types(self, place: Place) -> Iterator[JsonValue]:
        """Valid values for a place of each type of JSON that its value is not of."""
        kinds = {type_of(place.value)}
        for found in self.found(place.schemas):
            if type_of(found) not in kinds:
                kinds.add(type_of(found))
                yield self._grown(place.schemas, found, ())

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

    def _grown(
        self,
        schemas: Sequence[JsonValue],
        value: JsonValue,
        above: tuple[int, ...],
    ) -> JsonValue:
        self._left -= 1
        if self._left < 0:
            return value
        parts = self._places.parts(schemas, value)
        here = tuple(id(one) for one in parts if any(x in one for x in _NESTING))
        again = bool({*here} & {*above})  # a schema inside itself: once is enough
        if isinstance(value, dict):
            return self._grown_object(schemas, value, parts, (*above, *here), again)
        if isinstance(value, list):
            return self._grown_array(schemas, value, parts, (*above, *here), again)
        return value

    def _grown_object(
        self,
        schemas: Sequence[JsonValue],
        value: JsonObject,
        parts: Sequence[JsonObject],
        inside: tuple[int, ...],
        again: bool,
    ) -> JsonValue:
        made = {**value}
        self._put(schemas, made, self._grown_entries(parts, value, inside))
        if again:
            return made
        more: JsonObject = {}
        for key in _undeclared(parts, value):
            inner = below_key(parts, key)[0]
            for found in self.found(inner):
                more[key] = self._grown(inner, found, inside)
                break
        self._put(schemas, made, more)
        return made

    def _grown_entries(
        self, parts: Sequence[JsonObject], value: JsonObject, above: tuple[int, ...]
    ) -> JsonObject:
        return {
            key: self._grown(below_key(parts, key)[0], one, above)
            for key, one in value.items()
        }

    def _put(
        self, schemas: Sequence[JsonValue], made: JsonObject, more: JsonObject
    ) -> None:
        """Put what is more into an object: all of it, else what is valid."""
        if self._places.fits(schemas, {**made, **more}):
            made.update(more)
            return
        for key, one in more.items():
            if self._places.fits(schemas, {**made, key: one}):
                made[key] = one

    def _grown_array(
        self,
        schemas: Sequence[JsonValue],
        value: list[JsonValue],
        parts: Sequence[JsonObject],
        above: tuple[int, ...],
        again: bool,
    ) -> JsonValue:
        made = list(value)
        for index, one in enumerate(value):
            grown = self._grown(below_index(parts, index), one, above)
            changed = [*made[:index], grown, *made[index + 1 :]]
            if grown is not one and self._places.fits(schemas, changed):
                made = changed
        prefix = max((len(listed(one.get("prefixItems"))) for one in parts), default=0)
        while len(made) < max(prefix, _ITEMS) and not again:
            longer = self._longer(schemas, made, parts, above)
            if longer is None:
                break
            made = longer
        return made

    def _longer(
        self,
        schemas: Sequence[JsonValue],
        value: list[JsonValue],
        parts: Sequence[JsonObject],
        above: tuple[int, ...],
    ) -> list[JsonValue] | None:
        """A list with one item more; None where there may be none."""
        inner = below_index(parts, len(value))
        if not inner:
            return None
        for found in self.found(inner):
            item = self._grown(inner, found, above)
            for one in (item, found):
                if self._places.fits(schemas, [*value, one]):
                    return [*value, one]
        return None

    def _shrunk(
        self, schemas: Sequence[JsonValue], value: JsonValue, depth: int
    ) -> JsonValue:
        if depth > _DEPTH:
            return value
        parts = self._places.parts(schemas, value)
        if isinstance(value, dict):
            return self._shrunk_object(schemas, value, parts, depth)
        if isinstance(value, list):
            return self._shrunk_array(schemas, value, parts, depth)
        return value

    def _shrunk_object(
        self,
        schemas: Sequence[JsonValue],
        value: JsonObject,
        parts: Sequence[JsonObject],
        depth: int,
    ) -> JsonObject:
        wanted = {str(x) for part in parts for x in listed(part.get("required"))}
        made = {key: one for key, one in value.items() if key in wanted}
        if not self._places.fits(schemas, made):
            made = {**value}
            for key in [key for key in value if key not in wanted]:
                rest = {name: one for name, one in made.items() if name != key}
                if self._places.fits(schemas, rest):
                    made = rest
        for key, one in made.items():
            shrunk = self._shrunk(below_key(parts, key)[0], one, depth + 1)
            if shrunk is not one and self._places.fits(schemas, {**made, key: shrunk}):
                made[key] = shrunk
        return made

    def _shrunk_array(
        self,
        schemas: Sequence[JsonValue],
        value: list[JsonValue],
        parts: Sequence[JsonObject],
        depth: int,
    ) -> list[JsonValue]:
        lengths = (
            n for n in range(len(value)) if self._places.fits(schemas, value[:n])
        )
        made = value[: next(lengths, len(value))]
        for index, one in enumerate(made):
            shrunk = self._shrunk(below_index(parts, index), one, depth + 1)
            changed = [*made[:index], shrunk, *made[index + 1 :]]
            if shrunk is not one and self._places.fits(schemas, changed):
                made = changed
        return made


def _undeclared(parts: Sequence[JsonObject], value: JsonObject) -> list[str]:
    """The properties that a value might have and has not, one of each map with them."""
    keys = dict.fromkeys(
        key
        for part in parts
        for key in (*named(part.get("properties")), *listed(part.get("required")))
        if isinstance(key, str) and key not in value
    )
    closed = [part for part in parts if named(part.get("additionalProperties"))]
    if closed and all(key in keys or _declared(closed, key) for key in value):
        keys["key1"] = None
    return list(keys)


def _declared(parts: Sequence[JsonObject], key: str) -> bool:
    return all(key in named(part.get("properties")) for part in parts)
