"""Whatever a server sends at any moment is judged."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from .._runtime.events import Direction, Event, Membership
from .defects import shown
from .line import Line, Values
from .sentences import why_not

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
        self._members: dict[Line, Rooms] = {}
        self._inboxes: dict[Line, asyncio.Queue[tuple[Event, Values]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._defects: list[str] = []
        self._late: list[str] = []
        self.valid: Counter[Event] = Counter()
        """How often each event was heard as the document wants it."""
        self.moment = ""
        """What is being tried, for a sentence."""

    def line(self, namespace: str, transport: str) -> Line:
        """A connection, to be opened, whose events are judged."""
        made = Line(namespace, transport, self._hear, self._fault(namespace, transport))
        self._inboxes[made] = asyncio.Queue()
        self._members[made] = frozenset()
        return made

    def inbox(self, line: Line) -> asyncio.Queue[tuple[Event, Values]]:
        """The valid events that a connection heard and nobody took."""
        return self._inboxes[line]

    def enters(self, line: Line, event: Event, wire: Sequence[object]) -> Rooms:
        """Note that an event puts its sender into rooms; returns those of before."""
        before = self._members[line]
        self._members[line] = before | _rooms(event.joins, wire)
        return before

    def rooms(self, line: Line) -> Rooms:
        """The rooms that a connection is in."""
        return self._members[line]

    def settles(self, line: Line, event: Event, wire: Sequence[object]) -> None:
        """Note that an event was accepted, so that its sender has left rooms."""
        self._members[line] -= _rooms(event.leaves, wire)

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

    def note(self, sentence: str) -> None:
        """Note a defect."""
        after = f", while {self.moment}" if self.moment else ""
        self._defects.append(f"{sentence}{after}")

    def _hear(self, line: Line, name: str, values: Values, id_: int | None) -> None:
        event = self._sent.get((line.namespace, name))
        if event is None:
            self.note(
                f"the server emitted `{name}` on {line.namespace} over "
                f"{line.transport}, an event that the document does not have there"
            )
            return
        where = f"`{name}` from the server on {line.namespace} over {line.transport}"
        why = why_not(event.arguments, values)
        if why is not None:
            self.note(f"{where} {why} ({shown(list(values))})")
        elif self.is_closed(event) and not self._is_inside(line, event):
            rooms = " or ".join(f"`{one}`" for one in event.rooms)
            self.note(f"{where} came to a client that never entered its room {rooms}")
        else:
            self.valid[event] += 1
            self._inboxes[line].put_nowait((event, values))
        if id_ is not None:
            self._reply(line, id_, self._answers.get(event, ()))

    def _is_inside(self, line: Line, event: Event) -> bool:
        inside = {template for template, _ in self._members[line]}
        return not inside.isdisjoint(event.rooms)

    def _reply(self, line: Line, id_: int, values: Sequence[object]) -> None:
        task = asyncio.ensure_future(line.answer(id_, values))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda done: done.cancelled() or done.exception())


def _rooms(memberships: Sequence[Membership], wire: Sequence[object]) -> Rooms:
    found: set[tuple[str, str]] = set()
    for one in memberships:
        try:
            room = one.room(wire)
        except ValueError:  # an empty name
            continue
        if room is not None:
            found.add((one.template, room.name))
    return frozenset(found)
