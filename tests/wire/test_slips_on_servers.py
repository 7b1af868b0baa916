"""What slips of an application come to on a server of either kind, and its log."""

import asyncio
import logging
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, cast

import aiohttp
import pytest
from tests.wire import conftest as waiting
from tests.wire.conftest import AUTH, End, Open, Serve

from petstore import (
    EVERYONE,
    ConnectRefused,
    Delivery,
    Disconnected,
    InvalidPayload,
    NewOrder,
    NotConnected,
    OrderAck,
    OrderRejected,
    OrderUpdate,
    RemoteError,
    Room,
)
from petstore._runtime import complaints
from petstore._runtime.errors import BrokenAnswer
from petstore._runtime.handlers import AsyncHandlers, Handlers
from petstore._runtime.payloads import Date, StrictFloat, StrictInt
from petstore._runtime.wire import Value
from petstore.async_client import AsyncPetStoreClient
from petstore.async_server import AsyncPetStoreServer
from petstore.rooms import InventoryRooms, OrdersRooms
from petstore.server import PetStoreServer
from tests import blocking

SOON = 10.0
NEWS = "closed"
ORDER = NewOrder(pet_id="pet-7", quantity=2)
UPDATE = OrderUpdate.model_validate(
    {"orderId": "order-1", "status": "shipped", "at": "2026-11-02T15:04:05Z"}
)
DELIVERY = Delivery.model_validate({"orderId": "order-1", "courier": "Tim"})


def lines(caplog: pytest.LogCaptureFixture, least: int = logging.INFO) -> list[str]:
    """What the package has logged by itself."""
    return [
        f"{one.levelname} {one.getMessage()}"
        for one in caplog.records
        if one.name == "petstore" and one.levelno >= least
    ]


@pytest.mark.parametrize("others", [0, 1])
async def test_a_connection_that_is_gone_can_be_moved_and_ended(
    opened: Open, others: int, caplog: pytest.LogCaptureFixture
) -> None:
    end, room = await opened(), OrdersRooms.order("order-1")
    orders = end.shop.orders
    async with asyncio.timeout(SOON):
        async with end.client(namespaces=["/orders"]):
            [gone] = await end.connections(1)
        await end.reason()
        staying = [end.client(namespaces=["/orders"]) for _ in range(others)]
        for one in staying:
            await one.connect()
        await end.settled(gone.enter, room)
        await end.settled(gone.leave, room)
        await end.settled(gone.disconnect)
        await end.settled(orders.emit_order_update, UPDATE, to=gone)
        with pytest.raises(Disconnected):
            await end.settled(orders.call_confirm_delivery, DELIVERY, to=gone)
        with pytest.raises(NotConnected):
            _ = gone.transport
        assert not gone.connected
        assert not gone.is_in(room)
        assert orders.members(room) == ()
        for one in staying:
            await one.disconnect()
    assert lines(caplog) == []


async def test_a_handler_moves_a_client_that_has_just_gone(
    opened: Open, caplog: pytest.LogCaptureFixture
) -> None:
    end = await opened()
    orders, begun, over = end.shop.orders, asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    left = asyncio.Event()

    async def handle(conn: Any, order: NewOrder) -> OrderAck:
        begun.set()
        await left.wait()
        await conn.enter(OrdersRooms.order("order-1"))
        over.set()
        return OrderAck(success=True, order_id="order-1")

    def block(conn: Any, order: NewOrder) -> OrderAck:
        loop.call_soon_threadsafe(begun.set)
        asyncio.run_coroutine_threadsafe(left.wait(), loop).result(SOON)
        conn.enter(OrdersRooms.order("order-1"))
        loop.call_soon_threadsafe(over.set)
        return OrderAck(success=True, order_id="order-1")

    orders.handle = handle if end.waits else block
    async with asyncio.timeout(SOON):
        async with end.client(namespaces=["/orders"]) as store:
            calling = asyncio.ensure_future(store.orders.call_order(ORDER))
            await begun.wait()
        with pytest.raises(Disconnected):
            await calling
        await end.reason()
        left.set()
        await over.wait()
    assert orders.errors.qsize() == 0
    assert lines(caplog) == []


def logs_errors(end: End) -> None:
    """Let the handlers of orders do as those that do not override `on_error`."""
    base: Any = AsyncHandlers if end.waits else Handlers
    end.shop.orders.on_error = partial(base.on_error, end.shop.orders)


async def test_the_log_says_whose_fault_a_broken_value_is(
    opened: Open, caplog: pytest.LogCaptureFixture
) -> None:
    end = await opened()
    logs_errors(end)
    orders = end.shop.orders

    def reject() -> None:
        raise OrderRejected.from_arguments([7])

    def emits(conn: Any) -> None:
        OrdersRooms.order(cast(Any, 7))

    deeds: list[Callable[[Any], object]] = [
        lambda conn: {"order_id": 7},
        lambda conn: reject(),
        emits,
    ]
    orders.handle = end.does(lambda conn, order: deeds.pop(0)(conn))
    async with end.client(namespaces=["/orders"]) as store, asyncio.timeout(SOON):
        for _ in range(3):
            with pytest.raises(RemoteError):
                await store.orders.call_order(ORDER)
        await store.orders.send_and_wait("order", ({"petId": 7},), SOON)
    found = lines(caplog)
    start = "ERROR order on /orders: the "
    assert found[0].startswith(f"{start}answer of on_order to `order` breaks the doc")
    assert found[1].startswith(f"{start}error of on_order to `order` breaks the docu")
    assert found[2] == "ERROR order on /orders failed"
    assert found[3].startswith("WARNING order on /orders: /0/")
    assert len(found) == 4


async def test_on_error_can_tell_what_was_sent_from_what_was_answered(
    opened: Open,
) -> None:
    end = await opened()
    end.shop.orders.handle = end.does(lambda conn, order: 7)
    async with end.client(namespaces=["/orders"]) as store, asyncio.timeout(SOON):
        with pytest.raises(RemoteError):
            await store.orders.call_order(ORDER)
        await store.orders.send_and_wait("order", ({"petId": 7},), SOON)
    _, answered = await end.error()
    _, sent = await end.error()
    assert isinstance(answered, BrokenAnswer)
    assert not answered.received
    assert isinstance(sent, InvalidPayload)
    assert sent.received


WRONG: list[tuple[Any, type[Exception], str]] = [
    (None, TypeError, "not to None"),
    ("order-1", TypeError, "not to 'order-1'"),
    (b"order-1", TypeError, "not to b'order-1'"),
    (7, TypeError, "not to 7"),
    (["order-1"], TypeError, "not to 'order-1'"),
    (EVERYONE, TypeError, "not to EVERYONE"),
    ([EVERYONE], TypeError, "not to EVERYONE"),
    (Room("order-1"), TypeError, r"not to Room\('order-1'\)"),
    (InventoryRooms.pet("pet-7"), TypeError, r"not to InventoryPetRoom\('pet-pet-7'\)"),
]


@pytest.mark.parametrize(("to", "error", "message"), WRONG)
async def test_an_emit_goes_only_where_the_document_says(
    opened: Open, to: Any, error: type[Exception], message: str
) -> None:
    end = await opened()
    wanted = (
        r"is sent to a room user-\{userId\}, a room order-\{orderId\}, "
        "a connection or a list"
    )
    with pytest.raises(error, match=f"order-update {wanted} of them, {message}"):
        await end.settled(end.shop.orders.emit_order_update, UPDATE, to=to)


async def test_an_emit_without_rooms_goes_anywhere(opened: Open) -> None:
    end = await opened()
    emit = end.shop.root.emit_announcement
    for to in (EVERYONE, Room("x"), [], [Room("x"), EVERYONE]):
        await end.settled(emit, NEWS, to=to)
    with pytest.raises(TypeError, match="sent to EVERYONE, a Room, a connection or"):
        await end.settled(emit, NEWS, to="x")


async def test_connections_of_another_namespace_are_no_targets(opened: Open) -> None:
    end = await opened()
    emit = end.shop.root.emit_announcement
    async with end.client(namespaces=["/orders"]), asyncio.timeout(SOON):
        [conn] = await end.connections(1)
        for options in ({"to": conn}, {"to": EVERYONE, "skip": conn}):
            with pytest.raises(ValueError, match="announcement is an event of /"):
                await end.settled(emit, NEWS, **options)
        for skip in ("x", 7, ["x"]):
            with pytest.raises(TypeError, match="skip takes a connection or a list"):
                await end.settled(emit, NEWS, to=EVERYONE, skip=skip)
        with pytest.raises(TypeError, match="members takes a room or EVERYONE"):
            end.shop.orders.members("order-1")
        with pytest.raises(TypeError, match="enters and leaves a Room, not 'order-1'"):
            await end.settled(conn.enter, "order-1")


@pytest.mark.parametrize("given", ["", 7, None])
def test_a_room_has_parameters_as_the_document_says(given: Any) -> None:
    with pytest.raises(InvalidPayload) as caught:
        OrdersRooms.order(given)
    assert "(parameter orderId of OrdersOrderRoom)" in str(caught.value)
    assert caught.value.violations[0].pointer == "/orderId"


@pytest.mark.parametrize(
    ("type_", "value", "place"),
    [
        (StrictFloat, True, "/0"),
        (StrictInt, False, "/0"),
        (list[StrictFloat], [1.0, True], "/0/1"),
        (dict[str, list[StrictInt]], {"a/b": [True]}, "/0/a~1b/0"),
    ],
)
def test_a_bool_does_not_travel_as_a_number(
    type_: object, value: object, place: str
) -> None:
    with pytest.raises(InvalidPayload, match=f"^{place}: must be a number, not "):
        Value("x", type_).encode(value, "/0")


@pytest.mark.parametrize("value", [True, [True], {"a": False}])
def test_a_bool_travels_as_itself(value: object) -> None:
    type_ = StrictInt | bool | list[bool] | dict[str, bool]
    assert Value("x", type_).encode(value, "/0") == value


class DayRoom(Room):
    PARAMETERS = (Value("day", Date),)

    def __init__(self, day: date) -> None:
        super().__init__("day-{day}", {"day": day})


def test_a_parameter_stands_in_the_name_as_it_travels() -> None:
    assert DayRoom(date(2026, 11, 2)).name == "day-2026-11-02"


GARBAGE = "4{{{not json"


async def test_garbage_is_seen_in_the_log_without_asking(
    opened: Open, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(complaints, "MOST", 2)
    end = await opened()
    url = f"{end.url}/socket.io/?EIO=4&transport=websocket"
    async with aiohttp.ClientSession() as http, asyncio.timeout(SOON):
        for message in (GARBAGE, "4" + "x" * 1_100_000, GARBAGE, GARBAGE):
            async with http.ws_connect(url) as socket:
                await socket.receive()
                await socket.send_str(message)
                while not (await socket.receive()).type.name.startswith("CLOS"):
                    pass
        found = [one for one in lines(caplog) if "a client sent" in one]
        assert len(found) == 2, found
        assert all(one.startswith("WARNING ") for one in found)
        assert "too large" in found[1]
        assert not any("not json" in one or "xxx" in one for one in found)
        monkeypatch.setattr(complaints, "MOST", 3)
        async with http.ws_connect(url) as socket:
            await socket.receive()
            await socket.send_str(GARBAGE)
            while not (await socket.receive()).type.name.startswith("CLOS"):
                pass
    assert lines(caplog)[-1].endswith("; 2 more were before")


async def test_each_refusal_is_a_line_of_the_log(
    opened: Open, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="petstore")
    end = await opened()
    client = end.client(auth={"token": "bad"}, namespaces=["/orders"])
    with pytest.raises(ConnectRefused):
        await client.connect()
    [found] = [one for one in lines(caplog) if "connect to" in one]
    assert found == "INFO connect to /orders from 127.0.0.1 was refused: Not authorized"


def options_of(kind: Any) -> dict[str, Any]:
    """What a server of a kind is made of."""
    shop = waiting.Shop() if kind is waiting else blocking.BlockingShop()
    server = shop.server
    return {
        "root": type(server.root)(),
        "orders": kind.Orders(),
        "inventory": kind.Inventory(),
        "notifications": kind.Notifications(),
        "chat": kind.Chat(),
        "authenticate": shop.authenticate,
    }


SERVERS: dict[Any, Any] = {
    waiting: AsyncPetStoreServer,
    blocking: PetStoreServer,
}


@pytest.mark.parametrize("kind", SERVERS)
def test_a_server_takes_handlers_of_its_own_kind(kind: Any) -> None:
    [other] = [one for one in SERVERS if one is not kind]
    make, prefix = SERVERS[kind], "Async" if kind is waiting else ""
    make(**options_of(kind))
    for wrong, told in (
        (other.Orders(), "not one of Orders"),
        (kind.Chat(), "not one of Chat"),
        (kind.Orders, "not the class Orders itself"),
        (None, "not one of NoneType"),
    ):
        with pytest.raises(TypeError) as caught:
            make(**{**options_of(kind), "orders": wrong})
        assert str(caught.value) == (
            "orders= takes an object of a class that derives from "
            f"{prefix}OrdersHandlers, {told}"
        )


@pytest.mark.parametrize("kind", SERVERS)
@pytest.mark.parametrize("wrong", ["secret", blocking.BlockingShop])
def test_a_server_takes_a_function_that_authenticates(kind: Any, wrong: Any) -> None:
    with pytest.raises(TypeError, match="authenticate= takes a function"):
        SERVERS[kind](**{**options_of(kind), "authenticate": wrong})


def test_a_server_for_threads_takes_no_coroutine_functions() -> None:
    class Late(blocking.Orders):
        async def on_order(  # type: ignore[override]
            self, conn: Any, order: Any, /
        ) -> Any: ...

    class Welcoming(blocking.Orders):
        async def on_connect(self, conn: Any) -> None: ...  # type: ignore[override]

    class Guard:
        async def __call__(self, credential: Any) -> str:
            return "somebody"

    options = options_of(blocking)
    cases: list[tuple[Any, str]] = [(Late(), "on_order"), (Welcoming(), "on_connect")]
    for handlers, name in cases:
        with pytest.raises(TypeError, match=f"{name} is a coroutine function"):
            PetStoreServer(**{**options, "orders": handlers})
    for wrong in (waiting.Shop().authenticate, Guard()):
        with pytest.raises(TypeError, match="authenticate= is a coroutine function"):
            PetStoreServer(**{**options, "authenticate": wrong})


async def test_a_plain_method_serves_beside_coroutine_functions(serve: Serve) -> None:
    """Type checkers object to it; it blocks, and what it returns is the answer."""

    class Plain(waiting.Orders):
        def on_connect(self, conn: Any) -> None:  # type: ignore[override]
            self.connections.append(conn)

        def on_order(  # type: ignore[override]
            self, conn: Any, order: NewOrder, /
        ) -> OrderAck:
            return OrderAck(success=True, order_id=f"order-{len(self.connections)}")

    server = SERVERS[waiting](**{**options_of(waiting), "orders": Plain()})
    client = AsyncPetStoreClient(
        await serve(server.asgi_app()), auth=AUTH, namespaces=["/orders"]
    )
    async with client, asyncio.timeout(SOON):
        receipt = await client.orders.call_order(ORDER)
    assert receipt.order_id == "order-1"
