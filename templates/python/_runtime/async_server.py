"""The asyncio server: what stands between python-socketio and the handlers."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeAlias, TypeVar, cast

from . import _socketio, problems
from .connection import Connection, OneOrMany
from .credentials import Credential, Handshake, find_credential, read_handshake
from .errors import (
    AckTimeout,
    DeclaredError,
    Disconnected,
    InvalidPayload,
    NotConnected,
    Refused,
)
from .events import CallEvent, Contract, Event, Namespace, invalid
from .problems import Problem
from .rooms import Everyone, Room

C = TypeVar("C", bound=Connection[Any])
A = TypeVar("A")
LOG = logging.getLogger(__name__.partition("._runtime")[0])

Handler: TypeAlias = Callable[..., Awaitable[object]]
Target: TypeAlias = Everyone | Room | Connection[Any]
Authenticate: TypeAlias = Callable[[Any], Awaitable[object]]


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
        names.append(one.name if isinstance(one, Room) else one.sid)
    return names


class AsyncServer:
    """The base of the generated server: handlers, authentication, an application."""

    CONTRACT: ClassVar[Contract]

    def __init__(
        self,
        handlers: Sequence[AsyncHandlers[Any]],
        authenticate: Authenticate | None,
        cors_allowed_origins: str | list[str] | None,
    ) -> None:
        self._handlers = handlers
        self._authenticate = authenticate
        self._cors = cors_allowed_origins
        for one in handlers:
            if one.NAMESPACE.security and authenticate is None:
                raise TypeError(
                    f"{one.NAMESPACE.name} has security: give authenticate="
                )

    def attach(self, sio: Any) -> None:
        """Serve the namespaces of this API on an existing `socketio.AsyncServer`.

        Its other namespaces stay as they are. Raises RuntimeError when these
        handlers are attached already.
        """
        server = cast(_socketio.Server, sio)
        for handlers in self._handlers:
            handlers.bind(server)
            dispatcher = Dispatcher(handlers, server, self._authenticate)
            server.register_namespace(
                _socketio.async_namespace(handlers.NAMESPACE.name, dispatcher.trigger)
            )

    def asgi_app(self, other_asgi_app: object = None) -> Any:
        """An ASGI application that serves this API on its engine path.

        Requests for other paths go to `other_asgi_app`. For a server with
        options of your own, see `attach`.
        """
        options: dict[str, object] = {}
        if self._cors is not None:
            options["cors_allowed_origins"] = self._cors
        server = _socketio.async_server(
            async_mode="asgi",
            transports=list(self.CONTRACT.transports),
            namespaces=[one.NAMESPACE.name for one in self._handlers],
            **options,
        )
        self.attach(server)
        return _socketio.asgi_app(server, other_asgi_app, self.CONTRACT.path)


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

    def _credential(self, handshake: Handshake) -> Credential | None:
        """The first credential that opens the namespace; None if it is open."""
        if not self._namespace.security:
            return None
        for scheme, scopes in self._namespace.security:
            credential = find_credential(scheme, scopes, handshake)
            if credential is not None:
                return credential
        wanted = " or ".join(scheme.name for scheme, _ in self._namespace.security)
        raise _Unauthorized(f"credentials are missing ({wanted})")

    def _parsed(self, auth: object) -> object:
        declared = self._namespace.auth
        return declared and declared.decode({} if auth is None else auth, "")

    async def _principal(self, credential: Credential | None) -> object:
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
