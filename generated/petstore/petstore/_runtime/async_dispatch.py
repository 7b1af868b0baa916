"""Between python-socketio and the handlers: what comes in, and what is answered."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias, cast

from . import _socketio, problems
from .async_handlers import AsyncHandlers, Handler
from .connection import Connection
from .credentials import Handshake, find_way, name_way, read_handshake
from .errors import DeclaredError, InvalidPayload, Refused
from .events import Event, invalid
from .problems import Problem

LOG = logging.getLogger(__name__.partition("._runtime")[0])

Authenticate: TypeAlias = Callable[[Any], Awaitable[object]]


class Dispatcher:
    """Hands what comes on one namespace to its handlers, and answers."""

    def __init__(
        self,
        handlers: AsyncHandlers[Any],
        server: _socketio.Server,
        authenticate: Authenticate | None,
    ) -> None:
        self._handlers = handlers
        self._server = server
        self._authenticate = authenticate
        self._namespace = handlers.NAMESPACE
        self._routes = {
            event.name: (event, handler) for event, handler in handlers.routes().items()
        }
        self._connections: dict[str, Connection[Any]] = {}

    async def trigger(self, event: str, sid: str, *arguments: object) -> object:
        """Take one event of the library: a connect, a disconnect or a message.

        A client may send events by the names of the first two; only the library
        can make the real ones.
        """
        name = self._namespace.name
        if event == "connect" and self._is_environ(sid, arguments):
            environ = cast("Mapping[str, Any]", arguments[0])
            await self._connect(sid, environ, *arguments[1:])
            return None
        if event == "disconnect" and not _socketio.is_connected(
            self._server, sid, name
        ):
            await self._disconnect(sid, str(arguments[0]) if arguments else "")
            return None
        return await self._receive(event, sid, arguments)

    def _is_environ(self, sid: str, arguments: tuple[object, ...]) -> bool:
        environ = self._server.get_environ(sid, self._namespace.name)
        return bool(arguments) and environ is not None and arguments[0] is environ

    async def _connect(
        self, sid: str, environ: Mapping[str, Any], auth: object = None
    ) -> None:
        """Let a client in, or raise the library's refusal: nothing else may leave."""
        try:
            handshake = read_handshake(self._namespace.name, environ, auth)
            credential = self._credential(handshake)
            parsed = self._parsed(auth)
            principal = await self._principal(credential)
            conn = self._handlers.CONNECTION(
                self._server, self._namespace, sid, handshake, parsed, principal
            )
            self._connections[sid] = conn
            await self._handlers.on_connect(conn)
        except Exception as error:
            name = self._namespace.name
            LOG.debug("connect to %s was refused", name, exc_info=True)
            self._connections.pop(sid, None)
            problem = self._refusal(error)
            raise _socketio.refusal(
                problem.detail or problem.title, problem.to_wire()
            ) from None

    def _credential(self, handshake: Handshake) -> object | None:
        """What opens the namespace, of the first way in; None if it is open."""
        if not self._namespace.security:
            return None
        for way in self._namespace.security:
            credential = find_way(way, handshake)
            if credential is not None:
                return credential
        wanted = " or ".join(map(name_way, self._namespace.security))
        raise _Unauthorized(f"credentials are missing ({wanted})")

    def _parsed(self, auth: object) -> object:
        declared = self._namespace.auth
        return declared and declared.decode({} if auth is None else auth, "")

    async def _principal(self, credential: object | None) -> object:
        if credential is None:
            return None
        assert self._authenticate is not None  # the server has seen to it
        try:
            return await self._authenticate(credential)
        except Refused as error:
            raise _Unauthorized(str(error)) from None

    def _refusal(self, error: Exception) -> Problem:
        if isinstance(error, _Unauthorized):
            return Problem.of(problems.UNAUTHORIZED, str(error))
        if isinstance(error, Refused):
            return Problem.of(problems.REFUSED, str(error))
        if isinstance(error, InvalidPayload):
            return invalid(error)
        LOG.error("connect to %s failed", self._namespace.name, exc_info=error)
        return Problem.of(problems.HANDLER_FAILED)

    async def _disconnect(self, sid: str, reason: str) -> None:
        conn = self._connections.pop(sid, None)
        if conn is None:
            return
        conn.lost(reason)
        await _socketio.wake_poll(self._server, sid, self._namespace.name)
        try:
            await self._handlers.on_disconnect(conn, reason)
        except Exception:
            LOG.exception("on_disconnect of %s failed", self._namespace.name)

    async def _receive(
        self, event: str, sid: str, arguments: tuple[object, ...]
    ) -> tuple[object, ...]:
        """Handle one message; what returns is sent if the client asked for it."""
        conn = self._connections.get(sid)
        if conn is None:
            return (Problem.of(problems.REFUSED, "not connected").to_wire(),)
        route = self._routes.get(event)
        if route is None:
            LOG.warning("undeclared event %r on %s", event, self._namespace.name)
            detail = f"{event!r} is not an event that {self._namespace.name} takes"
            return (Problem.of(problems.UNDECLARED_EVENT, detail).to_wire(),)
        declared, handler = route
        if declared.ordered:
            async with conn.order:
                return await self._handle(conn, declared, handler, arguments)
        return await self._handle(conn, declared, handler, arguments)

    async def _handle(
        self,
        conn: Connection[Any],
        event: Event,
        handler: Handler,
        arguments: tuple[object, ...],
    ) -> tuple[object, ...]:
        try:
            values = event.arguments.decode(arguments)
        except InvalidPayload as error:
            return await self._failed(conn, event, error, invalid(error))
        try:
            returned = await handler(conn, *values)
        except DeclaredError as error:
            return await self._declared(conn, event, error)
        except Refused as error:
            problem = Problem.of(problems.REFUSED, str(error))
            return await self._failed(conn, event, error, problem)
        except Exception as error:
            LOG.debug("%s failed in its handler", event.name, exc_info=True)
            problem = Problem.of(problems.HANDLER_FAILED)
            return await self._failed(conn, event, error, problem)
        try:
            answer = event.encode_ack(returned)
            await self._move(conn, event, arguments)
        except Exception as error:
            LOG.debug("%s failed after its handler", event.name, exc_info=True)
            problem = Problem.of(problems.INVALID_ACK)
            return await self._failed(conn, event, error, problem)
        return answer

    async def _move(
        self, conn: Connection[Any], event: Event, arguments: tuple[object, ...]
    ) -> None:
        """Put the sender into the rooms that the event joins, and out of others."""
        for membership in event.joins:
            if (room := membership.room(arguments)) is not None:
                await conn.enter(room)
        for membership in event.leaves:
            if (room := membership.room(arguments)) is not None:
                await conn.leave(room)

    async def _declared(
        self, conn: Connection[Any], event: Event, error: DeclaredError
    ) -> tuple[object, ...]:
        try:
            wire = event.encode_error(error)
        except InvalidPayload as broken:
            problem = Problem.of(problems.INVALID_ACK)
            return await self._failed(conn, event, broken, problem)
        if wire is not None:
            return wire
        problem = Problem.of(problems.HANDLER_FAILED)
        return await self._failed(conn, event, error, problem)

    async def _failed(
        self, conn: Connection[Any], event: Event, error: Exception, problem: Problem
    ) -> tuple[object, ...]:
        try:
            await self._handlers.on_error(conn, event.name, error)
        except Exception:
            LOG.exception("on_error of %s failed", self._namespace.name)
        return (problem.to_wire(),)


class _Unauthorized(Refused):
    """A refusal that is about credentials."""
