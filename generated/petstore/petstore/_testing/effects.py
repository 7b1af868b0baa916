"""Events of the server that come of an event of a client."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable

from .._runtime.events import Event
from .line import Line

_CERTAIN = 3
"""How often an event must have been followed by another to have caused it."""
_QUIET = 0.25
"""Seconds in which nothing is sent, to hear what comes by itself."""


class Effects:
    """Which events of the server come before the answer to an event of a client.

    It is learned from those that were accepted: what came every time is an effect.
    Only the client itself is looked at, for what it hears has an order.
    """

    def __init__(self) -> None:
        self._line: Line | None = None
        self._heard: Counter[Event] = Counter()
        self._caused: dict[Event, Counter[Event]] = {}
        self._accepted: Counter[Event] = Counter()

    def begin(self, line: Line) -> None:
        """An event is sent now."""
        self._line = line
        self._heard.clear()

    def hear(self, line: Line, event: Event) -> None:
        """An event of the server has come."""
        if line is self._line:
            self._heard[event] += 1

    def learn(self, event: Event) -> None:
        """An event was accepted; what was heard meanwhile may be its effect."""
        self._accepted[event] += 1
        caused = self._caused.setdefault(event, Counter())
        for one in self._heard:
            caused[one] += 1

    async def caused(
        self, event: Event, line: Line, again: Callable[[], Awaitable[object]]
    ) -> list[Event]:
        """The effects of an event that it has each time, and that do not come alone.

        It was sent just now; `again` sends it once more, and hears what comes.
        """
        found = self._happened(event)
        for _ in range(_CERTAIN - 1):
            if found:
                self.begin(line)
                await asyncio.sleep(_QUIET)
                found = [one for one in found if not self._heard[one]]
                self.begin(line)
                await again()
                found = [one for one in found if self._heard[one]]
        return found

    def _happened(self, event: Event) -> list[Event]:
        """The effects of an event that were heard since it was sent."""
        caused, times = self._caused.get(event, Counter()), self._accepted[event]
        if times < _CERTAIN:
            return []
        return [one for one in self._heard if caused[one] == times]
