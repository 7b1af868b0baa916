"""The side of a client for threads of one namespace, and its asyncio twin."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar, Protocol, TypeVar
from weakref import WeakKeyDictionary

from .async_namespace import AsyncNamespaceClient
from .blocking_streams import EventStream
from .callables import check_function
from .errors import ApiError, ConnectRefused, NotConnected
from .events import CallEvent, Event, Namespace
from .listening import Listeners
from .portal import Portal
from .streams import WhenFull, check_predicate, checked, too_late

A = TypeVar("A")
H = TypeVar("H", bound=Callable[..., Any])
T = TypeVar("T")


class Twin(AsyncNamespaceClient):
    """The asyncio twin of a namespace, which does the work."""

    async def emit(self, event: Event, values: tuple[object, ...]) -> None:
        """Send an event."""
        await self._emit(event, values)

    async def call(
        self,
        event: CallEvent[A],
        values: tuple[object, ...],
        timeout: float | None,
        retries: int,
    ) -> A:
        """Send an event and wait."""
        return await self._call(event, values, timeout, retries)

    @property
    def listeners(self) -> Listeners:
        """Who listens to what."""
        return self._listeners


class Home(Protocol):
    """What a namespace needs of its client."""

    @property
    def portal(self) -> Portal: ...

    def twin(self, side: type[NamespaceClient]) -> Twin:
        """The asyncio twin of one namespace."""
        ...


class NamespaceClient:
    """The base of the client's side of one namespace."""

    NAMESPACE: ClassVar[Namespace]
    INCOMING: ClassVar[tuple[Event, ...]] = ()

    def __init__(self, client: Home) -> None:
        self._portal = client.portal
        self._inner = client.twin(type(self))

    @property
    def connected(self) -> bool:
        """Whether events can be sent on this namespace."""
        return self._inner.connected

    @property
    def refusal(self) -> ConnectRefused | None:
        """Why the server did not let the client in, None where it did."""
        return self._inner.refusal

    def on_invalid(
        self, handler: Callable[[str, Exception], None]
    ) -> Callable[[str, Exception], None]:
        """Call `handler` with the name and the error of each event that is invalid.

        The error is InvalidPayload for what breaks its schema, LookupError for an
        event that the document does not have.
        """
        self._inner.on_invalid(in_order(self._portal, "on_invalid", handler))
        return handler

    def send(self, event: str, wire: tuple[object, ...]) -> None:
        """Send JSON values as they are, unchecked.

        For tests and tools; the typed methods are for everything else. Raises
        NotConnected, or ConnectRefused for a namespace that the server refused.
        """
        self._portal.run(self._inner.send(event, wire))

    def send_and_wait(
        self, event: str, wire: tuple[object, ...], timeout: float
    ) -> tuple[object, ...]:
        """Send JSON values unchecked and return those of the acknowledgement.

        Waits for `timeout` seconds. Raises NotConnected, ConnectRefused, AckTimeout
        or Disconnected.
        """
        return self._portal.run(self._inner.send_and_wait(event, wire, timeout))

    def _emit(self, event: Event, values: tuple[object, ...]) -> None:
        self._portal.run(self._inner.emit(event, values))

    def _call(
        self,
        event: CallEvent[A],
        values: tuple[object, ...],
        timeout: float | None,
        retries: int,
    ) -> A:
        return self._portal.run(self._inner.call(event, values, timeout, retries))

    def _on(self, event: Event, handler: H) -> H:
        told = in_order(self._portal, event.name, handler)
        self._inner.listeners.add(event, told)
        return handler

    def _stream(self, event: Event, size: int, when_full: WhenFull) -> EventStream[Any]:
        def close(stream: EventStream[Any]) -> None:
            self._inner.listeners.forget(event, stream)

        stream: EventStream[Any] = EventStream(event, close, size, when_full)
        self._inner.listeners.fill(event, stream)
        try:
            self._inner.expects()
        except ApiError:
            stream.close()
            raise
        return stream

    def _wait_for(
        self,
        event: Event,
        predicate: Callable[[T], bool] | None,
        timeout: float | None,
    ) -> T:
        checked(timeout)
        check_predicate(event.name, predicate)
        stream: EventStream[T] = self._stream(event, 1000, "drop-oldest")
        deadline = None if timeout is None else time.monotonic() + timeout
        try:
            while True:
                left = None if deadline is None else max(0, deadline - time.monotonic())
                item = _taken(stream, event.name, left, timeout)
                if predicate is None or predicate(item):
                    return item
        finally:
            stream.close()


def _taken(
    stream: EventStream[T], event: str, left: float | None, timeout: float | None
) -> T:
    """The next event, or an error that tells of the whole wait."""
    try:
        return stream.get(left)
    except StopIteration:
        raise NotConnected(f"disconnected before {event} came") from None
    except TimeoutError:
        raise too_late(event, timeout) from None


def in_order(
    portal: Portal, name: str, handler: Callable[..., T]
) -> Callable[..., Awaitable[T]]:
    """Run a handler that blocks on other threads, one event after the other.

    Raises TypeError for what cannot be called there.
    """
    check_function(f"a handler of {name}", handler, waits=False)
    locks: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock]
    locks = WeakKeyDictionary()  # a client that connects again has another loop

    async def handle(*values: Any) -> T:
        async with locks.setdefault(asyncio.get_running_loop(), asyncio.Lock()):
            return await portal.blocking(handler, *values)

    return handle
