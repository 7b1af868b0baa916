"""What the generated client promises before any server, and through any proxy."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
import socketio
from tests.wire.conftest import Peer

from petstore import (
    AckTimeout,
    ConnectFailed,
    ConnectRefused,
    Disconnected,
    InvalidAck,
    InvalidPayload,
    NewOrder,
    NotConnected,
    OrderAck,
    OrderUpdate,
    Reconnection,
    RemoteError,
    contract,
)
from petstore._runtime import problems
from petstore.async_client import AsyncPetStoreClient

SOON = 10.0
AUTH = {"token": "good"}
ORDER = NewOrder(pet_id="pet-7", quantity=2)
UPDATE = {"orderId": "order-1", "status": "shipped", "at": "2026-11-02T15:04:05Z"}
AT_ONCE = Reconnection(delay=0.01, longest=0.05)


@pytest_asyncio.fixture
async def orders(
    peer: Peer, serve: Any, transport: str
) -> AsyncIterator[AsyncPetStoreClient]:
    url = await serve(peer.app)
    async with AsyncPetStoreClient(
        url,
        auth=AUTH,
        transports=[transport],
        namespaces=["/", "/orders"],
        reconnection=None,
    ) as client:
        yield client


@pytest.mark.parametrize("manner", ["refuse", "swallow", "cut"])
async def test_a_websocket_that_does_not_get_through_ends_in_polling(
    url: str, proxy: Any, manner: str
) -> None:
    between = await proxy(url, manner)
    async with asyncio.timeout(SOON + 2):
        async with AsyncPetStoreClient(
            between.url, auth=AUTH, connect_timeout=1
        ) as client:
            assert client.transport == "polling"
            assert await client.orders.call_order(ORDER)


async def test_the_first_transport_that_works_is_used(url: str) -> None:
    async with AsyncPetStoreClient(url, auth=AUTH) as client:
        assert client.transport == "websocket"


async def test_polling_first_is_upgraded(url: str) -> None:
    async with AsyncPetStoreClient(
        url, auth=AUTH, transports=["polling", "websocket"]
    ) as client:
        assert client.transport == "websocket"
        assert await client.orders.call_order(ORDER)


@pytest.mark.parametrize("manner", ["refuse", "swallow", "cut"])
async def test_an_upgrade_that_fails_leaves_polling(
    url: str, proxy: Any, manner: str
) -> None:
    between = await proxy(url, manner)
    async with AsyncPetStoreClient(
        between.url, auth=AUTH, transports=["polling", "websocket"], connect_timeout=2
    ) as client:
        assert client.transport == "polling"
        assert await client.orders.call_order(ORDER)


@pytest.mark.parametrize("only", ["websocket", "polling"])
async def test_a_server_with_one_transport(shop: Any, serve: Any, only: str) -> None:
    sio = socketio.AsyncServer(async_mode="asgi", transports=[only])
    shop.server.attach(sio)
    url = await serve(socketio.ASGIApp(sio))
    async with AsyncPetStoreClient(url, auth=AUTH) as client:
        assert client.transport == only


async def test_no_server_at_all_names_every_attempt() -> None:
    client = AsyncPetStoreClient("http://127.0.0.1:9", auth=AUTH, connect_timeout=5)
    with pytest.raises(ConnectFailed) as failed:
        await client.connect()
    assert [transport for transport, _ in failed.value.attempts] == [
        "websocket",
        "polling",
    ]
    assert all(reason for _, reason in failed.value.attempts)
    assert not client.connected


async def test_a_server_that_is_not_socket_io(serve: Any) -> None:
    async def other(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 404, "headers": []})
        await send({"type": "http.response.body", "body": b"no such page"})

    with pytest.raises(ConnectFailed):
        await AsyncPetStoreClient(await serve(other), auth=AUTH).connect()


async def test_a_refused_namespace_is_no_reason_to_try_another_transport(
    url: str, shop: Any
) -> None:
    with pytest.raises(ConnectRefused) as refused:
        await AsyncPetStoreClient(
            url, auth={"token": "bad"}, all_namespaces=True
        ).connect()
    assert refused.value.problem is not None
    assert refused.value.problem.type == problems.UNAUTHORIZED
    assert refused.value.problem.detail == "that token is not known"
    assert set(shop.tokens) == {"bad"}
    assert len(shop.tokens) <= 4


async def test_a_namespace_that_does_not_exist_is_refused(serve: Any) -> None:
    url = await serve(Peer().app)
    client = AsyncPetStoreClient(url, auth=AUTH, namespaces=["/chat"])
    with pytest.raises(ConnectRefused, match="/chat"):
        await client.connect()


async def test_auth_is_checked_before_it_leaves(url: str) -> None:
    with pytest.raises(InvalidPayload, match="token"):
        await AsyncPetStoreClient(url, auth={"token": ""}).connect()


async def test_auth_is_asked_for_at_each_attempt(peer: Peer, serve: Any) -> None:
    url = await serve(peer.app)
    tokens = iter(["first", "second"])

    async def fresh() -> dict[str, object]:
        return {"token": next(tokens)}

    client = AsyncPetStoreClient(
        url, auth=fresh, namespaces=["/orders"], reconnection=AT_ONCE
    )
    back = asyncio.Event()

    @client.on_reconnected
    async def reconnected() -> None:
        back.set()

    async with client, asyncio.timeout(SOON):
        sid = await peer.sids.get()
        await peer.sio.eio.disconnect(peer.sio.manager.eio_sid_from_sid(sid, "/orders"))
        await back.wait()
        assert peer.auths == [{"token": "first"}, {"token": "second"}]
        assert client.orders.connected


async def test_auth_goes_to_the_namespaces_that_ask_for_it(
    peer: Peer, serve: Any
) -> None:
    open_to_all: list[Any] = []

    async def connect(sid: str, environ: Any, auth: Any) -> None:
        open_to_all.append(auth)

    peer.sio.on("connect", connect, namespace="/")
    async with AsyncPetStoreClient(
        await serve(peer.app), auth=AUTH, namespaces=["/", "/orders"]
    ):
        assert peer.auths == [AUTH]
        assert open_to_all == [None]


async def test_an_ack_that_breaks_the_document(orders: Any, peer: Peer) -> None:
    for values in [(), ("text",), ({"success": True},), ({"orderId": 7}, None)]:
        peer.answers(*values)
        with pytest.raises(InvalidAck) as invalid:
            await orders.orders.call_order(ORDER)
        assert invalid.value.values == values


async def test_a_problem_of_the_server_is_a_remote_error(
    orders: Any, peer: Peer
) -> None:
    peer.answers(
        {"type": "urn:sockgen:problem:overloaded", "title": "Busy", "retry": 3}
    )
    with pytest.raises(RemoteError) as remote:
        await orders.orders.call_order(ORDER)
    assert remote.value.problem.title == "Busy"
    assert remote.value.problem.extra == {"retry": 3}


async def test_no_ack_in_time(orders: Any) -> None:
    with pytest.raises(AckTimeout):
        await orders.orders.call_order(ORDER, timeout=0.05)


async def test_a_call_does_not_outlive_its_connection(orders: Any, peer: Peer) -> None:
    asked = asyncio.Event()

    async def never(sid: str, *arguments: object) -> None:
        asked.set()
        await asyncio.Event().wait()

    peer.sio.on("order", never, namespace="/orders")
    async with asyncio.timeout(SOON):
        call = asyncio.create_task(orders.orders.call_order(ORDER, timeout=600))
        await asked.wait()
        sid = await peer.sids.get()
        await peer.sio.eio.disconnect(peer.sio.manager.eio_sid_from_sid(sid, "/orders"))
        with pytest.raises(Disconnected):
            await call
        with pytest.raises(NotConnected):
            await orders.orders.call_order(ORDER)


async def test_closing_ends_calls_and_streams(orders: Any, peer: Peer) -> None:
    asked = asyncio.Event()

    async def never(sid: str, *arguments: object) -> None:
        asked.set()
        await asyncio.Event().wait()

    peer.sio.on("order", never, namespace="/orders")
    stream = orders.orders.order_updates()
    call = asyncio.create_task(orders.orders.call_order(ORDER, timeout=600))
    async with asyncio.timeout(SOON):
        await asked.wait()
        await orders.disconnect()
        with pytest.raises(Disconnected):
            await call
        assert [one async for one in stream] == []
    with pytest.raises(NotConnected):
        await orders.orders.emit_order(ORDER)


async def test_a_stream_that_is_closed_lets_its_reader_go(orders: Any) -> None:
    stream = orders.orders.order_updates()
    reader = asyncio.create_task(anext(stream, "the end"))
    await asyncio.sleep(0)
    stream.aclose()
    stream.aclose()
    async with asyncio.timeout(SOON):
        assert await reader == "the end"
        assert await anext(stream, "the end") == "the end"


async def test_what_breaks_the_document_never_reaches_a_handler(
    orders: Any, peer: Peer
) -> None:
    sid = await peer.sids.get()
    seen: asyncio.Queue[Any] = asyncio.Queue()
    invalid: asyncio.Queue[tuple[str, Exception]] = asyncio.Queue()

    @orders.orders.on_order_update
    async def note(update: Any) -> None:
        seen.put_nowait(update)

    @orders.orders.on_invalid
    async def complain(event: str, error: Exception) -> None:
        invalid.put_nowait((event, error))

    stream = orders.orders.order_updates()
    for wire in ({**UPDATE, "status": "lost"}, (UPDATE, UPDATE), None, "text"):
        await peer.sio.emit("order-update", wire, to=sid, namespace="/orders")
    await peer.sio.emit("no-such-event", UPDATE, to=sid, namespace="/orders")
    await peer.sio.emit("order-update", UPDATE, to=sid, namespace="/orders")
    async with asyncio.timeout(SOON):
        update = await anext(stream)
        events = [(await invalid.get())[0] for _ in range(5)]
        assert await seen.get() == update
    assert seen.empty()
    assert sorted(events) == ["no-such-event", *["order-update"] * 4]


async def test_a_place_in_a_union_is_named_as_the_payload_has_it() -> None:
    wire = {"kind": "order", "id": "x", "at": UPDATE["at"], "orderId": 7}
    with pytest.raises(InvalidPayload) as invalid:
        contract.NOTIFICATIONS_SEND_NOTIFICATION.arguments.decode((wire,))
    places = {one.pointer for one in invalid.value.violations}
    assert places == {"/0/id", "/0/orderId", "/0/status"}


@pytest.mark.parametrize(
    "options",
    [
        {"namespaces": ["/ordres"]},
        {"namespaces": []},
        {"transports": "polling"},
        {"transports": ["websockets"]},
        {"url": "127.0.0.1:8000"},
    ],
)
async def test_options_that_cannot_work_are_refused(options: Any) -> None:
    with pytest.raises(ValueError, match=r"namespaces|transports|URL"):
        AsyncPetStoreClient(**options)


@pytest.mark.parametrize(
    "event", ["connect", "disconnect", "connect_error", "__disconnect_final"]
)
async def test_a_forged_lifecycle_event_does_nothing(
    orders: Any, peer: Peer, event: str
) -> None:
    forged = asyncio.Event()

    async def answer(sid: str, *arguments: object) -> object:
        await peer.sio.emit(event, "forged", to=sid, namespace="/orders")
        await peer.sio.emit("order-update", UPDATE, to=sid, namespace="/orders")
        await forged.wait()
        return {"success": True, "orderId": "order-1"}

    peer.sio.on("order", answer, namespace="/orders")
    stream = orders.orders.order_updates()
    call = asyncio.create_task(orders.orders.call_order(ORDER))
    async with asyncio.timeout(SOON):
        assert (await anext(stream)).order_id == "order-1"
        forged.set()
        assert await call == OrderAck(success=True, order_id="order-1")
        assert orders.refusals == {}

        sid, news = await peer.sids.get(), orders.root.announcements()
        problem = await peer.sio.call(event, "x", to=sid, namespace="/orders")
        assert problem["type"] == problems.UNDECLARED_EVENT
        eio_sid = peer.sio.manager.eio_sid_from_sid(sid, "/orders")
        await peer.sio.disconnect(sid, namespace="/orders")
        packet = socketio.packet.Packet(
            socketio.packet.EVENT, data=[event, "forged"], namespace="/orders"
        )
        await peer.sio._send_packet(eio_sid, packet)
        await peer.sio.emit("announcement", "all is told", namespace="/")
        assert await anext(news) == "all is told"
    with pytest.raises(NotConnected, match="the server ended /orders"):
        orders.orders.order_updates()
    assert orders.refusals == {}


async def test_a_handler_that_fails_leaves_the_others_alone(
    orders: Any, peer: Peer
) -> None:
    sid = await peer.sids.get()
    heard = asyncio.Event()

    @orders.orders.on_order_update
    async def crash(update: Any) -> None:
        raise RuntimeError("inside")

    @orders.orders.on_order_update
    async def note(update: Any) -> None:
        heard.set()

    await peer.sio.emit("order-update", UPDATE, to=sid, namespace="/orders")
    async with asyncio.timeout(SOON):
        await heard.wait()


async def test_the_client_answers_when_it_is_called(orders: Any, peer: Peer) -> None:
    sid = await peer.sids.get()

    async def ask(wire: object) -> Any:
        return await peer.sio.call(
            "confirm-delivery", wire, to=sid, namespace="/orders", timeout=SOON
        )

    delivery = {"orderId": "order-1", "courier": "Ada"}
    assert (await ask(delivery))["type"] == problems.NOT_HANDLED

    @orders.orders.on_confirm_delivery
    async def confirm(delivery: Any) -> Any:
        if delivery.courier == "Ada":
            return {"received": "yes"}
        raise RuntimeError("the secret is 42")

    assert (await ask({"orderId": 7}))["type"] == problems.INVALID_PAYLOAD
    assert (await ask(delivery))["type"] == problems.INVALID_ACK
    failed = await ask({**delivery, "courier": "Bob"})
    assert failed["type"] == problems.HANDLER_FAILED
    assert "42" not in str(failed)
    with pytest.raises(RuntimeError, match="only one can answer"):
        orders.orders.on_confirm_delivery(confirm)


async def test_disconnecting_over_polling_does_not_wait_for_the_server(
    peer: Peer, serve: Any
) -> None:
    """A server that is not generated lets the last poll hang."""
    url = await serve(peer.app)
    client = AsyncPetStoreClient(
        url, auth=AUTH, transports=["polling"], namespaces=["/orders"]
    )
    await client.connect()
    async with asyncio.timeout(SOON):
        await client.disconnect()


async def test_many_calls_at_once_are_all_answered(client: Any) -> None:
    async with asyncio.timeout(60):
        acks = await asyncio.gather(
            *(client.orders.call_order(ORDER) for _ in range(100))
        )
    assert len(acks) == 100


async def test_many_events_at_once_all_arrive(client: Any, shop: Any) -> None:
    stream = client.orders.order_updates()
    update = OrderUpdate.model_validate(UPDATE)
    for number in range(100):
        await shop.orders.emit_order_update(
            update.model_copy(update={"order_id": f"order-{number}"}),
            to=shop.orders.connections,
        )
    async with asyncio.timeout(60):
        came = [(await anext(stream)).order_id for _ in range(100)]
    assert came == [f"order-{number}" for number in range(100)]


async def test_a_client_comes_back_when_the_network_does(
    shop: Any, url: str, proxy: Any, transport: str
) -> None:
    between = await proxy(url, "pass")
    client = AsyncPetStoreClient(
        between.url, auth=AUTH, transports=[transport], reconnection=AT_ONCE
    )
    back, gone = asyncio.Event(), asyncio.Event()

    @client.on_reconnected
    async def reconnected() -> None:
        back.set()

    @client.on_disconnected
    async def disconnected(reason: str) -> None:
        gone.set()

    async with client, asyncio.timeout(SOON):
        stream = client.orders.order_updates()
        between.down()
        await gone.wait()
        with pytest.raises(NotConnected):
            await client.orders.emit_order(ORDER)
        between.up()
        await back.wait()
        assert await client.orders.call_order(ORDER)
        await shop.orders.emit_order_update(
            OrderUpdate.model_validate(UPDATE), to=shop.orders.connections
        )
        assert (await anext(stream)).order_id == "order-1"


async def test_a_client_that_gives_up_says_so_and_can_try_again(
    peer: Peer, proxy: Any, serve: Any
) -> None:
    url = await serve(peer.app)
    client = AsyncPetStoreClient(
        url,
        auth=AUTH,
        namespaces=["/orders"],
        reconnection=Reconnection(delay=0.01, longest=0.01, attempts=2),
    )
    await client.connect()
    stream = client.orders.order_updates()
    client.url = "http://127.0.0.1:9"
    sid = await peer.sids.get()
    async with asyncio.timeout(SOON):
        await peer.sio.eio.disconnect(peer.sio.manager.eio_sid_from_sid(sid, "/orders"))
        with pytest.raises(ConnectFailed):
            await anext(stream)
        client.url = url
        await client.connect()
        assert client.orders.connected
        await client.disconnect()


async def test_a_client_needs_an_address() -> None:
    assert AsyncPetStoreClient().url == "wss://api.petstoreapi.com"


async def test_connecting_twice_is_an_error(client: Any) -> None:
    with pytest.raises(RuntimeError, match="already"):
        await client.connect()


async def test_connecting_twice_at_once_is_an_error(url: str) -> None:
    client = AsyncPetStoreClient(url, auth=AUTH)
    first = asyncio.ensure_future(client.connect())
    await asyncio.sleep(0)
    with pytest.raises(RuntimeError, match="already"):
        await client.connect()
    await first
    assert client.connected
    await client.disconnect()


async def test_disconnecting_ends_a_connect_that_is_under_way(url: str) -> None:
    asked = asyncio.Event()

    async def auth() -> dict[str, str]:
        asked.set()
        return await asyncio.Future()

    client = AsyncPetStoreClient(url, auth=auth)
    opening = asyncio.ensure_future(client.connect())
    await asked.wait()
    await client.disconnect()
    with pytest.raises(NotConnected, match="meanwhile"):
        await opening
    assert not client.active


async def test_an_acknowledgement_that_comes_with_the_close_is_not_lost(
    orders: Any, peer: Peer, transport: str
) -> None:
    peer.answers({"success": True, "orderId": "order-1"})
    send = peer.sio._send_packet

    async def send_and_close(eio_sid: str, packet: Any) -> None:
        await send(eio_sid, packet)
        if packet.packet_type == socketio.packet.ACK:
            await peer.sio.eio.sockets[eio_sid].close(wait=False)

    peer.sio._send_packet = send_and_close
    async with asyncio.timeout(SOON):
        ack = await orders.orders.call_order(ORDER)
    assert ack == OrderAck(success=True, order_id="order-1")
