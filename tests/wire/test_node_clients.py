"""What the clients of browsers do that others do not: socket.io-client and a server."""

import asyncio
from typing import Any

import pytest
from tests.node_programs import UNDEFINED, Node, needs_node
from tests.wire.conftest import AUTH, SOON, Open, Shop, serving

from petstore import (
    EVERYONE,
    AckTimeout,
    Delivery,
    InventoryUpdate,
    NewOrder,
    OrderAck,
)
from petstore._runtime import problems
from petstore.rooms import InventoryRooms

pytestmark = needs_node("socket.io-client")

ORDER = {"petId": "pet-7", "quantity": 2}
DELIVERY = Delivery.model_validate({"orderId": "order-1", "courier": "Tim"})


async def enter(
    node: Node, url: str, transport: str, *namespaces: str, **options: Any
) -> None:
    await node("open", url=url, options={"transports": [transport], **options})
    for namespace in namespaces:
        entered = await node("enter", namespace=namespace, auth=AUTH)
        assert entered == {"recovered": False}


async def send(node: Node, namespace: str, event: str, *values: Any, how: str) -> Any:
    place = {"namespace": namespace, "event": event}
    return await node("send", **place, arguments=values, how=how)


async def call(node: Node, namespace: str, event: str, *values: Any) -> Any:
    return await send(node, namespace, event, *values, how="call")


async def test_who_is_refused_hears_why(
    opened: Open, transport: str, node_client: Node
) -> None:
    end = await opened()
    await enter(node_client, end.url, transport, "/")
    bad = await node_client("enter", namespace="/orders", auth={"token": "bad"})
    assert bad["refused"]["message"] == "that token is not known"
    assert bad["refused"]["data"] == {
        "type": problems.UNAUTHORIZED,
        "title": problems.TITLES[problems.UNAUTHORIZED],
        "detail": "that token is not known",
    }
    missing: list[Any] = [{}, None, UNDEFINED]
    for nothing in missing:
        none = await node_client("enter", namespace="/orders", auth=nothing)
        assert none["refused"]["data"]["type"] == problems.UNAUTHORIZED
    nowhere = await node_client("enter", namespace="/nowhere", auth=AUTH)
    assert nowhere["refused"]["message"] == "Unable to connect"
    # The connection goes on, and those who come better get in.
    assert await node_client("enter", namespace="/orders", auth=AUTH) == {
        "recovered": False
    }


@pytest.mark.parametrize(
    ("event", "values", "problem", "pointers"),
    [
        ("order", [{"petId": "", "quantity": 2}], "INVALID_PAYLOAD", ["/0/petId"]),
        ("order", [UNDEFINED], "INVALID_PAYLOAD", ["/0"]),
        ("order", [], "ARGUMENT_COUNT", [""]),
        ("order", [ORDER, ORDER], "ARGUMENT_COUNT", [""]),
        ("refund", [ORDER], "UNDECLARED_EVENT", []),
        ("confirm-delivery", [ORDER], "UNDECLARED_EVENT", []),
    ],
)
async def test_what_breaks_the_document_is_answered_with_a_problem(
    opened: Open,
    node_client: Node,
    event: str,
    values: list[Any],
    problem: str,
    pointers: list[str],
) -> None:
    end = await opened()
    await enter(node_client, end.url, "websocket", "/orders")
    [answer] = await call(node_client, "/orders", event, *values)
    assert answer["type"] == getattr(problems, problem)
    assert [one["pointer"] for one in answer.get("errors", [])] == pointers
    [accepted] = await call(node_client, "/orders", "order", ORDER)
    assert accepted["success"] is True


async def test_what_is_left_out_is_its_default_and_undefined_is_null(
    opened: Open, transport: str, node_client: Node
) -> None:
    end = await opened()
    await enter(node_client, end.url, transport, "/inventory")
    reservation, stock = await call(node_client, "/inventory", "reserve", "pet-7", 3)
    assert (reservation["reservationId"], stock) == ("hold-15", 1)
    given = ["pet-7", 3, UNDEFINED]
    [answer] = await call(node_client, "/inventory", "reserve", *given)
    assert answer["type"] == problems.INVALID_PAYLOAD
    assert [one["pointer"] for one in answer["errors"]] == ["/2"]


async def test_an_event_may_come_without_asking_and_in_every_manner(
    opened: Open, transport: str, node_client: Node
) -> None:
    end = await opened()
    await enter(node_client, end.url, transport, "/chat", "/inventory")
    # Over polling, what is volatile is dropped while a request is under way.
    hows = ("emit", "volatile") if transport == "websocket" else ("emit",)
    for how in hows:
        await send(node_client, "/chat", "message", {"text": how}, how=how)
    first = await send(node_client, "/chat", "message", {"text": "await"}, how="await")
    assert first["messageId"] == len(hows) + 1
    assert end.shop.chat.said == [*hows, "await"]
    # Of several values it has the first only; a callback has them all.
    reservation = await send(
        node_client, "/inventory", "reserve", "pet-7", 1, 5, how="await"
    )
    assert reservation["reservationId"] == "hold-5"


async def test_a_client_that_repeats_until_it_is_answered(
    opened: Open, transport: str, node_client: Node
) -> None:
    """With `retries`, it asks for an acknowledgement of each event, and waits."""
    end = await opened()
    await enter(node_client, end.url, transport)
    options = {"retries": 1, "ackTimeout": SOON * 1000}
    await node_client("enter", namespace="/chat", auth=AUTH, options=options)
    await send(node_client, "/chat", "typing", how="emit")
    for text in ("one", "two"):
        await send(node_client, "/chat", "message", {"text": text}, how="emit")
    receipt = await send(
        node_client, "/chat", "message", {"text": "three"}, how="await"
    )
    assert receipt["messageId"] == 3
    assert end.shop.chat.said == ["one", "two", "three"]


async def test_an_answer_that_is_late_does_no_harm(
    opened: Open, transport: str, node_client: Node
) -> None:
    end = await opened()
    await enter(node_client, end.url, transport, "/orders")
    go_on = asyncio.Event()
    loop = asyncio.get_running_loop()

    async def hold(conn: object, order: NewOrder) -> OrderAck:
        async with asyncio.timeout(SOON):
            await go_on.wait()
        return OrderAck(success=True, order_id="order-1")

    def block(conn: object, order: NewOrder) -> OrderAck:
        return asyncio.run_coroutine_threadsafe(hold(conn, order), loop).result(SOON)

    accept = end.shop.orders.handle
    end.shop.orders.handle = hold if end.waits else block
    with pytest.raises(RuntimeError, match="timed out"):
        await node_client(
            "send",
            namespace="/orders",
            event="order",
            arguments=[ORDER],
            how="await",
            limit=0.05,
        )
    end.shop.orders.handle = accept
    go_on.set()
    [accepted] = await call(node_client, "/orders", "order", ORDER)
    assert accepted["orderId"] == "order-2"


async def test_rooms_are_entered_and_left(
    opened: Open, transport: str, node_client: Node
) -> None:
    end = await opened()
    await enter(node_client, end.url, transport, "/inventory")
    pet = {"petId": "pet-7"}
    inventory, room = end.shop.inventory, InventoryRooms.pet("pet-7")

    async def restock(number: int, to: Any) -> None:
        update = InventoryUpdate.model_validate({**pet, "stock": number})
        await end.settled(inventory.emit_inventory_update, update, to=to)

    await restock(1, room)
    assert await call(node_client, "/inventory", "watch", pet) == [
        {"watching": True, "stock": 4}
    ]
    await restock(2, room)
    assert await call(node_client, "/inventory", "unwatch", pet) == [
        {"watching": False, "stock": 4}
    ]
    await restock(3, room)
    await restock(4, inventory.members())
    heard = await node_client("heard", count=2)
    assert [one["arguments"] for one in heard] == [
        [{**pet, "stock": 2}],
        [{**pet, "stock": 4}],
    ]


@pytest.mark.parametrize("values", [[], [UNDEFINED], [{"received": 1}], [{}, {}]])
async def test_a_client_that_answers_wrongly_is_found_out(
    opened: Open, node_client: Node, values: list[Any]
) -> None:
    end = await opened()
    await enter(node_client, end.url, "websocket", "/orders")
    [conn] = await end.connections(1)
    place = {"namespace": "/orders", "event": "confirm-delivery"}
    await node_client("answer", **place, values=values)
    confirm = end.shop.orders.call_confirm_delivery
    with pytest.raises(Exception, match="invalid acknowledgement"):
        await end.settled(confirm, DELIVERY, to=conn, timeout=SOON)
    await node_client("answer", **place, values=[{"received": True}])
    receipt = await end.settled(confirm, DELIVERY, to=conn, timeout=SOON)
    assert receipt.received


async def test_a_client_that_does_not_answer_is_not_waited_for(
    opened: Open, node_client: Node
) -> None:
    end = await opened()
    await enter(node_client, end.url, "websocket", "/orders")
    [conn] = await end.connections(1)
    confirm = end.shop.orders.call_confirm_delivery
    with pytest.raises(AckTimeout):
        await end.settled(confirm, DELIVERY, to=conn, timeout=0.05)


async def test_many_events_at_once_all_arrive_over_polling(
    opened: Open, node_client: Node
) -> None:
    end = await opened()
    await enter(node_client, end.url, "polling", "/", "/chat")
    many = 1500
    for number in range(many):
        await end.settled(end.shop.root.emit_announcement, str(number), to=EVERYONE)
    heard = await node_client("heard", count=many)
    assert [one["arguments"] for one in heard] == [[str(x)] for x in range(many)]
    await node_client(
        "burst", namespace="/chat", event="message", count=many, key="text"
    )
    receipt = await send(node_client, "/chat", "message", {"text": "last"}, how="await")
    assert receipt["messageId"] == many + 1
    assert end.shop.chat.said == [*map(str, range(many)), "last"]


async def test_a_client_hears_that_the_server_has_stopped(
    opened: Open, transport: str, node_client: Node
) -> None:
    end = await opened()
    await enter(node_client, end.url, transport, "/orders")
    assert await end.settled(end.shop.server.stop) is True
    # With "io server disconnect" it would not come back by itself.
    reason = await node_client("lost", namespace="/orders")
    assert reason in {"transport close", "transport error"}


async def test_a_client_comes_back_to_a_server_that_was_started_again(
    transport: str, node_client: Node
) -> None:
    shop = Shop()
    async with serving(shop.server.asgi_app()) as url:
        await enter(
            node_client,
            url,
            transport,
            "/orders",
            reconnection=True,
            reconnectionDelay=10,
            reconnectionDelayMax=50,
        )
        await shop.server.stop(0)
        # It asks at once, and what still answers must not be the last word.
        assert await node_client("lost", namespace="/orders")
        assert await node_client("turned away")
    again = Shop()
    async with serving(again.server.asgi_app(), int(url.rpartition(":")[2])):
        assert await node_client("back", namespace="/orders") == {"recovered": False}
        [accepted] = await call(node_client, "/orders", "order", ORDER)
        assert accepted["success"] is True
        await node_client("close")
