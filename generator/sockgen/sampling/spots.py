"""Every place of the arguments of an event, in values that show all schemas."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from sockgen.contract import Argument, JsonValue
from sockgen.sampling.cases import pointer, replaced, trail
from sockgen.sampling.filling import Filling
from sockgen.sampling.oracle import key_of
from sockgen.sampling.places import Path, Place, Places, listed, named, type_of

_BASES = 40
"""Values of one argument whose places are looked at."""
_SPOTS = 400
"""Places of one argument that are looked at."""
_BRANCHES = 4
"""Branches of the schemas of an event that are all tried."""
_REST = 2
"""Values of an argument that takes any number."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of an argument, among valid arguments; `several` of them are declared."""

    index: int
    base: tuple[JsonValue, ...]
    place: Place
    argument: Argument
    several: bool

    def label(self, key: str | None = None) -> str:
        """What people call the place, or a property of it."""
        path = self._path(key)
        named = self.several or not path
        return trail([*([self.argument.name] if named else []), *path])

    def pointer(self, key: str | None = None) -> str:
        """The JSON pointer of the place, or of a property of it."""
        return pointer((self.index, *self._path(key)))

    def field(self, key: str | None = None) -> str:
        """What all places have in common that are alike."""
        number = "*" if self.argument.rest else self.index
        return pointer((number, *self.place.field, *([key] if key else [])))

    def _path(self, key: str | None) -> Path:
        return self.place.path if key is None else (*self.place.path, key)


@dataclass(frozen=True, slots=True)
class Branch:
    """What another branch of a schema makes of the value of a spot."""

    spot: Spot
    words: str
    value: JsonValue


class Spots:
    """Finds the places of arguments, of which some are known to be valid."""

    def __init__(
        self,
        places: Places,
        filling: Filling,
        arguments: Sequence[Argument],
        valid: Sequence[JsonValue],
    ) -> None:
        self._places = places
        self._filling = filling
        self._arguments = arguments
        self._valid = tuple(valid)
        self.full = self._full()
        self.left_out = 0
        self.branches: list[Branch] = []
        self.all = list(self._all())

    def least(self) -> tuple[JsonValue, ...]:
        """The arguments that are required, with no more than they need."""
        wanted = sum(one.required and not one.rest for one in self._arguments)
        return tuple(
            self._filling.least(self._schema(index), value)
            for index, value in enumerate(self._valid[:wanted])
        )

    def variants(self) -> list[tuple[Spot, str, str, JsonValue]]:
        """Each branch with all that it may have, and with no more than it needs.

        Code of its own handles each, so that the first ones are kinds of their own.
        """
        found: list[tuple[Spot, str, str, JsonValue]] = []
        for number, one in enumerate(self.branches, 1):
            which = f" {number}" if number <= _BRANCHES else ""
            least = self._filling.bare(one.spot.place, one.value)
            found.append((one.spot, f"branch{which}", one.words, one.value))
            if least != one.value:
                words = f"{one.words}, the least"
                found.append((one.spot, f"least branch{which}", words, least))
        return found

    def _schema(self, index: int) -> JsonValue:
        one = self._arguments[min(index, len(self._arguments) - 1)]
        return self._filling.reference(one.schema)

    def _full(self) -> tuple[JsonValue, ...]:
        """All arguments, each with all that it may have, as far as there are any."""
        found: list[JsonValue] = []
        rest = bool(self._arguments) and self._arguments[-1].rest
        wanted = len(self._arguments) + (_REST - 1 if rest else 0)
        for index in range(max(wanted, len(self._valid))):
            values = self._valid[index : index + 1] or self._found(index)
            if not values:
                break
            found.append(self._filling.fullest(self._schema(index), values[0]))
        return tuple(found)

    def _found(self, index: int) -> tuple[JsonValue, ...]:
        return tuple(self._filling.first((self._schema(index),)))

    def _all(self) -> Iterator[Spot]:
        last = len(self._arguments) - 1
        rest = last >= 0 and self._arguments[-1].rest
        for index in range(len(self.full)):
            if rest and last <= index < len(self.full) - 1:
                continue  # the last of what is alike
            yield from self._of_argument(index)

    def _of_argument(self, index: int) -> Iterator[Spot]:
        """The places of one argument, none of them twice."""
        self._filling.renew()
        seen: set[tuple[object, ...]] = set()
        first = self._valid[index : index + 1]
        waiting: list[JsonValue] = [*first, self.full[index]]
        tried: set[tuple[object, ...]] = set()
        for number, value in enumerate(waiting):
            for place in self._places.of((self._schema(index),), value):
                if number < len(first) and "*" in place.field:
                    continue  # the fullest has more items, of which it shows the last
                key = (place.field, frozenset(map(id, place.parts)))
                spot = self._spot(index, value, place)
                if key not in seen:
                    seen.add(key)
                    if len(seen) > _SPOTS:
                        self.left_out += 1
                        continue
                    yield spot
                for branch in self._other(spot, tried):
                    self.branches.append(branch)
                    if len(waiting) < _BASES:
                        changed = replaced(value, place.path, branch.value)
                        waiting.append(cast("JsonValue", changed))

    def _spot(self, index: int, value: JsonValue, place: Place) -> Spot:
        base = self._valid if len(self._valid) > index else self.full[: index + 1]
        return Spot(
            index,
            (*base[:index], value, *base[index + 1 :]),
            place,
            self._arguments[min(index, len(self._arguments) - 1)],
            len(self._arguments) > 1,
        )

    def _other(self, spot: Spot, tried: set[tuple[object, ...]]) -> Iterator[Branch]:
        """The value of a place by each branch and type that it does not have yet."""
        place = spot.place
        for part in place.parts:
            for keyword in ("anyOf", "oneOf"):
                for number, branch in enumerate(listed(part.get(keyword)), 1):
                    key = (place.field, id(part), keyword, number)
                    if key in tried:
                        continue
                    tried.add(key)
                    if self._places.fits((branch,), place.value):
                        continue
                    for found in self._filling.branch(place, part, branch):
                        yield Branch(spot, _name(branch, number), found)
        types = (place.field, *map(id, place.parts))
        if types not in tried:
            tried.add(types)
            for found in self._filling.of_other_types(place):
                kind = type_of(found)
                words = kind if found is None else f"of type {kind}"
                yield Branch(spot, words, found)


def _name(branch: JsonValue, number: int) -> str:
    """What a person calls a branch."""
    about = named(branch)
    if "$ref" in about:
        return f"a {key_of(str(about['$ref'])).rpartition('/')[2]}"
    title = about.get("title")
    return str(title) if title else f"branch {number}"
