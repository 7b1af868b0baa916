"""Values with all that their schemas allow, within reason."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from sockgen.contract import JsonObject, JsonValue
from sockgen.sampling.places import Places, below_index, below_key, listed, named

_ITEMS = 2
"""Items of a list that may have any number."""
_AGAIN = 2
"""How often a schema is filled inside itself, the first time included."""
_NESTING = ("properties", "additionalProperties", "items", "prefixItems")

Find: TypeAlias = "Callable[[Sequence[JsonValue]], Iterable[JsonValue]]"
"""Finds a few valid values of schemas that all hold."""


class Growing:
    """Grows valid values: every property that may be there, and some items of lists.

    The room of a value is how many more there may be in it. What is inside of it
    shares that, so that what is deep does not crowd out what is at the top.
    """

    def __init__(self, places: Places, find: Find) -> None:
        self._places = places
        self._find = find

    def grown(
        self,
        schemas: Sequence[JsonValue],
        value: JsonValue,
        room: int,
        above: tuple[int, ...] = (),
    ) -> JsonValue:
        """A value with more in it, which is as valid."""
        if room < 1 or not isinstance(value, (dict, list)):
            return value
        parts = self._places.parts(schemas, value)
        here = [id(one) for one in parts if any(x in one for x in _NESTING)]
        if any(above.count(one) >= _AGAIN for one in here):
            return value
        inside = (*above, *here)
        if isinstance(value, dict):
            return self._object(schemas, value, parts, room, inside)
        return self._array(schemas, value, parts, room, inside)

    def _object(
        self,
        schemas: Sequence[JsonValue],
        value: JsonObject,
        parts: Sequence[JsonObject],
        room: int,
        inside: tuple[int, ...],
    ) -> JsonObject:
        more: JsonObject = {}
        for key in _undeclared(parts, value)[:room]:
            for found in self._find(below_key(parts, key)[0]):
                more[key] = found
                break
        made = self._with(schemas, value, more)
        large = [key for key, one in made.items() if isinstance(one, (dict, list))]
        share = (room - len(more)) // max(len(large), 1)
        more = {
            key: self.grown(below_key(parts, key)[0], made[key], share, inside)
            for key in large
        }
        return self._with(schemas, made, more)

    def _with(
        self, schemas: Sequence[JsonValue], value: JsonObject, more: JsonObject
    ) -> JsonObject:
        """An object with more in it: all that there is, else what is valid."""
        made = {**value, **more}
        if self._places.fits(schemas, made):
            return made
        made = value
        for key, one in more.items():
            if self._places.fits(schemas, {**made, key: one}):
                made = {**made, key: one}
        return made

    def _array(
        self,
        schemas: Sequence[JsonValue],
        value: list[JsonValue],
        parts: Sequence[JsonObject],
        room: int,
        inside: tuple[int, ...],
    ) -> list[JsonValue]:
        prefix = max((len(listed(one.get("prefixItems"))) for one in parts), default=0)
        made = value
        while len(made) < max(prefix, _ITEMS):
            longer = self._longer(schemas, made, parts)
            if longer is None:
                break
            made = longer
        share = (room - len(made)) // max(len(made), 1)
        for index, one in enumerate(made):
            grown = self.grown(below_index(parts, index), one, share, inside)
            changed = [*made[:index], grown, *made[index + 1 :]]
            if grown is not one and self._places.fits(schemas, changed):
                made = changed
        return made

    def _longer(
        self,
        schemas: Sequence[JsonValue],
        value: list[JsonValue],
        parts: Sequence[JsonObject],
    ) -> list[JsonValue] | None:
        """A list with one item more; None where there may be none."""
        inner = below_index(parts, len(value))
        for found in self._find(inner) if inner else ():
            if self._places.fits(schemas, [*value, found]):
                return [*value, found]
        return None


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
