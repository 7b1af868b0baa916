"""What the servers of others do that ours do not: generated clients and socket.io."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from tests.node_programs import UNDEFINED, Node, needs_node
from tests.wire.conftest import AUTH, SOON

from petstore import (
    ChatText,
    ConnectRefused,
    DeliveryReceipt,
    Disconnected,
    InvalidAck,
    NewOrder,
    NotConnected,
    Reconnection,
)
from petstore._runtime import problems
from petstore.async_client import AsyncPetStoreClient

pytestmark = needs_node("socket.io")

NAMESPACES = ["/", "/orders", "/inventory", "/notifications", "/chat"]
ORDER = NewOrder(pet_id="pet-7", quantity=2)
UPDATE = {"orderId": "order-1", "status": "shipped", "at": "2026-11-02T15:04:05Z"}
PROBLEM = {"type": problems.UNAUTHORIZED, "title": "Not authorized", "detail": "no"}

Listen = Callable[..., Awaitable[str]]


@pytest.fixture
async def listen(node_server: Node) -> Listen:
    """Have a server on Node listen, with options; returns its URL."""

    async def start(**options: Any) -> str:
        port = await node_server("listen", namespaces=NAMESPACES, options=options)
        return f"http://127.0.0.1:{port}"

    return start


def client(url: str, *transports: str, **more: Any) -> AsyncPetStoreClient:
    options: dict[str, Any] = {"auth": AUTH, "reconnection": None, **more}
    return AsyncPetStoreClient(url, transports=transports or None, **options)


def order(**more: Any) -> dict[str, Any]:
    return {"namespace": "/orders", "event": "order", **more}


@pytest.mark.parametrize(
    ("offered", "wanted", "used"),
    [
        (["polling"], ["websocket", "polling"], "polling"),
        (["websocket"], ["polling", "websocket"], "websocket"),
        (["polling", "websocket"], ["polling", "websocket"], "websocket"),
        (["polling", "websocket"], ["websocket", "polling"], "websocket"),
    ],
)
async def test_the_transport_that_both_have_is_used(
    listen: Listen, offered: list[str], wanted: list[str], used: str, node_server: Node
) -> None:
    url = await listen(transports=offered)
    await node_server("answer", **order(values=[{"success": True, "orderId": "1"}]))
    async with asyncio.timeout(SOON), client(url, *wanted) as store:
        assert (await store.orders.call_order(ORDER)).order_id == "1"
        assert store.transport == used


@pytest.mark.parametrize("data", [PROBLEM, {"code": 7}, UNDEFINED, None, "text"])
async def test_a_middleware_refuses(
    listen: Listen, transport: str, node_server: Node, data: Any
) -> None:
    url = await listen()
    await node_server("refuse", namespace="/orders", message="go away", data=data)
    async with asyncio.timeout(SOON), client(url, transport) as store:
        refused = store.refusals["/orders"]
        assert refused.message == "go away"
        assert (refused.problem is not None) is (data is PROBLEM)
        assert refused.data == (None if data is UNDEFINED else data)
        assert list(store.refusals) == ["/orders"]
        assert await node_server("auth", namespace="/chat") == AUTH
        with pytest.raises(ConnectRefused):
            await store.orders.call_order(ORDER)
    with pytest.raises(ConnectRefused):
        await client(url, transport, namespaces=["/orders"]).connect()


@pytest.mark.parametrize(
    "values",
    [
        [],
        [None],
        [UNDEFINED],
        [{"success": True}],
        [{"success": True, "orderId": "1"}, 2],
        [{"success": True, "orderId": b"1"}],
    ],
)
async def test_an_answer_that_breaks_the_document_is_found_out(
    listen: Listen, node_server: Node, values: list[Any]
) -> None:
    url = await listen()
    await node_server("answer", **order(values=values))
    async with client(url, "websocket") as store:
        with pytest.raises(InvalidAck):
            await store.orders.call_order(ORDER, timeout=SOON)
        await node_server("answer", **order(values=[{"success": True, "orderId": "1"}]))
        assert (await store.orders.call_order(ORDER)).success


async def test_a_server_that_ends_a_namespace_or_all(
    listen: Listen, transport: str, node_server: Node
) -> None:
    url = await listen()
    gone: asyncio.Queue[str] = asyncio.Queue()
    store = client(url, transport, reconnection=Reconnection(delay=0))
    async with asyncio.timeout(SOON), store:

        @store.on_disconnected
        async def note(reason: str) -> None:
            gone.put_nowait(reason)

        updates = store.orders.order_updates()
        waiting = asyncio.create_task(store.orders.call_order(ORDER))
        await node_server("heard", count=1)
        await node_server("disconnect", namespace="/orders", close=False)
        with pytest.raises(Disconnected):
            await waiting
        with pytest.raises(NotConnected):
            await anext(updates)
        assert not store.orders.connected
        assert store.chat.connected
        assert gone.empty()
        await node_server("disconnect", namespace="/chat", close=True)
        assert await gone.get()
        # It was sent away, and comes back only when it is told to.
        assert not store.connected
        await store.connect()
        assert store.orders.connected


async def test_a_server_that_restarts_is_come_back_to(
    listen: Listen, transport: str, node_server: Node
) -> None:
    url = await listen()
    back = asyncio.Event()
    policy = Reconnection(delay=0.01, longest=0.05, jitter=0)
    async with (
        asyncio.timeout(SOON),
        client(url, transport, reconnection=policy) as store,
    ):

        @store.on_reconnected
        async def note() -> None:
            back.set()

        await node_server("close")
        port = int(url.rpartition(":")[2])
        await node_server("listen", namespaces=NAMESPACES, options={}, port=port)
        await back.wait()
        await node_server("answer", **order(values=[{"success": True, "orderId": "1"}]))
        assert (await store.orders.call_order(ORDER)).success


async def test_a_client_that_answers_late_or_never(
    listen: Listen, transport: str, node_server: Node
) -> None:
    url = await listen()
    place = {"namespace": "/orders", "event": "confirm-delivery"}
    delivery = {"orderId": "order-1", "courier": "Ada"}
    go_on = asyncio.Event()
    async with asyncio.timeout(SOON), client(url, transport) as store:
        call = {**place, "arguments": [delivery], "how": "call"}
        [nobody] = await node_server("send", **call)
        assert nobody["type"] == problems.NOT_HANDLED

        @store.orders.on_confirm_delivery
        async def confirm(given: object) -> DeliveryReceipt:
            await go_on.wait()
            return DeliveryReceipt(received=True)

        with pytest.raises(RuntimeError, match="timed out"):
            await node_server("send", **call, limit=0.05)
        go_on.set()
        assert await node_server("send", **call) == [{"received": True}]
        [broken] = await node_server("send", **{**call, "arguments": [{}, None]})
        assert broken["type"] == problems.ARGUMENT_COUNT


@pytest.mark.parametrize("recovery", [None, {}], ids=["plain", "recovery"])
@pytest.mark.parametrize("how", ["emit", "volatile"])
async def test_a_server_may_number_its_events(
    listen: Listen, transport: str, node_server: Node, recovery: Any, how: str
) -> None:
    """With connection state recovery, a server adds an offset to what it emits."""
    url = await listen(**({} if recovery is None else {"connectionStateRecovery": {}}))
    async with asyncio.timeout(SOON), client(url, transport) as store:
        updates, texts = store.orders.order_updates(), store.root.announcements()
        send = {"how": how, "namespace": "/orders", "event": "order-update"}
        await node_server("send", **send, arguments=[UPDATE])
        assert (await anext(updates)).order_id == "order-1"
        send = {"how": "emit", "namespace": "/", "event": "announcement"}
        for text in ("one", "two"):
            await node_server("send", **send, arguments=[text])
            assert await anext(texts) == text


async def test_many_events_at_once_all_arrive(
    listen: Listen, transport: str, node_server: Node
) -> None:
    url = await listen()
    many = 1500
    place = {"namespace": "/", "event": "announcement"}
    async with asyncio.timeout(2 * SOON), client(url, transport) as store:
        texts = store.root.announcements(size=many)
        await node_server("burst", **place, count=many)
        assert [await anext(texts) for _ in range(many)] == [*map(str, range(many))]
        for number in range(many):
            await store.chat.emit_message(ChatText(text=str(number)))
        heard = await node_server("heard", count=many)
    assert [one["arguments"][0]["text"] for one in heard] == [*map(str, range(many))]


async def test_a_name_that_javascript_keeps_ends_the_connection(
    listen: Listen, transport: str, node_server: Node
) -> None:
    url = await listen()
    gone: asyncio.Queue[str] = asyncio.Queue()
    async with asyncio.timeout(SOON), client(url, transport) as store:

        @store.on_disconnected
        async def note(reason: str) -> None:
            gone.put_nowait(reason)

        for name in ("disconnecting", "newListener", "removeListener"):
            with pytest.raises(RuntimeError, match="reserved event name"):
                await node_server(
                    "send", namespace="/", event=name, arguments=[], how="emit"
                )
        await store.root.send("disconnecting", ())
        assert await gone.get()
