"""Whom an event of the mock goes to: nobody hears what is for others."""

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from sockgen.contract import Event, JsonValue, Membership, Namespace, Room

Parameters = Mapping[str, JsonValue]


def joinable(namespace: Namespace, event: Event) -> bool:
    """Whether every room of an event is one that clients join by an event.

    Who is in the others is the business of an application, which the mock is not.
    """
    joined = {one.room for each in namespace.events for one in each.joins}
    return bool(event.rooms) and joined.issuperset(event.rooms)


def rooms_of(namespace: Namespace, event: Event) -> list[Room]:
    """The kinds of rooms that an event goes to."""
    return [one for one in namespace.rooms if one.key in event.rooms]


def room_of(
    namespace: Namespace, effect: Event, cause: Event, arguments: Sequence[object]
) -> tuple[Room, Parameters] | None:
    """The room of the effect that the arguments of a client's event name, if any."""
    for room in rooms_of(namespace, effect):
        for places in _places(room, cause):
            found = {key: _at(arguments, *place) for key, place in places.items()}
            if all(one is not None for one in found.values()):
                return room, found
    return None


def _places(room: Room, cause: Event) -> Iterator[Mapping[str, tuple[int, str]]]:
    """Where the parameters of a room may stand in an event, the best first."""
    moves: tuple[Membership, ...] = (*cause.joins, *cause.leaves)
    yield from (one.parameters for one in moves if one.room == room.key)
    named = {one.name: index for index, one in enumerate(cause.arguments)}
    if room.parameters and all(one.name in named for one in room.parameters):
        yield {one.name: (named[one.name], "") for one in room.parameters}
    for index in range(len(cause.arguments)):
        yield {one.name: (index, _pointer(one.name)) for one in room.parameters}


def _pointer(name: str) -> str:
    return "/" + name.replace("~", "~0").replace("/", "~1")


def _at(arguments: Sequence[object], index: int, pointer: str) -> JsonValue:
    """The text, number or truth at a place; None if there is none."""
    value: object = arguments[index] if index < len(arguments) else None
    for step in pointer.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        held = cast("dict[str, object]", value) if isinstance(value, dict) else {}
        value = held.get(key)
    return value if isinstance(value, str | int | float) else None
