"""Calls that are sent again, events that are kept, and connections that come back."""

import asyncio
import logging
import threading
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from queue import Queue
from typing import Any

import pytest
import pytest_asyncio
import socketio
from tests.blocking import BlockingShop, serving_wsgi
from tests.wire.conftest import Peer, Shop
from tests.wire.visitors import Visitor

from petstore import (
    AckTimeout,
    CallError,
    ConnectFailed,
    ConnectRefused,
    Disconnected,
    NewOrder,
    NotConnected,
    OrderAck,
    OrderRejected,
    Reconnection,
    RemoteError,
)
from petstore._runtime import problems
from petstore._runtime.problems import Problem
from petstore._runtime.reconnection import Transports
from petstore.async_client import AsyncPetStoreClient
from petstore.client import PetStoreClient

SOON = 30.0
MARGIN = 5.0
AUTH = {"token": "good"}
ORDER = NewOrder(pet_id="pet-7", quantity=2)
AT_ONCE = Reconnection(delay=0.01, longest=0.05)
ACK = {"success": True, "orderId": "order-1"}


class Orders:
    """What a peer gets of orders, and its answers in turn; None is silence."""

    def __init__(self, peer: Peer) -> None:
        self.came: list[Any] = []
        self.news: asyncio.Queue[Any] = asyncio.Queue()
        self.answers: list[Any] = []
        peer.sio.on("order", self.take, namespace="/orders")

    async def take(self, sid: str, wire: Any) -> Any:
        self.came.append(wire)
        self.news.put_nowait(wire)
        answer = self.answers.pop(0) if self.answers else ACK
        if answer is None:
            await asyncio.Event().wait()
        return answer


@pytest.fixture
def orders(peer: Peer) -> Orders:
    return Orders(peer)


@pytest_asyncio.fixture
async def store(peer: Peer, serve: Any, transport: str) -> AsyncIterator[Any]:
    async with AsyncPetStoreClient(
        await serve(peer.app),
        auth=AUTH,
        transports=[transport],
        namespaces=["/orders"],
        reconnection=AT_ONCE,
        buffer=3,
    ) as client:
        yield client


async def cut(peer: Peer) -> None:
    """End the connection of the client that came last, as a network would."""
    sid = await peer.sids.get()
    await peer.sio.eio.disconnect(peer.sio.manager.eio_sid_from_sid(sid, "/orders"))


async def test_every_attempt_has_a_timeout_of_its_own(
    store: Any, orders: Orders
) -> None:
    orders.answers = [None, None, None]
    begun = time.monotonic()
    with pytest.raises(AckTimeout):
        await store.orders.call_order(ORDER, timeout=0.2, retries=2)
    assert 0.6 <= time.monotonic() - begun < 5 * 0.2 + MARGIN
    assert len(orders.came) == 3


async def test_all_attempts_have_the_same_key(store: Any, orders: Orders) -> None:
    orders.answers = [None, None, ACK]
    assert await store.orders.call_order(ORDER, timeout=0.2, retries=2)
    assert len({wire["requestId"] for wire in orders.came}) == 1
    await store.orders.call_order(ORDER)
    assert len({wire["requestId"] for wire in orders.came}) == 2


async def test_calls_that_were_given_up_leave_nothing_behind(
    store: Any, orders: Orders
) -> None:
    orders.answers = [None, None]
    with pytest.raises(AckTimeout):
        await store.orders.call_order(ORDER, timeout=0.1, retries=1)
    orders.answers = [None]
    call = asyncio.create_task(store.orders.call_order(ORDER, timeout=SOON))
    for _ in range(3):
        await orders.news.get()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert list(store.link._sio.callbacks["/orders"]) == [0]  # where it counts
    assert not store.orders._waiting


async def test_a_busy_server_is_asked_again(store: Any, orders: Orders) -> None:
    busy = [Problem.of(problems.TOO_MANY), Problem.of(problems.UNAVAILABLE)]
    orders.answers = [one.to_wire() for one in busy]
    assert await store.orders.call_order(ORDER, retries=2)
    assert len(orders.came) == 3
    orders.answers = [busy[0].to_wire()]
    with pytest.raises(RemoteError):
        await store.orders.call_order(ORDER)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"success": False, "reason": "sold-out"}, OrderRejected),
        (Problem.of(problems.HANDLER_FAILED).to_wire(), RemoteError),
        (Problem.of(problems.REFUSED).to_wire(), RemoteError),
        ({"success": 7}, CallError),
    ],
)
async def test_an_answer_is_an_answer(
    store: Any, orders: Orders, answer: Any, error: type[Exception]
) -> None:
    orders.answers = [answer]
    with pytest.raises(error):
        await store.orders.call_order(ORDER, retries=5)
    assert len(orders.came) == 1


async def test_a_refused_namespace_is_not_asked_again(peer: Peer, serve: Any) -> None:
    async def refuse(sid: str, environ: Any, auth: Any) -> None:
        raise socketio.exceptions.ConnectionRefusedError("no")

    peer.sio.on("connect", refuse, namespace="/orders")
    async with (
        asyncio.timeout(SOON),
        AsyncPetStoreClient(
            await serve(peer.app), auth=AUTH, namespaces=["/", "/orders"]
        ) as client,
    ):
        with pytest.raises(ConnectRefused):
            await client.orders.call_order(ORDER, timeout=600, retries=5)


async def test_a_call_is_sent_again_after_a_reconnect(
    store: Any, orders: Orders, peer: Peer
) -> None:
    orders.answers = [None, ACK]
    async with asyncio.timeout(SOON):
        call = asyncio.create_task(
            store.orders.call_order(ORDER, timeout=600, retries=1)
        )
        await orders.news.get()
        await cut(peer)
        assert await call == OrderAck.model_validate(ACK)


async def test_a_call_waits_for_a_connection_no_longer_than_promised(
    store: Any, orders: Orders, peer: Peer
) -> None:
    good, store.url = store.url, "http://127.0.0.1:9"
    async with asyncio.timeout(SOON):
        gone = asyncio.Event()
        store.on_disconnected(lambda _: note(gone))
        await cut(peer)
        await gone.wait()
        begun = time.monotonic()
        with pytest.raises(NotConnected):
            await store.orders.call_order(ORDER, timeout=0.2, retries=2)
        assert 0.4 <= time.monotonic() - begun < 5 * 0.2 + MARGIN
        call = asyncio.create_task(
            store.orders.call_order(ORDER, timeout=600, retries=1)
        )
        await asyncio.sleep(0)
        store.url = good
        assert await call


async def note(event: asyncio.Event) -> None:
    event.set()


async def test_a_call_that_waits_for_a_connection_can_be_cancelled(
    store: Any, orders: Orders, peer: Peer
) -> None:
    good, store.url = store.url, "http://127.0.0.1:9"
    gone, back = asyncio.Event(), asyncio.Event()
    store.on_disconnected(lambda _: note(gone))
    store.on_reconnected(lambda: note(back))
    async with asyncio.timeout(SOON):
        await cut(peer)
        await gone.wait()
        call = asyncio.create_task(
            store.orders.call_order(ORDER, timeout=600, retries=1)
        )
        await asyncio.sleep(0)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        store.url = good
        await back.wait()  # the client has not been cancelled with it
        assert orders.came == []


async def test_leaving_ends_a_call_that_would_try_again(
    store: Any, orders: Orders, peer: Peer
) -> None:
    orders.answers = [None]
    async with asyncio.timeout(SOON):
        call = asyncio.create_task(
            store.orders.call_order(ORDER, timeout=600, retries=9)
        )
        await orders.news.get()
        await store.disconnect()
        with pytest.raises(Disconnected):
            await call


async def test_events_are_kept_in_their_order_while_there_is_room(
    store: Any, orders: Orders, peer: Peer
) -> None:
    good, store.url = store.url, "http://127.0.0.1:9"
    gone = asyncio.Event()
    store.on_disconnected(lambda _: note(gone))

    @store.on_reconnected
    async def send_one_more() -> None:
        await store.orders.emit_order(NewOrder(pet_id="pet-7", quantity=9))

    async with asyncio.timeout(SOON):
        await cut(peer)
        await gone.wait()
        for quantity in (1, 2, 3):
            await store.orders.emit_order(NewOrder(pet_id="pet-7", quantity=quantity))
        with pytest.raises(NotConnected):
            await store.orders.emit_order(NewOrder(pet_id="pet-7", quantity=4))
        store.url = good
        came = [(await orders.news.get())["quantity"] for _ in range(4)]
    assert came == [1, 2, 3, 9]


async def test_what_was_kept_and_is_not_sent_is_told(
    store: Any, peer: Peer, caplog: pytest.LogCaptureFixture
) -> None:
    store.url = "http://127.0.0.1:9"
    gone = asyncio.Event()
    store.on_disconnected(lambda _: note(gone))
    async with asyncio.timeout(SOON):
        await cut(peer)
        await gone.wait()
        await store.orders.emit_order(ORDER)
        with caplog.at_level(logging.WARNING, "petstore"):
            await store.disconnect()
    assert "events were kept and are not sent: order" in caplog.text


def test_delays_grow_up_to_a_limit() -> None:
    policy = Reconnection(delay=1, longest=8, jitter=0)
    assert [policy.wait(failures) for failures in range(6)] == [1, 2, 4, 8, 8, 8]
    assert policy.wait(10_000) == 8


def test_delays_are_spread() -> None:
    waits = {Reconnection(delay=4, jitter=0.25).wait(0) for _ in range(200)}
    assert len(waits) > 1
    assert min(waits) >= 3
    assert max(waits) <= 5


@pytest.mark.parametrize(
    "options", [{"delay": -1}, {"longest": -1}, {"jitter": 2}, {"attempts": 0}]
)
def test_a_policy_that_makes_no_sense_is_refused(options: Any) -> None:
    with pytest.raises(ValueError, match=r"delays|attempt"):
        Reconnection(**options)


class TestTransports:
    """Which transport is tried first, after connections that were cut."""

    def early(self, transports: Transports, reason: str = "transport error") -> None:
        transports.lost("websocket", reason, early=True)

    @pytest.fixture
    def transports(self) -> Transports:
        return Transports(["websocket", "polling"])

    def test_one_cut_is_no_pattern(self, transports: Transports) -> None:
        self.early(transports)
        assert transports.turns() == [["websocket"], ["polling"]]

    def test_two_in_a_row_are(self, transports: Transports) -> None:
        self.early(transports)
        self.early(transports)
        assert transports.turns() == [["polling"], ["websocket"]]

    def test_a_connection_that_lasted_counts_as_none(
        self, transports: Transports
    ) -> None:
        self.early(transports)
        transports.lost("websocket", "transport error", early=False)
        self.early(transports)
        assert transports.turns()[0] == ["websocket"]

    def test_a_server_that_says_goodbye_has_cut_nothing(
        self, transports: Transports
    ) -> None:
        self.early(transports)
        self.early(transports, "server disconnect")
        self.early(transports)
        assert transports.turns()[0] == ["websocket"]

    def test_websocket_gets_another_chance_after_a_while(
        self, transports: Transports
    ) -> None:
        self.early(transports)
        self.early(transports)
        transports.lost("polling", "transport error", early=True)
        assert transports.turns()[0] == ["polling"]
        transports.lost("polling", "transport error", early=False)
        assert transports.turns()[0] == ["websocket"]
        self.early(transports)
        assert transports.turns()[0] == ["polling"]


async def test_each_attempt_to_come_back_is_under_the_limit(
    url: str, proxy: Any
) -> None:
    """An obstacle that is silent for ever is taken for a failure, each time."""
    between = await proxy(url, "pass")
    client = AsyncPetStoreClient(
        between.url,
        auth=AUTH,
        transports=["websocket"],
        connect_timeout=0.3,
        reconnection=Reconnection(delay=0.01, longest=0.01, attempts=2),
    )
    async with client, asyncio.timeout(SOON):
        stream = client.orders.order_updates()
        between.manner = "swallow"
        begun = time.monotonic()
        between.down()
        between.up()
        with pytest.raises(ConnectFailed) as failed:
            await anext(stream)
        assert 0.6 <= time.monotonic() - begun < 2 * 0.3 + MARGIN
        assert failed.value.attempts == (("websocket", "no answer within 0.3 s"),)
        with pytest.raises(ConnectFailed):
            await client.connect()
        between.manner = "pass"
        await client.connect()
        assert await client.orders.call_order(ORDER)


async def test_a_failure_to_get_a_token_is_one_attempt(peer: Peer, serve: Any) -> None:
    back = asyncio.Event()
    tokens: list[Any] = [{"token": "one"}, RuntimeError("no token"), {"token": "two"}]

    async def fresh() -> Any:
        token = tokens.pop(0)
        if isinstance(token, Exception):
            raise token
        return token

    async with (
        asyncio.timeout(SOON),
        AsyncPetStoreClient(
            await serve(peer.app),
            auth=fresh,
            namespaces=["/orders"],
            reconnection=AT_ONCE,
        ) as client,
    ):
        client.on_reconnected(lambda: note(back))
        await cut(peer)
        await back.wait()
    assert peer.auths == [{"token": "one"}, {"token": "two"}]


async def test_a_token_that_never_comes_ends_in_giving_up(
    peer: Peer, serve: Any
) -> None:
    tokens: list[Any] = [{"token": "one"}]

    async def fresh() -> Any:
        return tokens.pop()

    client = AsyncPetStoreClient(
        await serve(peer.app),
        auth=fresh,
        namespaces=["/orders"],
        reconnection=Reconnection(delay=0.01, attempts=2),
    )
    async with client, asyncio.timeout(SOON):
        stream = client.orders.order_updates()
        await cut(peer)
        with pytest.raises(ConnectFailed, match="IndexError"):
            await anext(stream)
        tokens.append({"token": "two"})
        await client.connect()
        assert client.connected


@pytest.mark.parametrize(
    ("problem", "comes_back"),
    [(problems.UNAVAILABLE, True), (problems.UNAUTHORIZED, False)],
)
async def test_a_server_that_is_stopping_is_asked_again(
    peer: Peer, serve: Any, problem: str, comes_back: bool
) -> None:
    answers = [None, Problem.of(problem).to_wire(), None]

    async def connect(sid: str, environ: Any, auth: Any) -> None:
        answer = answers.pop(0)
        if answer is not None:
            raise socketio.exceptions.ConnectionRefusedError("no", answer)
        peer.sids.put_nowait(sid)

    peer.sio.on("connect", connect, namespace="/orders")
    async with (
        asyncio.timeout(SOON),
        AsyncPetStoreClient(
            await serve(peer.app),
            auth=AUTH,
            namespaces=["/orders"],
            reconnection=AT_ONCE,
        ) as client,
    ):
        stream = client.orders.order_updates()
        await cut(peer)
        if comes_back:
            await peer.sids.get()
        else:
            with pytest.raises(ConnectRefused):
                await anext(stream)


def test_threads_get_their_answers_after_a_reconnect(transport: str) -> None:
    shop = BlockingShop()
    sio = socketio.Server(async_mode="threading")
    shop.server.attach(sio)
    handled: Queue[Any] = Queue()
    go_on = threading.Event()

    def hold(conn: Any, order: NewOrder) -> OrderAck:
        handled.put(conn)
        assert go_on.wait(SOON)
        return OrderAck(success=True, order_id="order-1")

    shop.orders.handle = hold
    with (
        serving_wsgi(socketio.WSGIApp(sio)) as url,
        PetStoreClient(
            url, auth=AUTH, transports=[transport], reconnection=AT_ONCE
        ) as store,
        ThreadPoolExecutor(10) as callers,
    ):
        calls = [
            callers.submit(store.orders.call_order, ORDER, timeout=SOON, retries=3)
            for _ in range(10)
        ]
        conn, *_ = (handled.get(timeout=SOON) for _ in range(10))
        engine_sid = sio.manager.eio_sid_from_sid(conn.sid, "/orders")
        sio.eio.sockets[engine_sid].close(wait=False)
        go_on.set()
        assert [one.result(SOON).success for one in calls] == [True] * 10
    assert handled.empty()  # the second attempts were repeats


def test_threads_that_wait_are_let_go_when_the_client_leaves(
    transport: str,
) -> None:
    shop = BlockingShop()
    held: Queue[Any] = Queue()
    go_on = threading.Event()

    def hold(conn: Any, order: NewOrder) -> OrderAck:
        held.put(conn)
        assert go_on.wait(SOON)
        return OrderAck(success=True, order_id="order-1")

    shop.orders.handle = hold
    app = shop.server.wsgi_app(async_mode="threading")
    with serving_wsgi(app) as url, ThreadPoolExecutor(10) as callers:
        for _ in range(5):
            store = PetStoreClient(url, auth=AUTH, transports=[transport])
            store.connect()
            calls = [
                callers.submit(store.orders.call_order, ORDER, timeout=600, retries=3)
                for _ in range(10)
            ]
            for _ in calls:
                held.get(timeout=SOON)
            store.disconnect()
            ends = [one.exception(SOON) for one in calls]
            assert [type(one) for one in ends] == [Disconnected] * 10
        go_on.set()


@pytest.mark.parametrize("kind", ["asyncio", "threads"])
async def test_a_call_survives_a_graceful_stop_of_a_busy_server(
    kind: str, serve: Any
) -> None:
    old, new = Shop(), Shop()
    refused, asked, go_on = 0, asyncio.Event(), asyncio.Event()
    held = asyncio.Event()

    async def hold(conn: Any, order: NewOrder) -> OrderAck:
        held.set()
        await go_on.wait()
        return OrderAck(success=True, order_id="order-slow")

    old.orders.handle = hold
    visitor = Visitor(kind, await serve(old.server.asgi_app()), reconnection=AT_ONCE)
    elsewhere = await serve(new.server.asgi_app())
    inner: Any = visitor.client if kind == "asyncio" else visitor.client._inner
    loop = asyncio.get_running_loop()

    def note_one(event: str, wire: Any, timeout: float) -> Any:
        nonlocal refused
        refused += 1
        if refused > 5:
            loop.call_soon_threadsafe(asked.set)
        return send_and_wait(event, wire, timeout)

    async with visitor, asyncio.timeout(SOON):
        twin = inner.orders if kind == "asyncio" else visitor.orders._inner
        send_and_wait, twin.send_and_wait = twin.send_and_wait, note_one
        call = visitor.orders.call_order
        slow = asyncio.create_task(visitor.does(call, ORDER, timeout=SOON))
        await held.wait()
        visitor.moved_to(elsewhere)
        stopping = asyncio.create_task(old.server.stop(SOON))
        quick = asyncio.create_task(visitor.does(call, ORDER, timeout=SOON, retries=2))
        waiting = asyncio.create_task(asked.wait())
        await asyncio.wait({quick, waiting}, return_when=asyncio.FIRST_COMPLETED)
        go_on.set()
        assert (await quick).order_id == "order-2"
        assert (await slow).order_id == "order-slow"
        assert await stopping


async def test_a_server_that_goes_on_stopping_uses_the_retries_up(
    store: Any, orders: Orders
) -> None:
    orders.answers = [Problem.of(problems.UNAVAILABLE).to_wire()] * 100
    begun = time.monotonic()
    with pytest.raises(RemoteError):
        await store.orders.call_order(ORDER, timeout=0.2, retries=2)
    assert 0.6 <= time.monotonic() - begun < 5 * 0.2 + MARGIN


@pytest.mark.parametrize("kind", ["asyncio", "threads"])
async def test_limits_that_make_no_sense_are_refused(kind: str) -> None:
    visitor = Visitor(kind, "http://127.0.0.1:9")
    orders = visitor.orders
    for options in ({"timeout": -1}, {"retries": -1}):
        with pytest.raises(ValueError, match="-1"):
            await visitor.does(orders.call_order, ORDER, **options)
    with pytest.raises(ValueError, match="-1"):
        await visitor.does(orders.wait_for_order_update, timeout=-1)
    if kind == "threads":
        with pytest.raises(ValueError, match="-1"):
            orders.order_updates().get(timeout=-1)


@pytest.mark.parametrize("kind", ["asyncio", "threads"])
async def test_a_wait_that_was_in_vain_names_the_event(kind: str, url: str) -> None:
    async with Visitor(kind, url) as visitor:
        with pytest.raises(TimeoutError) as raised:
            await visitor.does(visitor.orders.wait_for_order_update, timeout=0.1)
        assert str(raised.value) == "no order-update within 0.1 s"
        if kind == "threads":
            with pytest.raises(TimeoutError) as raised:
                visitor.orders.order_updates().get(0.1)
            assert str(raised.value) == "no order-update within 0.1 s"


async def test_a_hook_that_fails_is_named(
    store: Any, orders: Orders, peer: Peer, caplog: pytest.LogCaptureFixture
) -> None:
    back = asyncio.Event()

    @store.on_reconnected
    async def enter() -> None:
        back.set()
        raise LookupError("no room")

    async with asyncio.timeout(SOON):
        await cut(peer)
        await back.wait()
        await store.orders.call_order(ORDER)
    assert "on_reconnected of the client failed" in caplog.text
