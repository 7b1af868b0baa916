"""What the reference server notes, and how events are had from it."""

from __future__ import annotations

import asyncio
from collections import deque
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


def awaited(method: Callable[..., object]) -> Sender:
    """A method that blocks, as one that is awaited."""

    async def on_a_thread(*values: object, **options: object) -> object:
        return await asyncio.to_thread(method, *values, **options)

    return on_a_thread


def _nobody() -> None:
    """Wake nobody: no test is waiting."""


class Notes:
    """The events that reached the handlers, and the clients that connected.

    Handlers may run on any thread.
    """

    def __init__(self) -> None:
        self.connections: dict[str, Any] = {}
        self._events: deque[tuple[Event, tuple[object, ...]]] = deque()
        self._wake: Callable[[], object] = _nobody

    def connected(self, conn: Any) -> None:
        """Note a client."""
        self.connections[conn.sid] = conn

    def add(self, event: Event, *values: object) -> None:
        """Note an event and its arguments."""
        self._events.append((event, values))
        self._wake()

    async def next(self, limit: float) -> tuple[Event, tuple[object, ...]]:
        """The next event. Raises TimeoutError."""
        loop, noted = asyncio.get_running_loop(), asyncio.Event()
        self._wake = lambda: loop.call_soon_threadsafe(noted.set)
        try:
            if not self._events:
                async with asyncio.timeout(limit):
                    await noted.wait()
        finally:
            self._wake = _nobody
        return self._events.popleft()

    def forget(self) -> list[Event]:
        """The events that nobody has asked for, which are forgotten."""
        found: list[Event] = []
        while self._events:
            found.append(self._events.popleft()[0])
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
        """The ASGI or WSGI application."""
        ...
