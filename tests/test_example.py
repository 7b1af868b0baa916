"""The Pet Store: the generated server and client, through the example application."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeAlias, TypeVar
from uuid import uuid4

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "examples" / "petstore"))

from app import PetStore, make_server
from demo import serving, without_websockets
from petstore import (
    EVERYONE,
    Address,
    ChatText,
    ConnectRefused,
    Delivery,
    DeliveryReceipt,
    InvalidPayload,
    NewOrder,
    OrderAck,
    OrderNotFound,
    OrderNotification,
    OrderRejected,
    OrderRejectionReason,
    OrderStatus,
    PartnerOrder,
    Photo,
    Problem,
    RemoteError,
    RestockNotification,
    TrackOrder,
    WatchedPet,
)
from petstore.async_client import AsyncPetStoreClient

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "petstore"

T = TypeVar("T")
Connect: TypeAlias = Callable[[str], Awaitable[AsyncPetStoreClient]]

LIMIT = 30.0
PET = WatchedPet(pet_id="pet-7")


async def soon(awaitable: Awaitable[T]) -> T:
    """Fail instead of waiting for ever."""
    async with asyncio.timeout(LIMIT):
        return await awaitable


@pytest.fixture(params=["websocket", "polling"])
def transport(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def store() -> PetStore:
    return PetStore(pace=0)


@pytest.fixture
async def url(store: PetStore) -> AsyncGenerator[str]:
    async with serving(make_server(store).asgi_app()) as url:
        yield url


@pytest.fixture
async def connect(url: str, transport: str) -> AsyncGenerator[Connect]:
    """Connect a customer by name; all leave at the end."""
    clients: list[AsyncPetStoreClient] = []

    async def join(name: str) -> AsyncPetStoreClient:
        auth = {"token": f"token-of-{name}"}
        client = AsyncPetStoreClient(
            url,
            auth=auth,
            all_namespaces=True,
            transports=[transport],
            reconnection=None,
        )
        await client.connect()
        clients.append(client)
        return client

    yield join
    for client in clients:
        await client.disconnect()


@pytest.fixture
async def ada(connect: Connect) -> AsyncPetStoreClient:
    return await connect("ada")


@pytest.fixture
async def grace(connect: Connect) -> AsyncPetStoreClient:
    return await connect("grace")


def at_home(client: AsyncPetStoreClient, received: bool = True) -> list[Delivery]:
    """Answer the door, and note who rang."""
    rung: list[Delivery] = []

    @client.orders.on_confirm_delivery
    async def answer(delivery: Delivery) -> DeliveryReceipt:
        rung.append(delivery)
        return DeliveryReceipt(received=received)

    return rung


async def order_pet(client: AsyncPetStoreClient) -> OrderAck:
    return await client.orders.call_order(NewOrder(pet_id="pet-7", quantity=1))


async def test_the_client_uses_the_transport(
    ada: AsyncPetStoreClient, transport: str
) -> None:
    assert ada.transport == transport


async def test_a_wrong_token_is_refused(connect: Connect) -> None:
    with pytest.raises(ConnectRefused) as refused:
        await connect("nobody")
    assert refused.value.problem is not None
    assert refused.value.problem.type == "urn:sockgen:problem:unauthorized"
    assert refused.value.problem.detail == "nobody has this token"


async def test_an_announcement_reaches_those_without_a_token(
    url: str, transport: str, store: PetStore, ada: AsyncPetStoreClient
) -> None:
    visitor = AsyncPetStoreClient(url, namespaces=["/"], transports=[transport])
    async with visitor:
        assert not visitor.orders.connected
        streams = [one.root.announcements() for one in (visitor, ada)]
        await store.announce("We open at nine.")
        assert [await soon(anext(one)) for one in streams] == ["We open at nine."] * 2


async def test_an_order_goes_its_way(ada: AsyncPetStoreClient, store: PetStore) -> None:
    rung = at_home(ada)
    updates = ada.orders.order_updates()
    news = ada.notifications.notifications()
    ack = await order_pet(ada)
    for status in (OrderStatus.packed, OrderStatus.shipped, OrderStatus.delivered):
        update = await soon(anext(updates))
        assert (update.order_id, update.status) == (ack.order_id, status)
        notification = await soon(anext(news))
        assert isinstance(notification, OrderNotification)
        assert notification.status == status
    assert rung == [Delivery(order_id=ack.order_id, courier="Tim")]
    assert store.pets["pet-7"].stock == 3


@pytest.mark.parametrize(
    ("order", "reason"),
    [
        (NewOrder(pet_id="pet-9", quantity=1), OrderRejectionReason.sold_out),
        (NewOrder(pet_id="pet-0", quantity=1), OrderRejectionReason.no_such_pet),
        (
            NewOrder(
                pet_id="pet-7",
                quantity=1,
                address=Address(street="1 Far Road", city="Perth"),
            ),
            OrderRejectionReason.address_not_served,
        ),
    ],
    ids=lambda one: str(one) if isinstance(one, OrderRejectionReason) else "",
)
async def test_an_order_is_rejected(
    ada: AsyncPetStoreClient, order: NewOrder, reason: OrderRejectionReason
) -> None:
    with pytest.raises(OrderRejected) as rejected:
        await ada.orders.call_order(order)
    assert rejected.value.payload.reason is reason
    assert rejected.value.payload.success is False


async def test_a_parcel_that_is_not_taken_is_not_delivered(
    ada: AsyncPetStoreClient,
) -> None:
    at_home(ada, received=False)
    updates = ada.orders.order_updates()
    first = await order_pet(ada)
    for _ in range(2):
        assert (await soon(anext(updates))).order_id == first.order_id
    second = await order_pet(ada)
    assert (await soon(anext(updates))).order_id == second.order_id


async def test_an_invalid_payload_is_refused_by_the_server(
    ada: AsyncPetStoreClient,
) -> None:
    wire = ({"petId": "pet-7", "quantity": 0, "colour": "red"},)
    [answer] = await ada.orders.send_and_wait("order", wire, LIMIT)
    problem = Problem.from_wire(answer)
    assert problem is not None
    assert problem.type == "urn:sockgen:problem:invalid-payload"
    assert {one.pointer for one in problem.errors} == {"/0/quantity", "/0/colour"}


async def test_an_invalid_payload_is_not_sent(ada: AsyncPetStoreClient) -> None:
    with pytest.raises(InvalidPayload, match=r"/1: .* 10"):
        await ada.inventory.call_reserve("pet-7", 11)


async def test_an_order_is_shown_to_its_customer_alone(
    ada: AsyncPetStoreClient, grace: AsyncPetStoreClient
) -> None:
    order = NewOrder(pet_id="pet-7", quantity=2, note="Please ring twice.")
    ack = await ada.orders.call_order(order)
    wanted = TrackOrder(order_id=ack.order_id)
    found = await ada.orders.call_track_order(wanted)
    assert (found.pet_id, found.quantity, found.note) == (
        "pet-7",
        2,
        "Please ring twice.",
    )
    with pytest.raises(OrderNotFound) as missing:
        await grace.orders.call_track_order(wanted)
    assert missing.value.payload.unknown == ack.order_id


async def test_a_client_outside_the_room_hears_nothing(
    ada: AsyncPetStoreClient, grace: AsyncPetStoreClient
) -> None:
    for client in (ada, grace):
        at_home(client)
    updates, others = ada.orders.order_updates(), grace.orders.order_updates()
    news = grace.notifications.notifications()
    first = await order_pet(ada)
    while (await soon(anext(updates))).status is not OrderStatus.delivered:
        pass
    second = await order_pet(grace)
    heard = await soon(anext(others))
    assert heard.order_id == second.order_id != first.order_id
    notified = await soon(anext(news))
    assert isinstance(notified, OrderNotification)
    assert notified.order_id == second.order_id


async def test_each_connection_of_a_customer_hears_of_an_order(
    ada: AsyncPetStoreClient, connect: Connect
) -> None:
    phone = await connect("ada")
    updates = phone.orders.order_updates()
    ack = await order_pet(ada)
    assert (await soon(anext(updates))).order_id == ack.order_id


async def test_a_partners_order_is_sent_and_forgotten(
    ada: AsyncPetStoreClient,
) -> None:
    updates = ada.inventory.inventory_updates()
    assert (await ada.inventory.call_watch(PET)).stock == 4
    sold = PartnerOrder(
        order_id="order-7",
        pet_id="pet-7",
        partner="Harbour Pets",
        created_at=datetime.now(UTC),
    )
    await ada.orders.emit_order_created(sold)
    update = await soon(anext(updates))
    assert (update.pet_id, update.stock, update.price) == ("pet-7", 3, 249.5)


async def test_watching_ends_with_unwatch(
    ada: AsyncPetStoreClient, grace: AsyncPetStoreClient, store: PetStore
) -> None:
    updates, others = (one.inventory.inventory_updates() for one in (ada, grace))
    for client in (ada, grace):
        assert (await client.inventory.call_watch(PET)).watching
    await store.set_stock("pet-7", 3)
    assert (await soon(anext(others))).stock == 3
    assert not (await grace.inventory.call_unwatch(PET)).watching
    await store.set_stock("pet-7", 2)
    assert [(await soon(anext(updates))).stock for _ in range(2)] == [3, 2]
    await grace.inventory.call_watch(PET)
    await store.set_stock("pet-7", 1)
    assert (await soon(anext(others))).stock == 1


async def test_a_pet_that_does_not_exist_cannot_be_watched(
    ada: AsyncPetStoreClient,
) -> None:
    with pytest.raises(RemoteError) as refused:
        await ada.inventory.call_watch(WatchedPet(pet_id="pet-0"))
    assert refused.value.problem.type == "urn:sockgen:problem:refused"
    assert refused.value.problem.detail == "there is no pet-0"


@pytest.mark.parametrize(("given", "minutes"), [((30,), 30), ((), 15)])
async def test_a_reservation_takes_three_arguments(
    ada: AsyncPetStoreClient, given: tuple[int, ...], minutes: int
) -> None:
    before = datetime.now(UTC)
    reservation, left = await ada.inventory.call_reserve("pet-7", 3, *given)
    after = datetime.now(UTC)
    assert (reservation.pet_id, reservation.quantity, left) == ("pet-7", 3, 1)
    held = timedelta(minutes=minutes)
    assert before + held <= reservation.until <= after + held


async def test_a_restocked_pet_is_notified_and_read(
    ada: AsyncPetStoreClient, store: PetStore
) -> None:
    news = ada.notifications.notifications()
    await ada.inventory.call_watch(WatchedPet(pet_id="pet-9"))
    await store.set_stock("pet-9", 5)
    notification = await soon(anext(news))
    assert isinstance(notification, RestockNotification)
    assert (notification.pet_id, notification.stock) == ("pet-9", 5)
    ids = [notification.id, uuid4()]
    assert await ada.notifications.call_mark_read(ids) == 1
    assert await ada.notifications.call_mark_read(ids) == 0


async def test_a_message_is_posted_to_everybody(
    ada: AsyncPetStoreClient, grace: AsyncPetStoreClient
) -> None:
    streams = [one.chat.messages() for one in (ada, grace)]
    receipt = await ada.chat.call_message(ChatText(text="Does pet-7 like children?"))
    for stream in streams:
        message = await soon(anext(stream))
        assert message.message_id == receipt.message_id
        assert (message.author, message.text) == ("Ada", "Does pet-7 like children?")


async def test_typing_has_no_arguments(
    ada: AsyncPetStoreClient, store: PetStore
) -> None:
    await ada.chat.emit_typing()
    await ada.chat.call_photo(Photo(image=b""))
    assert store.chat.typing == {"Ada"}
    await ada.chat.call_message(ChatText(text="Hello."))
    assert store.chat.typing == set()


async def test_a_photo_travels_as_bytes(
    ada: AsyncPetStoreClient, store: PetStore
) -> None:
    image = bytes(range(256)) * 100
    receipt = await ada.chat.call_photo(Photo(image=image, caption="The new basket"))
    assert receipt.bytes == len(image)
    assert store.photos[receipt.photo_id] == image


async def test_an_empty_list_of_targets_reaches_nobody(
    ada: AsyncPetStoreClient, store: PetStore
) -> None:
    updates = ada.root.announcements()
    await store.root.emit_announcement("nobody hears this", to=[])
    await store.root.emit_announcement("this is heard", to=EVERYONE)
    assert await soon(anext(updates)) == "this is heard"


async def test_a_client_falls_back_to_polling(store: PetStore) -> None:
    app = without_websockets(make_server(store).asgi_app())
    auth = {"token": "token-of-ada"}
    async with serving(app) as url, AsyncPetStoreClient(url, auth=auth) as ada:
        assert ada.transport == "polling"
        assert (await ada.inventory.call_watch(PET)).stock == 4


async def test_a_wrong_token_is_refused_after_a_fallback(store: PetStore) -> None:
    app = without_websockets(make_server(store).asgi_app())
    async with serving(app) as url:
        client = AsyncPetStoreClient(url, auth={"token": "mine"}, all_namespaces=True)
        with pytest.raises(ConnectRefused) as refused:
            await client.connect()
        await client.disconnect()
    assert refused.value.problem is not None


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=EXAMPLE,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT / "generated" / "petstore"),
            "PYTHONIOENCODING": "utf-8",
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_the_demo_shows_every_event_over_both_transports() -> None:
    done = run(EXAMPLE / "demo.py")
    assert done.stderr == ""
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    assert all(len(line) <= 90 for line in done.stdout.splitlines())
    _, websocket, polling = done.stdout.split("\nOver ")
    assert websocket.startswith("websocket")
    assert polling.startswith("polling")
    for page in (websocket, polling):
        lines = [line.split() for line in page.splitlines()]
        said = {(one[0], one[2], one[3]) for one in lines if len(one) > 3}
        assert said >= {
            ("/", "←", "announcement"),
            ("/orders", "→", "order"),
            ("/orders", "→", "order-created"),
            ("/orders", "→", "track-order"),
            ("/orders", "←", "order-update"),
            ("/orders", "←", "confirm-delivery"),
            ("/inventory", "→", "watch"),
            ("/inventory", "→", "unwatch"),
            ("/inventory", "→", "reserve"),
            ("/inventory", "←", "inventory-update"),
            ("/notifications", "←", "notification"),
            ("/notifications", "→", "mark-read"),
            ("/chat", "→", "message"),
            ("/chat", "←", "message"),
            ("/chat", "→", "typing"),
            ("/chat", "→", "photo"),
        }
        for landmark in ("OrderRejected", "Not authorized", "restock", "67 bytes"):
            assert landmark in page
    assert polling.rstrip().endswith("all as documented.")


def test_the_demo_tells_what_went_wrong() -> None:
    code = (
        "import app, runpy; app.TOKENS.clear(); "
        "runpy.run_path('demo.py', run_name='__main__')"
    )
    done = run("-c", code)
    assert done.returncode == 1
    assert done.stderr.startswith("demo: ConnectRefused: /")
    assert done.stderr.count("\n") == 1
