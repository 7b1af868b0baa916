"""A package with an event for each thing that goes wrong, and servers of both kinds."""

import asyncio
import importlib
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from tests.blocking import serving_wsgi
from tests.building import build
from tests.wire.conftest import serving

SPEC = Path(__file__).with_name("spec.yaml")
SOON = 10.0
EVENTS = "void list any open typed blob keys silence enter".split()
SILENT = {"silence", "enter"}
"""Events whose acknowledgement has no value."""


@contextmanager
def imported(spec: Path, out: Path, package: str) -> Iterator[Any]:
    """The package that is built from a document."""
    build(spec, out, package)
    sys.path.insert(0, str(out))
    for name in ("async_client", "async_server", "client", "server", "contract"):
        importlib.import_module(f"{package}.{name}")
    yield importlib.import_module(package)
    sys.path.remove(str(out))
    for name in [one for one in sys.modules if one.partition(".")[0] == package]:
        del sys.modules[name]


@pytest.fixture(scope="session")
def traps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The package of most tests."""
    with imported(SPEC, tmp_path_factory.mktemp("traps"), "traps") as package:
        yield package


class End:
    """A server of one kind, whose handlers do what a test puts in their place.

    Unless it puts something there, they answer with what came.
    """

    def __init__(self, traps: Any, kind: str) -> None:
        self.traps = traps
        self.waits = kind == "asyncio"
        self.conns: list[Any] = []
        self.reasons: list[str] = []
        self.errors: list[tuple[str, Exception]] = []
        self.handle: Callable[..., Any] = lambda conn, value: value
        self.welcome: Callable[..., Any] = lambda conn: None
        self.goodbye: Callable[..., Any] = lambda conn: None
        module, prefix = (
            (traps.async_server, "Async") if self.waits else (traps.server, "")
        )
        self.handlers = self._handlers(getattr(module, f"{prefix}TrapsHandlers"))
        self.server = getattr(module, f"{prefix}TrapsServer")(traps=self.handlers)
        self.url = ""

    def _handlers(self, base: Any) -> Any:
        def handler(name: str) -> Callable[..., Any]:
            def handle(_: Any, conn: Any, value: Any) -> Any:
                answer = self.handle(conn, value)
                return None if name in SILENT else answer

            async def handle_and_wait(_: Any, conn: Any, value: Any) -> Any:
                answer = self.handle(conn, value)
                if asyncio.iscoroutine(answer):
                    answer = await answer
                return None if name in SILENT else answer

            return handle_and_wait if self.waits else handle

        def on_connect(_: Any, conn: Any) -> Any:
            self.conns.append(conn)
            return self.welcome(conn)

        async def on_connect_and_wait(_: Any, conn: Any) -> Any:
            answer = on_connect(_, conn)
            return await answer if asyncio.iscoroutine(answer) else answer

        def on_disconnect(_: Any, conn: Any, reason: str) -> None:
            self.reasons.append(reason)
            self.goodbye(conn)

        async def on_disconnect_and_wait(_: Any, conn: Any, reason: str) -> None:
            on_disconnect(_, conn, reason)

        return type(
            "Made",
            (base,),
            {
                **{f"on_{name}": handler(name) for name in EVENTS},
                "on_connect": on_connect_and_wait if self.waits else on_connect,
                "on_disconnect": (
                    on_disconnect_and_wait if self.waits else on_disconnect
                ),
            },
        )()

    @asynccontextmanager
    async def running(self, sio: Any = None) -> AsyncIterator[None]:
        """Serve, on a python-socketio server of one's own if it is given."""
        import socketio

        if self.waits:
            if sio is not None:
                self.server.attach(sio)
            app = socketio.ASGIApp(sio) if sio else self.server.asgi_app()
            async with serving(app) as self.url:
                yield
            return
        if sio is not None:
            self.server.attach(sio)
        app = socketio.WSGIApp(sio) if sio else self.server.wsgi_app()
        with serving_wsgi(app) as self.url:
            yield

    def client(self, transport: str = "websocket", **options: Any) -> Any:
        """An asyncio client of the server."""
        options = {"reconnection": None, **options}
        return self.traps.async_client.AsyncTrapsClient(
            self.url, transports=[transport], **options
        )

    async def settled(self, function: Callable[..., Any], *a: Any, **b: Any) -> Any:
        """What a method of the server's kind returns."""
        if self.waits:
            return await function(*a, **b)
        return await asyncio.to_thread(function, *a, **b)


Run = Callable[..., Awaitable[End]]


@pytest.fixture(params=["asyncio", "threads"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=["websocket", "polling"])
def transport(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def idle(traps: Any, kind: str) -> End:
    """A server of either kind that does not serve yet."""
    return End(traps, kind)


@pytest_asyncio.fixture
async def end(idle: End) -> AsyncIterator[End]:
    """A server of either kind."""
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(idle.running())
        yield idle


@pytest_asyncio.fixture
async def store(end: End) -> AsyncIterator[Any]:
    """A client over websocket, and its side of the namespace."""
    async with end.client() as client:
        yield client.traps
