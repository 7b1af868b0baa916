"""`sockgen mock` as a process on a real port, and generated clients of it."""

import asyncio
import re
import signal
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import socketio
from tests.mocking import LIMIT, MockProcess, mocking

from petstore import (
    ChatText,
    ConnectRefused,
    Delivery,
    DeliveryReceipt,
    Disconnected,
    NewOrder,
    Photo,
    Reconnection,
    RemoteError,
    TrackOrder,
    WatchedPet,
)
from petstore._runtime import problems
from petstore.async_client import AsyncPetStoreClient
from petstore.errors import OrderRejected

ORDER = NewOrder(pet_id="pet-7", quantity=1)
TRIGGERS = (
    "--on=order=order-update",
    "--on=track-order=order-update",
    "--on=mark-read=announcement",
    "--on=/chat:message=message",
    "--on=reserve=confirm-delivery",
)
PAGE = Path(__file__).parents[1] / "docs" / "mock.md"
SOON = Reconnection(delay=0.01)
TRANSPORTS = ["websocket", "polling"]

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.slow]


def client_of(mock: MockProcess, **options: Any) -> AsyncPetStoreClient:
    chosen = {"auth": {"token": "any"}, "reconnection": None, **options}
    return AsyncPetStoreClient(mock.url, **chosen)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def mock() -> AsyncIterator[MockProcess]:
    async with mocking("-v", "--every=inventory-update=0.05", *TRIGGERS) as started:
        yield started


@pytest_asyncio.fixture(loop_scope="module", params=TRANSPORTS)
async def client(
    mock: MockProcess, request: pytest.FixtureRequest
) -> AsyncIterator[AsyncPetStoreClient]:
    async with client_of(mock, transports=[request.param]) as connected:
        yield connected


class Heard:
    """What a handler was told, one after the other."""

    def __init__(self) -> None:
        self.values: asyncio.Queue[object] = asyncio.Queue()

    async def note(self, value: object = None) -> None:
        self.values.put_nowait(value)

    async def next(self) -> object:
        async with asyncio.timeout(LIMIT):
            return await self.values.get()


async def first(stream: Any) -> Any:
    async with asyncio.timeout(LIMIT):
        return await anext(stream)


async def test_the_page_about_it_shows_what_it_says(mock: MockProcess) -> None:
    [shown] = re.findall(r"```console\n(.*?)```", PAGE.read_text(), re.DOTALL)
    command, *said = shown.splitlines()
    assert command.startswith("$ sockgen mock specs/petstore.yaml")
    assert said == [
        one.replace(mock.url, "http://127.0.0.1:8000") for one in mock.introduction
    ]


async def test_it_acknowledges_with_the_examples(client: AsyncPetStoreClient) -> None:
    assert (await client.orders.call_order(ORDER)).order_id == "order-1001"
    reservation, stock = await client.inventory.call_reserve("pet-7", 2)
    assert (reservation.reservation_id, stock) == ("hold-5", 2)
    receipt = await client.chat.call_photo(Photo(image=b"\x00\xff"))
    assert (receipt.photo_id, receipt.bytes) == ("photo-3", 8)


async def test_it_refuses_what_breaks_the_document(
    client: AsyncPetStoreClient, mock: MockProcess
) -> None:
    wire = {"petId": "pet-7", "quantity": 11}
    [problem] = await client.orders.send_and_wait("order", (wire,), LIMIT)
    assert isinstance(problem, dict)
    assert problem["type"] == problems.INVALID_PAYLOAD
    [undeclared] = await client.orders.send_and_wait("oder", (), LIMIT)
    assert isinstance(undeclared, dict)
    assert undeclared["type"] == problems.UNDECLARED_EVENT
    await mock.line("→ /orders order", "/0/quantity: must be")
    assert '"quantity": 11' in await mock.line("payload")
    assert "'oder' is not an event" in await mock.line("→ /orders oder")


async def test_a_client_that_sends_garbage_is_told_of(mock: MockProcess) -> None:
    sio = socketio.AsyncClient(reconnection=False)
    await sio.connect(mock.url, namespaces=["/"], transports=["websocket"])
    await sio.emit({"not": "a name"})
    assert "and is disconnected" in await mock.line("! ", "a client sent")
    await sio.disconnect()


async def test_a_trigger_goes_to_the_sender_where_the_payload_names_no_room(
    client: AsyncPetStoreClient, mock: MockProcess
) -> None:
    async with client_of(mock) as other:
        heard = Heard()
        other.orders.on_order_update(heard.note)
        updates = client.orders.order_updates()
        await client.orders.call_order(ORDER)
        assert (await first(updates)).order_id == "order-1001"
        await other.inventory.call_watch(WatchedPet(pet_id="none"))
        assert heard.values.empty()


async def test_a_trigger_goes_to_the_room_that_the_payload_names(
    client: AsyncPetStoreClient, mock: MockProcess
) -> None:
    async with client_of(mock) as other:
        updates = client.orders.order_updates()
        await client.orders.call_track_order(TrackOrder(order_id="order-5"))
        assert (await first(updates)).order_id == "order-5"
        # whoever is in the room hears of it again, though another one asked
        await other.orders.call_track_order(TrackOrder(order_id="order-5"))
        assert (await first(updates)).order_id == "order-5"


async def test_a_trigger_finds_its_client_on_another_namespace(
    client: AsyncPetStoreClient,
) -> None:
    announcements = client.root.announcements()
    ids = ["2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10"]
    await client.notifications.send_and_wait("mark-read", (ids,), LIMIT)
    assert await first(announcements)


async def test_an_event_has_its_own_answer_and_its_own_echo(
    client: AsyncPetStoreClient,
) -> None:
    messages = client.chat.messages()
    assert (await client.chat.call_message(ChatText(text="?"))).message_id == 41
    assert (await first(messages)).message_id == 42


async def test_a_client_acknowledges_and_is_checked(
    client: AsyncPetStoreClient, mock: MockProcess
) -> None:
    async def confirm(delivery: Delivery) -> DeliveryReceipt:
        return DeliveryReceipt(received=delivery.courier == "Ada")

    client.orders.on_confirm_delivery(confirm)
    await client.inventory.call_reserve("pet-7", 1)
    await mock.line("/orders confirm-delivery", "the client acknowledges")
    assert '{"received": true}' in await mock.line("answer")


async def test_a_client_that_acknowledges_wrongly_is_told_of(mock: MockProcess) -> None:
    async def confirm(_: object) -> dict[str, str]:
        return {"received": "yes"}

    sio = socketio.AsyncClient()
    sio.on("confirm-delivery", confirm, namespace="/orders")
    await sio.connect(
        mock.url, auth={"token": "x"}, namespaces=["/orders", "/inventory"]
    )
    await sio.call("reserve", ("pet-7", 1), namespace="/inventory")
    await mock.line("/orders confirm-delivery", "invalid", "/0/received")
    await sio.disconnect()


async def test_a_schedule_reaches_each_room_and_nobody_else(
    client: AsyncPetStoreClient, mock: MockProcess
) -> None:
    async with client_of(mock) as other:
        heard = Heard()
        other.inventory.on_inventory_update(heard.note)
        updates = client.inventory.inventory_updates()
        for pet in ("pet-1", "pet-2"):
            await client.inventory.call_watch(WatchedPet(pet_id=pet))
        told = {(await first(updates)).pet_id for _ in range(6)}
        assert told == {"pet-1", "pet-2"}
        await other.orders.call_order(ORDER)
        assert heard.values.empty()


async def test_every_client_has_a_number_and_its_end(mock: MockProcess) -> None:
    async with client_of(mock):
        line = await mock.line("+ /chat connected")
    [number] = re.findall(r"#\d+", line)
    assert await mock.line(number, "- /chat disconnected")


async def test_answers_are_late_and_wrong_on_purpose() -> None:
    faults = ("--delay=0.2-0.3", "--error-rate=1", "--token=good")
    async with mocking(*faults) as mock:
        async with client_of(mock, auth={"token": "bad"}) as refused:
            assert isinstance(refused.refusals["/orders"], ConnectRefused)
            assert "/" not in refused.refusals
        await mock.line("x /orders refused", "does not take these credentials")
        good = {"token": "good"}
        for transport in TRANSPORTS:
            async with client_of(mock, auth=good, transports=[transport]) as client:
                begun = time.monotonic()
                with pytest.raises(OrderRejected):
                    await client.orders.call_order(ORDER)
                assert time.monotonic() - begun >= 0.2
                with pytest.raises(RemoteError, match="told to fail"):
                    await client.inventory.call_reserve("pet-7", 1)
        assert (await mock.end())[:2] == (0, "")


async def test_a_connection_breaks_on_purpose_and_a_client_comes_back() -> None:
    async with mocking("--drop-rate=1") as mock:
        for transport in TRANSPORTS:
            lost, back = Heard(), Heard()
            options: dict[str, Any] = {"transports": [transport]}
            async with client_of(mock, reconnection=SOON, **options) as client:
                client.on_disconnected(lost.note)
                client.on_reconnected(back.note)
                with pytest.raises(Disconnected):
                    await client.orders.call_order(ORDER)
                assert "server disconnect" not in str(await lost.next())
                await back.next()
            await mock.line("order", "the connection is gone")


async def test_it_ends_when_it_is_terminated_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    async with mocking() as mock:
        assert [*tmp_path.iterdir()]
        lost = Heard()
        async with client_of(mock, transports=["polling"]) as client:
            client.on_disconnected(lost.note)
            code, errors, lines = await mock.end(signal.SIGTERM)
            assert (code, errors) == (0, "")
            assert await lost.next()
        assert [*tmp_path.iterdir()] == []
        assert any("- /orders disconnected" in one for one in lines)
