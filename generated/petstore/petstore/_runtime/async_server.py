"""The asyncio server: handlers of every namespace on one python-socketio server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from . import _socketio
from .async_dispatch import Authenticate, Dispatcher
from .async_handlers import AsyncHandlers, Handler
from .events import Contract

__all__ = ["AsyncHandlers", "AsyncServer", "Handler"]


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

        Its other namespaces stay as they are. Raises TypeError for anything else,
        and RuntimeError when these handlers are attached already.
        """
        if not isinstance(sio, _socketio.socketio.AsyncServer):
            raise TypeError(f"attach takes a socketio.AsyncServer, not {sio!r}")
        server = cast(_socketio.Server, sio)
        for handlers in self._handlers:
            handlers.bind(server)
            dispatcher = Dispatcher(handlers, server, self._authenticate)
            _socketio.register(server, handlers.NAMESPACE.name, dispatcher.trigger)

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
