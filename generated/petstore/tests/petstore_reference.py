"""A server that answers every event with an example of the document."""

from __future__ import annotations

# isort: split
from petstore import contract

# isort: split
from petstore._runtime.credentials import ApiKey, BasicLogin, BearerToken, Credential
from petstore._runtime.events import Event
from petstore._testing import harness
from petstore._testing.reference import answer
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
from petstore.errors import Refused
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

_LOGIN = harness.Login("a.json.webtoken")
"""What the reference server accepts."""
_ANSWERS: dict[Event, tuple[object, ...]] = {
    contract.ORDERS_SEND_CONFIRM_DELIVERY: (
        {"received": True, "signature": "C. Lovelace"},
    ),
}
"""What the client of the tests answers to events of the server."""
_UNANSWERED: frozenset[Event] = frozenset()
"""Events to whose acknowledgement no valid values are known: add an example."""


class RootReference(AsyncRootHandlers):
    """Answers the events of one namespace."""

    def __init__(self, notes: harness.Notes) -> None:
        self.notes = notes

    async def on_connect(self, conn: RootConnection) -> None:
        """Note the client."""
        self.notes.connected(conn)


class OrdersReference(AsyncOrdersHandlers[str]):
    """Answers the events of one namespace."""

    def __init__(self, notes: harness.Notes) -> None:
        self.notes = notes

    async def on_connect(self, conn: OrdersConnection[str]) -> None:
        """Note the client."""
        self.notes.connected(conn)

    async def on_order(
        self,
        conn: OrdersConnection[str],
        new_order: NewOrder,
        /,
    ) -> OrderAck:
        """Answer `order`."""
        self.notes.add(contract.ORDERS_RECEIVE_ORDER, new_order)
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
        self.notes.add(contract.ORDERS_RECEIVE_ORDER_CREATED, partner_order)

    async def on_track_order(
        self,
        conn: OrdersConnection[str],
        track_order: TrackOrder,
        /,
    ) -> Order:
        """Answer `track-order`."""
        self.notes.add(contract.ORDERS_RECEIVE_TRACK_ORDER, track_order)
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

    def __init__(self, notes: harness.Notes) -> None:
        self.notes = notes

    async def on_connect(self, conn: InventoryConnection[str]) -> None:
        """Note the client."""
        self.notes.connected(conn)

    async def on_watch(
        self,
        conn: InventoryConnection[str],
        watched_pet: WatchedPet,
        /,
    ) -> WatchState:
        """Answer `watch`."""
        self.notes.add(contract.INVENTORY_RECEIVE_WATCH, watched_pet)
        return answer(contract.INVENTORY_RECEIVE_WATCH, {"watching": True, "stock": 4})

    async def on_unwatch(
        self,
        conn: InventoryConnection[str],
        watched_pet: WatchedPet,
        /,
    ) -> WatchState:
        """Answer `unwatch`."""
        self.notes.add(contract.INVENTORY_RECEIVE_UNWATCH, watched_pet)
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
        self.notes.add(contract.INVENTORY_RECEIVE_RESERVE, pet_id, quantity, minutes)
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

    def __init__(self, notes: harness.Notes) -> None:
        self.notes = notes

    async def on_connect(self, conn: NotificationsConnection[str]) -> None:
        """Note the client."""
        self.notes.connected(conn)

    async def on_mark_read(
        self,
        conn: NotificationsConnection[str],
        notification_ids: NotificationIds,
        /,
    ) -> MarkedRead:
        """Answer `mark-read`."""
        self.notes.add(contract.NOTIFICATIONS_RECEIVE_MARK_READ, notification_ids)
        return answer(contract.NOTIFICATIONS_RECEIVE_MARK_READ, 2)


class ChatReference(AsyncChatHandlers[str]):
    """Answers the events of one namespace."""

    def __init__(self, notes: harness.Notes) -> None:
        self.notes = notes

    async def on_connect(self, conn: ChatConnection[str]) -> None:
        """Note the client."""
        self.notes.connected(conn)

    async def on_message(
        self,
        conn: ChatConnection[str],
        chat_text: ChatText,
        /,
    ) -> ChatReceipt:
        """Answer `message`."""
        self.notes.add(contract.CHAT_RECEIVE_MESSAGE, chat_text)
        return answer(
            contract.CHAT_RECEIVE_MESSAGE,
            {"messageId": 41, "at": "2026-11-02T10:12:00Z"},
        )

    async def on_typing(self, conn: ChatConnection[str], /) -> None:
        """Answer `typing`."""
        self.notes.add(contract.CHAT_RECEIVE_TYPING)

    async def on_photo(
        self,
        conn: ChatConnection[str],
        photo: Photo,
        /,
    ) -> PhotoReceipt:
        """Answer `photo`."""
        self.notes.add(contract.CHAT_RECEIVE_PHOTO, photo)
        return answer(contract.CHAT_RECEIVE_PHOTO, {"photoId": "photo-3", "bytes": 8})


async def authenticate(credential: Credential) -> str:
    """Accept the one secret."""
    match credential:
        case BearerToken(token=given) | ApiKey(key=given):
            pass
        case BasicLogin(username=username, password=password):
            given = f"{username}:{password}"
    if given != _LOGIN.secret:
        raise Refused("these credentials are not known")
    return "somebody"


class Reference:
    """The reference server, and what its handlers note."""

    def __init__(self) -> None:
        self.notes = notes = harness.Notes()
        self.root = RootReference(notes)
        self.orders = OrdersReference(notes)
        self.inventory = InventoryReference(notes)
        self.notifications = NotificationsReference(notes)
        self.chat = ChatReference(notes)
        self.server = AsyncPetStoreServer(
            root=self.root,
            orders=self.orders,
            inventory=self.inventory,
            notifications=self.notifications,
            chat=self.chat,
            authenticate=authenticate,
            idempotency_window=0.0,
        )
        self.app = self.server.asgi_app()
        self.senders: dict[Event, harness.Sender] = {
            contract.ROOT_SEND_ANNOUNCEMENT: self.root.emit_announcement,
            contract.ORDERS_SEND_ORDER_UPDATE: self.orders.emit_order_update,
            contract.ORDERS_SEND_CONFIRM_DELIVERY: self.orders.call_confirm_delivery,
            contract.INVENTORY_SEND_INVENTORY_UPDATE: self.inventory.emit_inventory_update,
            contract.NOTIFICATIONS_SEND_NOTIFICATION: self.notifications.emit_notification,
            contract.CHAT_SEND_MESSAGE: self.chat.emit_message,
        }


def made() -> harness.Suite:
    """What the tests know of the API."""
    return harness.Suite(contract, _LOGIN, Reference, _ANSWERS, _UNANSWERED)
