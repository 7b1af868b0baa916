"""Applications on a free port, for as long as the tests run."""

from __future__ import annotations

import asyncio
import inspect
import socket
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from .options import Misuse

_START = 30.0
"""Seconds that an application has to start."""


def load(name: str) -> Any:
    """The application that `package.module:app` names. Raises Misuse."""
    module, colon, attribute = name.partition(":")
    if "" not in sys.path:
        sys.path.insert(0, "")
    try:
        found: Any = import_module(module)
        for one in (attribute or "app").split("."):
            found = getattr(found, one)
    except (ImportError, AttributeError) as error:
        wanted = "" if colon else " (it wants package.module:app)"
        raise Misuse(f"--app {name} cannot be loaded: {error}{wanted}") from error
    return found


@contextmanager
def hosted(app: Any) -> Generator[str]:
    """The address of an ASGI or WSGI application that is served meanwhile."""
    serving = _under_uvicorn if is_asgi(app) else _in_threads
    with serving(app) as url:
        yield url


def is_asgi(app: Any) -> bool:
    """Whether an application is of ASGI, and not of WSGI."""
    call: Any = app if inspect.isroutine(app) else type(app).__call__
    return inspect.iscoroutinefunction(call) or inspect.iscoroutinefunction(app)


@contextmanager
def _under_uvicorn(app: Any) -> Generator[str]:
    with serve_asgi(app) as (url, run):
        thread = threading.Thread(target=lambda: asyncio.run(run()), daemon=True)
        thread.start()
        yield url
    thread.join(_START)


@contextmanager
def serve_asgi(
    app: Any, lifespan: str = "auto"
) -> Generator[tuple[str, Callable[[], Any]]]:
    """An address, and the coroutine function that serves there until this ends."""
    import uvicorn

    config = uvicorn.Config(app, log_level="warning", lifespan=_lifespan(lifespan))
    server = uvicorn.Server(config)
    listener = socket.create_server(("127.0.0.1", 0))
    # What waits for an acknowledgement of TCP waits for 40 ms.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    async def run() -> None:
        await server.serve([listener])

    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", run
    finally:
        # A poll that a client left behind is not waited for.
        server.should_exit = server.force_exit = True


def _lifespan(name: str) -> Any:
    return name


@contextmanager
def _in_threads(app: Any) -> Generator[str]:
    try:
        from werkzeug.serving import WSGIRequestHandler, make_server
    except ImportError:
        raise Misuse(
            "a WSGI application is served by werkzeug: pip install werkzeug"
        ) from None

    class Quiet(WSGIRequestHandler):
        def log(self, type: str, message: str, *args: Any) -> None:
            """Say nothing: a websocket that ends is an error to this server."""

    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(_START)
        server.socket.close()
