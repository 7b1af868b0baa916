"""A server that gets a request twice handles it once, whichever way it comes."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from queue import Queue
from typing import Any

import pytest
from tests.blocking import BlockingShop, serving_wsgi

from petstore import (
    Crossing,
    NewOrder,
    OrderAck,
    OrderRejected,
    OrderRejectionReason,
    Refused,
    RemoteError,
    Room,
    WatchedPet,
    contract,
)
from petstore._runtime.events import Membership
from petstore.async_client import AsyncPetStoreClient
from petstore.async_server import AsyncPetStoreServer
from petstore.client import PetStoreClient

SOON = 10.0
AUTH = {"token": "good"}
ORDER = NewOrder(pet_id="pet-7", quantity=2, request_id="mine")


class Counted:
    """A handler of orders that numbers them, and holds them while it is told to."""

    def __init__(self) -> None:
        self.keys: list[Any] = []
        self.begun = asyncio.Event()
        self.go_on = asyncio.Event()
        self.go_on.set()
        self.error: Exception | None = None

    async def __call__(self, conn: object, order: NewOrder) -> OrderAck:
        self.keys.append(order.request_id)
        self.begun.set()
        await self.go_on.wait()
        if self.error is not None:
            raise self.error
        return OrderAck(success=True, order_id=f"order-{len(self.keys)}")


@pytest.fixture
def counted(shop: Any) -> Counted:
    handler = Counted()
    shop.orders.handle = handler
    return handler


async def test_a_repeat_is_answered_as_the_first_time(
    client: Any, counted: Counted
) -> None:
    first = await client.orders.call_order(ORDER)
    assert await client.orders.call_order(ORDER) == first
    assert counted.keys == ["mine"]


async def test_orders_without_a_key_get_one_each(client: Any, counted: Counted) -> None:
    order = NewOrder(pet_id="pet-7", quantity=2)
    acks = [await client.orders.call_order(order) for _ in range(2)]
    assert [one.order_id for one in acks] == ["order-1", "order-2"]
    assert len(set(counted.keys)) == 2


async def test_a_client_that_came_back_is_answered_as_the_first_time(
    url: str, transport: str, counted: Counted
) -> None:
    acks = []
    for _ in range(2):
        async with AsyncPetStoreClient(
            url, auth=AUTH, transports=[transport]
        ) as client:
            acks.append(await client.orders.call_order(ORDER))
    assert acks[0] == acks[1]
    assert counted.keys == ["mine"]


async def test_somebody_else_is_not_told_what_the_first_was_answered(
    url: str, counted: Counted
) -> None:
    acks = []
    for token in ("Ada", "Bob"):
        async with AsyncPetStoreClient(url, auth={"token": token}) as client:
            acks.append(await client.orders.call_order(ORDER))
    assert [one.order_id for one in acks] == ["order-1", "order-2"]


async def test_a_repeat_waits_while_the_first_is_handled(
    client: Any, counted: Counted
) -> None:
    counted.go_on.clear()
    async with asyncio.timeout(SOON), asyncio.TaskGroup() as group:
        calls = [group.create_task(client.orders.call_order(ORDER)) for _ in range(5)]
        await counted.begun.wait()
        # Events of one connection come in order, so all five are there.
        await client.inventory.call_watch(WatchedPet(pet_id="pet-7"))
        counted.go_on.set()
    assert {one.result().order_id for one in calls} == {"order-1"}
    assert counted.keys == ["mine"]


async def test_a_declared_error_is_remembered(client: Any, counted: Counted) -> None:
    counted.error = OrderRejected(reason=OrderRejectionReason.sold_out)
    for _ in range(2):
        with pytest.raises(OrderRejected):
            await client.orders.call_order(ORDER)
    assert counted.keys == ["mine"]


@pytest.mark.parametrize("error", [RuntimeError("broken"), Refused("not now")])
async def test_a_problem_is_not_remembered(
    client: Any, counted: Counted, error: Exception
) -> None:
    counted.error = error
    with pytest.raises(RemoteError):
        await client.orders.call_order(ORDER)
    counted.error = None
    assert (await client.orders.call_order(ORDER)).order_id == "order-2"


async def test_a_repeat_joins_again_what_the_first_one_joined(
    shop: Any, serve: Any, counted: Counted
) -> None:
    """The connection of the first attempt may be gone, and its rooms with it."""
    joins = (Membership("request-{id}", {"id": (0, "/requestId")}),)
    event = replace(contract.ORDERS_RECEIVE_ORDER, joins=joins)
    shop.orders.routes = lambda: {event: shop.orders.on_order}
    url = await serve(shop.server.asgi_app())
    for _ in range(2):
        async with AsyncPetStoreClient(url, auth=AUTH) as client:
            await client.orders.call_order(ORDER)
            conn = shop.orders.connections[-1]
            assert conn.is_in(Room("request-mine"))
    assert counted.keys == ["mine"]


async def test_middleware_sees_which_ones_were_repeats(shop: Any, serve: Any) -> None:
    seen: list[Any] = []

    @contextmanager
    def watch(crossing: Crossing) -> Iterator[None]:
        yield
        seen.append((crossing.repeated, crossing.outcome.value))

    server = AsyncPetStoreServer(
        root=shop.root,
        orders=shop.orders,
        inventory=shop.inventory,
        notifications=shop.notifications,
        chat=shop.chat,
        authenticate=shop.authenticate,
        middleware=[watch],
    )
    async with AsyncPetStoreClient(await serve(server.asgi_app()), auth=AUTH) as client:
        for _ in range(2):
            await client.orders.call_order(ORDER)
    assert seen == [(False, "done"), (True, "done")]


async def test_a_server_takes_no_negative_window(shop: Any) -> None:
    with pytest.raises(ValueError, match="idempotency_window"):
        BlockingShop(idempotency_window=-1)
    with pytest.raises(ValueError, match="idempotency_window"):
        BlockingShop(idempotency_limit=-1)


def test_a_server_of_threads_handles_a_request_once(transport: str) -> None:
    shop = BlockingShop()
    keys: Queue[Any] = Queue()
    go_on = threading.Event()

    def count(conn: object, order: NewOrder) -> OrderAck:
        keys.put(order.request_id)
        assert go_on.wait(SOON)
        return OrderAck(success=True, order_id="order-1")

    shop.orders.handle = count
    app = shop.server.wsgi_app(async_mode="threading")
    with serving_wsgi(app) as url:
        with (
            PetStoreClient(url, auth=AUTH, transports=[transport]) as store,
            ThreadPoolExecutor(3) as callers,
        ):
            calls = [callers.submit(store.orders.call_order, ORDER) for _ in range(3)]
            assert keys.get(timeout=SOON) == "mine"
            go_on.set()
            assert {one.result(SOON).order_id for one in calls} == {"order-1"}
        with PetStoreClient(url, auth=AUTH, transports=[transport]) as store:
            assert store.orders.call_order(ORDER).order_id == "order-1"
    assert keys.empty()


def test_an_answer_of_a_server_of_threads_is_kept_only_so_long() -> None:
    shop = BlockingShop(idempotency_window=0.0)
    runs: Queue[Any] = Queue()

    def count(conn: object, order: NewOrder) -> OrderAck:
        runs.put(order.request_id)
        return OrderAck(success=True, order_id="order-1")

    shop.orders.handle = count
    with (
        serving_wsgi(shop.server.wsgi_app(async_mode="threading")) as url,
        PetStoreClient(url, auth=AUTH) as store,
    ):
        for _ in range(2):
            store.orders.call_order(ORDER)
    assert runs.qsize() == 2
