"""Handlers: what a server does with the events of one namespace, and its emitters."""

from __future__ import annotations

import logging
from abc import ABC
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, ClassVar, Generic, Protocol, TypeAlias, TypeVar, cast

from . import _socketio
from .amending import skipped
from .blocking import run, settled
from .connection import AsyncConnection, BaseConnection, Connection, OneOrMany
from .errors import (
    AckTimeout,
    BrokenAnswer,
    Disconnected,
    NotConnected,
    Refused,
    in_short,
)
from .events import CallEvent, Event, Namespace
from .observing import Crossing, Middleware, crossed
from .rooms import EVERYONE, Everyone, Room
from .targeting import Target, left_out, reached

A = TypeVar("A")
C = TypeVar("C", bound=BaseConnection[Any, Any])
AC = TypeVar("AC", bound=AsyncConnection[Any, Any])
SC = TypeVar("SC", bound=Connection[Any, Any])
LOG = logging.getLogger(__name__.partition("._runtime")[0])

Handler: TypeAlias = Callable[..., Awaitable[object] | object]


class Home(Protocol):
    """What handlers need of the server that they belong to."""

    @property
    def sio(self) -> _socketio.Server: ...

    @property
    def middleware(self) -> Sequence[Middleware]: ...

    @property
    def connections(self) -> Mapping[str, BaseConnection[Any, Any]]:
        """The connections to the namespace of the handlers, by session id."""
        ...


class BaseHandlers(ABC, Generic[C]):
    """The base of the handlers of one namespace; a server brings them to life."""

    NAMESPACE: ClassVar[Namespace]
    CONNECTION: ClassVar[type[BaseConnection[Any, Any]]]
    _home: Home | None = None

    def routes(self) -> Mapping[Event, Handler]:
        """The handler of each event that a client may send."""
        return {}

    def bind(self, home: Home) -> None:
        """Make the emitters of these handlers send through a server.

        Raises RuntimeError if they serve already.
        """
        if self._home is not None:
            raise RuntimeError(f"{self!r} serves already; make one for each server")
        self._home = home

    @property
    def is_bound(self) -> bool:
        """Whether these handlers belong to a server."""
        return self._home is not None

    def members(self, room: Everyone | Room = EVERYONE) -> tuple[C, ...]:
        """The connections that are in a room, of those to this process.

        Servers that share a message queue each know their own connections only.
        Raises TypeError for anything but a room.
        """
        home = self._bound()
        if not isinstance(cast(object, room), (Everyone, Room)):
            raise TypeError(f"members takes a room or EVERYONE, not {room!r}")
        found = list(home.connections.values())
        if isinstance(room, Room):
            inside = _socketio.members(home.sio, room.name, self.NAMESPACE.name)
            found = [one for one in found if one.sid in inside]
        return tuple(cast(C, one) for one in found)

    def _bound(self) -> Home:
        if self._home is None:
            raise NotConnected(f"{self!r} belongs to no server yet")
        return self._home

    def _told(self, event: str, error: Exception) -> None:
        name = self.NAMESPACE.name
        if isinstance(error, BrokenAnswer):
            LOG.error("%s on %s: %s", event, name, in_short(error))
        elif isinstance(error, Refused) or getattr(error, "received", False):
            LOG.warning("%s on %s: %s", event, name, in_short(error))
        else:
            LOG.error("%s on %s failed", event, name, exc_info=error)

    async def _sent(
        self,
        event: Event,
        values: tuple[object, ...],
        to: OneOrMany[Target],
        skip: OneOrMany[BaseConnection[Any, Any]] | None,
    ) -> None:
        wire = event.arguments.encode(values)
        home = self._bound()
        targets = reached(event, to)
        left = left_out(event, skip)
        if targets == []:
            return  # the library would take an empty list for everybody
        crossing = Crossing(event.namespace, event.name, False, False)
        with crossed(home.middleware, crossing):
            await settled(
                home.sio.emit(
                    event.name,
                    wire,
                    to=targets,
                    namespace=event.namespace,
                    skip_sid=skipped(left, wire),
                )
            )

    async def _called(
        self,
        event: CallEvent[A],
        values: tuple[object, ...],
        to: BaseConnection[Any, Any],
        timeout: float | None,
    ) -> A:
        if not isinstance(cast(object, to), BaseConnection):
            raise TypeError(f"a call goes to one connection, not to {to!r}")
        reached(event, to)
        wire = event.arguments.encode(values)
        home = self._bound()
        seconds = event.timeout if timeout is None else timeout
        crossing = Crossing(event.namespace, event.name, False, True, to.sid)
        with crossed(home.middleware, crossing), to.awaiting() as answer:

            def answered(*came: object) -> None:
                answer.give(came)

            try:
                with _socketio.remembered(home.sio, to.sid, answered):
                    await to.welcomed(seconds)
                    if to.connected:
                        await settled(
                            home.sio.emit(
                                event.name,
                                wire,
                                to=to.sid,
                                namespace=event.namespace,
                                skip_sid=skipped([], wire),
                                callback=answered,
                            )
                        )
                    came = await answer.wait(seconds)
            except TimeoutError:
                detail = f"no acknowledgement within {seconds:g} s"
                raise AckTimeout(event.namespace, event.name, detail) from None
            except ConnectionError as error:
                raise Disconnected(event.namespace, event.name, str(error)) from None
            return event.answer(came)


class AsyncHandlers(BaseHandlers[AC]):
    """The base of the handlers of one namespace, for asyncio."""

    async def on_connect(self, conn: AC) -> None:
        """Welcome a client whose credentials were accepted.

        Raise Refused to send it away. An event that is emitted here reaches the
        client before it knows that it is connected. A call to it raises RuntimeError:
        its answer cannot come before this has returned. Start a task that calls.
        """

    async def on_disconnect(self, conn: AC, reason: str) -> None:
        """Hear that a client is gone; its rooms are left already."""

    async def on_error(self, conn: AC, event: str, error: Exception) -> None:
        """Hear of a failure: a bad payload, or an exception that is not declared.

        The client has been answered, if it asked for an acknowledgement. The
        default writes the error to the log.
        """
        self._told(event, error)

    async def _emit(
        self,
        event: Event,
        values: tuple[object, ...],
        to: OneOrMany[Target],
        skip: OneOrMany[BaseConnection[Any, Any]] | None,
    ) -> None:
        await self._sent(event, values, to, skip)

    async def _call(
        self,
        event: CallEvent[A],
        values: tuple[object, ...],
        to: BaseConnection[Any, Any],
        timeout: float | None,
    ) -> A:
        return await self._called(event, values, to, timeout)


class Handlers(BaseHandlers[SC]):
    """The base of the handlers of one namespace, for threads or greenlets."""

    def on_connect(self, conn: SC) -> None:
        """Welcome a client whose credentials were accepted.

        Raise Refused to send it away. An event that is emitted here reaches the
        client before it knows that it is connected. A call to it raises RuntimeError:
        its answer cannot come before this has returned. Start a thread that calls.
        """

    def on_disconnect(self, conn: SC, reason: str) -> None:
        """Hear that a client is gone; its rooms are left already."""

    def on_error(self, conn: SC, event: str, error: Exception) -> None:
        """Hear of a failure: a bad payload, or an exception that is not declared.

        The client has been answered, if it asked for an acknowledgement. The
        default writes the error to the log.
        """
        self._told(event, error)

    def _emit(
        self,
        event: Event,
        values: tuple[object, ...],
        to: OneOrMany[Target],
        skip: OneOrMany[BaseConnection[Any, Any]] | None,
    ) -> None:
        run(self._sent(event, values, to, skip))

    def _call(
        self,
        event: CallEvent[A],
        values: tuple[object, ...],
        to: BaseConnection[Any, Any],
        timeout: float | None,
    ) -> A:
        return run(self._called(event, values, to, timeout))
