"""What a client does with the events that the server sends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any, Generic, Self, TypeVar, cast

from . import problems
from .errors import ApiError, DeclaredError, InvalidPayload
from .events import Event, invalid
from .problems import Problem

T = TypeVar("T")
H = TypeVar("H", bound=Callable[..., Awaitable[Any]])
LOG = logging.getLogger(__name__.partition("._runtime")[0])

QUEUE_SIZE = 1000
"""Events that a stream keeps for a slow reader."""


class EventStream(AsyncIterator[T], Generic[T]):
    """The events of one name, from the moment the stream is made.

    Ends when the client disconnects; raises what the client gave up with when
    the connection is lost for good. A reader that falls behind by more than
    1,000 events loses the oldest, which the log tells.
    """

    def __init__(self, event: Event, close: Callable[[EventStream[Any]], None]) -> None:
        self._event = event
        self._close = close
        self._queue: asyncio.Queue[object] = asyncio.Queue()
        self._done = False

    def put(self, item: object) -> None:
        """Add one event, at the cost of the oldest when the reader is far behind."""
        if self._queue.qsize() >= QUEUE_SIZE:
            self._queue.get_nowait()
            LOG.warning("a slow reader lost an event %s", self._event.name)
        self._queue.put_nowait(item)

    def finish(self, error: ApiError | None) -> None:
        """End the stream after what it holds, with an error if there is one."""
        self._queue.put_nowait(_End(error))

    def aclose(self) -> None:
        """Stop listening; a reader that waits is let go."""
        if not self._done:
            self._done = True
            self._close(self)
            self._queue.put_nowait(_End(None))

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T:
        if self._done:
            raise StopAsyncIteration
        item = await self._queue.get()
        if isinstance(item, _End):
            self.aclose()
            if item.error is not None:
                raise item.error
            raise StopAsyncIteration
        return cast(T, item)


class _End:
    def __init__(self, error: ApiError | None) -> None:
        self.error = error


class Listeners:
    """Who listens to what on one namespace, and how it is told."""

    def __init__(self, namespace: str, incoming: Sequence[Event]) -> None:
        self._namespace = namespace
        self._events = {event.name: event for event in incoming}
        self._handlers: dict[str, list[Callable[..., Awaitable[object]]]] = {}
        self._streams: dict[str, list[EventStream[Any]]] = {}
        self._on_invalid: list[Callable[[str, Exception], Awaitable[None]]] = []

    def add(self, event: Event, handler: H) -> H:
        """Call `handler` for each event of a name.

        Raises RuntimeError for a second handler of an event with an
        acknowledgement: only one can answer.
        """
        handlers = self._handlers.setdefault(event.name, [])
        if handlers and event.has_ack:
            raise RuntimeError(f"{event.name} has a handler, and only one can answer")
        handlers.append(handler)
        return handler

    def add_invalid(self, handler: Callable[[str, Exception], Awaitable[None]]) -> None:
        """Call `handler` with the name and the error of each event that is invalid."""
        self._on_invalid.append(handler)

    def stream(self, event: Event) -> EventStream[Any]:
        """A new stream of the events of a name."""
        streams = self._streams.setdefault(event.name, [])
        stream: EventStream[Any] = EventStream(event, streams.remove)
        streams.append(stream)
        return stream

    def finish(self, error: ApiError | None) -> None:
        """End all streams."""
        for streams in self._streams.values():
            for stream in streams:
                stream.finish(error)

    async def receive(self, name: str, wire: tuple[object, ...]) -> tuple[object, ...]:
        """Tell the listeners of an event; what returns answers the server, if it asks.

        Nothing that an event contains or a listener does ends the connection.
        """
        event = self._events.get(name)
        if event is None:
            detail = (
                f"{name!r} is not an event that a client of {self._namespace} takes"
            )
            problem = Problem.of(problems.UNDECLARED_EVENT, detail)
            await self._invalid(name, LookupError(detail))
            return (problem.to_wire(),)
        try:
            values = event.arguments.decode(wire)
        except InvalidPayload as error:
            await self._invalid(name, error)
            return (invalid(error).to_wire(),)
        if event.has_ack:
            return await self._answer(event, values)
        for stream in self._streams.get(name, ()):
            stream.put(event.arguments.together(values))
        await asyncio.gather(
            *(self._tell(event, one, values) for one in self._handlers.get(name, ()))
        )
        return ()

    async def _tell(
        self,
        event: Event,
        handler: Callable[..., Awaitable[object]],
        values: tuple[object, ...],
    ) -> None:
        try:
            await handler(*values)
        except Exception:
            LOG.exception("a handler of %s on %s failed", event.name, self._namespace)

    async def _answer(
        self, event: Event, values: tuple[object, ...]
    ) -> tuple[object, ...]:
        handlers = self._handlers.get(event.name)
        if not handlers:
            LOG.warning("%s on %s has no handler", event.name, self._namespace)
            return (Problem.of(problems.NOT_HANDLED).to_wire(),)
        try:
            return event.encode_ack(await handlers[0](*values))
        except DeclaredError as error:
            wire = event.encode_error(error)
            if wire is not None:
                return wire
            LOG.exception("%s does not declare this error", event.name)
        except InvalidPayload:
            LOG.exception("the answer to %s breaks the document", event.name)
            return (Problem.of(problems.INVALID_ACK).to_wire(),)
        except Exception:
            LOG.exception("the handler of %s failed", event.name)
        return (Problem.of(problems.HANDLER_FAILED).to_wire(),)

    async def _invalid(self, name: str, error: Exception) -> None:
        LOG.warning("%s on %s: %s", name, self._namespace, error)
        for handler in self._on_invalid:
            try:
                await handler(name, error)
            except Exception:
                LOG.exception("on_invalid of %s failed", self._namespace)
