"""Clients that enter the rooms that others have entered, and stay there to hear."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from .._runtime.events import Event
from .defects import Defect, Unreachable
from .hearing import Hearing, rooms_of
from .judging import Verdict, judged
from .line import Line, Values

_ROOMS = 8
"""Rooms of one namespace that are entered."""


class Members:
    """One client for each namespace.

    What goes to a room often leaves out who caused it, so somebody else has to be
    there to hear it.
    """

    def __init__(
        self, hearing: Hearing, connected: Callable[[str], Awaitable[Line]]
    ) -> None:
        """`connected` makes a connection to a namespace. It raises Defect."""
        self._hearing = hearing
        self._connected = connected
        self._lines: dict[str, Line] = {}
        self._rooms: dict[str, set[tuple[str, str]]] = {}

    async def follow(self, event: Event, wire: Values, limit: float) -> None:
        """Enter the rooms that somebody has entered by an event."""
        known = self._rooms.setdefault(event.namespace, set())
        rooms = rooms_of(event.joins, wire)
        if rooms <= known or len(known) >= _ROOMS:
            return
        known |= rooms
        with contextlib.suppress(Defect, Unreachable):  # which a test tells
            line = await self._line(event.namespace)
            before = self._hearing.enters(line, event, wire)
            answer = await line.emit(event.name, wire)
            if not event.has_ack:
                return
            await asyncio.wait([answer], timeout=limit)
            if answer.done() and judged(event, answer.result()) is Verdict.SUCCESS:
                self._hearing.settles(line, event, wire)
            else:
                self._hearing.returns(line, before)

    def of(self, namespace: str) -> list[Line]:
        """Those of a namespace that are there."""
        line = self._lines.get(namespace)
        return [] if line is None or line.lost else [line]

    def all(self) -> list[Line]:
        """Those of all namespaces."""
        return [line for namespace in self._lines for line in self.of(namespace)]

    async def leave(self, namespace: str) -> None:
        """Hear no more of a namespace."""
        for line in self.of(namespace):
            await line.close()

    async def _line(self, namespace: str) -> Line:
        for line in self.of(namespace):
            return line
        self._lines[namespace] = line = await self._connected(namespace)
        return line
