"""A mock on a port, until somebody stops it."""

import asyncio
import signal
import socket
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from uvicorn import Config, Server

from sockgen.mock.console import Console
from sockgen.mock.service import Mock

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_GRACE = 2
"""Seconds that requests have to end when everything else has stopped."""


def listen(host: str, port: int) -> socket.socket:
    """Open a port, a free one for 0. Raises OSError."""
    family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    listener = socket.create_server((host, port), family=family, backlog=1_024)
    # What waits for an acknowledgement of TCP waits for 40 ms.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def url_of(listener: socket.socket) -> str:
    """Where a port is reached from this machine."""
    name: tuple[str, int] = listener.getsockname()[:2]
    host, port = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(name[0], name[0]), name[1]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class Stopping:
    """Whether to stop: said once by a signal, a second time more urgently."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._wanted = asyncio.Event()
        self.urgent = asyncio.Event()

    def ask(self) -> None:
        """Ask for the end."""
        (self.urgent if self._wanted.is_set() else self._wanted).set()

    async def wait(self) -> None:
        """Wait until somebody asks."""
        await self._wanted.wait()

    @contextmanager
    def on_signals(self) -> Generator[None]:
        """Be asked by Ctrl-C and by whoever ends processes."""

        def asked(_: int, __: FrameType | None) -> None:
            self._loop.call_soon_threadsafe(self.ask)

        before = {one: signal.signal(one, asked) for one in _SIGNALS}
        try:
            yield
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)


class _Quiet(Server):
    """A server that leaves signals to others: its own way ends before a clean-up."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


async def serve(mock: Mock, listener: socket.socket, stopping: Stopping) -> None:
    """Serve a mock and its page until somebody asks to stop."""
    console = Console(mock, listener.getsockname()[0])
    app: Any = mock.asgi_app(console)
    config = Config(
        app,
        http="h11",
        ws="wsproto",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
    )
    server = _Quiet(config)
    serving = asyncio.create_task(server.serve([listener]))
    asked = asyncio.create_task(stopping.wait())
    async with mock.running():
        await asyncio.wait({serving, asked}, return_when=asyncio.FIRST_COMPLETED)
        asked.cancel()
        console.close()
    server.should_exit = True
    urgent = asyncio.create_task(stopping.urgent.wait())
    await asyncio.wait({serving, urgent}, return_when=asyncio.FIRST_COMPLETED)
    server.force_exit = urgent.done()
    urgent.cancel()
    await serving
