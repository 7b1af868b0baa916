"""What an event does besides carrying values: rooms, timeouts, order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sockgen.comparing.changes import Verdict
from sockgen.contract import Direction, Event, Namespace

_BREAKING, _RISKY, _FINE = Verdict.BREAKING, Verdict.RISKY, Verdict.COMPATIBLE
_Told = tuple[Verdict, str]


@dataclass(frozen=True, slots=True)
class Rooms:
    """The rooms of an event: those that it goes to, and that its sender moves."""

    goes_to: frozenset[str]
    joins: frozenset[str]
    leaves: frozenset[str]


def known_rooms(old: Namespace, event: Event, new: Namespace | None = None) -> Rooms:
    """The rooms of an event, as the old document calls them.

    A room of another key is the same room if its name is, whatever its parameters are
    called; and of another name if its key is, for no client sees the name of a room.
    """
    keys = {_shape(one.name): one.key for one in old.rooms}
    there = {one.key for one in old.rooms}
    shapes = {one.key: _shape(one.name) for one in (new or old).rooms}

    def called(rooms: Iterable[str]) -> frozenset[str]:
        return frozenset(
            one if one in there else keys.get(shapes.get(one, one), one)
            for one in rooms
        )

    return Rooms(
        called(event.rooms),
        called(one.room for one in event.joins),
        called(one.room for one in event.leaves),
    )


def _shape(name: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", name)


def manners(old: Event, new: Event, before: Rooms, after: Rooms) -> Iterator[_Told]:
    """Changes of what an event does besides carrying values."""
    about = f"`{new.name}`"
    yield from _places(about, new.direction, before.goes_to, after.goes_to)
    for verb, gone, come in (
        ("enter", before.joins - after.joins, after.joins - before.joins),
        ("leave", before.leaves - after.leaves, after.leaves - before.leaves),
    ):
        for room in sorted(gone):
            yield _BREAKING, f"{about} no longer lets its sender {verb} the room {room}"
        for room in sorted(come):
            yield _RISKY, f"{about} lets its sender {verb} the room {room}"
    yield from _timeout(about, old, new)
    if old.ordered != new.ordered:
        yield (
            (_RISKY, f"{about} may be handled in another order than it was sent")
            if old.ordered
            else (_FINE, f"{about} is handled in the order in which it is sent")
        )
    if old.idempotency != new.idempotency:
        yield (
            (_FINE, f"{about} that is sent again with its key is not handled again")
            if old.idempotency is None
            else (_RISKY, f"{about} that is sent again may be handled again")
        )
    if new.deprecated and not old.deprecated:
        yield _FINE, f"{about} is deprecated"


def _places(
    about: str, direction: Direction, before: frozenset[str], after: frozenset[str]
) -> Iterator[_Told]:
    if before == after or direction is Direction.CLIENT_TO_SERVER:
        return
    if not before or (before - after and after):
        listed = ", ".join(sorted(after))
        yield _BREAKING, f"{about} reaches only clients in the rooms {listed}"
    elif not after:
        yield _RISKY, f"{about} reaches more than the rooms it went to"
    else:
        yield _RISKY, f"{about} goes to more rooms"


def _timeout(about: str, old: Event, new: Event) -> Iterator[_Told]:
    """Whoever waits gives up; what was known before is what old clients go by."""
    if old.timeout == new.timeout or old.ack is None or new.ack is None:
        return
    was = "no time was said" if old.timeout is None else f"it was {old.timeout:g} s"
    now = "no time is said" if new.timeout is None else f"it is {new.timeout:g} s"
    longer = new.timeout is None or (
        old.timeout is not None and new.timeout > old.timeout
    )
    sends = new.direction is Direction.CLIENT_TO_SERVER
    if longer and sends:
        yield _RISKY, f"{about} may be answered later ({was}, {now}): clients give up"
    elif not longer and not sends:
        yield _RISKY, f"the answer to {about} has less time ({was}, {now})"
    else:
        yield _FINE, f"the answer to {about} has another time ({was}, {now})"
