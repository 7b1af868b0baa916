"""What an event does besides carrying values: rooms, timeouts, order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sockgen.comparing.changes import Verdict
from sockgen.contract import Direction, Event, Membership, Namespace

_BREAKING, _RISKY, _FINE = Verdict.BREAKING, Verdict.RISKY, Verdict.COMPATIBLE
_Told = tuple[Verdict, str, str]
"""A verdict, why, and the option that it is about."""
_PARAMETER = re.compile(r"\{([^}]*)\}")
_USUAL = 60.0
"""Seconds that an answer is waited for where the document says nothing."""


_Values = tuple[tuple[int, str], ...]
"""The places of the values in a room's name, in their order there."""


@dataclass(frozen=True, slots=True)
class Rooms:
    """The rooms of an event: those that it goes to, and that its sender moves."""

    goes_to: frozenset[str]
    joins: Mapping[str, _Values]
    leaves: Mapping[str, _Values]


def known_rooms(old: Namespace, event: Event, new: Namespace | None = None) -> Rooms:
    """The rooms of an event, as the old document calls them.

    A room of another key is the same room if its name is, whatever its parameters are
    called; and of another name if its key is, for no client sees the name of a room.
    """
    keys = {_shape(one.name): one.key for one in old.rooms}
    there = {one.key for one in old.rooms}
    names = {one.key: one.name for one in (new or old).rooms}

    def called(room: str) -> str:
        name = names.get(room, room)
        return room if room in there else keys.get(_shape(name), room)

    def moves(memberships: Iterable[Membership]) -> dict[str, _Values]:
        return {
            called(one.room): tuple(
                one.parameters[parameter]
                for parameter in _PARAMETER.findall(names.get(one.room, ""))
                if parameter in one.parameters
            )
            for one in memberships
        }

    rooms = frozenset(map(called, event.rooms))
    return Rooms(rooms, moves(event.joins), moves(event.leaves))


def _shape(name: str) -> str:
    return _PARAMETER.sub("{}", name)


def manners(old: Event, new: Event, before: Rooms, after: Rooms) -> Iterator[_Told]:
    """Changes of what an event does besides carrying values."""
    about = f"`{new.name}`"
    yield from _places(about, new.direction, before.goes_to, after.goes_to)
    for verb, option, old_rooms, rooms in (
        ("enter", "joins", before.joins, after.joins),
        ("leave", "leaves", before.leaves, after.leaves),
    ):
        for room in sorted(old_rooms.keys() - rooms.keys()):
            told = f"{about} no longer lets its sender {verb} the room {room}"
            yield _BREAKING, told, option
        for room in sorted(rooms.keys() - old_rooms.keys()):
            yield _RISKY, f"{about} lets its sender {verb} the room {room}", option
        for room in sorted(rooms.keys() & old_rooms.keys()):
            if rooms[room] != old_rooms[room]:
                told = f"the room {room} by another value"
                yield _RISKY, f"{about} lets its sender {verb} {told}", option
    yield from _timeout(about, old, new)
    if old.ordered and not new.ordered:
        told = f"{about} may be handled in another order than it was sent"
        yield _RISKY, told, "ordered"
    if new.ordered and not old.ordered:
        told = f"{about} is handled in the order in which it is sent"
        yield _FINE, told, "ordered"
    if old.idempotency is None and new.idempotency is not None:
        told = f"{about} that is sent again with its key is not handled again"
        yield _FINE, told, ""
    elif old.idempotency != new.idempotency:
        yield _RISKY, f"{about} that is sent again may be handled again", ""
    if new.deprecated and not old.deprecated:
        yield _FINE, f"{about} is deprecated", ""


def _places(
    about: str, direction: Direction, before: frozenset[str], after: frozenset[str]
) -> Iterator[_Told]:
    if before == after or direction is Direction.CLIENT_TO_SERVER:
        return
    if not before or (before - after and after):
        listed = f"room{'s' * (len(after) > 1)} {', '.join(sorted(after))}"
        yield _BREAKING, f"{about} reaches only clients in the {listed}", "rooms"
    elif not after:
        yield _RISKY, f"{about} reaches more than the rooms it went to", "rooms"
    else:
        yield _RISKY, f"{about} goes to more rooms", "rooms"


def _timeout(about: str, old: Event, new: Event) -> Iterator[_Told]:
    """Whoever waits gives up; what was known before is what old clients go by."""
    was, now = (_USUAL if one.timeout is None else one.timeout for one in (old, new))
    if was == now or old.ack is None or new.ack is None:
        return
    told = f"(it was {was:g} s, it is {now:g} s)"
    sends = new.direction is Direction.CLIENT_TO_SERVER
    if now > was and sends:
        yield (
            _RISKY,
            f"{about} may be answered later {told}: clients give up",
            "timeout",
        )
    elif now < was and not sends:
        yield _RISKY, f"the answer to {about} has less time {told}", "timeout"
    else:
        yield _FINE, f"the answer to {about} has another time {told}", "timeout"
