"""The Pet Store: a server that keeps its stock and its orders in memory.

    PYTHONPATH=generated/petstore uvicorn --app-dir examples/petstore app:app

`demo.py` beside this file talks to it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID, uuid4

from petstore import (
    EVERYONE,
    MISSING,
    BearerToken,
    CallError,
    ChatMessage,
    ChatReceipt,
    ChatText,
    Delivery,
    InventoryUpdate,
    NewOrder,
    Notification,
    Order,
    OrderAck,
    OrderNotFound,
    OrderNotification,
    OrderRejected,
    OrderRejectionReason,
    OrderStatus,
    OrderUpdate,
    PartnerOrder,
    Photo,
    PhotoReceipt,
    Refused,
    Reservation,
    RestockNotification,
    TrackOrder,
    WatchedPet,
    WatchState,
)
from petstore.async_server import (
    AsyncChatHandlers,
    AsyncInventoryHandlers,
    AsyncNotificationsHandlers,
    AsyncOrdersHandlers,
    AsyncPetStoreServer,
    AsyncRootHandlers,
    ChatConnection,
    InventoryConnection,
    InventoryRooms,
    NotificationsConnection,
    NotificationsRooms,
    OrdersConnection,
    OrdersRooms,
)


@dataclass(frozen=True)
class Customer:
    """Who is at the other end of a connection, as `authenticate` found out."""

    user_id: str
    name: str


TOKENS = {
    "token-of-ada": Customer("42", "Ada"),
    "token-of-grace": Customer("43", "Grace"),
}
DELIVERED_TO = {"Bristol", "Bath"}
COURIER = "Tim"


async def authenticate(credential: BearerToken) -> Customer:
    """Tell whose token it is. A real shop would verify a JSON Web Token here."""
    customer = TOKENS.get(credential.token)
    if customer is None:
        raise Refused("nobody has this token")
    return customer


def now() -> datetime:
    """The time, with its offset: the document asks for one."""
    return datetime.now(UTC)


@dataclass
class Pet:
    """One line of the catalogue."""

    stock: int
    price: float
    watchers: set[str] = field(default_factory=set[str])


class PetStore:
    """What the handlers of the five namespaces share.

    An order takes `pace` seconds from one stage to the next.
    """

    def __init__(self, pace: float = 2.0) -> None:
        self.pace = pace
        self.pets = {"pet-7": Pet(4, 249.5), "pet-9": Pet(0, 12.0)}
        self.orders: dict[str, tuple[Customer, Order]] = {}
        self.photos: dict[str, bytes] = {}
        self.unread: dict[str, set[UUID]] = {}
        self.numbers = count(1001)
        self.root = AsyncRootHandlers()
        self.order_desk = Orders(self)
        self.inventory = Inventory(self)
        self.notifications = Notifications(self)
        self.chat = Chat(self)
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[object, object, None]) -> None:
        """Let something go on while its handler answers."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def set_stock(self, pet_id: str, stock: int) -> None:
        """Change the stock of a pet, and tell those who watch it."""
        pet = self.pets[pet_id]
        restocked = stock > 0 and pet.stock == 0
        pet.stock = stock
        update = InventoryUpdate(pet_id=pet_id, stock=stock, price=pet.price)
        room = InventoryRooms.pet(pet_id)
        await self.inventory.emit_inventory_update(update, to=room)
        for user_id in pet.watchers if restocked else ():
            notification = RestockNotification(
                kind="restock", id=uuid4(), at=now(), pet_id=pet_id, stock=stock
            )
            await self.notifications.notify(user_id, notification)

    async def announce(self, text: str) -> None:
        """Tell everyone who is connected, signed in or not."""
        await self.root.emit_announcement(text, to=EVERYONE)


class Orders(AsyncOrdersHandlers[Customer]):
    """Takes orders, and brings them to the door."""

    def __init__(self, store: PetStore) -> None:
        self.store = store

    async def on_connect(self, conn: OrdersConnection[Customer]) -> None:
        """Let every connection of a customer hear of the customer's orders."""
        await conn.enter(OrdersRooms.user(conn.principal.user_id))

    async def on_order(
        self, conn: OrdersConnection[Customer], new_order: NewOrder, /
    ) -> OrderAck:
        """Take an order, or say why not."""
        pet = self.store.pets.get(new_order.pet_id)
        address = new_order.address
        if pet is None:
            raise OrderRejected(reason=OrderRejectionReason.no_such_pet)
        if address is not MISSING and address.city not in DELIVERED_TO:
            raise OrderRejected(reason=OrderRejectionReason.address_not_served)
        if pet.stock < new_order.quantity:
            detail = f"there are {pet.stock} left"
            raise OrderRejected(reason=OrderRejectionReason.sold_out, detail=detail)
        order = Order(
            order_id=f"order-{next(self.store.numbers)}",
            pet_id=new_order.pet_id,
            quantity=new_order.quantity,
            status=OrderStatus.placed,
            placed_at=now(),
            courier=None,
            note=new_order.note,
        )
        self.store.orders[order.order_id] = conn.principal, order
        await self.store.set_stock(order.pet_id, pet.stock - order.quantity)
        self.store.start(self._bring(conn, order))
        return OrderAck(success=True, order_id=order.order_id)

    async def on_order_created(
        self, conn: OrdersConnection[Customer], partner_order: PartnerOrder, /
    ) -> None:
        """Take what was sold elsewhere out of the stock."""
        pet = self.store.pets.get(partner_order.pet_id)
        if pet is not None and pet.stock > 0:
            await self.store.set_stock(partner_order.pet_id, pet.stock - 1)

    async def on_track_order(
        self, conn: OrdersConnection[Customer], track_order: TrackOrder, /
    ) -> Order:
        """Show an order to its customer, who joins its room by asking."""
        customer, order = self.store.orders.get(track_order.order_id, (None, None))
        if order is None or customer != conn.principal:
            raise OrderNotFound(unknown=track_order.order_id)
        return order

    async def _bring(self, conn: OrdersConnection[Customer], order: Order) -> None:
        await self._move_on(conn.principal, order, OrderStatus.packed)
        order.courier = COURIER
        await self._move_on(conn.principal, order, OrderStatus.shipped)
        delivery = Delivery(order_id=order.order_id, courier=COURIER)
        try:
            receipt = await self.call_confirm_delivery(delivery, to=conn)
        except CallError:
            return  # nobody opens the door: the parcel stays on the van
        if receipt.received:
            await self._move_on(conn.principal, order, OrderStatus.delivered)

    async def _move_on(
        self, customer: Customer, order: Order, status: OrderStatus
    ) -> None:
        await asyncio.sleep(self.store.pace)
        order.status = status
        order_id, user_id = order.order_id, customer.user_id
        update = OrderUpdate(order_id=order_id, status=status, at=now())
        await self.emit_order_update(
            update, to=[OrdersRooms.user(user_id), OrdersRooms.order(order_id)]
        )
        notification = OrderNotification(
            kind="order", id=uuid4(), at=now(), order_id=order_id, status=status
        )
        await self.store.notifications.notify(user_id, notification)


class Inventory(AsyncInventoryHandlers[Customer]):
    """Tells what is in stock, and holds pets back.

    The document says who joins and leaves the room of a pet, so no line here does.
    """

    def __init__(self, store: PetStore) -> None:
        self.store = store

    async def on_watch(
        self, conn: InventoryConnection[Customer], watched_pet: WatchedPet, /
    ) -> WatchState:
        """Remember whom to notify when the pet is back in stock."""
        pet = self._pet(watched_pet.pet_id)
        pet.watchers.add(conn.principal.user_id)
        return WatchState(watching=True, stock=pet.stock)

    async def on_unwatch(
        self, conn: InventoryConnection[Customer], watched_pet: WatchedPet, /
    ) -> WatchState:
        """Forget it again."""
        pet = self._pet(watched_pet.pet_id)
        pet.watchers.discard(conn.principal.user_id)
        return WatchState(watching=False, stock=pet.stock)

    async def on_reserve(
        self,
        conn: InventoryConnection[Customer],
        pet_id: str,
        quantity: int,
        minutes: int,
        /,
    ) -> tuple[Reservation, int]:
        """Hold some pets. `minutes` is 15 when the client does not say it."""
        pet = self._pet(pet_id)
        if pet.stock < quantity:
            raise Refused(f"there are {pet.stock} left")
        await self.store.set_stock(pet_id, pet.stock - quantity)
        reservation = Reservation(
            reservation_id=f"hold-{next(self.store.numbers)}",
            pet_id=pet_id,
            quantity=quantity,
            until=now() + timedelta(minutes=minutes),
        )
        return reservation, pet.stock

    def _pet(self, pet_id: str) -> Pet:
        if pet_id not in self.store.pets:
            raise Refused(f"there is no {pet_id}")
        return self.store.pets[pet_id]


class Notifications(AsyncNotificationsHandlers[Customer]):
    """Tells customers what happened, and keeps what they have not read."""

    def __init__(self, store: PetStore) -> None:
        self.store = store

    async def on_connect(self, conn: NotificationsConnection[Customer]) -> None:
        """Let every connection of a customer hear the customer's notifications."""
        await conn.enter(NotificationsRooms.user(conn.principal.user_id))

    async def on_mark_read(
        self, conn: NotificationsConnection[Customer], notification_ids: list[UUID], /
    ) -> int:
        """Count those that were unread."""
        unread = self.store.unread.get(conn.principal.user_id, set())
        read = unread & set(notification_ids)
        unread -= read
        return len(read)

    async def notify(self, user_id: str, notification: Notification) -> None:
        """Tell one customer, on all their connections."""
        self.store.unread.setdefault(user_id, set()).add(notification.id)
        room = NotificationsRooms.user(user_id)
        await self.emit_notification(notification, to=room)


class Chat(AsyncChatHandlers[Customer]):
    """One room for everybody."""

    def __init__(self, store: PetStore) -> None:
        self.store = store
        self.typing: set[str] = set()
        self.numbers = count(1)

    async def on_message(
        self, conn: ChatConnection[Customer], chat_text: ChatText, /
    ) -> ChatReceipt:
        """Post a message to everybody, its author included."""
        number, author, at = next(self.numbers), conn.principal.name, now()
        self.typing.discard(author)
        message = ChatMessage(
            message_id=number, author=author, text=chat_text.text, at=at
        )
        await self.emit_message(message, to=EVERYONE)
        return ChatReceipt(message_id=number, at=at)

    async def on_typing(self, conn: ChatConnection[Customer], /) -> None:
        """Note who is about to say something."""
        self.typing.add(conn.principal.name)

    async def on_photo(
        self, conn: ChatConnection[Customer], photo: Photo, /
    ) -> PhotoReceipt:
        """Keep a picture, whose bytes arrive as bytes."""
        photo_id = f"photo-{len(self.store.photos) + 1}"
        self.store.photos[photo_id] = photo.image
        return PhotoReceipt(photo_id=photo_id, bytes=len(photo.image))


def make_server(store: PetStore | None = None) -> AsyncPetStoreServer[Customer]:
    """A server of one store; without one, of a new one."""
    store = store or PetStore()
    return AsyncPetStoreServer(
        root=store.root,
        orders=store.order_desk,
        inventory=store.inventory,
        notifications=store.notifications,
        chat=store.chat,
        authenticate=authenticate,
    )


app = make_server().asgi_app()
