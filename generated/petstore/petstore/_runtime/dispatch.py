"""Between python-socketio and the handlers: what comes in, and what is answered.

Both kinds of server run this code, see `blocking`.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any, Final, TypeAlias, cast

from . import _engineio, _socketio, problems
from .admission import admitted, refusal
from .blocking import settled
from .connection import BaseConnection
from .credentials import read_handshake
from .errors import DeclaredError, InvalidPayload, Refused
from .events import Event, invalid
from .failing import as_failure
from .handlers import BaseHandlers, Handler
from .observing import Crossing, Middleware, Outcome, crossed
from .problems import Problem
from .replays import Reply
from .serving import Service
from .waiting import Place

LOG = logging.getLogger(__name__.partition("._runtime")[0])

Wire: TypeAlias = tuple[object, ...]
Conn: TypeAlias = BaseConnection[Any, Any]
_NOT_CONNECTED: Final = (Problem.of(problems.REFUSED, "not connected").to_wire(),)


class Dispatcher:
    """Hands what comes on one namespace to its handlers, and answers."""

    def __init__(self, handlers: BaseHandlers[Any], service: Service) -> None:
        self._handlers: Any = handlers  # its methods wait, or block
        self._service = service
        self._namespace = handlers.NAMESPACE
        self._routes = {
            event.name: (event, handler) for event, handler in handlers.routes().items()
        }
        self._connections: dict[str, Conn] = {}

    @property
    def name(self) -> str:
        """The namespace on the wire."""
        return self._namespace.name

    @property
    def sio(self) -> _socketio.Server:
        return self._service.sio

    @property
    def middleware(self) -> Sequence[Middleware]:
        return self._service.middleware

    @property
    def connections(self) -> Mapping[str, Conn]:
        return self._connections

    def arrive(self, sid: str, event: object) -> object | None:
        """A place in the order of a connection's events, if this one needs it.

        For servers that handle each event on a thread of its own: there this is
        asked for before the thread begins, and handed to `trigger` as the first
        argument.
        """
        route = self._routes.get(event) if isinstance(event, str) else None
        conn = self._connections.get(sid)
        if route is None or conn is None or not route[0].ordered:
            return None
        name = self._namespace.name
        return (
            conn.order.take() if _socketio.is_connected(self.sio, sid, name) else None
        )

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
        if event == "disconnect" and not _socketio.is_connected(self.sio, sid, name):
            await self._disconnect(sid, str(arguments[0]) if arguments else "")
            return None
        if arguments and isinstance(arguments[0], AbstractAsyncContextManager):
            turn = cast("Place", arguments[0])
            return await self._receive(event, sid, arguments[1:], turn)
        return await self._receive(event, sid, arguments, None)

    def _is_environ(self, sid: str, arguments: Wire) -> bool:
        environ = self.sio.get_environ(sid, self._namespace.name)
        return bool(arguments) and environ is not None and arguments[0] is environ

    async def _connect(
        self, sid: str, environ: Mapping[str, Any], auth: object = None
    ) -> None:
        """Let a client in, or raise the library's refusal: nothing else may leave."""
        try:
            handshake = read_handshake(self._namespace.name, environ, auth)
            parsed, principal = await admitted(
                self._service, self._namespace, handshake, auth
            )
            conn = self._handlers.CONNECTION(
                self.sio,
                self._service.waiting,
                self._namespace,
                sid,
                handshake,
                parsed,
                principal,
            )
            self._connections[sid] = conn
            _engineio.pace(self.sio, sid, self._namespace.name)
            with conn.being_welcomed():
                said = await settled(self._handlers.on_connect(conn))
                if said is False or conn.dismissed:
                    raise Refused  # False is how handlers of python-socketio say it
        except BaseException as ended:
            error = as_failure(ended)
            name = self._namespace.name
            LOG.debug("connect to %s was refused", name, exc_info=True)
            self._connections.pop(sid, None)
            problem = refusal(name, error)
            raise _socketio.refusal(
                problem.detail or problem.title, problem.to_wire()
            ) from None

    async def _disconnect(self, sid: str, reason: str) -> None:
        conn = self._connections.pop(sid, None)
        if conn is None:
            return
        conn.lost(reason)
        await _engineio.wake_poll(self.sio, sid, self._namespace.name)
        try:
            await settled(self._handlers.on_disconnect(conn, reason))
        except BaseException as ended:
            error = as_failure(ended)
            name = self._namespace.name
            LOG.error("on_disconnect of %s failed", name, exc_info=error)

    async def _receive(
        self,
        event: str,
        sid: str,
        arguments: Wire,
        turn: Place | None,
    ) -> Wire:
        """Handle one message; what returns is sent if the client asked for it."""
        conn = self._connections.get(sid)
        if conn is None:
            if turn is not None:
                turn.leave()
            return _NOT_CONNECTED
        route = self._routes.get(event)
        declared = route[0] if route else None
        if turn is None and declared is not None and declared.ordered:
            turn = conn.order.take()
        with self._service.handling(conn) as objection:
            if objection is not None and turn is not None:
                turn.leave()  # or refusing would need as much room as handling
                turn = None
            async with turn or nullcontext():
                if not await conn.admitted():
                    return _NOT_CONNECTED
                if route is None:
                    return ((objection or self._undeclared(event)).to_wire(),)
                crossing = Crossing(
                    self._namespace.name, event, True, route[0].has_ack, sid
                )
                with crossed(self.middleware, crossing):
                    if objection is not None:
                        crossing.outcome = Outcome.PROBLEM
                        crossing.problem = objection.type
                        return (objection.to_wire(),)
                    return await self._handle(conn, *route, arguments, crossing)

    def _undeclared(self, event: str) -> Problem:
        shown = f"{event!r:.100}"  # it may be as long as a message
        LOG.warning("undeclared event %s on %s", shown, self._namespace.name)
        detail = f"{shown} is not an event that {self._namespace.name} takes"
        return Problem.of(problems.UNDECLARED_EVENT, detail)

    async def _handle(
        self,
        conn: Conn,
        event: Event,
        handler: Handler,
        arguments: Wire,
        crossing: Crossing,
    ) -> Wire:
        async def handle() -> Reply:
            wire = await self._run(conn, event, handler, values, crossing)
            return Reply(wire, crossing.outcome, crossing.problem)

        replays = self._service.replays
        try:
            values = event.arguments.decode(arguments)
        except InvalidPayload as error:
            return await self._failed(conn, crossing, error, invalid(error))
        try:
            request = replays.request(event, arguments, conn.principal)
            if request is None:
                reply = await handle()
            else:
                reply, crossing.repeated = await replays.reply(request, handle)
                crossing.outcome, crossing.problem = reply.outcome, reply.problem
            if reply.outcome is Outcome.DONE:
                await self._move(conn, event, arguments)
        except Exception as error:
            LOG.debug("%s failed beside its handler", event.name, exc_info=True)
            problem = Problem.of(problems.HANDLER_FAILED)
            return await self._failed(conn, crossing, error, problem)
        return reply.wire

    async def _run(
        self,
        conn: Conn,
        event: Event,
        handler: Handler,
        values: tuple[object, ...],
        crossing: Crossing,
    ) -> Wire:
        """Have a handler do its work."""
        try:
            returned = await settled(handler(conn, *values))
        except DeclaredError as error:
            return await self._declared(conn, event, error, crossing)
        except Refused as error:
            return await self._failed(conn, crossing, error, error.problem())
        except BaseException as ended:
            failure = as_failure(ended)
            LOG.debug("%s failed in its handler", event.name, exc_info=True)
            problem = Problem.of(problems.HANDLER_FAILED)
            return await self._failed(conn, crossing, failure, problem)
        try:
            return event.encode_ack(returned)
        except Exception as error:
            LOG.debug("%s failed after its handler", event.name, exc_info=True)
            problem = Problem.of(problems.INVALID_ACK)
            return await self._failed(conn, crossing, error, problem)

    async def _move(self, conn: Conn, event: Event, arguments: Wire) -> None:
        """Put the sender into the rooms that the event joins, and out of others.

        So it is after a repeat, too: it may come on a connection that is in none.
        """
        if not conn.connected:
            return
        for into, memberships in ((True, event.joins), (False, event.leaves)):
            for membership in memberships:
                if (room := membership.room(arguments)) is not None:
                    await conn.moved(room, into=into)

    async def _declared(
        self, conn: Conn, event: Event, error: DeclaredError, crossing: Crossing
    ) -> Wire:
        problem = Problem.of(problems.HANDLER_FAILED)
        try:
            wire = event.encode_error(error)
        except InvalidPayload as broken:
            problem = Problem.of(problems.INVALID_ACK)
            return await self._failed(conn, crossing, broken, problem)
        if wire is None:
            return await self._failed(conn, crossing, error, problem)
        crossing.outcome, crossing.error = Outcome.DECLARED_ERROR, error
        return wire

    async def _failed(
        self, conn: Conn, crossing: Crossing, error: Exception, problem: Problem
    ) -> Wire:
        crossing.outcome, crossing.problem = Outcome.PROBLEM, problem.type
        crossing.error = error
        try:
            await settled(self._handlers.on_error(conn, crossing.event, error))
        except BaseException as ended:
            failure = as_failure(ended)
            name = self._namespace.name
            LOG.error("on_error of %s failed", name, exc_info=failure)
        return (problem.to_wire(),)
