"""The server and the client for threads, each against the other and against asyncio."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from queue import Queue
from typing import Any

import pytest
import socketio
from tests.blocking import BlockingShop, serving_wsgi

from petstore import (
    EVERYONE,
    AckTimeout,
    ChatText,
    ConnectFailed,
    ConnectRefused,
    Delivery,
    DeliveryReceipt,
    Disconnected,
    NewOrder,
    NotConnected,
    OrderAck,
    OrderRejected,
    OrderRejectionReason,
    OrderUpdate,
    Reconnection,
    RemoteError,
    TrackOrder,
)
from petstore._runtime import problems
from petstore.async_client import AsyncPetStoreClient
from petstore.client import PetStoreClient
from petstore.rooms import OrdersRooms

SOON = 10.0
AUTH = {"token": "good"}
ORDER = NewOrder(pet_id="pet-7", quantity=2)
UPDATE = OrderUpdate.model_validate(
    {"orderId": "order-1", "status": "shipped", "at": "2026-11-02T15:04:05Z"}
)
DELIVERY = Delivery.model_validate({"orderId": "order-1", "courier": "Tim"})


def until_it_fails(call: Callable[..., object], *arguments: object) -> None:
    while True:
        call(*arguments)


@pytest.fixture
def blocking_shop() -> BlockingShop:
    return BlockingShop()


@pytest.fixture
def blocking_url(blocking_shop: BlockingShop) -> Iterator[str]:
    app = blocking_shop.server.wsgi_app(async_mode="threading")
    with serving_wsgi(app) as url:
        yield url


@pytest.fixture
def store(blocking_url: str, transport: str) -> Iterator[PetStoreClient]:
    with PetStoreClient(
        blocking_url, auth=AUTH, transports=[transport], reconnection=None
    ) as connected:
        yield connected


def test_a_call_returns_its_acknowledgement(
    store: PetStoreClient, transport: str
) -> None:
    assert store.transport == transport
    assert store.orders.call_order(ORDER) == OrderAck(success=True, order_id="order-2")


async def test_the_asyncio_client_speaks_to_a_server_of_threads(
    blocking_url: str, transport: str
) -> None:
    async with AsyncPetStoreClient(
        blocking_url, auth=AUTH, transports=[transport]
    ) as store:
        assert (await store.orders.call_order(ORDER)).order_id == "order-2"
        async with asyncio.timeout(SOON):
            await store.disconnect()


async def test_the_client_of_threads_speaks_to_an_asyncio_server(
    url: str, transport: str
) -> None:
    def visit() -> str:
        with PetStoreClient(url, auth=AUTH, transports=[transport]) as store:
            return store.orders.call_order(ORDER).order_id

    assert await asyncio.to_thread(visit) == "order-2"


def test_a_declared_error_is_raised(store: Any, blocking_shop: BlockingShop) -> None:
    def reject(conn: object, order: NewOrder) -> OrderAck:
        raise OrderRejected(reason=OrderRejectionReason.sold_out)

    blocking_shop.orders.handle = reject
    with pytest.raises(OrderRejected) as rejected:
        store.orders.call_order(ORDER)
    assert rejected.value.payload.reason == "sold-out"


def test_a_type_error_in_a_handler_is_one_failure(
    store: Any, blocking_shop: BlockingShop
) -> None:
    runs: list[int] = []

    def crash(conn: object, order: NewOrder) -> OrderAck:
        runs.append(order.quantity)
        raise TypeError("the secret is 42")

    blocking_shop.orders.handle = crash
    with pytest.raises(RemoteError) as remote:
        store.orders.call_order(ORDER)
    assert remote.value.problem.type == problems.HANDLER_FAILED
    assert "42" not in str(remote.value)
    assert runs == [2]


def test_a_handler_that_must_be_awaited_is_a_failure(
    store: Any, blocking_shop: BlockingShop
) -> None:
    async def wait(conn: object, order: NewOrder) -> OrderAck:
        await asyncio.sleep(0)
        raise AssertionError

    blocking_shop.orders.handle = wait
    with pytest.raises(RemoteError) as remote:
        store.orders.call_order(ORDER)
    assert remote.value.problem.type == problems.HANDLER_FAILED
    event, error = blocking_shop.orders.errors.get(timeout=SOON)
    assert (event, type(error)) == ("order", TypeError)


def test_a_wrong_token_is_refused(blocking_url: str, transport: str) -> None:
    client = PetStoreClient(
        blocking_url,
        auth={"token": "bad"},
        transports=[transport],
        namespaces=["/orders"],
    )
    with pytest.raises(ConnectRefused) as refused:
        client.connect()
    assert refused.value.namespace == "/orders"
    assert refused.value.problem is not None
    assert refused.value.problem.type == problems.UNAUTHORIZED


@pytest.mark.parametrize("event", ["connect", "disconnect"])
def test_forged_lifecycle_events_run_nothing(
    blocking_url: str, blocking_shop: BlockingShop, event: str
) -> None:
    client = socketio.Client(reconnection=False, handle_sigint=False)
    client.connect(blocking_url, namespaces=["/orders"], auth=AUTH)
    try:
        answer = client.call(event, {"forged": True}, namespace="/orders", timeout=SOON)
    finally:
        client.disconnect()
    assert answer["type"] == problems.UNDECLARED_EVENT
    assert blocking_shop.orders.connections.qsize() == 1


def test_ordered_events_are_handled_in_the_order_of_their_sending(
    store: Any, blocking_shop: BlockingShop
) -> None:
    started: Queue[str] = Queue()
    go_on = threading.Event()

    def slow(conn: Any, message: ChatText) -> Any:
        started.put(message.text)
        assert go_on.wait(SOON)
        return blocking_shop.chat.number(conn, message)

    blocking_shop.chat.handle = slow
    texts = [f"message {number}" for number in range(30)]
    for text in texts:
        store.chat.emit_message(ChatText(text=text))
    assert started.get(timeout=SOON) == texts[0]
    assert started.empty()
    go_on.set()
    assert [started.get(timeout=SOON) for _ in texts[1:]] == texts[1:]


def test_events_that_are_not_ordered_are_handled_side_by_side(
    store: Any, blocking_shop: BlockingShop
) -> None:
    together = threading.Barrier(5, timeout=SOON)

    def meet(conn: Any, order: NewOrder) -> OrderAck:
        together.wait()
        return blocking_shop.orders.accept(conn, order)

    blocking_shop.orders.handle = meet
    with ThreadPoolExecutor(5) as callers:
        acks = list(callers.map(store.orders.call_order, [ORDER] * 5))
    assert len(acks) == 5


def test_a_connection_has_only_so_many_events_in_flight(transport: str) -> None:
    shop = BlockingShop(max_in_flight=2)
    held: Queue[None] = Queue()
    go_on = threading.Event()

    def hold(conn: Any, order: NewOrder) -> OrderAck:
        held.put(None)
        assert go_on.wait(SOON)
        return shop.orders.accept(conn, order)

    shop.orders.handle = hold
    with (
        serving_wsgi(shop.server.wsgi_app(async_mode="threading")) as url,
        PetStoreClient(url, auth=AUTH, transports=[transport]) as store,
        ThreadPoolExecutor(2) as callers,
    ):
        first = [callers.submit(store.orders.call_order, ORDER) for _ in range(2)]
        for _ in first:
            held.get(timeout=SOON)
        with pytest.raises(RemoteError) as remote:
            store.orders.call_order(ORDER)
        assert remote.value.problem.type == problems.TOO_MANY
        go_on.set()
        assert [one.result(SOON).success for one in first] == [True, True]
        assert store.orders.call_order(ORDER).success


def test_the_server_calls_a_client_and_gets_its_answer(
    store: Any, blocking_shop: BlockingShop
) -> None:
    @store.orders.on_confirm_delivery
    def confirm(delivery: Delivery) -> DeliveryReceipt:
        return DeliveryReceipt(received=delivery.order_id == "order-1")

    conn = blocking_shop.orders.connections.get(timeout=SOON)
    receipt = blocking_shop.orders.call_confirm_delivery(DELIVERY, to=conn)
    assert receipt.received


def test_a_handler_may_call_its_client_back_while_that_waits(
    store: Any, blocking_shop: BlockingShop
) -> None:
    def ask(conn: Any, order: NewOrder) -> OrderAck:
        blocking_shop.orders.call_confirm_delivery(DELIVERY, to=conn)
        return OrderAck(success=True, order_id="order-1")

    def confirm(delivery: Delivery) -> DeliveryReceipt:
        return DeliveryReceipt(received=True)

    store.orders.on_confirm_delivery(confirm)
    blocking_shop.orders.handle = ask
    assert store.orders.call_order(ORDER, timeout=SOON).success


def test_a_call_to_a_client_that_leaves_ends_at_once(
    store: Any, blocking_shop: BlockingShop
) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def confirm(delivery: Delivery) -> DeliveryReceipt:
        asked.set()
        assert go_on.wait(SOON)
        return DeliveryReceipt(received=True)

    store.orders.on_confirm_delivery(confirm)
    conn = blocking_shop.orders.connections.get(timeout=SOON)
    call = blocking_shop.orders.call_confirm_delivery
    with ThreadPoolExecutor(1) as caller:
        answer = caller.submit(call, DELIVERY, to=conn, timeout=60)
        assert asked.wait(SOON)
        store.disconnect()
        with pytest.raises(Disconnected):
            answer.result(SOON)
        go_on.set()
    with pytest.raises(Disconnected):
        call(DELIVERY, to=conn)


def test_rooms_have_members_and_reach_them(
    store: Any, blocking_shop: BlockingShop, blocking_url: str
) -> None:
    orders = blocking_shop.orders
    room = OrdersRooms.order("order-1")
    updates = store.orders.order_updates()
    store.orders.call_track_order(TrackOrder(order_id="order-1"))
    conn = orders.connections.get(timeout=SOON)
    assert orders.members(room) == (conn,)
    assert conn.is_in(room)
    orders.emit_order_update(UPDATE, to=room)
    assert updates.get(SOON) == UPDATE
    orders.emit_order_update(UPDATE, to=[])
    orders.emit_order_update(UPDATE, to=room, skip=conn)
    orders.emit_order_update(UPDATE, to=room, skip=[conn])
    conn.leave(room)
    assert orders.members(room) == ()
    assert orders.members() == (conn,)
    conn.session = {"seen": 1}
    assert conn.session == {"seen": 1}
    orders.emit_order_update(UPDATE, to=conn)
    assert updates.get(SOON) == UPDATE
    with pytest.raises(TimeoutError):
        updates.get(0)


def test_a_stream_ends_with_the_connection(store: Any) -> None:
    stream = store.root.announcements()
    store.disconnect()
    assert list(stream) == []


def test_a_reader_that_waits_is_let_go(store: Any) -> None:
    stream = store.root.announcements()
    with ThreadPoolExecutor(1) as reader:
        heard = reader.submit(list, stream)
        stream.close()
        assert heard.result(SOON) == []


def test_waiting_for_an_event_has_a_limit_and_a_predicate(
    store: Any, blocking_shop: BlockingShop
) -> None:
    with pytest.raises(TimeoutError):
        store.root.wait_for_announcement(timeout=0)
    with ThreadPoolExecutor(1) as waiting:
        wanted = waiting.submit(
            store.root.wait_for_announcement, lambda text: text == "two", timeout=SOON
        )
        while not wanted.done():
            blocking_shop.root.emit_announcement("one", to=EVERYONE)
            blocking_shop.root.emit_announcement("two", to=EVERYONE)
        assert wanted.result() == "two"
        leaving = waiting.submit(store.root.wait_for_announcement, lambda text: False)
        store.disconnect()
        with pytest.raises(NotConnected):
            leaving.result(SOON)


def test_a_call_ends_with_its_limit(store: Any, blocking_shop: BlockingShop) -> None:
    go_on = threading.Event()

    def hold(conn: Any, order: NewOrder) -> OrderAck:
        assert go_on.wait(SOON)
        return blocking_shop.orders.accept(conn, order)

    blocking_shop.orders.handle = hold
    with pytest.raises(AckTimeout):
        store.orders.call_order(ORDER, timeout=0.05)
    go_on.set()


def test_nobody_there_is_a_failure_of_each_transport() -> None:
    with pytest.raises(ConnectFailed) as failed:
        PetStoreClient("http://127.0.0.1:9", auth=AUTH).connect()
    assert [name for name, _ in failed.value.attempts] == ["websocket", "polling"]


def test_disconnecting_ends_a_connect_of_another_thread(blocking_url: str) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def auth() -> dict[str, object]:
        asked.set()
        go_on.wait(SOON)
        return {"token": "good"}

    store = PetStoreClient(blocking_url, auth=auth)
    with ThreadPoolExecutor(1) as others:
        opening = others.submit(store.connect)
        assert asked.wait(SOON)
        with pytest.raises(RuntimeError, match="already"):
            store.connect()
        store.disconnect()
        with pytest.raises(NotConnected, match="meanwhile"):
            opening.result(SOON)
        go_on.set()
    store.connect()
    assert store.orders.call_order(ORDER).success
    store.disconnect()


def test_auth_and_headers_are_asked_for_on_a_thread_that_may_block(
    blocking_url: str,
) -> None:
    threads: list[threading.Thread] = []

    def auth() -> dict[str, object]:
        threads.append(threading.current_thread())
        time.sleep(0)
        return {"token": "good"}

    with PetStoreClient(blocking_url, auth=auth, headers=lambda: {"X-A": "b"}) as store:
        assert store.orders.call_order(ORDER).success
    assert threading.current_thread() not in threads
    assert len(threads) == 1


def test_a_client_comes_back_by_itself(transport: str) -> None:
    came_back = threading.Event()
    lost: Queue[str] = Queue()
    shop = BlockingShop()
    sio = socketio.Server(async_mode="threading")
    shop.server.attach(sio)
    with (
        serving_wsgi(socketio.WSGIApp(sio)) as url,
        PetStoreClient(
            url,
            auth=AUTH,
            transports=[transport],
            reconnection=Reconnection(delay=0.01, jitter=0),
        ) as store,
    ):
        store.on_reconnected(came_back.set)
        store.on_disconnected(lost.put)
        conn = shop.orders.connections.get(timeout=SOON)
        engine_sid = sio.manager.eio_sid_from_sid(conn.sid, "/orders")
        sio.eio.sockets[engine_sid].close(wait=False)
        assert lost.get(timeout=SOON)
        assert came_back.wait(SOON)
        assert store.orders.call_order(ORDER).success
        assert shop.orders.connections.get(timeout=SOON) is not conn


def test_a_server_that_stops_lets_handlers_finish(
    store: Any, blocking_shop: BlockingShop
) -> None:
    held, go_on = threading.Event(), threading.Event()
    lost: Queue[str] = Queue()

    def hold(conn: Any, order: NewOrder) -> OrderAck:
        held.set()
        assert go_on.wait(SOON)
        return blocking_shop.orders.accept(conn, order)

    store.on_disconnected(lost.put)
    blocking_shop.orders.handle = hold
    with ThreadPoolExecutor(2) as others:
        answer = others.submit(store.orders.call_order, ORDER)
        assert held.wait(SOON)
        stopped = others.submit(blocking_shop.server.stop, SOON)
        with pytest.raises(RemoteError) as remote:
            until_it_fails(store.chat.call_message, ChatText(text="one more"))
        assert remote.value.problem.type == problems.UNAVAILABLE
        go_on.set()
        assert answer.result(SOON).success
        assert stopped.result(SOON) is True
        assert lost.get(timeout=SOON)


def test_a_server_does_not_wait_for_ever_for_its_handlers(
    store: Any, blocking_shop: BlockingShop
) -> None:
    held, go_on = threading.Event(), threading.Event()

    def hold(conn: Any, order: NewOrder) -> OrderAck:
        held.set()
        assert go_on.wait(SOON)
        return blocking_shop.orders.accept(conn, order)

    blocking_shop.orders.handle = hold
    with ThreadPoolExecutor(1) as others:
        answer = others.submit(store.orders.call_order, ORDER)
        assert held.wait(SOON)
        assert blocking_shop.server.stop(0.0) is False
        with pytest.raises(Disconnected):
            answer.result(SOON)
        go_on.set()
