"""Whatever a server sends at any moment is judged."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from pydantic import MISSING

from .._runtime.events import Direction, Event, Membership, value_at
from .._runtime.rooms import Room
from .defects import shown
from .effects import Effects
from .line import Line, Values
from .sentences import alike, why_not

Rooms = frozenset[tuple[str, str]]
"""Rooms that a connection is in: template and name."""


class Hearing:
    """What all connections of a run heard, and what was wrong with it."""

    def __init__(
        self, events: Sequence[Event], answers: Mapping[Event, Sequence[object]]
    ) -> None:
        """`answers` are the acknowledgements that events of the server get."""
        self._answers = answers
        self._sent = {
            (one.namespace, one.name): one
            for one in events
            if one.direction is Direction.SERVER_TO_CLIENT
        }
        self._joinable = {
            (one.namespace, membership.template)
            for one in events
            for membership in one.joins
        }
        self._ways_in: dict[str, list[Membership]] = {
            one.namespace: [] for one in events
        }
        for one in events:
            telling = [x for x in one.joins if _is_telling(one, x)]
            self._ways_in[one.namespace] += telling
        self._members: dict[Line, Rooms] = {}
        self._inboxes: dict[Line, asyncio.Queue[tuple[Event, Values]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._answering: dict[Line, asyncio.Task[None]] = {}
        self._defects: list[str] = []
        self._late: list[str] = []
        self.valid: Counter[Event] = Counter()
        """How often each event was heard as the document wants it."""
        self.effects = Effects()
        self.ordered: Event | None = None
        """The event that the reference server was told to emit, whatever it says."""
        self.moment = ""
        """What is being tried, for a sentence."""

    def line(self, namespace: str, transport: str) -> Line:
        """A connection, to be opened, whose events are judged."""
        made = Line(namespace, transport, self._hear, self._fault(namespace, transport))
        self._inboxes[made] = asyncio.Queue()
        self._members[made] = frozenset()
        return made

    def drop(self, line: Line) -> None:
        """Forget a connection that is closed."""
        del self._inboxes[line], self._members[line]
        self._answering.pop(line, None)

    def inbox(self, line: Line) -> asyncio.Queue[tuple[Event, Values]]:
        """The valid events that a connection heard and nobody took."""
        return self._inboxes[line]

    def enters(self, line: Line, event: Event, wire: Sequence[object]) -> Rooms:
        """Note that an event puts its sender into rooms; returns those of before."""
        before = self._members[line]
        self._members[line] = before | rooms_of(event.joins, wire)
        return before

    def rooms(self, line: Line) -> Rooms:
        """The rooms that a connection is in."""
        return self._members[line]

    def settles(self, line: Line, event: Event, wire: Sequence[object]) -> None:
        """Note that an event was accepted, so that its sender has left rooms."""
        self._members[line] -= rooms_of(event.leaves, wire)

    def returns(self, line: Line, rooms: Rooms) -> None:
        """Note that an event was refused, and had no effect."""
        self._members[line] = rooms

    def is_closed(self, event: Event) -> bool:
        """Whether an event reaches only those whom declared events put into rooms."""
        return bool(event.rooms) and all(
            (event.namespace, one) in self._joinable for one in event.rooms
        )

    def has_closed(self, namespace: str) -> bool:
        """Whether there is such an event on a namespace."""
        return any(
            self.is_closed(one)
            for one in self._sent.values()
            if one.namespace == namespace
        )

    @property
    def wrong(self) -> bool:
        """Whether something was wrong since the last time."""
        return bool(self._defects)

    def take(self) -> list[str]:
        """What was wrong since the last time, each once."""
        found, self._defects = list(dict.fromkeys(self._defects)), []
        return found

    def keep(self) -> None:
        """Leave what was wrong for the end: this test has another defect to tell."""
        self._late += self.take()

    def rest(self) -> list[str]:
        """What was wrong and has not been told."""
        self.keep()
        return list(dict.fromkeys(self._late))

    def _fault(self, namespace: str, transport: str) -> Callable[[str], None]:
        return lambda what: self.note(
            f"the server of {namespace} over {transport} {what}"
        )

    def note(self, sentence: str, late: bool = False) -> None:
        """Note a defect; if not `late`, it is one of what is being tried."""
        after = f", while {self.moment}" if self.moment and not late else ""
        self._defects.append(f"{sentence}{after}")

    def _hear(self, line: Line, name: str, values: Values, id_: int | None) -> None:
        if line not in self._members:
            return  # it was dropped meanwhile
        event = self._sent.get((line.namespace, name))
        if event is None:
            self.note(
                f"the server emitted `{name}` on {line.namespace} over "
                f"{line.transport}, an event that the document does not have there"
                f"{self._meant(line.namespace, name)}"
            )
            return
        where = f"`{name}` from the server on {line.namespace} over {line.transport}"
        why = why_not(event.arguments, values)
        if why is not None:
            self.note(f"{where} {why} ({shown(list(values))})")
        elif self.is_closed(event) and not self._is_inside(line, event):
            rooms = " or ".join(f"`{one}`" for one in event.rooms)
            self.note(f"{where} came to a client that is not in its room {rooms}")
        elif event is not self.ordered and (
            room := self._elsewhere(line, event, values)
        ):
            self.note(f"{where} came to a client that is not in the room `{room}`")
        else:
            self.valid[event] += 1
            self.effects.hear(line, event)
            self._inboxes[line].put_nowait((event, values))
        if id_ is not None and not event.has_ack:
            self.note(f"{where} asks for an acknowledgement, where it has none")
        if id_ is not None:
            self._reply(line, id_, self._answers.get(event, ()))

    def _meant(self, namespace: str, name: str) -> str:
        """Which event may be meant by a name."""
        here = alike(name, (one for where, one in self._sent if where == namespace))
        there = [where for where, one in self._sent if one == name]
        if here:
            return f" (it looks like `{here}`)"
        return f" (it is one of {there[0]})" if there else ""

    def _is_inside(self, line: Line, event: Event) -> bool:
        inside = {template for template, _ in self._members[line]}
        return not inside.isdisjoint(event.rooms)

    def _elsewhere(self, line: Line, event: Event, values: Values) -> str:
        """The room that an event names by its own values, if this client is not in it.

        What the event that enters a room has in a property or an argument of the name
        of the room's parameter, such as `petId`, means the same in the event that goes
        there.
        """
        if not self.is_closed(event):
            return ""
        named = {
            (one.template, room.name)
            for one in self._ways_in[event.namespace]
            if one.template in event.rooms
            and (room := _room_told(one, event, values)) is not None
        }
        if not named or {template for template, _ in named} != {*event.rooms}:
            return ""
        missed = named - self._members[line]
        return "" if missed != named else min(missed)[1]

    def _reply(self, line: Line, id_: int, values: Sequence[object]) -> None:
        task = asyncio.ensure_future(line.answer(id_, values))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
        self._answering[line] = task

    async def has_answered(self, line: Line) -> bool:
        """Whether a client has acknowledged something since the last time.

        That has been sent by then.
        """
        last = self._answering.pop(line, None)
        if last is not None:
            await asyncio.wait([last])
        return last is not None


def rooms_of(memberships: Sequence[Membership], wire: Sequence[object]) -> Rooms:
    """The rooms that arguments name."""
    found = ((one.template, _room(one, wire)) for one in memberships)
    return frozenset((template, room.name) for template, room in found if room)


def _room(membership: Membership, wire: Sequence[object]) -> Room | None:
    try:
        return membership.room(wire)
    except ValueError:  # an empty name
        return None


_GENERAL = {"id", "key", "kind", "name", "room", "type", "user"}
"""Names that mean another thing in each event."""


def _is_telling(event: Event, membership: Membership) -> bool:
    """Whether each parameter of a room is a property or an argument of its own name."""
    return bool(membership.parameters) and all(
        (pointer.rpartition("/")[2] or event.arguments.name_of(index)) == name
        and name.lower() not in _GENERAL
        for name, (index, pointer) in membership.parameters.items()
    )


def _room_told(
    membership: Membership, event: Event, wire: Sequence[object]
) -> Room | None:
    """The room that an event of the server tells of, by the names of what it has."""
    found: dict[str, object] = {}
    for name, (index, pointer) in membership.parameters.items():
        told = [value_at(wire, index, pointer)] if pointer else []
        told += [x for n, x in enumerate(wire) if event.arguments.name_of(n) == name]
        told += [value_at(wire, n, f"/{name}") for n in range(len(wire))]
        found[name] = next((one for one in told if one is not MISSING), MISSING)
    if MISSING in found.values():
        return None
    try:
        return Room(membership.template, found)
    except ValueError:  # an empty name
        return None
