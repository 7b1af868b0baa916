"""Servers: handlers of every namespace on one python-socketio server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from . import _engineio, _socketio, amending
from .applications import AsgiApp, aiohttp_app, wsgi_app
from .belonging import check_authenticate, check_handlers
from .blocking import run
from .dispatch import Dispatcher
from .events import Contract
from .guarding import guard
from .handlers import AsyncHandlers, BaseHandlers, Handler, Handlers
from .installed import need
from .observing import Middleware, in_a_row
from .replays import IDEMPOTENCY_LIMIT, IDEMPOTENCY_WINDOW, Replays
from .serving import Authenticate, Service
from .streams import checked
from .waiting import AsyncWaiting, BlockingWaiting, Waiting

__all__ = ["AsyncHandlers", "AsyncServer", "Handler", "Handlers", "Server"]

STOP = 10.0
"""Seconds that handlers have to finish when a server stops."""


class BaseServer:
    """What servers of both kinds have in common."""

    CONTRACT: ClassVar[Contract]
    HANDLERS: ClassVar[tuple[tuple[str, type[BaseHandlers[Any]]], ...]]
    """What is wanted for each argument that has handlers of a namespace."""
    WAITS: ClassVar[bool]
    """Whether handlers may be coroutine functions."""

    def __init__(
        self,
        handlers: Sequence[BaseHandlers[Any]],
        authenticate: Authenticate | None,
        cors_allowed_origins: str | list[str] | None,
        middleware: Sequence[Middleware],
        max_in_flight: int,
        connect_timeout: float,
        idempotency_window: float = IDEMPOTENCY_WINDOW,
        idempotency_limit: int = IDEMPOTENCY_LIMIT,
    ) -> None:
        check_handlers(self.HANDLERS, handlers, waits=self.WAITS)
        if max_in_flight < 1:
            raise ValueError("max_in_flight must be at least 1")
        if connect_timeout <= 0:
            raise ValueError("connect_timeout must be more than 0")
        if idempotency_window < 0 or idempotency_limit < 0:
            raise ValueError("idempotency_window and _limit must not be negative")
        self._handlers = handlers
        self._authenticate = authenticate
        self._cors = cors_allowed_origins
        self._middleware = in_a_row(middleware)
        self._max_in_flight = max_in_flight
        self._connect_timeout = connect_timeout
        self._window = idempotency_window
        self._kept = idempotency_limit
        self._services: list[Service] = []
        secured = [one.NAMESPACE.name for one in handlers if one.NAMESPACE.security]
        if secured:
            check_authenticate(secured[0], authenticate, waits=self.WAITS)

    def _dispatchers(
        self, server: _socketio.Server, waiting: Waiting
    ) -> list[Dispatcher]:
        """What the handlers of each namespace are reached by, on a server."""
        service = Service(
            server,
            waiting,
            self._authenticate,
            self._middleware,
            self._max_in_flight,
            Replays(waiting, self._window, self._kept),
        )
        dispatchers = [Dispatcher(one, service) for one in self._handlers]
        for handlers, dispatcher in zip(self._handlers, dispatchers, strict=True):
            handlers.bind(dispatcher)
        self._services.append(service)
        names = [one.NAMESPACE.name for one in self._handlers]
        _socketio.keep_to_ourselves(server, names)
        _socketio.count_events(server, names, service.at_work)
        amending.keep_null(server, names)
        _socketio.spell_out_refusals(server)
        guard(server, self._connect_timeout)
        _engineio.admit_while(server, lambda: not service.stopping)
        return dispatchers

    def _attachable(self, sio: Any) -> _socketio.Server:
        if not sio.async_handlers:
            detail = "no handler could wait for an answer of its client; order single"
            raise ValueError(
                f"attach needs async_handlers=True: {detail} events instead"
            )
        for one in self._handlers:
            if one.is_bound:
                raise RuntimeError(f"{one!r} serves already; make one for each server")
            if _socketio.is_served(sio, one.NAMESPACE.name):
                raise RuntimeError(f"{one.NAMESPACE.name} has handlers on that server")
        return cast(_socketio.Server, sio)

    def _options(self) -> dict[str, object]:
        """Options of a python-socketio server for this API."""
        cors = {} if self._cors is None else {"cors_allowed_origins": self._cors}
        return {
            "transports": list(self.CONTRACT.transports),
            "namespaces": [one.NAMESPACE.name for one in self._handlers],
            **cors,
        }

    async def _stop(self, limit: float) -> bool:
        checked(limit)
        done = [await service.drain(limit) for service in self._services]
        for service in self._services:
            await _engineio.close(service.sio)
        return all(done)


class AsyncServer(BaseServer):
    """The base of the generated server for asyncio."""

    WAITS = True

    def attach(self, sio: Any) -> None:
        """Serve the namespaces of this API on an existing `socketio.AsyncServer`.

        Its other namespaces stay as they are. Raises TypeError for anything else,
        ValueError for one without `async_handlers`, and RuntimeError when these
        handlers are attached already, or one of the namespaces has others.
        """
        if not isinstance(sio, _socketio.socketio.AsyncServer):
            raise TypeError(f"attach takes a socketio.AsyncServer, not {sio!r}")
        server = self._attachable(sio)
        for one in self._dispatchers(server, AsyncWaiting()):
            _socketio.register(server, one.name, one.trigger)

    def asgi_app(self, other_asgi_app: object = None) -> Any:
        """An ASGI application that serves this API on its engine path.

        Requests for other paths go to `other_asgi_app`. It stops, see `stop`, when
        the ASGI server shuts down. For a server with options of your own, see
        `attach`.
        """
        server = _socketio.async_server(async_mode="asgi", **self._options())
        self.attach(server)
        path = self.CONTRACT.path
        return AsgiApp(server, other_asgi_app, path, self._shut_down)

    def aiohttp_app(self, app: Any = None) -> Any:
        """An `aiohttp.web.Application` that serves this API on its engine path.

        Give the `app` that you have, and it gets the API. It stops, see `stop`,
        when the application shuts down. Raises ImportError where aiohttp is missing.
        """
        need("aiohttp", "an application of aiohttp")
        server = _socketio.async_server(async_mode="aiohttp", **self._options())
        self.attach(server)
        path = self.CONTRACT.path
        return aiohttp_app(server, app, path, self._shut_down)

    async def stop(self, limit: float = STOP) -> bool:
        """Take no more events, let handlers finish, and close every connection.

        Handlers have `limit` seconds; False says that some were still at work.
        Clients hear that the connection is closed, and may come back to another
        server. A server that has stopped stays so.
        """
        return await self._stop(limit)

    async def _shut_down(self) -> None:
        await self._stop(STOP)


class Server(BaseServer):
    """The base of the generated server for threads or greenlets."""

    WAITS = False

    def attach(self, sio: Any) -> None:
        """Serve the namespaces of this API on an existing `socketio.Server`.

        Its other namespaces stay as they are. Raises TypeError for anything else,
        ValueError for one without `async_handlers`, and RuntimeError when these
        handlers are attached already, or one of the namespaces has others.
        """
        if not isinstance(sio, _socketio.socketio.Server):
            raise TypeError(f"attach takes a socketio.Server, not {sio!r}")
        server = self._attachable(sio)
        amending.keep_together(server)
        waiting = BlockingWaiting(_socketio.make_event(server))
        for one in self._dispatchers(server, waiting):
            _socketio.register_blocking(server, one.name, one.trigger, one.arrive)

    def wsgi_app(
        self, other_wsgi_app: object = None, async_mode: str = "threading"
    ) -> Any:
        """A WSGI application that serves this API on its engine path.

        Requests for other paths go to `other_wsgi_app`. `async_mode` is how the
        WSGI server works: `threading`, also where gevent has patched the standard
        library, `gevent` where it has not, or another mode of python-socketio.
        """
        # the library would take gevent for the mode as soon as it is installed
        server = _socketio.server(async_mode=async_mode, **self._options())
        self.attach(server)
        return wsgi_app(server, other_wsgi_app, self.CONTRACT.path)

    def stop(self, limit: float = STOP) -> bool:
        """Take no more events, let handlers finish, and close every connection.

        Handlers have `limit` seconds; False says that some were still at work.
        Clients hear that the connection is closed, and may come back to another
        server. A server that has stopped stays so.
        """
        return run(self._stop(limit))
