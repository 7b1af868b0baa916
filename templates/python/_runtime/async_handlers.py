"""Handlers: what a server does with the events of one namespace, and its emitters."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, ClassVar, Generic, TypeAlias, TypeVar

from . import _socketio
from .connection import Connection, OneOrMany
from .errors import AckTimeout, Disconnected, InvalidPayload, NotConnected, Refused
from .events import CallEvent, Event, Namespace
from .rooms import Everyone, Room

C = TypeVar("C", bound=Connection[Any])
A = TypeVar("A")
LOG = logging.getLogger(__name__.partition("._runtime")[0])

Handler: TypeAlias = Callable[..., Awaitable[object]]
Target: TypeAlias = Everyone | Room | Connection[Any]


class AsyncHandlers(ABC, Generic[C]):
    """The base of the handlers of one namespace; a server brings them to life."""

    NAMESPACE: ClassVar[Namespace]
    CONNECTION: ClassVar[type[Connection[Any]]]
    _server: _socketio.Server | None = None

    def routes(self) -> Mapping[Event, Handler]:
        """The handler of each event that a client may send."""
        return {}

    def bind(self, server: _socketio.Server) -> None:
        """Make the emitters of these handlers send through a server."""
        if self._server is not None:
            raise RuntimeError(f"{self!r} serves already; make one for each server")
        self._server = server

    async def on_connect(self, conn: C) -> None:
        """Welcome a client whose credentials were accepted.

        Raise Refused to send it away. An event that is emitted here reaches the
        client before it knows that it is connected, and a call would wait in vain.
        """

    async def on_disconnect(self, conn: C, reason: str) -> None:
        """Hear that a client is gone; its rooms are left already."""

    async def on_error(self, conn: C, event: str, error: Exception) -> None:
        """Hear of a failure: a bad payload, or an exception that is not declared.

        The client has been answered, if it asked for an acknowledgement. The
        default writes the error to the log.
        """
        if isinstance(error, (InvalidPayload, Refused)):
            LOG.warning("%s on %s: %s", event, self.NAMESPACE.name, error)
        else:
            LOG.error("%s on %s failed", event, self.NAMESPACE.name, exc_info=error)

    def _bound(self) -> _socketio.Server:
        if self._server is None:
            raise NotConnected(f"{self!r} belongs to no server yet")
        return self._server

    async def _emit(
        self,
        event: Event,
        values: tuple[object, ...],
        to: OneOrMany[Target],
        skip: Connection[Any] | None,
    ) -> None:
        wire = event.arguments.encode(values)
        server = self._bound()
        targets = _names(to)
        if targets == []:
            return  # the library would take an empty list for everybody
        await server.emit(
            event.name,
            wire,
            to=targets,
            namespace=event.namespace,
            skip_sid=[skip.sid] if skip else None,
        )

    async def _call(
        self,
        event: CallEvent[A],
        values: tuple[object, ...],
        to: Connection[Any],
        timeout: float | None,
    ) -> A:
        wire = event.arguments.encode(values)
        server = self._bound()
        answer: asyncio.Future[tuple[object, ...]] = (
            asyncio.get_running_loop().create_future()
        )

        def answered(*values: object) -> None:
            if not answer.done():
                answer.set_result(values)

        with to.awaiting(answer) as there:
            if not there:
                raise Disconnected(event.namespace, event.name, "the client is gone")
            await server.emit(
                event.name,
                wire,
                to=to.sid,
                namespace=event.namespace,
                callback=answered,
            )
            seconds = event.timeout if timeout is None else timeout
            try:
                async with asyncio.timeout(seconds):
                    came = await answer
            except TimeoutError:
                detail = f"no acknowledgement within {seconds:g} s"
                raise AckTimeout(event.namespace, event.name, detail) from None
            except ConnectionError as error:
                raise Disconnected(event.namespace, event.name, str(error)) from None
        return event.answer(came)


def _names(to: OneOrMany[Target]) -> list[str] | None:
    """Names of rooms and connections on the wire; None is everybody."""
    targets = [to] if isinstance(to, (Everyone, Room, Connection)) else to
    names: list[str] = []
    for one in targets:
        if isinstance(one, Everyone):
            return None
        names.append(_name(one))
    return names


def _name(target: object) -> str:
    if isinstance(target, Room):
        return target.name
    if isinstance(target, Connection):
        return target.sid
    raise TypeError(f"{target!r} is no room, no connection and not EVERYONE")
