"""What the namespaces of one running server share."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Generator, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias

from . import _socketio, problems
from .connection import BaseConnection
from .observing import Middleware
from .problems import Problem
from .replays import Replays
from .waiting import Answer, Waiting

Authenticate: TypeAlias = Callable[[Any], Awaitable[object] | object]

CONNECT_TIMEOUT = 45.0
"""Seconds that a client may stay without a namespace, as with servers of Node.js."""

MAX_IN_FLIGHT = 1000
"""Events of one connection that are handled at a time, unless the server says more."""


class Service:
    """A server at work: what it sends through, and what it is busy with."""

    def __init__(
        self,
        sio: _socketio.Server,
        waiting: Waiting,
        authenticate: Authenticate | None,
        middleware: Sequence[Middleware],
        max_in_flight: int,
        replays: Replays,
    ) -> None:
        self.sio = sio
        self.waiting = waiting
        self.authenticate = authenticate
        self.middleware = tuple(middleware)
        self.replays = replays
        self._most = max_in_flight
        self._busy = 0
        self._idle: Answer | None = None
        self._guard = threading.Lock()  # held for a moment, never while waiting

    @property
    def stopping(self) -> bool:
        """Whether the server takes no more events."""
        return self._idle is not None

    @contextmanager
    def at_work(self) -> Generator[None]:
        """Count an event from its coming in until its acknowledgement is sent."""
        with self._guard:
            self._busy += 1
        try:
            yield
        finally:
            with self._guard:
                self._busy -= 1
                if self._busy == 0 and self._idle is not None:
                    self._idle.give(())

    @contextmanager
    def handling(self, conn: BaseConnection[Any, Any]) -> Generator[Problem | None]:
        """Count an event of a connection while it is handled, or say why it is not."""
        with self._guard:
            problem = self._objection(conn)
            conn.in_flight += problem is None
        try:
            yield problem
        finally:
            with self._guard:
                conn.in_flight -= problem is None

    def _objection(self, conn: BaseConnection[Any, Any]) -> Problem | None:
        if self.stopping:
            return Problem.of(problems.UNAVAILABLE, "the server is stopping")
        if conn.in_flight >= self._most:
            detail = f"{self._most} events of this connection are being handled"
            return Problem.of(problems.TOO_MANY, detail)
        return None

    async def drain(self, limit: float) -> bool:
        """Take no more events; whether those at work were done within the limit."""
        with self._guard:
            if self._idle is None:
                self._idle = self.waiting.answer()
            if self._busy == 0:
                self._idle.give(())
        try:
            await self._idle.wait(limit)
        except TimeoutError:
            return False
        return True
