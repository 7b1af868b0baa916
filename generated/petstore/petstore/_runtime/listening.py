"""What a client does with the events that the server sends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol, TypeAlias, TypeVar

from . import problems
from .blocking import settled
from .callables import check_function
from .errors import ApiError, DeclaredError, InvalidPayload, in_short
from .events import Event, invalid
from .failing import as_failure
from .observing import Crossing, Middleware, Outcome, crossed
from .problems import Problem

H = TypeVar("H", bound=Callable[..., Awaitable[Any]])
Handler: TypeAlias = Callable[..., Awaitable[object] | object]
LOG = logging.getLogger(__name__.partition("._runtime")[0])


class Sink(Protocol):
    """A stream, as it is filled."""

    def put(self, item: object) -> None:
        """Add one event."""

    def finish(self, error: ApiError | None) -> None:
        """End the stream after what it holds, with an error if there is one."""


class Listeners:
    """Who listens to what on one namespace, and how it is told."""

    def __init__(
        self,
        namespace: str,
        incoming: Sequence[Event],
        middleware: Sequence[Middleware],
    ) -> None:
        self._namespace = namespace
        self._middleware = middleware
        self._events = {event.name: event for event in incoming}
        self._handlers: dict[str, list[Handler]] = {}
        self._sinks: dict[str, list[Sink]] = {}
        self._on_invalid: list[Handler] = []

    def add(self, event: Event, handler: H) -> H:
        """Call `handler` for each event of a name.

        Raises RuntimeError for a second handler of an event with an
        acknowledgement: only one can answer.
        """
        check_function(f"a handler of {event.name}", handler, waits=True)
        handlers = self._handlers.setdefault(event.name, [])
        if handlers and event.has_ack:
            raise RuntimeError(f"{event.name} has a handler, and only one can answer")
        handlers.append(handler)
        return handler

    def add_invalid(self, handler: Callable[[str, Exception], Awaitable[None]]) -> None:
        """Call `handler` with the name and the error of each event that is invalid."""
        check_function("a handler of on_invalid", handler, waits=True)
        self._on_invalid.append(handler)

    def fill(self, event: Event, sink: Sink) -> None:
        """Put the events of a name into a stream, from now on."""
        self._sinks.setdefault(event.name, []).append(sink)

    def forget(self, event: Event, sink: Sink) -> None:
        """Put nothing more into a stream."""
        sinks = self._sinks.get(event.name, [])
        if sink in sinks:
            sinks.remove(sink)

    def finish(self, error: ApiError | None) -> None:
        """End all streams."""
        sinks, self._sinks = self._sinks, {}
        for sink in [one for each in sinks.values() for one in each]:
            sink.finish(error)

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
        crossing = Crossing(self._namespace, name, True, event.has_ack)
        with crossed(self._middleware, crossing):
            return await self._receive(event, wire, crossing)

    async def _receive(
        self, event: Event, wire: tuple[object, ...], crossing: Crossing
    ) -> tuple[object, ...]:
        try:
            values = event.arguments.decode_event(wire)
        except InvalidPayload as error:
            await self._invalid(event.name, error)
            return _problem(crossing, invalid(error), error)
        if event.has_ack:
            return await self._answer(event, values, crossing)
        for sink in list(self._sinks.get(event.name, ())):
            sink.put(event.arguments.together(values))
        handlers = list(self._handlers.get(event.name, ()))
        told = (self._tell(event, one, values, crossing) for one in handlers)
        await asyncio.gather(*told)
        return ()

    async def _tell(
        self,
        event: Event,
        handler: Handler,
        values: tuple[object, ...],
        crossing: Crossing,
    ) -> None:
        try:
            await settled(handler(*values))
        except BaseException as ended:
            error = as_failure(ended)
            crossing.outcome, crossing.error = Outcome.FAILED, error
            name = self._namespace
            LOG.error("a handler of %s on %s failed", event.name, name, exc_info=error)

    async def _answer(
        self, event: Event, values: tuple[object, ...], crossing: Crossing
    ) -> tuple[object, ...]:
        handlers = self._handlers.get(event.name)
        if not handlers:
            LOG.warning("%s on %s has no handler", event.name, self._namespace)
            return _problem(crossing, Problem.of(problems.NOT_HANDLED))
        try:
            return event.encode_ack(await settled(handlers[0](*values)))
        except DeclaredError as error:
            return self._declared(event, error, crossing)
        except InvalidPayload as error:
            LOG.exception("the answer to %s breaks the document", event.name)
            return _problem(crossing, Problem.of(problems.INVALID_ACK), error)
        except BaseException as ended:
            failure = as_failure(ended)
            LOG.error("the handler of %s failed", event.name, exc_info=failure)
            return _problem(crossing, Problem.of(problems.HANDLER_FAILED), failure)

    def _declared(
        self, event: Event, error: DeclaredError, crossing: Crossing
    ) -> tuple[object, ...]:
        try:
            wire = event.encode_error(error)
        except InvalidPayload as broken:
            LOG.exception("the error of %s breaks the document", event.name)
            return _problem(crossing, Problem.of(problems.INVALID_ACK), broken)
        if wire is None:
            LOG.error("%s does not declare this error", event.name, exc_info=error)
            return _problem(crossing, Problem.of(problems.HANDLER_FAILED), error)
        crossing.outcome, crossing.error = Outcome.DECLARED_ERROR, error
        return wire

    async def _invalid(self, name: str, error: Exception) -> None:
        LOG.warning("%s on %s: %s", in_short(name), self._namespace, in_short(error))
        for handler in self._on_invalid:
            try:
                await settled(handler(name, error))
            except BaseException as ended:
                failure = as_failure(ended)
                LOG.error("on_invalid of %s failed", self._namespace, exc_info=failure)


def _problem(
    crossing: Crossing, problem: Problem, error: Exception | None = None
) -> tuple[object, ...]:
    crossing.outcome, crossing.problem = Outcome.PROBLEM, problem.type
    crossing.error = error
    return (problem.to_wire(),)
