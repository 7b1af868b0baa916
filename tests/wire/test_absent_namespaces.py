"""Namespaces that a client is not in: refused, ended by the server, or left out."""

import asyncio
import logging
from typing import Any

import pytest
from tests.wire.conftest import Shop
from tests.wire.visitors import AUTH, SOON, Visitor

from petstore import (
    ChatText,
    ConnectRefused,
    NewOrder,
    NotConnected,
    OrderUpdate,
    Refused,
)
from petstore.async_client import AsyncPetStoreClient

ORDER = NewOrder(pet_id="pet-7", quantity=2)
UPDATE = OrderUpdate.model_validate(
    {"orderId": "order-7", "status": "shipped", "at": "2026-11-02T09:30:00Z"}
)


@pytest.fixture(params=["asyncio", "threads"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def refuse(_: object) -> None:
    raise Refused("not today")


async def nothing_comes(visitor: Visitor, error: type[Exception], text: str) -> None:
    """Whoever wants something of `/orders` is told at once."""
    orders = visitor.orders
    with pytest.raises(error, match=text):
        orders.order_updates()
    with pytest.raises(error, match=text):
        await visitor.does(orders.wait_for_order_update, timeout=SOON)
    with pytest.raises(error, match=text):
        await visitor.does(orders.call_order, ORDER, timeout=600, retries=3)
    with pytest.raises(error, match=text):
        await visitor.does(orders.emit_order, ORDER)


async def test_a_namespace_that_the_server_ends(
    shop: Shop, url: str, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "petstore")
    async with Visitor(kind, url) as visitor, asyncio.timeout(SOON):
        client = visitor.client
        visitor.hears("on_expelled", "on_disconnected")
        updates = client.orders.order_updates()
        [conn] = shop.orders.connections
        await conn.disconnect()
        assert await visitor.told.get() == ("on_expelled", "/orders")
        assert "the server ended /orders" in caplog.text
        with pytest.raises(NotConnected, match="the server ended /orders"):
            await visitor.next(updates)
        await nothing_comes(visitor, NotConnected, "the server ended /orders")
        assert client.connected
        assert not client.orders.connected
        assert await visitor.does(client.chat.call_message, ChatText(text="still here"))

        await visitor.does(client.connect)
        updates = client.orders.order_updates()
        assert (await visitor.does(client.orders.call_order, ORDER)).success
        await shop.orders.emit_order_update(UPDATE, to=shop.orders.connections[0])
        assert await visitor.next(updates) == UPDATE
        with pytest.raises(RuntimeError, match="connected already"):
            await visitor.does(client.connect)
    assert visitor.told.empty()


async def test_the_last_namespace_takes_the_connection_with_it(
    shop: Shop, url: str, kind: str
) -> None:
    async with (
        Visitor(kind, url, namespaces=["/orders"]) as visitor,
        asyncio.timeout(SOON),
    ):
        visitor.hears("on_expelled", "on_disconnected")
        await shop.orders.connections[0].disconnect()
        told = await visitor.told.get()
        assert told == ("on_disconnected", "server disconnect")
        assert not visitor.client.active
        await nothing_comes(visitor, NotConnected, "server disconnect")
        await visitor.does(visitor.client.connect)
        assert (await visitor.does(visitor.orders.call_order, ORDER)).success
        assert visitor.told.empty()


async def test_a_handler_may_ask_again(shop: Shop, url: str, kind: str) -> None:
    async with Visitor(kind, url) as visitor, asyncio.timeout(SOON):
        client = visitor.client
        back: asyncio.Queue[bool] = asyncio.Queue()
        loop = asyncio.get_running_loop()

        async def ask(namespace: str) -> None:
            await client.connect()
            back.put_nowait(client.orders.connected)

        def ask_and_block(namespace: str) -> None:
            client.connect()
            loop.call_soon_threadsafe(back.put_nowait, client.orders.connected)

        client.on_expelled(ask if visitor.waits else ask_and_block)
        for _ in range(3):
            await shop.orders.connections[0].disconnect()
            assert await back.get()
        assert (await visitor.does(visitor.orders.call_order, ORDER)).success


async def test_a_namespace_that_is_refused(
    shop: Shop, url: str, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    shop.orders.welcome = refuse
    visitor = Visitor(kind, url)
    early = visitor.orders.order_updates()
    async with visitor, asyncio.timeout(SOON):
        client = visitor.client
        [told] = [one for one in caplog.records if "not today" in one.getMessage()]
        assert told.levelno == logging.WARNING
        with pytest.raises(ConnectRefused, match="not today"):
            await visitor.next(early)
        await nothing_comes(visitor, ConnectRefused, "not today")

        with pytest.raises(ConnectRefused, match="not today"):
            await visitor.does(client.connect)
        assert client.refusals.keys() == {"/orders"}
        assert await visitor.does(client.chat.call_message, ChatText(text="still here"))

        shop.orders.welcome = shop.orders.note
        await visitor.does(client.connect)
        assert client.refusals == {}
        assert (await visitor.does(client.orders.call_order, ORDER)).success


async def test_a_namespace_that_is_left_out(url: str, kind: str) -> None:
    visitor = Visitor(kind, url, namespaces=["/chat"])
    with pytest.raises(NotConnected, match="left out"):
        visitor.orders.order_updates()
    async with visitor, asyncio.timeout(SOON):
        await nothing_comes(visitor, NotConnected, "left out")
        with pytest.raises(RuntimeError, match="connected already"):
            await visitor.does(visitor.client.connect)
    with pytest.raises(NotConnected, match="left out"):
        visitor.orders.order_updates()


async def test_a_client_that_has_left(url: str, kind: str) -> None:
    async with asyncio.timeout(SOON):
        visitor = Visitor(kind, url)
        early = visitor.orders.order_updates()
        async with visitor:
            pass
        if kind == "asyncio":
            assert [one async for one in early] == []
        else:
            assert list(early) == []
        await nothing_comes(visitor, NotConnected, "has disconnected")


async def test_a_server_that_says_nothing_when_it_is_asked_again(
    shop: Shop, url: str
) -> None:
    shop.orders.welcome = refuse
    silent = asyncio.Event()

    async def wait(_: object) -> None:
        await silent.wait()

    client: Any = AsyncPetStoreClient(url, auth=AUTH, connect_timeout=2)
    async with client, asyncio.timeout(SOON):
        shop.orders.welcome = wait
        client._dialling._limit = 0.2
        with pytest.raises(ConnectRefused, match="no answer"):
            await client.connect()
        with pytest.raises(ConnectRefused, match="no answer"):
            client.orders.order_updates()
        asking = asyncio.create_task(client.connect())
        await asyncio.sleep(0)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert client.connected
        silent.set()
