"""The client's side of one namespace: sending, calling, listening."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, ClassVar, Protocol, TypeVar, cast

from .async_streams import AsyncEventStream
from .errors import (
    AckTimeout,
    ApiError,
    ConnectRefused,
    Disconnected,
    NotConnected,
    RemoteError,
)
from .events import CallEvent, Event, Namespace
from .link import Link
from .listening import Listeners
from .observing import Crossing, Middleware, crossed
from .problems import TOO_MANY, UNAVAILABLE, Problem
from .streams import WhenFull

A = TypeVar("A")
T = TypeVar("T")
H = TypeVar("H", bound=Callable[..., Awaitable[Any]])

PAUSES = (0.1, 0.2, 0.4, 0.8, 1.6)
"""Seconds before a call is sent again to a server that was too busy."""


class Home(Protocol):
    """What a namespace needs of its client."""

    @property
    def link(self) -> Link | None:
        """The connection, if there is one."""
        ...

    @property
    def middleware(self) -> Sequence[Middleware]: ...

    def keep(self, namespace: str, event: str, wire: tuple[object, ...]) -> bool:
        """Keep an event until there is a connection again, if there is room."""
        ...

    async def back(self, seconds: float) -> bool:
        """Wait for a connection that is being made again, for so long at most.

        False if there is none, and none is being made.
        """
        ...


class AsyncNamespaceClient:
    """The base of the client's side of one namespace."""

    NAMESPACE: ClassVar[Namespace]
    INCOMING: ClassVar[tuple[Event, ...]] = ()

    def __init__(self, client: Home) -> None:
        self._client = client
        self._listeners = Listeners(
            self.NAMESPACE.name, self.INCOMING, client.middleware
        )
        self._waiting: set[asyncio.Future[tuple[object, ...]]] = set()
        self.refusal: ConnectRefused | None = None
        """Why the server did not let the client in, None where it did."""

    @property
    def connected(self) -> bool:
        """Whether events can be sent on this namespace."""
        link = self._client.link
        return link is not None and link.connected(self.NAMESPACE.name)

    def on_invalid(
        self, handler: Callable[[str, Exception], Awaitable[None]]
    ) -> Callable[[str, Exception], Awaitable[None]]:
        """Call `handler` with the name and the error of each event that is invalid.

        The error is InvalidPayload for what breaks its schema, LookupError for an
        event that the document does not have.
        """
        self._listeners.add_invalid(handler)
        return handler

    async def trigger(self, event: str, *arguments: object) -> object:
        """Take one event of the library: a message, a refusal or a disconnect."""
        if event == "connect_error":
            self.refusal = _refused(self.NAMESPACE.name, arguments)
        elif event == "connect":
            self.refusal = None
        elif event == "disconnect":
            self.lost(str(arguments[0]) if arguments else "")
        elif event != "__disconnect_final":
            return await self._listeners.receive(event, arguments)
        return None

    def lost(self, reason: str) -> None:
        """End the calls that wait on this namespace."""
        for answer in list(self._waiting):
            if not answer.done():
                answer.set_exception(ConnectionError(f"connection lost ({reason})"))

    def finished(self, error: ApiError | None) -> None:
        """End the streams of this namespace: the client will not connect again."""
        self._listeners.finish(error)

    async def _emit(self, event: Event, values: tuple[object, ...]) -> None:
        wire = event.keyed(event.arguments.encode(values))
        with crossed(self._client.middleware, self._crossing(event)):
            try:
                await self.send(event.name, wire)
            except NotConnected:
                if not self._client.keep(self.NAMESPACE.name, event.name, wire):
                    raise

    async def _call(
        self,
        event: CallEvent[A],
        values: tuple[object, ...],
        timeout: float | None,
        retries: int = 0,
    ) -> A:
        """Send an event until there is an answer, at most `retries` times again.

        Each attempt has the whole timeout, and so has the wait for a connection
        before the next one. A connection that is not being made is not waited for.
        """
        wire = event.keyed(event.arguments.encode(values))
        seconds = event.timeout if timeout is None else timeout
        with crossed(self._client.middleware, self._crossing(event)):
            for attempt in range(retries):
                try:
                    came = await self.send_and_wait(event.name, wire, seconds)
                    return event.answer(came)
                except (AckTimeout, Disconnected, NotConnected):
                    if not await self._client.back(seconds):
                        raise
                except RemoteError as error:
                    if error.problem.type not in (TOO_MANY, UNAVAILABLE):
                        raise
                    pause = PAUSES[min(attempt, len(PAUSES) - 1)]
                    await asyncio.sleep(min(pause, seconds))
            return event.answer(await self.send_and_wait(event.name, wire, seconds))

    def _crossing(self, event: Event) -> Crossing:
        return Crossing(event.namespace, event.name, False, event.has_ack)

    def _on(self, event: Event, handler: H) -> H:
        return self._listeners.add(event, handler)

    def _stream(
        self, event: Event, size: int, when_full: WhenFull
    ) -> AsyncEventStream[Any]:
        def close(stream: AsyncEventStream[Any]) -> None:
            self._listeners.forget(event, stream)

        stream: AsyncEventStream[Any] = AsyncEventStream(event, close, size, when_full)
        self._listeners.fill(event, stream)
        return stream

    async def _wait_for(
        self,
        event: Event,
        predicate: Callable[[T], bool] | None,
        timeout: float | None,
    ) -> T:
        stream: AsyncEventStream[T] = self._stream(event, 1000, "drop-oldest")
        try:
            async with asyncio.timeout(timeout):
                async for item in stream:
                    if predicate is None or predicate(item):
                        return item
        finally:
            stream.aclose()
        raise NotConnected(f"disconnected before {event.name} came")

    async def send(
        self,
        event: str,
        wire: tuple[object, ...],
        answered: Callable[..., None] | None = None,
    ) -> None:
        """Send JSON values as they are, unchecked.

        For tests and tools; the typed methods are for everything else. Raises
        NotConnected, or ConnectRefused for a namespace that the server refused.
        """
        name = self.NAMESPACE.name
        link = self._client.link
        if link is None or not link.connected(name):
            if link is not None and self.refusal is not None:
                raise self.refusal
            raise NotConnected(f"{name} is not connected, {event} was not sent")
        try:
            await link.emit(name, event, wire, answered)
        except ConnectionError as error:
            raise NotConnected(f"{event} was not sent: {error}") from None

    async def send_and_wait(
        self, event: str, wire: tuple[object, ...], timeout: float
    ) -> tuple[object, ...]:
        """Send JSON values unchecked and return those of the acknowledgement.

        Waits for `timeout` seconds. Raises NotConnected, ConnectRefused, AckTimeout
        or Disconnected.
        """
        name = self.NAMESPACE.name
        answer: asyncio.Future[tuple[object, ...]] = (
            asyncio.get_running_loop().create_future()
        )

        def answered(*values: object) -> None:
            if not answer.done():
                answer.set_result(values)

        self._waiting.add(answer)
        try:
            async with asyncio.timeout(timeout):
                await self.send(event, wire, answered)
                return await answer
        except TimeoutError:
            detail = f"no acknowledgement within {timeout:g} s"
            raise AckTimeout(name, event, detail) from None
        except ConnectionError as error:
            raise Disconnected(name, event, str(error)) from None
        finally:
            self._waiting.discard(answer)
            given_up = answer.cancelled() or not answer.done()
            if given_up and (link := self._client.link) is not None:
                link.forget(name, answered)


def _refused(namespace: str, arguments: tuple[object, ...]) -> ConnectRefused:
    """What a refusal says, in any of the shapes that servers send it in."""
    said: object = arguments[0] if arguments else None
    if isinstance(said, dict):
        parts = cast("dict[str, object]", said)
        data = parts.get("data", None if "message" in parts else parts or None)
        problem = Problem.from_wire(data) or Problem.from_wire(parts)
        return ConnectRefused(namespace, str(parts.get("message", "")), problem, data)
    text = "the server gave no reason" if said is None else str(said)
    return ConnectRefused(namespace, text, data=list(arguments[1:]) or None)
