"""One client on one namespace, as the handlers see it."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Any, Generic, TypeAlias, cast

from typing_extensions import TypeVar

from . import _socketio
from .blocking import run, settled
from .credentials import Handshake
from .errors import NotConnected
from .events import Namespace
from .rooms import Room
from .waiting import Answer, Waiting

P = TypeVar("P", default=Any)
S = TypeVar("S", default=Any)
T = TypeVar("T")

OneOrMany: TypeAlias = T | Sequence[T]
"""What an event is sent to; an empty sequence reaches nobody."""


class BaseConnection(Generic[P, S]):
    """A client's connection to one namespace.

    `principal` is what `authenticate` returned, None on an open namespace.
    `sid` is the session id; a client that reconnects comes with another one.
    """

    def __init__(
        self,
        server: _socketio.Server,
        waiting: Waiting,
        namespace: Namespace,
        sid: str,
        handshake: Handshake,
        auth: object,
        principal: P,
    ) -> None:
        self._server = server
        self._waiting = waiting
        self._namespace = namespace
        self._calls: set[Answer] = set()
        self._lost: str | None = None
        self._host: object = None
        self._welcome: Answer | None = None
        self.dismissed = False
        """Whether `on_connect` has ended the connection that it was to welcome."""
        self.sid = sid
        self.handshake = handshake
        self.parsed_auth = auth
        self.principal = principal
        self.order = waiting.turns()
        """Where an event that is marked as ordered waits for its turn."""
        self.in_flight = 0
        """How many events of this client are being handled."""

    @property
    def namespace(self) -> str:
        """The namespace's name on the wire."""
        return self._namespace.name

    @property
    def transport(self) -> str:
        """`websocket` or `polling`: which one carries the connection now.

        Raises NotConnected when the client is gone.
        """
        try:
            return self._server.transport(self.sid, self.namespace)
        except KeyError:
            raise NotConnected(f"the client of {self!r} is gone") from None

    @property
    def connected(self) -> bool:
        """Whether the client is still there."""
        return self._lost is None

    @property
    def session(self) -> S:
        """What the application keeps of this connection, for as long as it lasts.

        Assign it in `on_connect`, or whenever there is something to keep. Raises
        AttributeError before that.
        """
        if not hasattr(self, "_session"):
            raise AttributeError("nothing was assigned to conn.session yet")
        return cast(S, self._session)

    @session.setter
    def session(self, value: S) -> None:
        self._session: object = value

    def is_in(self, room: Room) -> bool:
        """Whether the client is in a room."""
        return room.name in self._server.rooms(self.sid, self.namespace)

    def lost(self, reason: str) -> None:
        """Note that the client is gone, and end the calls that wait for it."""
        self._lost = reason
        for answer in list(self._calls):
            answer.fail(f"connection lost ({reason})")

    @contextmanager
    def awaiting(self) -> Generator[Answer]:
        """An answer of this client, which fails when the client goes."""
        answer = self._waiting.answer()
        self._calls.add(answer)
        if self._lost is not None:
            answer.fail("the client is gone")
        try:
            yield answer
        finally:
            self._calls.discard(answer)

    @contextmanager
    def being_welcomed(self) -> Generator[None]:
        """Until the client is let in or sent away, there is nobody to answer a call."""
        self._host, self._welcome = self._waiting.here(), self._waiting.answer()
        try:
            yield
        except BaseException:
            self.lost("refused")
            raise
        finally:
            self._welcome.give(())
            self._host = self._welcome = None

    async def welcomed(self, seconds: float | None) -> None:
        """Wait until the client was let in.

        Raises RuntimeError where that would be waiting for oneself.
        """
        if self._welcome is None:
            return
        if self._host == self._waiting.here():
            detail = "a client answers no call before on_connect has returned"
            raise RuntimeError(detail)
        await self._welcome.wait(seconds)

    async def admitted(self) -> bool:
        """Whether the client was let in, once that is known.

        With `always_connect`, the library takes its events before that.
        """
        if self._welcome is None:
            return True
        await self.welcomed(None)
        return self.connected

    async def moved(self, room: Room, *, into: bool) -> None:
        """Put the client into a room, or take it out, on a server of either kind.

        A client that is gone is in no room, and nothing is done. Raises TypeError
        for anything but a room.
        """
        if not isinstance(cast(object, room), Room):
            raise TypeError(f"a client enters and leaves a Room, not {room!r}")
        if not self._is_there():
            return
        move = self._server.enter_room if into else self._server.leave_room
        try:
            await settled(move(self.sid, room.name, namespace=self.namespace))
        except (KeyError, ValueError):
            if self._is_counted():
                raise

    def _is_there(self) -> bool:
        """Whether the client is being let in, or was and has not gone."""
        return self.connected and (self._welcome is not None or self._is_counted())

    def _is_counted(self) -> bool:
        """Whether the library counts the client among its own.

        It does not before `on_connect` has returned, and forgets it at some moment.
        """
        return _socketio.is_connected(self._server, self.sid, self.namespace)

    async def ended(self) -> None:
        """End the connection, if it has not ended already, on a server of either kind.

        The library would not hear of it before `on_connect` has returned.
        """
        if self._welcome is not None:
            self.dismissed = True
        elif self._is_there():
            await settled(self._server.disconnect(self.sid, namespace=self.namespace))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.sid} on {self.namespace}>"


class AsyncConnection(BaseConnection[P, S]):
    """A connection, for handlers that are coroutine functions."""

    async def enter(self, room: Room) -> None:
        """Put the client into a room, so that events to it reach this client.

        Nothing happens if the client is gone.
        """
        await self.moved(room, into=True)

    async def leave(self, room: Room) -> None:
        """Take the client out of a room."""
        await self.moved(room, into=False)

    async def disconnect(self) -> None:
        """End the client's connection to this namespace, if it is still there.

        In `on_connect` this refuses the client, once that has returned.
        """
        await self.ended()


class Connection(BaseConnection[P, S]):
    """A connection, for handlers that block."""

    def enter(self, room: Room) -> None:
        """Put the client into a room, so that events to it reach this client.

        Nothing happens if the client is gone.
        """
        run(self.moved(room, into=True))

    def leave(self, room: Room) -> None:
        """Take the client out of a room."""
        run(self.moved(room, into=False))

    def disconnect(self) -> None:
        """End the client's connection to this namespace, if it is still there.

        In `on_connect` this refuses the client, once that has returned.
        """
        run(self.ended())
