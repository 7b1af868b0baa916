"""Applications around a python-socketio server: ASGI, aiohttp, WSGI."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from importlib import import_module
from typing import Any, TypeAlias, cast

from ._socketio import Server, socketio

Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
Stop: TypeAlias = Callable[[], Awaitable[None]]


def wsgi_app(server: Server, other: object, path: str) -> Any:
    """The WSGI application of a server on an engine path such as `/socket.io`."""
    return socketio.WSGIApp(server, other, socketio_path=path)


def aiohttp_app(server: Server, app: Any, path: str, stop: Stop) -> Any:
    """An `aiohttp.web.Application` with a server on an engine path."""
    application = import_module("aiohttp.web").Application() if app is None else app
    cast(Any, server).attach(application, socketio_path=path)

    async def shut_down(_: object) -> None:
        await stop()

    application.on_shutdown.append(shut_down)
    return application


class AsgiApp:
    """The ASGI application of a server on an engine path, beside another one."""

    def __init__(self, server: Server, other: Any, path: str, stop: Stop) -> None:
        self._engine: Any = socketio.ASGIApp(server, socketio_path=path)
        self._path = f"/{path.strip('/')}/"
        self._other = other
        self._stop = stop

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one connection, or take part in the lifespan."""
        if scope["type"] != "lifespan":
            mine = self._mine(scope)
            # the library answers whatever is nobody's with 404
            app = self._engine if mine or self._other is None else self._other
            await app(mine or scope, receive, send)
        elif self._other is None:
            await self._live(receive, send)
        else:
            await self._live_with_other(scope, receive, send)

    def _mine(self, scope: Message) -> Message | None:
        """The scope for the library if a path is the engine's; else None.

        The engine path counts from where this application is mounted, and from the
        root as well. Whoever is mounted sees the whole path.
        """
        path = str(scope["path"])
        inner = path.removeprefix(str(scope.get("root_path", "")).rstrip("/"))
        if not any(f"{one}/".startswith(self._path) for one in (path, inner)):
            return None
        return {**scope, "path": self._path, "headers": _with_scheme(scope)}

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            event = (await receive())["type"]
            if event == "lifespan.shutdown":
                await self._stop()
            await send({"type": f"{event}.complete"})
            if event == "lifespan.shutdown":
                return

    async def _live_with_other(
        self, scope: Message, receive: Receive, send: Send
    ) -> None:
        """Let the other application have its lifespan; the API stops before it.

        One that knows nothing of a lifespan may raise, or answer as it would
        answer a request: then the API has a lifespan without it.
        """
        heard: list[Message] = []
        takes_part = False

        async def hear() -> Message:
            heard.append(await receive())
            if heard[-1]["type"] == "lifespan.shutdown":
                await self._stop()
            return heard[-1]

        async def tell(message: Message) -> None:
            nonlocal takes_part
            if not str(message["type"]).startswith("lifespan."):
                raise TypeError(f"{message['type']} does not answer a lifespan")
            takes_part = True
            await send(message)

        try:
            await self._other(scope, hear, tell)
        except Exception:
            if takes_part:
                raise
        if not takes_part:
            if heard:
                await send({"type": "lifespan.startup.complete"})
            await self._live(receive, send)


def _with_scheme(scope: Message) -> list[tuple[bytes, bytes]]:
    """The headers, with the scheme of the connection where no proxy has said it.

    The library takes every connection for one over http otherwise, and refuses a
    browser of the same origin that came over https.
    """
    headers = list(scope["headers"])
    secure = scope.get("scheme") in {"https", "wss"}
    if secure and all(name.lower() != b"x-forwarded-proto" for name, _ in headers):
        headers.append((b"x-forwarded-proto", b"https"))
    return headers
