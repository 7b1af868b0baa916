"""Break the values of a document: what comes out is always well-formed.

It gets further than a broken text: to the rules, the reading and the targets.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

from tests.fuzz.vocabulary import ELSEWHERE, HOLDERS, NUMBERS, SCHEMA, SLOTS, TEXTS

from sockgen.contract import JsonObject, JsonValue

Mutation: TypeAlias = Callable[[Random, JsonValue, Sequence[JsonValue]], None]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: what holds it, and under which key."""

    holder: dict[str, JsonValue] | list[JsonValue]
    key: str | int

    def get(self) -> JsonValue:
        """The value."""
        if isinstance(self.holder, dict):
            return self.holder[str(self.key)]
        return self.holder[int(self.key)]

    def put(self, value: JsonValue) -> None:
        """Put another value there."""
        if isinstance(self.holder, dict):
            self.holder[str(self.key)] = value
        else:
            self.holder[int(self.key)] = value

    def drop(self) -> None:
        """Take the value away."""
        if isinstance(self.holder, dict):
            del self.holder[str(self.key)]
        else:
            del self.holder[int(self.key)]


def places(value: JsonValue) -> Iterator[Place]:
    """Where every value of a document stands."""
    todo: list[JsonValue] = [value]
    while todo:
        one = todo.pop()
        if isinstance(one, dict):
            yield from (Place(one, key) for key in one)
            todo += one.values()
        elif isinstance(one, list):
            yield from (Place(one, index) for index in range(len(one)))
            todo += one


def pointers(value: JsonValue) -> Iterator[str]:
    """Every place as a reference names it."""
    todo: list[tuple[str, JsonValue]] = [("#", value)]
    while todo:
        pointer, one = todo.pop()
        yield pointer
        if isinstance(one, dict):
            todo += [
                (f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}", below)
                for key, below in one.items()
            ]
        elif isinstance(one, list):
            todo += [(f"{pointer}/{index}", below) for index, below in enumerate(one)]


def _any_place(chance: Random, root: JsonValue) -> Place | None:
    found = list(places(root))
    return chance.choice(found) if found else None


def _copy(value: JsonValue) -> JsonValue:
    if isinstance(value, dict):
        return {key: _copy(one) for key, one in value.items()}
    return [_copy(one) for one in value] if isinstance(value, list) else value


def _any_value(chance: Random) -> JsonValue:
    known = chance.choice([SCHEMA, ELSEWHERE])
    choices: list[list[JsonValue]] = [
        [None, True, False, [], {}, [[]], [{}], {"": ""}],
        [*TEXTS],
        NUMBERS,
        chance.choice(list(known.values())),
    ]
    return _copy(chance.choice(chance.choice(choices)))


def _drop(chance: Random, root: JsonValue, _: Sequence[JsonValue]) -> None:
    if place := _any_place(chance, root):
        place.drop()


def _rename(chance: Random, root: JsonValue, _: Sequence[JsonValue]) -> None:
    """Put a value under another key, in the place where it was."""
    named = [one for one in places(root) if isinstance(one.holder, dict)]
    if not named:
        return
    place = chance.choice(named)
    others = [str(one.key) for one in named]
    new = chance.choice([chance.choice(TEXTS), chance.choice(others)])
    if isinstance(holder := place.holder, dict):
        pairs = [
            (new if key == place.key else key, value) for key, value in holder.items()
        ]
        holder.clear()
        holder.update(pairs)


def _retype(chance: Random, root: JsonValue, _: Sequence[JsonValue]) -> None:
    if place := _any_place(chance, root):
        place.put(_any_value(chance))


def _duplicate(chance: Random, root: JsonValue, _: Sequence[JsonValue]) -> None:
    if place := _any_place(chance, root):
        holder, copy = place.holder, place.get()
        for number in range(chance.choice((1, 1, 3, 40))):
            copy = _copy(copy)
            if isinstance(holder, dict):
                holder[f"{place.key}{chance.choice(TEXTS)}{number or ''}"] = copy
            else:
                holder.append(copy)


def _swap(chance: Random, root: JsonValue, _: Sequence[JsonValue]) -> None:
    one, other = _any_place(chance, root), _any_place(chance, root)
    if one and other:
        # Copies, lest one of the two get inside itself.
        first, second = _copy(one.get()), _copy(other.get())
        one.put(second)
        other.put(first)


def _graft(chance: Random, root: JsonValue, others: Sequence[JsonValue]) -> None:
    """Put a part of another document in the place of one of the same key."""
    known: dict[str | int, list[Place]] = {}
    for place in places(root):
        known.setdefault(place.key, []).append(place)
    taken = [one for one in places(chance.choice(others)) if one.key in known]
    if taken:
        new = chance.choice(taken)
        chance.choice(known[new.key]).put(_copy(new.get()))


def _refer(chance: Random, root: JsonValue, _: Sequence[JsonValue]) -> None:
    """Point a reference elsewhere, or put one in the place of a value."""
    file = chance.choice(("", "", "", "other.yaml", "spec.yaml", "./../x/", "."))
    reference = file + chance.choice(list(pointers(root)))
    reference += chance.choice(("", "", "", "/$ref", "/0", "/", "~1", "%25", "%00"))
    found = list(places(root))
    old = [one for one in found if one.key == "$ref"]
    if old and chance.random() < 0.5:
        chance.choice(old).put(reference)
    elif found:
        chance.choice(found).put({"$ref": reference})


def _nest(chance: Random, root: JsonValue, _: Sequence[JsonValue]) -> None:
    if place := _any_place(chance, root):
        value = place.get()
        way = chance.randrange(5)
        for _number in range(chance.choice((1, 2, 5, 20, 45, 90, 400))):
            match way:
                case 0:
                    value = [value]
                case 1:
                    value = {"type": "object", "properties": {"a": value}}
                case 2:
                    value = {"type": "array", "items": value}
                case 3:
                    value = {chance.choice(("allOf", "anyOf", "oneOf")): [value]}
                case _:
                    value = {"not": value}
        place.put(value)


def _text(chance: Random, root: JsonValue, _: Sequence[JsonValue]) -> None:
    """Put an odd text where there is one."""
    found = [one for one in places(root) if isinstance(one.get(), str)]
    if found:
        chance.choice(found).put(chance.choice(TEXTS))


def _schemas(root: JsonValue) -> Iterator[JsonObject]:
    """What is probably a schema, by where it stands."""
    for place in places(root):
        value = place.get()
        if place.key in HOLDERS:
            below = list(value.values()) if isinstance(value, dict) else value
            found = below if isinstance(below, list) else []
        else:
            found = [value] if place.key in SLOTS else []
        yield from (one for one in found if isinstance(one, dict))


def _keyword(chance: Random, root: JsonValue, _: Sequence[JsonValue]) -> None:
    """Give a schema keywords, most of them with values that they can have."""
    found = list(_schemas(root))
    if found:
        schema = chance.choice(found)
        for _number in range(chance.choice((1, 1, 2, 4))):
            key = chance.choice(list(SCHEMA))
            wrong = chance.random() < 0.05
            value = _any_value(chance) if wrong else chance.choice(SCHEMA[key])
            schema[key] = _copy(value)


def _option(chance: Random, root: JsonValue, _: Sequence[JsonValue]) -> None:
    """Give what the document says another value that it can have."""
    found = [one for one in places(root) if one.key in ELSEWHERE]
    if found and chance.random() < 0.7:
        place = chance.choice(found)
        place.put(_copy(chance.choice(ELSEWHERE[str(place.key)])))
        return
    objects = [one for place in places(root) if isinstance(one := place.get(), dict)]
    if objects:
        key = chance.choice(("x-socketio", "x-socketio", "x-ack", *ELSEWHERE))
        chance.choice(objects)[key] = _copy(chance.choice(ELSEWHERE[key]))


MUTATIONS: tuple[Mutation, ...] = (
    *(_drop, _rename, _retype, _duplicate, _swap, _graft, _graft, _refer, _nest),
    *(_text, _text, _text, _option, _option, _option),
    *(_keyword, _keyword, _keyword, _keyword, _keyword),
)
