"""What the reference server notes, and how events are had from it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol, TypeAlias, TypeVar

from .._runtime.events import CallEvent, Event

T = TypeVar("T")

Wire: TypeAlias = (
    "None | bool | int | float | str | bytes | list[Wire] | dict[str, Wire]"
)
"""A value as it travels."""
Sender = Callable[..., Awaitable[object]]
"""A method of the handlers that sends an event, and returns its answer if any."""


def answer(event: CallEvent[T], *wire: Wire) -> T:
    """What a handler returns so that these values travel."""
    return event.answer(wire)


class Notes:
    """The events that reached the handlers, and the clients that connected."""

    def __init__(self) -> None:
        self.connections: dict[str, Any] = {}
        self._events: asyncio.Queue[tuple[Event, tuple[object, ...]]] = asyncio.Queue()

    def connected(self, conn: Any) -> None:
        """Note a client."""
        self.connections[conn.sid] = conn

    def add(self, event: Event, *values: object) -> None:
        """Note an event and its arguments."""
        self._events.put_nowait((event, values))

    async def next(self, limit: float) -> tuple[Event, tuple[object, ...]]:
        """The next event. Raises TimeoutError."""
        async with asyncio.timeout(limit):
            return await self._events.get()

    def forget(self) -> list[Event]:
        """The events that nobody has asked for, which are forgotten."""
        found: list[Event] = []
        while not self._events.empty():
            found.append(self._events.get_nowait()[0])
        return found


class ReferenceServer(Protocol):
    """A server that answers with what the document has for examples."""

    @property
    def notes(self) -> Notes:
        """What it notes."""
        ...

    @property
    def senders(self) -> Mapping[Event, Sender]:
        """What sends each event."""
        ...

    @property
    def app(self) -> Any:
        """The ASGI application."""
        ...
