"""The Pet Store and its customers, talking: every event of the API, twice.

First over websocket, then over polling: a proxy lets no websocket through, and the
clients fall back. Exits with 0 if all was as documented, and leaves nothing running.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, TypeAlias, TypeVar

import uvicorn

from app import PetStore, make_server
from petstore import (
    Address,
    ApiError,
    ChatText,
    ConnectRefused,
    Delivery,
    DeliveryReceipt,
    InvalidPayload,
    NewOrder,
    OrderNotFound,
    OrderNotification,
    OrderRejected,
    OrderStatus,
    PartnerOrder,
    Photo,
    Problem,
    RestockNotification,
    TrackOrder,
    WatchedPet,
)
from petstore.async_client import AsyncPetStoreClient
from transcript import Transcript

T = TypeVar("T")
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
App: TypeAlias = Callable[[Message, Receive, Send], Awaitable[None]]

PATIENCE = 10.0
"""Seconds that one thing may take; here it takes some milliseconds."""
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a4944415478da63f80f00010101001cb08c990000000049454e44ae426082"
)
"""A PNG of one white pixel."""


class Surprise(Exception):
    """Something is not as the document says."""


def expect(what: str, found: object, wanted: object) -> None:
    """Raise Surprise unless a thing is what it should be."""
    if found != wanted:
        raise Surprise(f"{what} is {found!r} instead of {wanted!r}")


async def soon(what: str, awaitable: Awaitable[T]) -> T:
    """Wait, but not for ever."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await awaitable
    except TimeoutError:
        raise Surprise(f"{what} did not come within {PATIENCE:g} s") from None


def customer(url: str, token: str) -> AsyncPetStoreClient:
    """A client that takes no for an answer: any namespace that is refused is one."""
    return AsyncPetStoreClient(url, auth={"token": token}, all_namespaces=True)


class Visit:
    """One visit to the store: who is there, and what they say."""

    def __init__(self, url: str, store: PetStore, page: Transcript) -> None:
        self.url = url
        self.store = store
        self.page = page
        self.ada = customer(url, "token-of-ada")
        self.grace = customer(url, "token-of-grace")
        self.news = self.ada.notifications.notifications()

    async def take_place(self, transport: str) -> None:
        """Go through all that the API offers."""
        async with self.ada, self.grace:
            for who, client in (("Ada", self.ada), ("Grace", self.grace)):
                expect("the transport", client.transport, transport)
                self.page.says("", who, "connects", f"five namespaces, {transport}")
            await self.refuse_strangers()
            await self.announce()
            await self.order()
            await self.reject()
            await self.invalidate()
            await self.watch()
            await self.restock()
            await self.chat()

    async def refuse_strangers(self) -> None:
        """Show a token that nobody has."""
        self.page.says("", "thief", "connects", "with a token of his own making")
        try:
            async with customer(self.url, "mine"):
                raise Surprise("a wrong token was accepted")
        except ConnectRefused as refused:
            self.page.no(f"{refused.problem}")

    async def announce(self) -> None:
        """Tell everyone, signed in or not."""
        async with AsyncPetStoreClient(self.url, namespaces=["/"]) as visitor:
            self.page.says("/", "visitor", "connects", "without a token")
            clients = {"Ada": self.ada, "visitor": visitor}
            streams = {who: one.root.announcements() for who, one in clients.items()}
            await self.store.announce("We open at nine tomorrow.")
            for who, stream in streams.items():
                text = await soon("the announcement", anext(stream))
                self.page.hears("/", who, "announcement", f"“{text}”")

    async def order(self) -> None:
        """Order a pet, and follow it to the door."""
        page, orders = self.page, self.ada.orders
        updates = orders.order_updates()
        bell: asyncio.Queue[Delivery] = asyncio.Queue()
        door: asyncio.Queue[DeliveryReceipt] = asyncio.Queue()

        @orders.on_confirm_delivery
        async def answer(delivery: Delivery) -> DeliveryReceipt:
            bell.put_nowait(delivery)
            return await door.get()

        page.says("/orders", "Ada", "order", "1 × pet-7 to Bristol, “ring twice”")
        address = Address(street="12 Kennel Lane", city="Bristol")
        order = NewOrder(pet_id="pet-7", quantity=1, address=address, note="ring twice")
        ack = await orders.call_order(order)
        page.yes(ack.order_id)

        async def move_on(status: OrderStatus) -> None:
            update = await soon("an update", anext(updates))
            expect("the status", update.status, status)
            text = f"{update.order_id} is {update.status}"
            page.hears("/orders", "Ada", "order-update", text)
            notification = await soon("a notification", anext(self.news))
            if not isinstance(notification, OrderNotification):
                raise Surprise(f"an order was notified as {notification!r}")
            if status is OrderStatus.delivered:
                text = f"{notification.kind}: {notification.order_id}, the third"
                page.hears("/notifications", "Ada", "notification", text)

        await move_on(OrderStatus.packed)
        await move_on(OrderStatus.shipped)
        page.says("/orders", "Ada", "track-order", ack.order_id)
        found = await orders.call_track_order(TrackOrder(order_id=ack.order_id))
        page.yes(
            f"{found.quantity} × {found.pet_id}, {found.status}, by {found.courier}"
        )
        delivery = await soon("the delivery", bell.get())
        text = f"{delivery.courier} is at the door"
        page.hears("/orders", "Ada", "confirm-delivery", text)
        door.put_nowait(DeliveryReceipt(received=True, signature="A. Lovelace"))
        page.yes("Ada answers: received, signed A. Lovelace")
        await move_on(OrderStatus.delivered)

    async def reject(self) -> None:
        """Ask for what cannot be had: the document has errors for that."""
        self.page.says("/orders", "Ada", "order", "2 × pet-9")
        try:
            await self.ada.orders.call_order(NewOrder(pet_id="pet-9", quantity=2))
            raise Surprise("a pet was sold that is sold out")
        except OrderRejected as rejected:
            why = rejected.payload
            self.page.no(f"OrderRejected: {why.reason}, {why.detail}")
        self.page.says("/orders", "Grace", "track-order", "order-1001, which is Ada's")
        try:
            await self.grace.orders.call_track_order(TrackOrder(order_id="order-1001"))
            raise Surprise("somebody else's order was shown")
        except OrderNotFound as missing:
            self.page.no(f"OrderNotFound: {missing.payload.unknown}")

    async def invalidate(self) -> None:
        """Break the document: the client does not send it, the server refuses it."""
        self.page.says("/inventory", "Ada", "reserve", "pet-7, 99")
        try:
            await self.ada.inventory.call_reserve("pet-7", 99)
            raise Surprise("an invalid argument was sent")
        except InvalidPayload as invalid:
            self.page.no("InvalidPayload, it was not sent")
            self.page.no(f"{invalid}")
        self.page.says("/orders", "Ada", "order", '{"petId": 7}, unchecked')
        wire = ({"petId": 7},)
        [answer] = await self.ada.orders.send_and_wait("order", wire, PATIENCE)
        problem = Problem.from_wire(answer)
        if problem is None:
            raise Surprise(f"an invalid payload was answered with {answer!r}")
        for one in problem.errors:
            self.page.no(f"{one.pointer}: {one.detail}")

    async def watch(self) -> None:
        """Watch a pet while it is sold elsewhere and reserved."""
        page, inventory = self.page, self.ada.inventory
        updates = inventory.inventory_updates()

        async def hear(stock: int) -> None:
            update = await soon("a change of the stock", anext(updates))
            expect("the stock", update.stock, stock)
            text = f"{update.pet_id}: {update.stock} left, £{update.price:.2f}"
            page.hears("/inventory", "Ada", "inventory-update", text)

        page.says("/inventory", "Ada", "watch", "pet-7")
        state = await inventory.call_watch(WatchedPet(pet_id="pet-7"))
        expect("the stock", state.stock, 3)
        page.yes(f"watching, {state.stock} in stock")
        page.says("/orders", "Ada", "order-created", "pet-7, sold by Harbour Pets")
        sold = PartnerOrder(
            order_id="order-7",
            pet_id="pet-7",
            partner="Harbour Pets",
            created_at=datetime.now(UTC),
        )
        await self.ada.orders.emit_order_created(sold)
        await hear(2)
        page.says("/inventory", "Ada", "reserve", "pet-7, 1, for 30 minutes")
        held, left = await inventory.call_reserve("pet-7", 1, 30)
        page.yes(f"{held.reservation_id} until {held.until:%H:%M}, {left} left")
        await hear(1)
        page.says("/inventory", "Ada", "reserve", "pet-7, 1, for as long as usual")
        held, left = await inventory.call_reserve("pet-7", 1)
        page.yes(f"{held.reservation_id} until {held.until:%H:%M}, {left} left")
        await hear(0)

    async def restock(self) -> None:
        """Hear that a watched pet is back, read it, and watch no more."""
        page = self.page
        await self.store.set_stock("pet-7", 5)
        notification = await soon("a notification", anext(self.news))
        if not isinstance(notification, RestockNotification):
            raise Surprise(f"a restock was notified as {notification!r}")
        text = f"{notification.kind}: {notification.stock} × {notification.pet_id}"
        page.hears("/notifications", "Ada", "notification", text)
        page.says("/notifications", "Ada", "mark-read", "that one")
        count = await self.ada.notifications.call_mark_read([notification.id])
        expect("what was unread", count, 1)
        page.yes(f"{count} was unread")
        page.says("/inventory", "Ada", "unwatch", "pet-7")
        state = await self.ada.inventory.call_unwatch(WatchedPet(pet_id="pet-7"))
        expect("whether Ada watches", state.watching, False)
        page.yes("watching no more")

    async def chat(self) -> None:
        """Show a picture, and say something."""
        page, chat = self.page, self.ada.chat
        clients = {"Ada": self.ada, "Grace": self.grace}
        streams = {who: one.chat.messages() for who, one in clients.items()}
        page.says("/chat", "Ada", "typing")
        await chat.emit_typing()
        page.says("/chat", "Ada", "photo", f"a PNG of {len(PIXEL)} bytes")
        stored = await chat.call_photo(Photo(image=PIXEL, caption="The new basket"))
        expect("who is typing", self.store.chat.typing, {"Ada"})
        expect("the picture", self.store.photos[stored.photo_id], PIXEL)
        page.yes(f"{stored.photo_id}, the same {stored.bytes} bytes arrived")
        page.says("/chat", "Ada", "message", "“Does pet-7 like children?”")
        receipt = await chat.call_message(ChatText(text="Does pet-7 like children?"))
        page.yes(f"message {receipt.message_id}")
        for who, stream in streams.items():
            message = await soon("a message", anext(stream))
            expect("the number", message.message_id, receipt.message_id)
            page.hears("/chat", who, "message", f"{message.author}: “{message.text}”")


def without_websockets(app: App) -> App:
    """What many a proxy makes of an application."""

    async def proxy(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close"})
        else:
            await app(scope, receive, send)

    return proxy


@asynccontextmanager
async def serving(app: App) -> AsyncGenerator[str]:
    """Serve an application on a free port of this machine, and tell its URL."""
    config = uvicorn.Config(
        app, log_level="error", lifespan="off", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        task = asyncio.create_task(server.serve([listener]))
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            await task


async def main() -> None:
    """Visit the store over each transport."""
    page = Transcript()
    store = PetStore(pace=0)
    page.title("Over websocket")
    async with serving(make_server(store).asgi_app()) as url:
        await Visit(url, store, page).take_place("websocket")
    store = PetStore(pace=0)
    page.title("Over polling: a proxy refuses the websocket, and the clients fall back")
    async with serving(without_websockets(make_server(store).asgi_app())) as url:
        await Visit(url, store, page).take_place("polling")
    page.title("Every event of the Pet Store, over both transports: all as documented.")


if __name__ == "__main__":
    logging.disable()
    try:
        asyncio.run(main())
    except (Surprise, ApiError) as error:
        sys.exit(f"demo: {type(error).__name__}: {error}")
