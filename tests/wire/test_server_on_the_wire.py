"""What the generated server promises to any client, whatever it sends."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest
import socketio

from petstore import (
    EVERYONE,
    ChatReceipt,
    ChatText,
    ConnectRefused,
    Delivery,
    DeliveryReceipt,
    Disconnected,
    InvalidPayload,
    InventoryUpdate,
    NewOrder,
    OrderAck,
    OrderNotFound,
    OrderRejected,
    OrderRejectionReason,
    OrderUpdate,
    Photo,
    Refused,
    RemoteError,
    TrackOrder,
    WatchedPet,
)
from petstore._runtime import problems
from petstore._runtime.events import Namespace
from petstore._runtime.rooms import Room
from petstore.async_client import AsyncPetStoreClient
from petstore.async_server import (
    AsyncOrdersHandlers,
    AsyncPetStoreServer,
    AsyncRootHandlers,
    InventoryRooms,
    OrdersConnection,
    OrdersRooms,
)

ORDER = {"petId": "pet-7", "quantity": 2}
UPDATE = {"orderId": "order-1", "status": "shipped", "at": "2026-11-02T15:04:05Z"}
SOON = 10.0


async def answered(client: AsyncPetStoreClient, event: str, *wire: object) -> Any:
    return await client.orders.send_and_wait(event, wire, SOON)


async def test_a_declared_error_is_its_own_payload(client: Any, shop: Any) -> None:
    async def reject(conn: object, order: NewOrder) -> OrderAck:
        raise OrderRejected(reason=OrderRejectionReason.sold_out, detail="gone")

    shop.orders.handle = reject
    wire = await answered(client, "order", ORDER)
    assert wire == ({"success": False, "reason": "sold-out", "detail": "gone"},)
    with pytest.raises(OrderRejected) as rejected:
        await client.orders.call_order(NewOrder(pet_id="pet-7", quantity=1))
    assert rejected.value.payload.reason == "sold-out"
    assert shop.orders.errors.empty()


async def test_a_handler_that_raises_is_answered_without_a_traceback(
    client: Any, shop: Any
) -> None:
    async def crash(conn: object, order: NewOrder) -> OrderAck:
        raise RuntimeError("the secret is 42")

    shop.orders.handle = crash
    with pytest.raises(RemoteError) as remote:
        await client.orders.call_order(NewOrder(pet_id="pet-7", quantity=1))
    assert remote.value.problem.type == problems.HANDLER_FAILED
    assert "42" not in str(remote.value.problem.to_wire())
    event, error = shop.orders.errors.get_nowait()
    assert event == "order"
    assert isinstance(error, RuntimeError)


async def test_a_type_error_inside_a_handler_does_not_run_it_again(
    client: Any, shop: Any
) -> None:
    runs: list[int] = []

    async def crash(conn: object, order: NewOrder) -> OrderAck:
        runs.append(order.quantity)
        raise TypeError("inside")

    shop.orders.handle = crash
    with pytest.raises(RemoteError):
        await client.orders.call_order(NewOrder(pet_id="pet-7", quantity=1))
    assert runs == [1]


async def test_an_error_of_another_event_is_not_declared(
    client: Any, shop: Any
) -> None:
    async def wrong(conn: object, order: NewOrder) -> OrderAck:
        raise OrderNotFound(unknown="order-1")

    shop.orders.handle = wrong
    with pytest.raises(RemoteError) as remote:
        await client.orders.call_order(NewOrder(pet_id="pet-7", quantity=1))
    assert remote.value.problem.type == problems.HANDLER_FAILED


@pytest.mark.parametrize("returned", [None, 7, {"success": True}, ("a", "b")])
async def test_an_answer_that_breaks_the_document_does_not_leave(
    client: Any, shop: Any, returned: object
) -> None:
    async def answer(conn: object, order: NewOrder) -> object:
        return returned

    shop.orders.handle = answer
    with pytest.raises(RemoteError) as remote:
        await client.orders.call_order(NewOrder(pet_id="pet-7", quantity=1))
    assert remote.value.problem.type == problems.INVALID_ACK


async def test_a_model_that_was_changed_afterwards_does_not_leave(
    client: Any, shop: Any
) -> None:
    async def answer(conn: object, order: NewOrder) -> OrderAck:
        ack = OrderAck(success=True, order_id="order-1")
        ack.__dict__["order_id"] = ""
        return ack

    shop.orders.handle = answer
    with pytest.raises(RemoteError) as remote:
        await client.orders.call_order(NewOrder(pet_id="pet-7", quantity=1))
    assert remote.value.problem.type == problems.INVALID_ACK


async def test_refused_in_a_handler_reaches_the_caller(client: Any, shop: Any) -> None:
    async def refuse(conn: object, order: NewOrder) -> OrderAck:
        raise Refused("not on Sundays")

    shop.orders.handle = refuse
    with pytest.raises(RemoteError) as remote:
        await client.orders.call_order(NewOrder(pet_id="pet-7", quantity=1))
    assert remote.value.problem.type == problems.REFUSED
    assert remote.value.problem.detail == "not on Sundays"


async def test_an_invalid_payload_is_answered_with_its_places(
    client: Any, shop: Any
) -> None:
    (wire,) = await answered(client, "order", {"petId": "", "quantity": "2"})
    assert wire["type"] == problems.INVALID_PAYLOAD
    assert [one["pointer"] for one in wire["errors"]] == ["/0/petId", "/0/quantity"]
    event, error = shop.orders.errors.get_nowait()
    assert event == "order"
    assert isinstance(error, InvalidPayload)


@pytest.mark.parametrize(
    ("payload", "pointer"),
    [
        ({"pet_id": "pet-7", "quantity": 2}, "/0/petId"),
        ({"petId": "pet-7", "quantity": True}, "/0/quantity"),
        ({"petId": "pet-7", "quantity": 2.5}, "/0/quantity"),
        ({"petId": "pet-7", "quantity": 2, "note": None}, "/0/note"),
        ({"petId": "pet-7", "quantity": 2, "extra": 1}, "/0/extra"),
    ],
)
async def test_the_wire_is_read_as_the_schema_says(
    client: Any, payload: object, pointer: str
) -> None:
    (wire,) = await answered(client, "order", payload)
    assert wire["type"] == problems.INVALID_PAYLOAD
    assert pointer in [one["pointer"] for one in wire["errors"]]


async def test_a_whole_number_may_have_a_fraction_of_zero(client: Any) -> None:
    (wire,) = await answered(client, "order", {"petId": "pet-7", "quantity": 2.0})
    assert wire == {"success": True, "orderId": "order-2"}


@pytest.mark.parametrize("wire", [(), (ORDER, ORDER)])
async def test_a_wrong_number_of_arguments_is_answered(
    client: Any, wire: tuple[object, ...]
) -> None:
    (problem,) = await answered(client, "order", *wire)
    assert problem["type"] == problems.ARGUMENT_COUNT


@pytest.mark.parametrize(
    "event",
    [
        "no-such-event",
        "on_order",
        "order-update",
        "*",
        "routes",
        "disconnect",
        "connect",
    ],
)
async def test_an_undeclared_or_forged_event_runs_nothing(
    client: Any, shop: Any, event: str
) -> None:
    before = list(shop.orders.connections)
    (problem,) = await answered(client, event, "x")
    assert problem["type"] == problems.UNDECLARED_EVENT
    assert shop.orders.connections == before
    assert len(shop.tokens) == 4
    assert await client.orders.call_order(NewOrder(pet_id="pet-7", quantity=1))


async def test_credentials_are_checked_before_any_handler(
    url: str, transport: str, shop: Any
) -> None:
    for auth in ({"token": "bad"}, {"token": ""}, {"token": 7}, {}, None):
        client = AsyncPetStoreClient(
            url, auth=auth, transports=[transport], namespaces=["/orders"]
        )
        vars(client.orders)["NAMESPACE"] = Namespace("/orders")  # checks nothing
        with pytest.raises(ConnectRefused) as refused:
            await client.connect()
        assert refused.value.namespace == "/orders"
        assert refused.value.problem is not None
        assert refused.value.problem.type == problems.UNAUTHORIZED
    assert shop.orders.connections == []


async def test_a_connect_handler_that_raises_answers_at_once(
    url: str, transport: str, shop: Any
) -> None:
    async def crash(conn: object) -> None:
        raise TypeError("inside")

    shop.orders.welcome = crash
    client = AsyncPetStoreClient(
        url,
        auth={"token": "good"},
        all_namespaces=True,
        transports=[transport],
        connect_timeout=60,
    )
    async with asyncio.timeout(SOON):
        with pytest.raises(ConnectRefused) as refused:
            await client.connect()
    assert refused.value.problem is not None
    assert refused.value.problem.type == problems.HANDLER_FAILED
    assert "inside" not in str(refused.value)


async def test_a_connect_handler_may_refuse(url: str, shop: Any) -> None:
    async def refuse(conn: object) -> None:
        raise Refused("closed on Sundays")

    shop.orders.welcome = refuse
    async with AsyncPetStoreClient(url, auth={"token": "good"}) as client:
        assert client.refusals.keys() == {"/orders"}
        with pytest.raises(ConnectRefused, match="closed on Sundays"):
            await client.orders.call_order(NewOrder(pet_id="pet-7", quantity=1))
        assert (await client.chat.call_message(ChatText(text="hi"))).message_id == 1


async def test_the_principal_and_the_auth_reach_the_handlers(
    client: Any, shop: Any, transport: str
) -> None:
    (conn,) = shop.orders.connections
    assert conn.principal == "good"
    assert conn.auth.token == "good"
    assert conn.transport == transport


async def test_an_open_namespace_needs_no_credentials(url: str, shop: Any) -> None:
    async with AsyncPetStoreClient(url, namespaces=["/"]) as client:
        news = client.root.announcements()
        await shop.root.emit_announcement("open", to=EVERYONE)
        assert await anext(news) == "open"
    assert shop.tokens == []


async def test_a_server_with_security_does_not_start_without_authenticate(
    shop: Any,
) -> None:
    make: Any = AsyncPetStoreServer
    with pytest.raises(TypeError, match="authenticate"):
        make(
            root=AsyncRootHandlers(),
            orders=shop.orders,
            inventory=shop.inventory,
            notifications=shop.notifications,
            chat=shop.chat,
            authenticate=None,
        )


async def test_a_namespace_without_its_handlers_cannot_be_made() -> None:
    make: Any = AsyncOrdersHandlers
    with pytest.raises(TypeError, match="on_order"):
        make()


async def test_joining_puts_the_sender_into_the_room(
    url: str, client: Any, shop: Any, transport: str
) -> None:
    async with AsyncPetStoreClient(
        url, auth={"token": "other"}, transports=[transport]
    ) as outside:
        inside, elsewhere = (
            client.orders.order_updates(),
            outside.orders.order_updates(),
        )
        await client.orders.call_track_order(TrackOrder(order_id="order-1"))
        update = OrderUpdate.model_validate(UPDATE)
        await shop.orders.emit_order_update(update, to=OrdersRooms.order("order-1"))
        later = update.model_copy(update={"order_id": "order-2"})
        await shop.orders.emit_order_update(later, to=shop.orders.connections)
        assert await anext(inside) == update
        assert await anext(elsewhere) == later


@pytest.mark.parametrize("to", ["order-1", [None], None])
async def test_a_target_that_is_none_is_refused(
    shop: Any, client: Any, to: Any
) -> None:
    update = OrderUpdate.model_validate(UPDATE)
    with pytest.raises(TypeError):
        await shop.orders.emit_order_update(update, to=to)


async def test_attach_takes_an_asyncio_server_only(shop: Any) -> None:
    with pytest.raises(TypeError, match="AsyncServer"):
        shop.server.attach(socketio.Server())
    shop.server.attach(socketio.AsyncServer(async_mode="asgi"))


async def test_an_empty_list_of_targets_reaches_nobody(client: Any, shop: Any) -> None:
    updates = client.orders.order_updates()
    first = OrderUpdate.model_validate(UPDATE)
    later = first.model_copy(update={"order_id": "order-2"})
    await shop.orders.emit_order_update(first, to=[])
    await shop.orders.emit_order_update(later, to=shop.orders.connections)
    assert await anext(updates) == later


async def test_a_room_needs_a_name() -> None:
    with pytest.raises(ValueError, match="empty"):
        Room("")


async def test_leaving_takes_the_sender_out(client: Any, shop: Any) -> None:
    pet, room = WatchedPet(pet_id="pet-7"), InventoryRooms.pet("pet-7")
    changes = client.inventory.inventory_updates()
    assert (await client.inventory.call_watch(pet)).watching
    inside = InventoryUpdate(pet_id="pet-7", stock=1)
    await shop.inventory.emit_inventory_update(inside, to=room)
    assert not (await client.inventory.call_unwatch(pet)).watching
    outside = InventoryUpdate(pet_id="pet-7", stock=2)
    await shop.inventory.emit_inventory_update(outside, to=room)
    last = InventoryUpdate(pet_id="pet-7", stock=3)
    await shop.inventory.emit_inventory_update(last, to=shop.inventory.connections)
    assert [await anext(changes), await anext(changes)] == [inside, last]


async def test_a_handler_that_fails_joins_nothing(client: Any, shop: Any) -> None:
    (problem,) = await answered(client, "track-order", {"orderId": ""})
    assert problem["type"] == problems.INVALID_PAYLOAD
    assert not shop.orders.connections[0].is_in(Room("order-"))


async def test_an_invalid_payload_is_not_emitted(client: Any, shop: Any) -> None:
    update = OrderUpdate.model_validate(UPDATE)
    update.__dict__["status"] = "lost"
    with pytest.raises(InvalidPayload):
        await shop.orders.emit_order_update(update, to=shop.orders.connections)


async def test_the_server_calls_one_client(client: Any, shop: Any) -> None:
    @client.orders.on_confirm_delivery
    async def confirm(delivery: Delivery) -> DeliveryReceipt:
        return DeliveryReceipt(received=delivery.courier == "Ada")

    delivery = Delivery(order_id="order-1", courier="Ada")
    (conn,) = shop.orders.connections
    receipt = await shop.orders.call_confirm_delivery(delivery, to=conn)
    assert receipt == DeliveryReceipt(received=True)


async def test_a_client_without_a_handler_is_no_success(client: Any, shop: Any) -> None:
    (conn,) = shop.orders.connections
    with pytest.raises(RemoteError) as remote:
        await shop.orders.call_confirm_delivery(
            Delivery(order_id="order-1", courier="Ada"), to=conn
        )
    assert remote.value.problem.type == problems.NOT_HANDLED


async def test_a_call_ends_when_its_client_goes(client: Any, shop: Any) -> None:
    called = asyncio.Event()

    @client.orders.on_confirm_delivery
    async def never(delivery: Delivery) -> DeliveryReceipt:
        called.set()
        await asyncio.Event().wait()
        raise AssertionError

    (conn,) = shop.orders.connections
    call = asyncio.create_task(
        shop.orders.call_confirm_delivery(
            Delivery(order_id="order-1", courier="Ada"), to=conn, timeout=600
        )
    )
    async with asyncio.timeout(SOON):
        await called.wait()
        await client.disconnect()
        with pytest.raises(Disconnected):
            await call
        with pytest.raises(Disconnected):
            await shop.orders.call_confirm_delivery(
                Delivery(order_id="order-1", courier="Ada"), to=conn
            )


async def test_ordered_events_are_handled_one_after_the_other(
    client: Any, shop: Any
) -> None:
    running = 0

    async def handle(conn: object, message: ChatText, /) -> ChatReceipt:
        nonlocal running
        running += 1
        for _ in range(5):  # gives the others a chance to come in between
            await asyncio.sleep(0)
        alone = running == 1
        running -= 1
        seen.append((message.text, alone))
        return ChatReceipt.model_validate({"messageId": 1, "at": UPDATE["at"]})

    seen: list[tuple[str, bool]] = []
    shop.chat.handle = handle
    texts = [f"message {number}" for number in range(20)]
    await asyncio.gather(
        *(client.chat.send_and_wait("message", ({"text": one},), SOON) for one in texts)
    )
    assert seen == [(text, True) for text in texts]


async def test_binary_arrives_as_it_was_sent(client: Any) -> None:
    image = bytes(range(256)) * 300
    receipt = await client.chat.call_photo(Photo(image=image, caption="noise"))
    assert (receipt.photo_id, receipt.bytes) == ("noise", len(image))


async def test_attach_leaves_the_rest_of_a_server_alone(
    shop: Any, serve: Any, transport: str
) -> None:
    sio = socketio.AsyncServer(async_mode="asgi")

    @sio.on("ping-me", namespace="/mine")
    async def ping_me(sid: str, text: str) -> str:
        return text.upper()

    shop.server.attach(sio)
    url = await serve(socketio.ASGIApp(sio))
    async with AsyncPetStoreClient(
        url, auth={"token": "good"}, transports=[transport]
    ) as client:
        assert await client.orders.call_order(NewOrder(pet_id="pet-7", quantity=1))
        other = socketio.AsyncClient(handle_sigint=False)
        await other.connect(url, namespaces=["/mine"], transports=["websocket"])
        assert await other.call("ping-me", "hello", namespace="/mine") == "HELLO"
        await other.disconnect()
    with pytest.raises(RuntimeError, match="serves already"):
        shop.server.attach(sio)


async def test_a_poll_does_not_hang_when_its_client_has_gone(url: str) -> None:
    engine = f"{url}/socket.io/?EIO=4&transport=polling"

    async def ask(address: str, body: str | None = None) -> str:
        method = "GET" if body is None else "POST"
        async with http.request(method, address, data=body) as response:
            return await response.text()

    async with asyncio.timeout(SOON), aiohttp.ClientSession() as http:
        session = f"{engine}&sid={json.loads((await ask(engine))[1:])['sid']}"
        await ask(session, '40/orders,{"token":"good"}')
        assert (await ask(session)).startswith("40/orders")
        hanging = asyncio.create_task(ask(session))
        await ask(session, "41/orders,")
        assert await hanging == "6"


async def test_disconnect_tells_the_server(client: Any, shop: Any) -> None:
    async with asyncio.timeout(SOON):
        await client.disconnect()
        assert await shop.orders.reasons.get()
    assert shop.orders.connections == []


async def test_the_server_may_send_a_client_away(client: Any, shop: Any) -> None:
    updates = client.orders.order_updates()
    conn: OrdersConnection[str] = shop.orders.connections[0]
    await conn.disconnect()
    async with asyncio.timeout(SOON):
        with pytest.raises(Exception, match="ended /orders"):
            await anext(updates)
    assert not client.orders.connected
    assert client.chat.connected
