"""What a server promises whether its handlers are coroutines or block."""

import asyncio
import logging
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from typing import Any

import aiohttp
import pytest
from tests.wire.conftest import AUTH, Open

from petstore import (
    EVERYONE,
    AckTimeout,
    ConnectRefused,
    Crossing,
    Delivery,
    DeliveryReceipt,
    NewOrder,
    NotConnected,
    OrderAck,
    OrderRejected,
    OrderRejectionReason,
    OrderUpdate,
    Outcome,
    Refused,
    RemoteError,
    TrackOrder,
)
from petstore._runtime import problems
from petstore._runtime.handlers import AsyncHandlers, Handlers
from petstore.client import PetStoreClient
from petstore.rooms import OrdersRooms

SOON = 10.0
ORDER = NewOrder(pet_id="pet-7", quantity=2)
UPDATE = OrderUpdate.model_validate(
    {"orderId": "order-1", "status": "shipped", "at": "2026-11-02T15:04:05Z"}
)
DELIVERY = Delivery.model_validate({"orderId": "order-1", "courier": "Tim"})


class Watch:
    """A middleware that keeps what it has seen."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.seen: list[Crossing] = []

    @contextmanager
    def __call__(self, crossing: Crossing) -> Generator[None]:
        self.begun.append(crossing.event)
        yield
        self.seen.append(crossing)

    def found(self, incoming: bool) -> list[tuple[str, str, Outcome, str | None]]:
        short = problems.PREFIX
        return [
            (
                one.namespace,
                one.event,
                one.outcome,
                one.problem and one.problem.removeprefix(short),
            )
            for one in self.seen
            if one.incoming is incoming
        ]


def raising(error: Exception) -> Any:
    raise error


async def test_middleware_sees_what_comes_in_and_how_it_ends(opened: Open) -> None:
    watch = Watch()
    end = await opened(middleware=[watch])
    orders = end.shop.orders
    deeds: list[Any] = [
        lambda conn, order: OrderAck(success=True, order_id="order-1"),
        lambda conn, order: raising(
            OrderRejected(reason=OrderRejectionReason.sold_out)
        ),
        lambda conn, order: raising(ValueError("inside")),
        lambda conn, order: raising(Refused("not today")),
        lambda conn, order: 7,
    ]
    orders.handle = end.does(lambda conn, order: deeds.pop(0)(conn, order))
    async with end.client() as store, asyncio.timeout(SOON):
        [conn] = await end.connections(1)
        await store.orders.call_order(ORDER)
        for expected in (OrderRejected, RemoteError, RemoteError, RemoteError):
            with pytest.raises(expected):
                await store.orders.call_order(ORDER)
        await store.orders.send_and_wait("order", ({"petId": 7},), SOON)
    assert watch.found(incoming=True) == [
        ("/orders", "order", Outcome.DONE, None),
        ("/orders", "order", Outcome.DECLARED_ERROR, None),
        ("/orders", "order", Outcome.PROBLEM, "handler-failed"),
        ("/orders", "order", Outcome.PROBLEM, "refused"),
        ("/orders", "order", Outcome.PROBLEM, "invalid-ack"),
        ("/orders", "order", Outcome.PROBLEM, "invalid-payload"),
    ]
    assert all(one.has_ack and one.sid == conn.sid for one in watch.seen)
    assert all(0 < one.seconds < SOON for one in watch.seen)
    errors = [type(one.error).__name__ for one in watch.seen]
    assert errors[:4] == ["NoneType", "OrderRejected", "ValueError", "Refused"]


async def test_middleware_sees_what_goes_out_and_how_it_ends(opened: Open) -> None:
    watch = Watch()
    end = await opened(middleware=[watch])
    orders = end.shop.orders
    async with end.client() as store, asyncio.timeout(SOON):
        [conn] = await end.connections(1)

        @store.orders.on_confirm_delivery
        async def confirm(delivery: Delivery) -> DeliveryReceipt:
            if len(watch.seen) > 1:
                raise ValueError("nobody is at home")
            return DeliveryReceipt(received=True)

        await end.settled(orders.emit_order_update, UPDATE, to=conn)
        await end.settled(orders.call_confirm_delivery, DELIVERY, to=conn)
        with pytest.raises(RemoteError):
            await end.settled(orders.call_confirm_delivery, DELIVERY, to=conn)
    assert watch.found(incoming=False) == [
        ("/orders", "order-update", Outcome.DONE, None),
        ("/orders", "confirm-delivery", Outcome.DONE, None),
        ("/orders", "confirm-delivery", Outcome.PROBLEM, "handler-failed"),
    ]
    assert [one.has_ack for one in watch.seen] == [False, True, True]
    assert [type(one.error) for one in watch.seen[1:]] == [type(None), RemoteError]


async def test_middleware_of_a_client_sees_both_directions(opened: Open) -> None:
    watch = Watch()
    end = await opened()
    orders = end.shop.orders
    async with end.client(middleware=[watch]) as store, asyncio.timeout(SOON):
        [conn] = await end.connections(1)
        updates = store.orders.order_updates()
        await store.orders.call_order(ORDER)
        await end.settled(orders.emit_order_update, UPDATE, to=conn)
        await anext(updates)
        with pytest.raises(RemoteError):
            await end.settled(orders.call_confirm_delivery, DELIVERY, to=conn)
        deeds: list[Exception] = [
            ValueError("out of order"),
            OrderRejected(reason=OrderRejectionReason.sold_out),
        ]
        orders.handle = end.does(lambda *_: raising(deeds.pop(0)))
        for expected in (RemoteError, OrderRejected):
            with pytest.raises(expected):
                await store.orders.call_order(ORDER)
    with pytest.raises(NotConnected):
        await store.orders.call_order(ORDER)
    assert watch.found(incoming=False) == [
        ("/orders", "order", Outcome.DONE, None),
        ("/orders", "order", Outcome.PROBLEM, "handler-failed"),
        ("/orders", "order", Outcome.DECLARED_ERROR, None),
        ("/orders", "order", Outcome.FAILED, None),
    ]
    assert watch.found(incoming=True) == [
        ("/orders", "order-update", Outcome.DONE, None),
        ("/orders", "confirm-delivery", Outcome.PROBLEM, "not-handled"),
    ]


async def test_middleware_of_a_client_of_threads(opened: Open) -> None:
    watch = Watch()
    end = await opened()

    def visit() -> None:
        with PetStoreClient(end.url, auth=AUTH, middleware=[watch]) as store:
            store.orders.call_order(ORDER)

    await asyncio.to_thread(visit)
    assert watch.found(incoming=False) == [("/orders", "order", Outcome.DONE, None)]


@pytest.mark.parametrize("when", ["before", "after", "at the making"])
async def test_middleware_that_fails_changes_nothing(
    opened: Open, when: str, caplog: pytest.LogCaptureFixture
) -> None:
    @contextmanager
    def fail(crossing: Crossing) -> Generator[None]:
        if when == "before":
            raise ValueError("broken")
        yield
        raise ValueError("broken")

    def fail_at_once(crossing: Crossing) -> Any:
        raise ValueError("broken")

    broken = fail_at_once if when == "at the making" else fail
    first, last = Watch(), Watch()
    end = await opened(middleware=[first, broken, last])
    async with (
        end.client(middleware=[broken]) as store,
        asyncio.timeout(SOON),
    ):
        assert (await store.orders.call_order(ORDER)).success
        updates = store.orders.order_updates()
        [conn] = await end.connections(1)
        await end.settled(end.shop.orders.emit_order_update, UPDATE, to=conn)
        assert await anext(updates) == UPDATE
    for watch in (first, last):
        assert [one.outcome for one in watch.seen] == [Outcome.DONE] * 2
    told = [one for one in caplog.records if "middleware failed" in one.message]
    assert {one.name for one in told} == {"petstore"}
    assert len(told) == 4


async def test_the_log_has_no_payloads_above_debug(
    opened: Open, transport: str, caplog: pytest.LogCaptureFixture
) -> None:
    """All that can go wrong goes wrong, and no value of a payload is in the log."""
    caplog.set_level(logging.INFO)
    secret = "hunter2"
    end = await opened()
    orders = end.shop.orders
    told: Any = AsyncHandlers if end.waits else Handlers
    orders.on_error = partial(told.on_error, orders)  # which writes it to the log

    def work(conn: Any, order: NewOrder) -> Any:
        if order.quantity == 1:
            raise ValueError("the handler is out of order")
        if order.quantity == 2:
            ack = OrderAck(success=True, order_id="order-1")
            ack.order_id = [secret]  # type: ignore[assignment]
            return ack
        if order.quantity == 3:
            return {"order_id": secret}
        if order.quantity == 4:
            raise Refused("no")
        wrong = OrderRejected(reason=OrderRejectionReason.sold_out)
        wrong.arguments = ({"reason": secret},)
        raise wrong

    orders.handle = end.does(work)
    async with (
        end.client(transport, auth={"token": f"token-{secret}"}) as store,
        asyncio.timeout(SOON),
    ):
        [conn] = await end.connections(1)

        @store.orders.on_confirm_delivery
        async def confirm(delivery: Delivery) -> Any:
            return {"signature": secret, "received": secret}

        for quantity in (1, 2, 3, 4, 5):
            with pytest.raises(RemoteError):
                await store.orders.call_order(
                    NewOrder(pet_id="pet-7", quantity=quantity, note=secret)
                )
        for event, wire in (
            ("order", ({"petId": [secret], "quantity": secret},)),
            ("order", (secret, secret)),
            ("track-order", ({"orderId": secret},)),
            ("nothing", (secret,)),
            ("connect", ({"token": secret},)),
        ):
            await store.orders.send_and_wait(event, wire, SOON)
        with pytest.raises(RemoteError):
            await end.settled(orders.call_confirm_delivery, DELIVERY, to=conn)
        sio = conn._server
        heard = asyncio.Event()

        @store.orders.on_invalid
        async def note(event: str, error: Exception) -> None:
            heard.set()

        await end.settled(
            sio.emit,
            "order-update",
            ({"at": secret},),
            to=conn.sid,
            namespace="/orders",
        )
        await heard.wait()
    with pytest.raises(ConnectRefused):
        await end.client(
            transport, auth={"token": "bad"}, all_namespaces=True
        ).connect()
    end.shop.orders.welcome = end.does(lambda *_: raising(ValueError("out of order")))
    async with end.client(transport, auth={"token": secret}) as store:
        assert "/orders" in store.refusals
    assert caplog.records
    assert [one for one in caplog.text.splitlines() if secret in one] == []
    loggers = {one.name.split(".")[0] for one in caplog.records}
    assert "petstore" in loggers
    assert not loggers & {"root", "socketio", "engineio"}


async def test_an_event_goes_to_one_to_several_to_all_but_some(opened: Open) -> None:
    end = await opened()
    orders, root = end.shop.orders, end.shop.root
    async with (
        asyncio.timeout(SOON),
        end.client() as ada,
        end.client() as grace,
        end.client() as mary,
    ):
        stores = [ada, grace, mary]
        conns = await end.connections(3)
        streams = [one.orders.order_updates() for one in stores]
        lasts = [one.root.announcements() for one in stores]
        room = OrdersRooms.order("order-1")
        for one in (ada, grace):
            await one.orders.call_track_order(TrackOrder(order_id="order-1"))
        assert set(orders.members(room)) == set(conns[:2])
        assert set(orders.members()) == set(conns)
        sent = {
            "one": {"to": conns[2]},
            "several": {"to": [conns[0], conns[2]]},
            "nobody": {"to": []},
            "room": {"to": room},
            "but one": {"to": room, "skip": conns[0]},
            "but some": {"to": [room, conns[2]], "skip": [conns[0], conns[1]]},
            "union": {"to": [room, conns[0]]},
        }
        for name, where in sent.items():
            update = UPDATE.model_copy(update={"order_id": name})
            await end.settled(orders.emit_order_update, update, **where)
        await end.settled(root.emit_announcement, "over", to=EVERYONE)
        for last in lasts:
            assert await anext(last) == "over"
        for one in stores:
            await one.disconnect()
        heard = [[update.order_id async for update in each] for each in streams]
        assert heard == [
            ["several", "room", "union"],
            ["room", "but one", "union"],
            ["one", "several", "but some"],
        ]


async def test_the_session_is_what_the_application_keeps(opened: Open) -> None:
    end = await opened()

    def welcome(conn: Any) -> None:
        with pytest.raises(AttributeError, match="nothing was assigned"):
            assert conn.session
        conn.session = {"orders": 0}

    def count(conn: Any, order: NewOrder) -> OrderAck:
        conn.session["orders"] += 1
        return OrderAck(success=True, order_id=f"order-{conn.session['orders']}")

    end.shop.orders.welcome = end.does(welcome)
    end.shop.orders.handle = end.does(count)
    async with end.client() as ada, end.client() as grace:
        assert ada.refusals == {}
        numbers = [
            (await one.orders.call_order(ORDER)).order_id for one in (ada, ada, grace)
        ]
        assert numbers == ["order-1", "order-2", "order-1"]


async def test_a_client_enters_a_room_while_it_connects(opened: Open) -> None:
    end = await opened()
    room = OrdersRooms.user("42")

    async def enter_and_wait(conn: Any) -> None:
        await conn.enter(room)

    end.shop.orders.welcome = (
        enter_and_wait if end.waits else lambda conn: conn.enter(room)
    )
    async with asyncio.timeout(SOON), end.client() as store:
        updates = store.orders.order_updates()
        await end.settled(end.shop.orders.emit_order_update, UPDATE, to=room)
        assert (await anext(updates)).order_id == UPDATE.order_id


async def test_members_of_a_refusal_reach_the_client(
    opened: Open, transport: str
) -> None:
    end = await opened()
    end.shop.orders.welcome = end.does(
        lambda conn: raising(Refused("try later", retryAfter=30, type="mine"))
    )
    end.shop.orders.handle = end.does(lambda *_: None)
    async with end.client(transport) as store:
        problem = store.refusals["/orders"].problem
        assert problem is not None
        assert (problem.type, problem.detail) == (problems.REFUSED, "try later")
        assert problem.extra == {"retryAfter": 30}


async def test_a_connect_handler_that_raises_answers_at_once(
    opened: Open, transport: str
) -> None:
    end = await opened()
    end.shop.orders.welcome = end.does(lambda conn: raising(TypeError("inside")))
    async with asyncio.timeout(SOON), end.client(transport, connect_timeout=60) as one:
        problem = one.refusals["/orders"].problem
        assert problem is not None
        assert problem.type == problems.HANDLER_FAILED
        assert "inside" not in str(problem)
        assert end.shop.orders.members() == ()


async def test_the_handlers_hear_of_errors_and_of_goodbyes(
    opened: Open, transport: str
) -> None:
    end = await opened()
    end.shop.orders.handle = end.does(lambda *_: raising(KeyError("pet-7")))
    async with asyncio.timeout(SOON):
        async with end.client(transport) as store:
            await end.connections(1)
            with pytest.raises(RemoteError):
                await store.orders.call_order(ORDER)
            event, error = await end.error()
            assert (event, type(error)) == ("order", KeyError)
        assert await end.reason() == "client disconnect"


async def test_a_connection_has_only_so_many_events_in_flight(
    opened: Open, transport: str
) -> None:
    watch = Watch()
    end = await opened(max_in_flight=2, middleware=[watch])
    async with asyncio.timeout(SOON), end.client(transport) as store:
        held: asyncio.Queue[None] = asyncio.Queue()
        go_on = asyncio.Event()

        @store.orders.on_confirm_delivery
        async def confirm(delivery: Delivery) -> DeliveryReceipt:
            held.put_nowait(None)
            await go_on.wait()
            return DeliveryReceipt(received=True)

        def ask(conn: Any, order: NewOrder) -> OrderAck:
            end.shop.orders.call_confirm_delivery(DELIVERY, to=conn)
            return OrderAck(success=True, order_id="order-1")

        async def ask_and_wait(conn: Any, order: NewOrder) -> OrderAck:
            await end.shop.orders.call_confirm_delivery(DELIVERY, to=conn)
            return OrderAck(success=True, order_id="order-1")

        end.shop.orders.handle = ask_and_wait if end.waits else ask
        first = [asyncio.create_task(store.orders.call_order(ORDER)) for _ in range(2)]
        for _ in first:
            await held.get()
        with pytest.raises(RemoteError) as remote:
            await store.orders.call_order(ORDER)
        assert remote.value.problem.type == problems.TOO_MANY
        assert watch.found(incoming=True) == [
            ("/orders", "order", Outcome.PROBLEM, "too-many")
        ]
        go_on.set()
        assert [(await one).success for one in first] == [True, True]
        assert (await store.orders.call_order(ORDER)).success


async def test_a_call_has_a_limit(opened: Open) -> None:
    end = await opened()
    async with asyncio.timeout(SOON), end.client() as store:
        [conn] = await end.connections(1)
        go_on = asyncio.Event()

        @store.orders.on_confirm_delivery
        async def confirm(delivery: Delivery) -> DeliveryReceipt:
            await go_on.wait()
            return DeliveryReceipt(received=True)

        call = end.shop.orders.call_confirm_delivery
        with pytest.raises(AckTimeout):
            await end.settled(call, DELIVERY, to=conn, timeout=0.05)
        go_on.set()


ORIGIN = "https://shop.example"


async def connects(url: str, transport: str, **headers: str) -> bool:
    """Whether a browser that says this could open a connection."""
    query = f"/socket.io/?EIO=4&transport={transport}"
    async with aiohttp.ClientSession(headers=headers) as session:
        if transport == "polling":
            async with session.get(url + query) as answer:
                allowed = answer.headers.get("Access-Control-Allow-Origin")
                text = await answer.text()
                assert (answer.status == 200) is text.startswith("0{")
                assert allowed == (headers.get("Origin") if answer.ok else None)
                return answer.ok
        try:
            async with session.ws_connect(url + query) as websocket:
                return str((await websocket.receive()).data).startswith("0{")
        except aiohttp.WSServerHandshakeError:
            return False


async def test_a_browser_of_the_same_origin_gets_in_and_no_other(
    opened: Open, transport: str
) -> None:
    end = await opened()
    assert await connects(end.url, transport)
    assert await connects(end.url, transport, Origin=end.url)
    assert not await connects(end.url, transport, Origin=ORIGIN)
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "shop.example"}
    assert await connects(end.url, transport, Origin=ORIGIN, **forwarded)


@pytest.mark.parametrize("origins", [[ORIGIN], ORIGIN, "*"])
async def test_a_browser_of_an_origin_that_is_listed_gets_in(
    opened: Open, transport: str, origins: Any
) -> None:
    end = await opened(cors_allowed_origins=origins)
    assert await connects(end.url, transport, Origin=ORIGIN)
    other = await connects(end.url, transport, Origin="https://elsewhere.example")
    assert other is (origins == "*")
