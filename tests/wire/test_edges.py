"""Servers at their edges: floods, dismissals, and other handlers beside theirs."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import aiohttp
import pytest
import socketio
from tests.wire.conftest import AUTH, SOON, Open, Serve, Shop

from petstore import ChatText, ConnectRefused, NewOrder, Refused
from petstore._runtime import problems
from petstore.async_client import AsyncPetStoreClient

ORDER = NewOrder(pet_id="pet-7", quantity=2)


async def test_an_event_past_the_limit_does_not_wait_for_its_turn(
    opened: Open, transport: str
) -> None:
    """Else a flood of ordered events needs room for each of them."""
    end = await opened(max_in_flight=3)
    chat = end.shop.chat
    go_on: Any = asyncio.Event() if end.waits else threading.Event()
    answered: asyncio.Queue[Any] = asyncio.Queue()

    async def wait(conn: Any, message: ChatText) -> Any:
        await go_on.wait()
        return await chat.number(conn, message)

    def block(conn: Any, message: ChatText) -> Any:
        assert go_on.wait(SOON)
        return chat.number(conn, message)

    chat.handle = wait if end.waits else block
    async with end.client(transport) as client:
        for number in range(20):
            await client.chat.send(
                "message", ({"text": str(number)},), answered.put_nowait
            )
        async with asyncio.timeout(SOON):
            refused = [await answered.get() for _ in range(17)]
        assert {one["type"] for one in refused} == {problems.TOO_MANY}
        assert chat.said == []
        go_on.set()
        async with asyncio.timeout(SOON):
            numbers = [(await answered.get())["messageId"] for _ in range(3)]
        assert numbers == [1, 2, 3]
        chat.handle = chat.number
        receipt = await client.chat.call_message(ChatText(text="last"))
        assert receipt.message_id == 4
    assert chat.said == ["0", "1", "2", "last"]


async def test_a_disconnect_in_on_connect_is_a_refusal(
    opened: Open, transport: str
) -> None:
    """The library ignores it: the client is not connected yet."""
    end = await opened()

    async def wait(conn: Any) -> None:
        await conn.disconnect()

    def block(conn: Any) -> None:
        conn.disconnect()

    end.shop.orders.welcome = wait if end.waits else block
    client = end.client(transport, namespaces=["/orders"])
    with pytest.raises(ConnectRefused) as refused:
        await client.connect()
    assert refused.value.problem is not None
    assert refused.value.problem.type == problems.REFUSED
    assert end.shop.orders.members() == ()


async def test_an_event_does_not_overtake_its_connect(shop: Shop, serve: Serve) -> None:
    """A server that always connects takes events of those who are not let in."""
    sio = socketio.AsyncServer(
        async_mode="asgi", always_connect=True, namespaces=["/orders"]
    )
    shop.server.attach(sio)
    decided = asyncio.Event()
    handled: list[NewOrder] = []

    async def refuse(conn: Any) -> None:
        await decided.wait()
        raise Refused("not you")

    async def handle(conn: Any, order: NewOrder) -> Any:
        handled.append(order)
        return await shop.orders.accept(conn, order)

    shop.orders.welcome, shop.orders.handle = refuse, handle
    url = await serve(socketio.ASGIApp(sio))
    engine = f"{url}/socket.io/?EIO=4&transport=polling"
    async with aiohttp.ClientSession() as http:
        opening = await (await http.get(engine)).text()
        engine += f"&sid={json.loads(opening[1:])['sid']}"
        connect = f"40/orders,{json.dumps(AUTH)}"
        connecting = asyncio.ensure_future(http.post(engine, data=connect))
        while not shop.orders.members():
            await asyncio.sleep(0.01)
        order = {"petId": "pet-7", "quantity": 1}
        sent = f"42/orders,1{json.dumps(['order', order])}"
        assert (await http.post(engine, data=sent)).status == 200
        await asyncio.sleep(0.05)
        assert handled == []
        decided.set()
        await connecting
        await asyncio.sleep(0.05)
    assert handled == []


async def test_attach_takes_no_namespace_that_somebody_serves(shop: Shop) -> None:
    """The library would let the last one have it, and never call the first."""
    sio = socketio.AsyncServer(async_mode="asgi")
    shop.server.attach(sio)
    other = Shop()
    with pytest.raises(RuntimeError, match="has handlers"):
        other.server.attach(sio)
    functions = socketio.AsyncServer(async_mode="asgi")
    functions.on("order", print, namespace="/orders")
    with pytest.raises(RuntimeError, match="/orders has handlers"):
        other.server.attach(functions)
    other.server.attach(socketio.AsyncServer(async_mode="asgi"))


async def test_handlers_for_every_namespace_do_not_get_those_of_the_api(
    shop: Shop, serve: Serve, transport: str
) -> None:
    """The library asks them first, and nobody would ask for credentials."""
    sio = socketio.AsyncServer(async_mode="asgi", namespaces="*")
    heard: list[str] = []

    async def connect(namespace: str, sid: str, environ: object, auth: object) -> None:
        heard.append(namespace)

    async def anything(event: str, namespace: str, sid: str, *values: object) -> str:
        heard.append(event)
        return event

    sio.on("connect", connect, namespace="*")
    shop.server.attach(sio)
    sio.on("*", anything, namespace="*")
    url = await serve(socketio.ASGIApp(sio))
    async with AsyncPetStoreClient(
        url, auth=AUTH, transports=[transport], namespaces=["/orders"]
    ) as client:
        assert (await client.orders.call_order(ORDER)).success
    assert heard == []
    assert shop.tokens == ["good"]
    mine = socketio.AsyncClient(handle_sigint=False)
    await mine.connect(url, namespaces=["/mine"], transports=[transport])
    assert await mine.call("hello", namespace="/mine") == "hello"
    assert heard == ["/mine", "hello"]
    await mine.disconnect()


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_middleware_may_raise_anything(
    opened: Open, transport: str, when: str
) -> None:
    class Quits(BaseException):
        pass

    @contextmanager
    def quits(crossing: object) -> Iterator[None]:
        if when == "before":
            raise Quits
        yield
        raise asyncio.CancelledError

    end = await opened(middleware=[quits])
    async with end.client(transport, middleware=[quits]) as client:
        assert (await client.orders.call_order(ORDER, timeout=SOON)).success
