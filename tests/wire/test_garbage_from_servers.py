"""Whatever a server sends, a client ends its calls, and goes on by its policy."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any

import pytest
from aiohttp import WSMsgType, web
from tests.garbage import DEEP, TABLE, Frame
from tests.peers import polled

from petstore import (
    AckTimeout,
    ApiError,
    CallError,
    ConnectFailed,
    ConnectRefused,
    NewOrder,
)
from petstore.async_client import AsyncPetStoreClient

SOON = 20.0
ORDER = NewOrder(pet_id="pet-7", quantity=1)
SAID = {
    "sid": "s",
    "upgrades": [],
    "pingInterval": 25_000,
    "pingTimeout": 20_000,
    "maxPayload": 1_000_000,
}
LET_IN = '40/orders,{"sid":"n"}'
RECEIPT = '[{"success":true,"orderId":"o-1"}]'


class Faulty:
    """A server by hand, which says what a test wants to whatever it hears."""

    def __init__(self) -> None:
        self.handshake = "0" + json.dumps(SAID)
        self.to_connect: tuple[Frame, ...] = (LET_IN,)
        self.to_call: Callable[[str], tuple[Frame, ...]] = answered
        self.connects = 0
        self._queue: asyncio.Queue[Frame] = asyncio.Queue()

    def replies(self, frame: str) -> tuple[Frame, ...]:
        if frame.startswith("40/orders"):
            return self.to_connect
        if frame.startswith("42/orders,"):
            return self.to_call(frame[10 : frame.index("[")])
        return ()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if request.query["transport"] == "websocket":
            return await self._websocket(request)
        if "sid" not in request.query:
            self.connects += 1
            self._queue = asyncio.Queue()
            return web.Response(text=self.handshake)
        if request.method == "POST":
            for frame in (await request.text()).split("\x1e"):
                for reply in self.replies(frame):
                    self._queue.put_nowait(reply)
            return web.Response(text="ok")
        return web.Response(body=polled(await self._queue.get()))

    async def _websocket(self, request: web.Request) -> web.StreamResponse:
        self.connects += 1
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        with suppress(ConnectionError):
            await ws.send_str(self.handshake)
            async for message in ws:
                if message.type is WSMsgType.TEXT:
                    for reply in self.replies(message.data):
                        if isinstance(reply, bytes):
                            await ws.send_bytes(reply)
                        else:
                            await ws.send_str(reply)
        return ws

    @asynccontextmanager
    async def served(self) -> AsyncIterator[str]:
        app = web.Application(client_max_size=10_000_000)
        app.router.add_route("*", "/socket.io/", self.handle)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()


def answered(id: str) -> tuple[Frame, ...]:
    return (f"43/orders,{id}{RECEIPT}",)


def after(frames: tuple[Frame, ...], id: str) -> tuple[Frame, ...]:
    return (*frames, *answered(id))


@pytest.fixture(params=["websocket", "polling"])
def transport(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def client_of(url: str, transport: str, **options: Any) -> AsyncPetStoreClient:
    return AsyncPetStoreClient(
        url,
        auth={"token": "good"},
        namespaces=["/orders"],
        transports=[transport],
        reconnection=None,
        connect_timeout=options.pop("connect_timeout", 5.0),
        **options,
    )


@pytest.fixture(autouse=True)
async def nothing_is_left_to_the_loop() -> AsyncIterator[list[Any]]:
    """No exception of a task that nobody awaits, which asyncio would log."""
    seen: list[Any] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, what: seen.append(what))
    yield seen
    assert seen == []


MORE: list[tuple[str, tuple[Frame, ...]]] = [
    ("a CONNECT with a list", ("40/orders,[1]",)),
    ("a second CONNECT", (LET_IN, LET_IN)),
    ("a CONNECT elsewhere", ('40/nowhere,{"sid":"x"}',)),
    ("a DISCONNECT elsewhere", ("41/nowhere,", "41/inventory,")),
    ("a DISCONNECT", ("41/orders,",)),
    ("an unknown event", ('42/orders,["nothing",1]',)),
    ("an invalid event", ('42/orders,5["order-update",{"x":1}]',)),
    ("an update of nothing", ('42/orders,["order-update"]',)),
    ("a close", ("1",)),
    *(
        (f"a late refusal {shape}", (f"44/orders,{shape}",))
        for shape in ('"no"', "[1,2]", "null", "7", "{}", '{"message":[1]}', "")
    ),
]


async def test_garbage(transport: str) -> None:
    """A call in flight ends; so does the next one; and the client can be closed."""
    server = Faulty()
    rows = [(one.name, one.frames) for one in TABLE] + MORE
    ends: list[tuple[str, object]] = []
    async with server.served() as url:
        for name, frames in rows:
            server.to_call = partial(after, frames)
            async with asyncio.timeout(SOON):
                client = client_of(url, transport)
                await client.connect()
                for _ in "ab":
                    ends.append((name, await end_of_call(client)))
                await client.disconnect()
    assert [one for one in ends if one[1] is AckTimeout] == []


async def end_of_call(client: AsyncPetStoreClient) -> object:
    """What a call returns, or the type of what it raises, which its contract names."""
    try:
        return (await client.orders.call_order(ORDER, timeout=10)).order_id
    except ApiError as error:
        return type(error)


@pytest.mark.parametrize(
    "values",
    ["[]", "[1]", "[null]", "[{}]", "[[]]", RECEIPT[:-1] + ",1]", '["x",{"a":1}]'],
)
async def test_wrong_acknowledgements(transport: str, values: str) -> None:
    server = Faulty()
    server.to_call = lambda id: (
        f"43/orders,{int(id) + 7}[1]",
        f"43/orders,0{RECEIPT}",
        f"43/orders,{id}{values}",
        f"43/orders,{id}{values}",
    )
    async with server.served() as url, client_of(url, transport) as client:
        with pytest.raises(CallError):
            await client.orders.call_order(ORDER, timeout=10)
        server.to_call = answered
        assert (await client.orders.call_order(ORDER, timeout=10)).order_id == "o-1"


@pytest.mark.parametrize(
    "handshake",
    [
        "",
        "0",
        "0{}",
        "0[]",
        "0null",
        "0" + DEEP,
        "x",
        "40",
        *(
            "0" + json.dumps({**SAID, **change})
            for change in (
                {"sid": 1},
                {"sid": ""},
                {"pingInterval": "25000"},
                {"pingInterval": -1},
                {"pingInterval": 0},
                {"pingInterval": 1e300},
                {"pingTimeout": None},
                {"pingTimeout": True},
                {"upgrades": "websocket"},
                {"upgrades": None},
            )
        ),
        "0" + json.dumps(SAID).replace("25000", "NaN"),
    ],
)
async def test_wrong_handshakes(transport: str, handshake: str) -> None:
    server = Faulty()
    server.handshake = handshake
    async with server.served() as url:
        with pytest.raises(ConnectFailed) as failed:
            await client_of(url, transport).connect()
    assert failed.value.attempts[0][0] == transport
    assert len(str(failed.value)) < 300


@pytest.mark.parametrize(
    "shape", ['"no"', "[1,2]", "null", "7", "{}", "", "[]", "true"]
)
async def test_refusals(transport: str, shape: str) -> None:
    server = Faulty()
    server.to_connect = (f"44/orders,{shape}",)
    async with server.served() as url:
        with pytest.raises(ConnectRefused):
            await client_of(url, transport).connect()


@pytest.mark.parametrize(
    "frames",
    [("1",), ("x",), ("41/orders,",), ("40/orders,[7]",), ("4" + DEEP,), (b"x",)],
)
async def test_the_end_instead_of_a_connect(
    transport: str, frames: tuple[Frame, ...]
) -> None:
    server = Faulty()
    server.to_connect = frames
    async with server.served() as url:
        with pytest.raises(ConnectFailed):
            await client_of(url, transport, connect_timeout=1.0).connect()


async def test_a_server_that_never_pings() -> None:
    server = Faulty()
    server.handshake = "0" + json.dumps({**SAID, "pingInterval": 50, "pingTimeout": 50})
    server.to_call = lambda _: ()
    lost: asyncio.Queue[str] = asyncio.Queue()
    async with server.served() as url, client_of(url, "websocket") as client:
        client.on_disconnected(lost.put)
        with pytest.raises(CallError):
            await client.orders.call_order(ORDER, timeout=10)
        await asyncio.wait_for(lost.get(), SOON)
