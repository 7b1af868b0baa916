"""Clients that are told to leave, cancelled or forked at any moment."""

import asyncio
import gc
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from tests.blocking import BlockingShop, serving_wsgi
from tests.wire.conftest import AUTH, SOON, Shop

from petstore import (
    EVERYONE,
    AckTimeout,
    ConnectFailed,
    Delivery,
    Disconnected,
    NewOrder,
    NotConnected,
    Reconnection,
)
from petstore._runtime import _socketio
from petstore.async_client import AsyncPetStoreClient
from petstore.client import PetStoreClient

ORDER = NewOrder(pet_id="pet-7", quantity=2)
SOON_AGAIN = Reconnection(delay=0.01, jitter=0)


def loops() -> list[str]:
    """Threads of clients with a loop."""
    names = (one.name for one in threading.enumerate())
    return [name for name in names if name == "petstore-client"]


async def never(*_: object) -> Any:
    await asyncio.Event().wait()


async def cut(shop: Shop) -> None:
    """Break all connections."""
    sio: Any = shop.server._services[0].sio
    for session in list(sio.eio.sockets.values()):
        await session.close(wait=False, abort=True)


async def test_a_disconnect_that_is_cancelled_is_done_all_the_same(
    client: Any, shop: Shop
) -> None:
    shop.orders.handle = never
    reading = asyncio.ensure_future(anext(client.root.announcements(), None))
    calling = asyncio.ensure_future(client.orders.call_order(ORDER, timeout=SOON))
    await asyncio.sleep(0.05)
    leaving = asyncio.ensure_future(client.disconnect())
    await asyncio.sleep(0)
    leaving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaving
    async with asyncio.timeout(3):
        assert await reading is None
        with pytest.raises(Disconnected):
            await calling
        await client.disconnect()
    assert not shop.orders.connections
    gc.collect()  # which would complain of a session that was left open


async def test_two_who_leave_at_once_both_know_when_it_is_done(
    client: Any, shop: Shop
) -> None:
    first = asyncio.ensure_future(client.disconnect())
    await asyncio.sleep(0)
    await client.disconnect()
    assert not shop.orders.connections
    await first


async def test_a_connect_waits_for_a_disconnect_that_is_under_way(
    client: Any,
) -> None:
    leaving = asyncio.ensure_future(client.disconnect())
    await asyncio.sleep(0)
    await client.connect()
    assert leaving.done()
    announcements = client.root.announcements()
    await asyncio.sleep(0.05)
    assert (await client.orders.call_order(ORDER)).success
    reading = asyncio.ensure_future(anext(announcements, None))
    await asyncio.sleep(0)
    assert not reading.done()
    await client.disconnect()
    assert await reading is None


async def test_a_connect_that_is_cancelled_when_it_is_done_leaves_no_connection(
    shop: Shop, url: str, transport: str
) -> None:
    client = AsyncPetStoreClient(url, auth=AUTH, transports=[transport])
    connect = client._connect

    async def connect_and_be_cancelled() -> None:
        await connect()
        connecting.cancel()

    setattr(client, "_connect", connect_and_be_cancelled)  # noqa: B010
    connecting = asyncio.ensure_future(client.connect())
    with pytest.raises(asyncio.CancelledError):
        await connecting
    assert not client.active
    assert not shop.orders.connections


async def test_an_auth_that_is_cancelled_from_within_is_one_failure(
    shop: Shop, url: str, transport: str
) -> None:
    """Else nobody would try again, and the client would be coming back for ever."""
    asked: list[int] = []

    async def auth() -> dict[str, str]:
        asked.append(1)
        if len(asked) in (2, 4):
            waiting = asyncio.ensure_future(never())
            asyncio.get_running_loop().call_soon(waiting.cancel)
            await waiting
        return AUTH

    back = asyncio.Event()
    client = AsyncPetStoreClient(
        url, auth=auth, transports=[transport], reconnection=SOON_AGAIN
    )

    @client.on_reconnected
    async def reconnected() -> None:
        back.set()

    async with client:
        await cut(shop)
        async with asyncio.timeout(SOON):
            await back.wait()
        assert (await client.orders.call_order(ORDER)).success
    assert len(asked) == 3
    with pytest.raises(RuntimeError, match="CancelledError"):
        await client.connect()
    assert not client.active


def test_calls_that_end_together_do_not_wait_for_each_other() -> None:
    """Giving one up must not cost a walk over all the others."""
    waiting: dict[int, object] = {id: lambda *_: None for id in range(1, 10_001)}
    begun = time.perf_counter()
    for callback in list(waiting.values()):
        _socketio.forget(waiting, callback)  # type: ignore[arg-type]
    assert waiting == {}
    assert time.perf_counter() - begun < 2


@pytest.fixture
def threads() -> Iterator[tuple[BlockingShop, str]]:
    shop = BlockingShop()
    with serving_wsgi(shop.server.wsgi_app()) as url:
        yield shop, url


def test_threads_that_call_and_leave_at_once_all_end(
    threads: tuple[BlockingShop, str], transport: str
) -> None:
    _, url = threads
    outcomes: Counter[str] = Counter()

    def call(store: PetStoreClient, go_on: threading.Event) -> None:
        while go_on.is_set():
            try:
                store.orders.call_order(ORDER, timeout=SOON)
            except BaseException as error:
                outcomes[type(error).__name__] += 1

    with ThreadPoolExecutor(8) as workers:
        for _ in range(5):
            store = PetStoreClient(url, auth=AUTH, transports=[transport])
            store.connect()
            go_on = threading.Event()
            go_on.set()
            calls = [workers.submit(call, store, go_on) for _ in range(6)]
            time.sleep(0.03)
            leaves = [workers.submit(store.disconnect) for _ in range(2)]
            for leave in leaves:
                leave.result(SOON)
            go_on.clear()
            for one in calls:
                one.result(SOON)
            assert not store.active
    assert set(outcomes) <= {"NotConnected", "Disconnected"}
    assert loops() == []


def test_a_client_without_a_connection_keeps_no_thread() -> None:
    store = PetStoreClient("http://127.0.0.1:9", auth=AUTH, connect_timeout=1)
    with pytest.raises(NotConnected):
        store.orders.call_order(ORDER)
    with pytest.raises(ConnectFailed):
        store.connect()
    store.disconnect()
    assert loops() == []


def test_handlers_wait_for_each_other_in_every_connection_of_a_client(
    threads: tuple[BlockingShop, str], transport: str
) -> None:
    shop, url = threads
    store = PetStoreClient(url, auth=AUTH, transports=[transport])
    heard = threading.Semaphore(0)

    @store.root.on_announcement
    def hear(text: str) -> None:
        time.sleep(0.02)
        heard.release()

    for _ in range(2):
        with store:
            for _ in range(3):
                shop.root.emit_announcement("Sale", to=EVERYONE)
            assert all(heard.acquire(timeout=SOON) for _ in range(3))


def test_a_process_that_was_forked_has_no_connection(
    threads: tuple[BlockingShop, str], transport: str
) -> None:
    _, url = threads
    with PetStoreClient(url, auth=AUTH, transports=[transport]) as store:
        child = os.fork()
        if child == 0:
            signal.alarm(5)
            try:
                store.orders.call_order(ORDER, timeout=1)
            except NotConnected:
                store.disconnect()
                os._exit(7)
            os._exit(1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
        assert store.orders.call_order(ORDER).success


async def test_a_call_that_is_cancelled_leaves_nothing_on_the_server(
    client: Any, shop: Shop
) -> None:
    client.orders.on_confirm_delivery(never)
    conn = shop.orders.connections[0]
    delivery = Delivery(order_id="o-1", courier="Rex")
    for _ in range(5):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.02):
                await shop.orders.call_confirm_delivery(delivery, to=conn)
    with pytest.raises(AckTimeout):
        await shop.orders.call_confirm_delivery(delivery, to=conn, timeout=0.02)
    sio: Any = shop.server._services[0].sio
    # the library keeps a counter in the first place
    assert len(sio.manager.callbacks[conn.sid]) == 1
