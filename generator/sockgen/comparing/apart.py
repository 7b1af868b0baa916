"""Whether two schemas have no value in common."""

from __future__ import annotations

from sockgen.comparing import parts
from sockgen.comparing.flattening import Flat, Flattening
from sockgen.contract import JsonObject, JsonValue

_DEPTH = 4


class Apartness:
    """Looks for what keeps schemas of two tables apart, such as a property `kind`.

    Where an object of the first is open, nobody is taken to send what it does not name.
    """

    def __init__(self, first: Flattening, second: Flattening) -> None:
        self._first, self._second = first, second

    def holds(self, one: JsonValue, other: JsonValue, depth: int = _DEPTH) -> bool:
        """Whether no value fits both, as far as one can see."""
        others = self._second.all(other)
        return all(
            self._pair(mine, theirs, depth)
            for mine in self._first.all(one)
            for theirs in others
        )

    def _pair(self, one: Flat, other: Flat, depth: int) -> bool:
        mine, theirs = parts.values(one.schema), parts.values(other.schema)
        if mine is not None:
            return not any(self._second.oracle.fits(other.schema, x) for x in mine)
        if theirs is not None:
            return not any(self._first.oracle.fits(one.schema, x) for x in theirs)
        common = parts.types(one.schema) & parts.types(other.schema)
        if not common:
            return True
        if common <= {"integer", "number"}:
            return _beyond(one.schema, other.schema) or _beyond(
                other.schema, one.schema
            )
        return (
            common == frozenset({"object"})
            and depth > 0
            and self._objects(one.schema, other.schema, depth - 1)
        )

    def _objects(self, one: JsonObject, other: JsonObject, depth: int) -> bool:
        mine, theirs = parts.schemas_below(one), parts.schemas_below(other)
        needed = parts.texts(one.get("required")), parts.texts(other.get("required"))
        for name in dict.fromkeys((*needed[0], *needed[1])):
            left = mine.get(name, one.get("additionalProperties", name in needed[0]))
            right = theirs.get(name, other.get("additionalProperties", True))
            if self.holds(left, right, depth):
                return True
        return False


def _beyond(one: JsonObject, other: JsonObject) -> bool:
    """Whether the numbers of the first are all less than those of the other."""
    most, least = parts.number(one.get("maximum")), parts.number(other.get("minimum"))
    return most is not None and least is not None and most < least
