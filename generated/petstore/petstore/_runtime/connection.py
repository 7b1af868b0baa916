"""One client on one namespace, as the handlers see it."""

from __future__ import annotations

import asyncio
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Any, Generic, TypeAlias

from typing_extensions import TypeVar

from . import _socketio
from .credentials import Handshake
from .events import Namespace
from .rooms import Room

P = TypeVar("P", default=Any)
T = TypeVar("T")

OneOrMany: TypeAlias = T | Sequence[T]
"""What an event is sent to; an empty sequence reaches nobody."""


class Connection(Generic[P]):
    """A client's connection to one namespace.

    `principal` is what `authenticate` returned, None on an open namespace.
    `sid` is the session id; a client that reconnects comes with another one.
    """

    def __init__(
        self,
        server: _socketio.Server,
        namespace: Namespace,
        sid: str,
        handshake: Handshake,
        auth: object,
        principal: P,
    ) -> None:
        self._server = server
        self._namespace = namespace
        self._waiting: set[asyncio.Future[tuple[object, ...]]] = set()
        self._lost: str | None = None
        self.sid = sid
        self.handshake = handshake
        self.parsed_auth = auth
        self.principal = principal
        self.order = asyncio.Lock()
        """Held while an event that is marked as ordered is handled."""

    @property
    def namespace(self) -> str:
        """The namespace's name on the wire."""
        return self._namespace.name

    @property
    def transport(self) -> str:
        """`websocket` or `polling`: which one carries the connection now."""
        return self._server.transport(self.sid, self.namespace)

    @property
    def connected(self) -> bool:
        """Whether the client is still there."""
        return self._lost is None

    async def enter(self, room: Room) -> None:
        """Put the client into a room, so that events to it reach this client."""
        await self._server.enter_room(self.sid, room.name, namespace=self.namespace)

    async def leave(self, room: Room) -> None:
        """Take the client out of a room."""
        await self._server.leave_room(self.sid, room.name, namespace=self.namespace)

    def is_in(self, room: Room) -> bool:
        """Whether the client is in a room."""
        return room.name in self._server.rooms(self.sid, self.namespace)

    async def disconnect(self) -> None:
        """End the client's connection to this namespace."""
        await self._server.disconnect(self.sid, namespace=self.namespace)

    def lost(self, reason: str) -> None:
        """Note that the client is gone, and end the calls that wait for it."""
        self._lost = reason
        for answer in list(self._waiting):
            if not answer.done():
                answer.set_exception(ConnectionError(f"connection lost ({reason})"))

    @contextmanager
    def awaiting(self, answer: asyncio.Future[tuple[object, ...]]) -> Generator[bool]:
        """Have a future fail when the client goes; False if it is gone already."""
        self._waiting.add(answer)
        try:
            yield self.connected
        finally:
            self._waiting.discard(answer)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.sid} on {self.namespace}>"
