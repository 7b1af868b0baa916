"""The client's side of one namespace: sending, calling, listening."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, ClassVar, Protocol, TypeVar

from .async_streams import AsyncEventStream
from .client_packets import MESSAGE
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
from .problems import TOO_MANY, UNAVAILABLE
from .streams import WhenFull, check_predicate, checked, too_late

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
        self.absence: ApiError | None = None
        """Why nothing comes before the application connects again. Internal."""

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
        """Take one event of the library: a message, a refusal or a disconnect.

        Internal.
        """
        if event == MESSAGE:
            name, *wire = arguments
            return await self._listeners.receive(str(name), tuple(wire))
        if event == "connect_error":
            self.refusal = ConnectRefused.of(self.NAMESPACE.name, arguments)
        elif event == "connect":
            self.refusal = self.absence = None
        elif event == "disconnect":
            self.lost(str(arguments[0]) if arguments else "")
        return None

    def lost(self, reason: str) -> None:
        """End the calls that wait on this namespace. Internal."""
        for answer in list(self._waiting):
            if not answer.done():
                answer.set_exception(ConnectionError(f"connection lost ({reason})"))

    def finished(self, error: ApiError | None) -> None:
        """End the streams of this namespace, and let nobody wait for more. Internal.

        It does not come back before the application connects again.
        """
        self.absence = error or NotConnected("the client has disconnected")
        self._listeners.finish(error)

    def expects(self) -> None:
        """See to it that events can come, now or later. Internal.

        Raises ConnectRefused or NotConnected if none will.
        """
        if self.absence is None:
            return
        if isinstance(self.absence, ConnectRefused):
            raise self.absence
        name = self.NAMESPACE.name
        raise NotConnected(f"{name} is not connected: {self.absence}")

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
        if retries < 0:
            raise ValueError(f"{retries} retries are none")
        checked(timeout)
        seconds = event.timeout if timeout is None else timeout
        wire = event.keyed(event.arguments.encode(values))
        with crossed(self._client.middleware, self._crossing(event)):
            for attempt in range(retries):
                try:
                    return await self._attempt(event, wire, seconds)
                except (AckTimeout, Disconnected, NotConnected):
                    if not await self._client.back(seconds):
                        raise
                except RemoteError as error:
                    if error.problem.type not in (TOO_MANY, UNAVAILABLE):
                        raise
                    await asyncio.sleep(min(_pause(attempt), seconds))
            if retries:
                return await self._attempt(event, wire, seconds)
            return event.answer(await self.send_and_wait(event.name, wire, seconds))

    async def _attempt(
        self, event: CallEvent[A], wire: tuple[object, ...], seconds: float
    ) -> A:
        """Send an event until a server answers that is not about to stop.

        One that stops lets its handlers finish, and ends the connection then: the next
        server is asked, if it comes within the timeout.
        """
        ends = time.monotonic() + seconds
        for turn in itertools.count():
            link = self._client.link
            try:
                came = await self.send_and_wait(event.name, wire, seconds)
                return event.answer(came)
            except RemoteError as error:
                if error.problem.type != UNAVAILABLE or link is None:
                    raise
                await link.ends(min(_pause(turn), ends - time.monotonic()))
                back = await self._client.back(ends - time.monotonic())
                seconds = ends - time.monotonic()
                if not back or seconds <= 0:
                    raise
        raise AssertionError("there is always a next turn")

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
        self.expects()
        self._listeners.fill(event, stream)
        return stream

    async def _wait_for(
        self,
        event: Event,
        predicate: Callable[[T], bool] | None,
        timeout: float | None,
    ) -> T:
        checked(timeout)
        check_predicate(event.name, predicate)
        stream: AsyncEventStream[T] = self._stream(event, 1000, "drop-oldest")
        limit = asyncio.timeout(timeout)
        try:
            async with limit:
                async for item in stream:
                    if predicate is None or predicate(item):
                        return item
        except TimeoutError:
            if not limit.expired():
                raise  # that was the predicate
            raise too_late(event.name, timeout) from None
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
            why = "" if self.absence is None else f": {self.absence}"
            raise NotConnected(f"{name} is not connected, {event} was not sent{why}")
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
            detail = f"no acknowledgement within {round(timeout, 3):g} s"
            raise AckTimeout(name, event, detail) from None
        except ConnectionError as error:
            raise Disconnected(name, event, str(error)) from None
        finally:
            self._waiting.discard(answer)
            given_up = answer.cancelled() or not answer.done()
            if given_up and (link := self._client.link) is not None:
                link.forget(name, answered)


def _pause(turn: int) -> float:
    return PAUSES[min(turn, len(PAUSES) - 1)]
