"""A server that answers every event with an example of the document."""

from __future__ import annotations

from asyncio import Queue, timeout
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias, TypeVar

# isort: split
from petstore import contract

# isort: split
from petstore._runtime import problems
from petstore._runtime.async_client import AsyncEventStream
from petstore._runtime.credentials import ApiKey, BasicLogin, BearerToken, Credential
from petstore._runtime.events import CallEvent, Event
from petstore._runtime.problems import Problem
from petstore.async_client import AsyncPetStoreClient
from petstore.async_server import (
    AsyncChatHandlers,
    AsyncInventoryHandlers,
    AsyncNotificationsHandlers,
    AsyncOrdersHandlers,
    AsyncPetStoreServer,
    AsyncRootHandlers,
    ChatConnection,
    InventoryConnection,
    NotificationsConnection,
    OrdersConnection,
    RootConnection,
)
from petstore.errors import ConnectRefused, Refused
from petstore.models import (
    ChatReceipt,
    ChatText,
    MarkedRead,
    NewOrder,
    NotificationIds,
    Order,
    OrderAck,
    PartnerOrder,
    PetId,
    Photo,
    PhotoReceipt,
    Reservation,
    ReservedStock,
    ReserveMinutes,
    ReserveQuantity,
    TrackOrder,
    WatchedPet,
    WatchState,
)

__all__ = [
    "SECRET",
    "TIMEOUT",
    "AsyncPetStoreClient",
    "Cases",
    "ConnectRefused",
    "MakeClient",
    "Problem",
    "Reference",
    "answer",
    "contract",
    "first",
    "problems",
    "result",
    "typed",
]

_T = TypeVar("_T")

Wire: TypeAlias = (
    "None | bool | int | float | str | bytes | list[Wire] | dict[str, Wire]"
)
"""A value as it travels."""
Cases = dict[str, tuple[object, ...]]
"""Arguments of an event on the wire, by what they show."""
MakeClient = Callable[..., AsyncPetStoreClient]
TIMEOUT = 10.0
"""Seconds that a test waits for what should come at once."""
SECRET = "a.json.webtoken"
"""The token, key or `name:password` that the reference server accepts."""


def typed(event: Event, wire: tuple[object, ...]) -> Any:
    """The arguments of an event as a program has them, and its key if it has one."""
    return event.arguments.decode(event.keyed(wire))


def answer(event: CallEvent[_T], *wire: Wire) -> _T:
    """What a handler returns so that these values travel."""
    return event.answer(wire)


async def first(stream: AsyncEventStream[Any]) -> object:
    """The next event of a stream."""
    async with timeout(TIMEOUT):
        return await anext(stream)


async def result(call: Awaitable[object]) -> object:
    """What a call returns, even if that is never anything but None."""
    return await call


class Heard:
    """The events that reached the handlers, in their order."""

    def __init__(self) -> None:
        self._events: Queue[tuple[Event, tuple[object, ...]]] = Queue()

    def add(self, event: Event, *values: object) -> None:
        """Note an event and its arguments."""
        self._events.put_nowait((event, values))

    async def next(self, event: Event) -> tuple[object, ...]:
        """The arguments of the next event, which must be this one."""
        async with timeout(TIMEOUT):
            heard, values = await self._events.get()
        assert heard is event, f"{heard.name} was handled instead of {event.name}"
        return values


class RootReference(AsyncRootHandlers):
    """Answers the events of one namespace."""

    def __init__(self) -> None:
        self.reset(Heard())

    def reset(self, heard: Heard) -> None:
        """Forget the clients, and note from now on what is heard in another place."""
        self.heard = heard
        self.connections: list[RootConnection] = []

    async def on_connect(self, conn: RootConnection) -> None:
        """Remember the client."""
        self.connections.append(conn)


class OrdersReference(AsyncOrdersHandlers[str]):
    """Answers the events of one namespace."""

    def __init__(self) -> None:
        self.reset(Heard())

    def reset(self, heard: Heard) -> None:
        """Forget the clients, and note from now on what is heard in another place."""
        self.heard = heard
        self.connections: list[OrdersConnection[str]] = []

    async def on_connect(self, conn: OrdersConnection[str]) -> None:
        """Remember the client."""
        self.connections.append(conn)

    async def on_order(
        self,
        conn: OrdersConnection[str],
        new_order: NewOrder,
        /,
    ) -> OrderAck:
        """Answer `order`."""
        self.heard.add(contract.ORDERS_RECEIVE_ORDER, new_order)
        return answer(
            contract.ORDERS_RECEIVE_ORDER,
            {"success": True, "orderId": "order-1001"},
        )

    async def on_order_created(
        self,
        conn: OrdersConnection[str],
        partner_order: PartnerOrder,
        /,
    ) -> None:
        """Answer `order-created`."""
        self.heard.add(contract.ORDERS_RECEIVE_ORDER_CREATED, partner_order)

    async def on_track_order(
        self,
        conn: OrdersConnection[str],
        track_order: TrackOrder,
        /,
    ) -> Order:
        """Answer `track-order`."""
        self.heard.add(contract.ORDERS_RECEIVE_TRACK_ORDER, track_order)
        return answer(
            contract.ORDERS_RECEIVE_TRACK_ORDER,
            {
                "orderId": "order-1001",
                "petId": "pet-7",
                "quantity": 1,
                "status": "placed",
                "placedAt": "2026-11-02T09:30:00Z",
                "courier": None,
            },
        )


class InventoryReference(AsyncInventoryHandlers[str]):
    """Answers the events of one namespace."""

    def __init__(self) -> None:
        self.reset(Heard())

    def reset(self, heard: Heard) -> None:
        """Forget the clients, and note from now on what is heard in another place."""
        self.heard = heard
        self.connections: list[InventoryConnection[str]] = []

    async def on_connect(self, conn: InventoryConnection[str]) -> None:
        """Remember the client."""
        self.connections.append(conn)

    async def on_watch(
        self,
        conn: InventoryConnection[str],
        watched_pet: WatchedPet,
        /,
    ) -> WatchState:
        """Answer `watch`."""
        self.heard.add(contract.INVENTORY_RECEIVE_WATCH, watched_pet)
        return answer(contract.INVENTORY_RECEIVE_WATCH, {"watching": True, "stock": 4})

    async def on_unwatch(
        self,
        conn: InventoryConnection[str],
        watched_pet: WatchedPet,
        /,
    ) -> WatchState:
        """Answer `unwatch`."""
        self.heard.add(contract.INVENTORY_RECEIVE_UNWATCH, watched_pet)
        return answer(
            contract.INVENTORY_RECEIVE_UNWATCH,
            {"watching": True, "stock": 4},
        )

    async def on_reserve(
        self,
        conn: InventoryConnection[str],
        pet_id: PetId,
        quantity: ReserveQuantity,
        minutes: ReserveMinutes,
        /,
    ) -> tuple[Reservation, ReservedStock]:
        """Answer `reserve`."""
        self.heard.add(contract.INVENTORY_RECEIVE_RESERVE, pet_id, quantity, minutes)
        return answer(
            contract.INVENTORY_RECEIVE_RESERVE,
            {
                "reservationId": "hold-5",
                "petId": "pet-7",
                "quantity": 2,
                "until": "2026-11-02T10:00:00Z",
            },
            2,
        )


class NotificationsReference(AsyncNotificationsHandlers[str]):
    """Answers the events of one namespace."""

    def __init__(self) -> None:
        self.reset(Heard())

    def reset(self, heard: Heard) -> None:
        """Forget the clients, and note from now on what is heard in another place."""
        self.heard = heard
        self.connections: list[NotificationsConnection[str]] = []

    async def on_connect(self, conn: NotificationsConnection[str]) -> None:
        """Remember the client."""
        self.connections.append(conn)

    async def on_mark_read(
        self,
        conn: NotificationsConnection[str],
        notification_ids: NotificationIds,
        /,
    ) -> MarkedRead:
        """Answer `mark-read`."""
        self.heard.add(contract.NOTIFICATIONS_RECEIVE_MARK_READ, notification_ids)
        return answer(contract.NOTIFICATIONS_RECEIVE_MARK_READ, 2)


class ChatReference(AsyncChatHandlers[str]):
    """Answers the events of one namespace."""

    def __init__(self) -> None:
        self.reset(Heard())

    def reset(self, heard: Heard) -> None:
        """Forget the clients, and note from now on what is heard in another place."""
        self.heard = heard
        self.connections: list[ChatConnection[str]] = []

    async def on_connect(self, conn: ChatConnection[str]) -> None:
        """Remember the client."""
        self.connections.append(conn)

    async def on_message(
        self,
        conn: ChatConnection[str],
        chat_text: ChatText,
        /,
    ) -> ChatReceipt:
        """Answer `message`."""
        self.heard.add(contract.CHAT_RECEIVE_MESSAGE, chat_text)
        return answer(
            contract.CHAT_RECEIVE_MESSAGE,
            {"messageId": 41, "at": "2026-11-02T10:12:00Z"},
        )

    async def on_typing(self, conn: ChatConnection[str], /) -> None:
        """Answer `typing`."""
        self.heard.add(contract.CHAT_RECEIVE_TYPING)

    async def on_photo(
        self,
        conn: ChatConnection[str],
        photo: Photo,
        /,
    ) -> PhotoReceipt:
        """Answer `photo`."""
        self.heard.add(contract.CHAT_RECEIVE_PHOTO, photo)
        return answer(contract.CHAT_RECEIVE_PHOTO, {"photoId": "photo-3", "bytes": 8})


async def authenticate(credential: Credential) -> str:
    """Accept the one secret."""
    match credential:
        case BearerToken(token=given) | ApiKey(key=given):
            pass
        case BasicLogin(username=username, password=password):
            given = f"{username}:{password}"
    if given != SECRET:
        raise Refused("these credentials are not known")
    return "somebody"


class Reference:
    """The reference server, its handlers and what they heard."""

    def __init__(self) -> None:
        self.url = ""
        self.root = RootReference()
        self.orders = OrdersReference()
        self.inventory = InventoryReference()
        self.notifications = NotificationsReference()
        self.chat = ChatReference()
        self.server = AsyncPetStoreServer(
            root=self.root,
            orders=self.orders,
            inventory=self.inventory,
            notifications=self.notifications,
            chat=self.chat,
            authenticate=authenticate,
            idempotency_window=0.0,
        )
        self.reset()

    def reset(self) -> None:
        """Forget what happened so far."""
        self.heard = Heard()
        self.root.reset(self.heard)
        self.orders.reset(self.heard)
        self.inventory.reset(self.heard)
        self.notifications.reset(self.heard)
        self.chat.reset(self.heard)
