"""A generated and a plain server, each with generated and plain clients on lanes.

A lane is one connection with one payload under way, so that everything that arrives
can be told apart by where it arrives.
"""

import asyncio
import inspect
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import socketio
from tests.payloads.packages import Package, Wire
from tests.serving import under_uvicorn

AUTH = {"token": "good"}


@dataclass
class Turn:
    """What arrived on one side of a lane for the payload under way.

    `answer` makes what a handler returns, or raises it.
    """

    answer: Callable[[], Any] = tuple
    arrived: list[tuple[str, Wire]] = field(default_factory=list)
    invalid: list[Exception] = field(default_factory=list)
    something: asyncio.Event = field(default_factory=asyncio.Event)

    def take(self, event: str, values: Wire) -> Any:
        self.arrived.append((event, values))
        self.something.set()
        return self.answer()

    def refuse(self, error: Exception) -> None:
        self.invalid.append(error)
        self.something.set()


@dataclass
class Lane:
    """One connection of a client to a server, and what arrived at either end."""

    at_client: Turn = field(default_factory=Turn)
    at_server: Turn = field(default_factory=Turn)
    client: Any = None
    sids: dict[str, str] = field(default_factory=dict)
    conns: dict[str, Any] = field(default_factory=dict)


class Side:
    """A server with the lanes to it, by the session of each namespace."""

    def __init__(self) -> None:
        self.lanes: list[Lane] = []
        self.by_sid: dict[tuple[str, str], Lane] = {}

    def welcome(self, namespace: str, sid: str, conn: Any = None) -> None:
        """A connection belongs to the lane that was added last."""
        lane = self.lanes[-1]
        lane.sids[namespace] = sid
        lane.conns[namespace] = conn
        self.by_sid[namespace, sid] = lane


class PlainServer(Side):
    """python-socketio without a contract."""

    def __init__(self, package: Package) -> None:
        super().__init__()
        self.sio = socketio.AsyncServer(
            async_mode="asgi", namespaces=package.namespaces
        )
        self.app = socketio.ASGIApp(self.sio)
        for namespace in package.namespaces:
            self._listen(namespace)

    def _listen(self, namespace: str) -> None:
        async def connect(sid: str, environ: Any, auth: Any) -> None:
            self.welcome(namespace, sid)

        async def receive(event: str, sid: str, *values: Any) -> Any:
            return self.by_sid[namespace, sid].at_server.take(event, values)

        self.sio.on("connect", connect, namespace=namespace)
        self.sio.on("*", receive, namespace=namespace)


class GeneratedServer(Side):
    """The server of a package, whose handlers note what they get."""

    def __init__(self, package: Package) -> None:
        super().__init__()
        self.handlers = {
            one: self._handlers(package, one) for one in package.namespaces
        }
        options: dict[str, Any] = {
            package.named(one).attribute: handlers
            for one, handlers in self.handlers.items()
        }
        offered = {"authenticate": _let_in, "idempotency_limit": 0}
        taken = inspect.signature(package.server).parameters
        options.update((key, one) for key, one in offered.items() if key in taken)
        self.app = package.server(**options).asgi_app()

    def _handlers(self, package: Package, namespace: str) -> Any:
        async def on_connect(_: Any, conn: Any) -> None:
            self.welcome(namespace, conn.sid, conn)

        async def on_error(_: Any, conn: Any, event: str, error: Exception) -> None:
            self.by_sid[namespace, conn.sid].at_server.refuse(error)

        def noting(name: str) -> Any:
            async def handle(_: Any, conn: Any, *values: Any) -> Any:
                return self.by_sid[namespace, conn.sid].at_server.take(name, values)

            return handle

        methods = {
            f"on_{one.stem}": noting(one.event.name)
            for one in package.members
            if one.namespace == namespace and one.upward
        }
        base = package.handlers(namespace)
        inside = {"on_connect": on_connect, "on_error": on_error, **methods}
        return type("Noting", (base,), inside)()


async def _let_in(*credentials: Any) -> str:
    return "somebody"


async def plain_client(package: Package, url: str, lane: Lane) -> None:
    """Connect python-socketio without a contract."""
    client = socketio.AsyncClient(handle_sigint=False, reconnection=False)
    for namespace in package.namespaces:

        async def receive(event: str, *values: Any) -> Any:
            return lane.at_client.take(event, values)

        client.on("*", receive, namespace=namespace)
    lane.client = client
    await client.connect(
        url, auth=AUTH, namespaces=package.namespaces, transports=["websocket"]
    )


async def generated_client(package: Package, url: str, lane: Lane) -> None:
    """Connect the client of a package, which listens to everything."""
    client = package.client(
        url, auth=AUTH, transports=["websocket"], all_namespaces=True, reconnection=None
    )

    def noting(name: str) -> Any:
        async def handle(*values: Any) -> Any:
            return lane.at_client.take(name, values)

        return handle

    async def invalid(name: str, error: Exception) -> None:
        lane.at_client.refuse(error)

    for one in package.members:
        if not one.upward:
            end = getattr(client, package.named(one.namespace).attribute)
            getattr(end, f"on_{one.stem}")(noting(one.event.name))
    for namespace in package.namespaces:
        getattr(client, package.named(namespace).attribute).on_invalid(invalid)
    lane.client = client
    await client.connect()


@dataclass(frozen=True)
class Ends:
    """The servers, and for each kind of client the lanes that lead to them."""

    package: Package
    generated: GeneratedServer
    plain: PlainServer
    lanes: dict[tuple[str, str], list[Lane]]
    """By the kind of the client and that of the server."""


PAIRS = (("plain", "generated"), ("generated", "plain"), ("generated", "generated"))


@asynccontextmanager
async def connected(package: Package, width: int) -> AsyncIterator[Ends]:
    """Servers on ports of their own, and so many lanes of each pair of kinds."""
    logging.getLogger(package.logger).setLevel(logging.CRITICAL)
    generated, plain = GeneratedServer(package), PlainServer(package)
    lanes: dict[tuple[str, str], list[Lane]] = defaultdict(list)
    async with AsyncExitStack() as stack:
        urls = {
            "generated": await stack.enter_async_context(under_uvicorn(generated.app)),
            "plain": await stack.enter_async_context(under_uvicorn(plain.app)),
        }
        for client, server in PAIRS * width:
            lane = Lane()
            side: Side = generated if server == "generated" else plain
            side.lanes.append(lane)
            connect = generated_client if client == "generated" else plain_client
            await connect(package, urls[server], lane)
            stack.push_async_callback(lane.client.disconnect)
            lanes[client, server].append(lane)
        yield Ends(package, generated, plain, dict(lanes))
