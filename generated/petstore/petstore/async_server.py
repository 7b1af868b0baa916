"""The server of Pet Store, for asyncio."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Generic, cast

from . import contract
from ._runtime.connection import AsyncConnection, OneOrMany, P, S
from ._runtime.credentials import BearerToken
from ._runtime.events import Event
from ._runtime.handlers import AsyncHandlers, Handler
from ._runtime.observing import Middleware
from ._runtime.replays import IDEMPOTENCY_LIMIT, IDEMPOTENCY_WINDOW
from ._runtime.rooms import Everyone, Room
from ._runtime.server import AsyncServer
from ._runtime.serving import CONNECT_TIMEOUT, MAX_IN_FLIGHT
from .models import (
    Announcement,
    ChatMessage,
    ChatReceipt,
    ChatText,
    ConnectAuth,
    Delivery,
    DeliveryReceipt,
    InventoryUpdate,
    MarkedRead,
    NewOrder,
    Notification,
    NotificationIds,
    Order,
    OrderAck,
    OrderUpdate,
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
from .rooms import (
    InventoryPetRoom,
    InventoryRooms,
    NotificationsRooms,
    NotificationsUserRoom,
    OrdersOrderRoom,
    OrdersRooms,
    OrdersUserRoom,
)

__all__ = [
    "AsyncChatHandlers",
    "AsyncInventoryHandlers",
    "AsyncNotificationsHandlers",
    "AsyncOrdersHandlers",
    "AsyncPetStoreServer",
    "AsyncRootHandlers",
    "ChatConnection",
    "InventoryConnection",
    "InventoryPetRoom",
    "InventoryRooms",
    "NotificationsConnection",
    "NotificationsRooms",
    "NotificationsUserRoom",
    "OrdersConnection",
    "OrdersOrderRoom",
    "OrdersRooms",
    "OrdersUserRoom",
    "RootConnection",
]


class RootConnection(AsyncConnection[None, S]):
    """A client's connection to `/`."""


class AsyncRootHandlers(AsyncHandlers[RootConnection[S]], Generic[S]):
    """What a server does. Namespace `/`.

    Open to everyone, signed in or not.
    """

    NAMESPACE = contract.ROOT
    CONNECTION = RootConnection

    async def emit_announcement(
        self,
        announcement: Announcement,
        *,
        to: OneOrMany[Everyone | Room | RootConnection[S]],
        skip: OneOrMany[RootConnection[S]] | None = None,
    ) -> None:
        """Something everyone should know.

        Wire: event `announcement`, server to client, no acknowledgement.

        Raises InvalidPayload, and sends nothing, for a wrong value; NotConnected
        before the handlers belong to a server.
        """
        await self._emit(contract.ROOT_SEND_ANNOUNCEMENT, (announcement,), to, skip)


class OrdersConnection(AsyncConnection[P, S]):
    """A client's connection to `/orders`."""

    @property
    def auth(self) -> ConnectAuth:
        """The connect `auth` that the client presented."""
        return cast(ConnectAuth, self.parsed_auth)


class AsyncOrdersHandlers(AsyncHandlers[OrdersConnection[P, S]], Generic[P, S]):
    """What a server does. Namespace `/orders`.

    Placing orders and following them until they are delivered.
    """

    NAMESPACE = contract.ORDERS
    CONNECTION = OrdersConnection

    def routes(self) -> Mapping[Event, Handler]:
        """The handler of each event that a client may send."""
        return {
            contract.ORDERS_RECEIVE_ORDER: self.on_order,
            contract.ORDERS_RECEIVE_ORDER_CREATED: self.on_order_created,
            contract.ORDERS_RECEIVE_TRACK_ORDER: self.on_track_order,
        }

    @abstractmethod
    async def on_order(
        self,
        conn: OrdersConnection[P, S],
        new_order: NewOrder,
        /,
    ) -> OrderAck:
        """Order a pet.

        The acknowledgement carries the number of the order. An order that cannot
        be accepted is answered with the reason, and nothing is charged.

        Wire: event `order`, client to server, acknowledged within 10 s.

        Raise OrderRejected to answer with this error: The order was not taken.

        Raise Refused to answer with a problem.
        """

    @abstractmethod
    async def on_order_created(
        self,
        conn: OrdersConnection[P, S],
        partner_order: PartnerOrder,
        /,
    ) -> None:
        """Tell the counter that an order was created at a partner's till.

        Sent and forgotten, there is no acknowledgement.

        Wire: event `order-created`, client to server, no acknowledgement.
        """

    @abstractmethod
    async def on_track_order(
        self,
        conn: OrdersConnection[P, S],
        track_order: TrackOrder,
        /,
    ) -> Order:
        """Follow an order from now on.

        Joins the room of the order, whose members hear every `order-update`. The
        acknowledgement is the order as it stands.

        Wire: event `track-order`, client to server, acknowledged.

        Raise OrderNotFound to answer with this error: There is no such order, or it
        is somebody else's.

        Raise Refused to answer with a problem.

        Joins OrdersOrderRoom when the handler has returned.
        """

    async def emit_order_update(
        self,
        order_update: OrderUpdate,
        *,
        to: OneOrMany[OrdersUserRoom | OrdersOrderRoom | OrdersConnection[P, S]],
        skip: OneOrMany[OrdersConnection[P, S]] | None = None,
    ) -> None:
        """An order moved on.

        Wire: event `order-update`, server to client, no acknowledgement.

        Raises InvalidPayload, and sends nothing, for a wrong value; NotConnected
        before the handlers belong to a server.
        """
        await self._emit(contract.ORDERS_SEND_ORDER_UPDATE, (order_update,), to, skip)

    async def emit_confirm_delivery(
        self,
        delivery: Delivery,
        *,
        to: OneOrMany[Everyone | Room | OrdersConnection[P, S]],
        skip: OneOrMany[OrdersConnection[P, S]] | None = None,
    ) -> None:
        """Ask a customer whether the parcel at the door is theirs.

        The client acknowledges with its answer.

        Wire: event `confirm-delivery`, server to client, acknowledged within 30 s.

        Raises InvalidPayload, and sends nothing, for a wrong value; NotConnected
        before the handlers belong to a server.
        """
        await self._emit(contract.ORDERS_SEND_CONFIRM_DELIVERY, (delivery,), to, skip)

    async def call_confirm_delivery(
        self,
        delivery: Delivery,
        *,
        to: OrdersConnection[P, S],
        timeout: float | None = None,
    ) -> DeliveryReceipt:
        """Ask a customer whether the parcel at the door is theirs.

        The client acknowledges with its answer.

        Wire: event `confirm-delivery`, server to client, acknowledged within 30 s.

        Waits for `timeout` seconds, or as long as the document says. Raises
        InvalidPayload, RemoteError, AckTimeout, Disconnected, InvalidAck;
        NotConnected before the handlers belong to a server.
        """
        return await self._call(
            contract.ORDERS_SEND_CONFIRM_DELIVERY,
            (delivery,),
            to,
            timeout,
        )


class InventoryConnection(AsyncConnection[P, S]):
    """A client's connection to `/inventory`."""

    @property
    def auth(self) -> ConnectAuth:
        """The connect `auth` that the client presented."""
        return cast(ConnectAuth, self.parsed_auth)


class AsyncInventoryHandlers(AsyncHandlers[InventoryConnection[P, S]], Generic[P, S]):
    """What a server does. Namespace `/inventory`.

    Stock levels as they change, and reservations.
    """

    NAMESPACE = contract.INVENTORY
    CONNECTION = InventoryConnection

    def routes(self) -> Mapping[Event, Handler]:
        """The handler of each event that a client may send."""
        return {
            contract.INVENTORY_RECEIVE_WATCH: self.on_watch,
            contract.INVENTORY_RECEIVE_UNWATCH: self.on_unwatch,
            contract.INVENTORY_RECEIVE_RESERVE: self.on_reserve,
        }

    @abstractmethod
    async def on_watch(
        self,
        conn: InventoryConnection[P, S],
        watched_pet: WatchedPet,
        /,
    ) -> WatchState:
        """Hear of every change in the stock of a pet.

        Wire: event `watch`, client to server, acknowledged.

        Raise Refused to answer with a problem.

        Joins InventoryPetRoom when the handler has returned.
        """

    @abstractmethod
    async def on_unwatch(
        self,
        conn: InventoryConnection[P, S],
        watched_pet: WatchedPet,
        /,
    ) -> WatchState:
        """Hear no more of a pet.

        Wire: event `unwatch`, client to server, acknowledged.

        Raise Refused to answer with a problem.

        Leaves InventoryPetRoom when the handler has returned.
        """

    @abstractmethod
    async def on_reserve(
        self,
        conn: InventoryConnection[P, S],
        pet_id: PetId,
        quantity: ReserveQuantity,
        minutes: ReserveMinutes,
        /,
    ) -> tuple[Reservation, ReservedStock]:
        """Hold some pets for a while.

        Takes three arguments, of which the last may be left out. The
        acknowledgement has two values, the reservation and what is left in stock.

        Wire: event `reserve`, client to server, acknowledged.

        Raise Refused to answer with a problem.
        """

    async def emit_inventory_update(
        self,
        inventory_update: InventoryUpdate,
        *,
        to: OneOrMany[InventoryPetRoom | InventoryConnection[P, S]],
        skip: OneOrMany[InventoryConnection[P, S]] | None = None,
    ) -> None:
        """The stock of a pet changed.

        Wire: event `inventory-update`, server to client, no acknowledgement.

        Raises InvalidPayload, and sends nothing, for a wrong value; NotConnected
        before the handlers belong to a server.
        """
        await self._emit(
            contract.INVENTORY_SEND_INVENTORY_UPDATE,
            (inventory_update,),
            to,
            skip,
        )


class NotificationsConnection(AsyncConnection[P, S]):
    """A client's connection to `/notifications`."""

    @property
    def auth(self) -> ConnectAuth:
        """The connect `auth` that the client presented."""
        return cast(ConnectAuth, self.parsed_auth)


class AsyncNotificationsHandlers(
    AsyncHandlers[NotificationsConnection[P, S]],
    Generic[P, S],
):
    """What a server does. Namespace `/notifications`.

    What happened while the customer looked elsewhere.
    """

    NAMESPACE = contract.NOTIFICATIONS
    CONNECTION = NotificationsConnection

    def routes(self) -> Mapping[Event, Handler]:
        """The handler of each event that a client may send."""
        return {
            contract.NOTIFICATIONS_RECEIVE_MARK_READ: self.on_mark_read,
        }

    @abstractmethod
    async def on_mark_read(
        self,
        conn: NotificationsConnection[P, S],
        notification_ids: NotificationIds,
        /,
    ) -> MarkedRead:
        """Mark notifications as read.

        The acknowledgement is how many were unread before.

        Wire: event `mark-read`, client to server, acknowledged.

        Raise Refused to answer with a problem.
        """

    async def emit_notification(
        self,
        notification: Notification,
        *,
        to: OneOrMany[NotificationsUserRoom | NotificationsConnection[P, S]],
        skip: OneOrMany[NotificationsConnection[P, S]] | None = None,
    ) -> None:
        """Tell a customer what happened.

        Wire: event `notification`, server to client, no acknowledgement.

        Raises InvalidPayload, and sends nothing, for a wrong value; NotConnected
        before the handlers belong to a server.
        """
        await self._emit(
            contract.NOTIFICATIONS_SEND_NOTIFICATION,
            (notification,),
            to,
            skip,
        )


class ChatConnection(AsyncConnection[P, S]):
    """A client's connection to `/chat`."""

    @property
    def auth(self) -> ConnectAuth:
        """The connect `auth` that the client presented."""
        return cast(ConnectAuth, self.parsed_auth)


class AsyncChatHandlers(AsyncHandlers[ChatConnection[P, S]], Generic[P, S]):
    """What a server does. Namespace `/chat`.

    One conversation between customers and the people at the counter.
    """

    NAMESPACE = contract.CHAT
    CONNECTION = ChatConnection

    def routes(self) -> Mapping[Event, Handler]:
        """The handler of each event that a client may send."""
        return {
            contract.CHAT_RECEIVE_MESSAGE: self.on_message,
            contract.CHAT_RECEIVE_TYPING: self.on_typing,
            contract.CHAT_RECEIVE_PHOTO: self.on_photo,
        }

    @abstractmethod
    async def on_message(
        self,
        conn: ChatConnection[P, S],
        chat_text: ChatText,
        /,
    ) -> ChatReceipt:
        """Say something.

        Wire: event `message`, client to server, acknowledged.

        Raise Refused to answer with a problem.
        """

    @abstractmethod
    async def on_typing(self, conn: ChatConnection[P, S], /) -> None:
        """The customer is typing.

        Wire: event `typing`, client to server, no acknowledgement.
        """

    @abstractmethod
    async def on_photo(
        self,
        conn: ChatConnection[P, S],
        photo: Photo,
        /,
    ) -> PhotoReceipt:
        """Show a picture.

        Wire: event `photo`, client to server, acknowledged.

        Raise Refused to answer with a problem.
        """

    async def emit_message(
        self,
        chat_message: ChatMessage,
        *,
        to: OneOrMany[Everyone | Room | ChatConnection[P, S]],
        skip: OneOrMany[ChatConnection[P, S]] | None = None,
    ) -> None:
        """Somebody said something.

        Wire: event `message`, server to client, no acknowledgement.

        Raises InvalidPayload, and sends nothing, for a wrong value; NotConnected
        before the handlers belong to a server.
        """
        await self._emit(contract.CHAT_SEND_MESSAGE, (chat_message,), to, skip)


class AsyncPetStoreServer(AsyncServer, Generic[P]):
    """Pet Store: handlers of every namespace."""

    CONTRACT = contract.API
    HANDLERS = (
        ("root", AsyncRootHandlers),
        ("orders", AsyncOrdersHandlers),
        ("inventory", AsyncInventoryHandlers),
        ("notifications", AsyncNotificationsHandlers),
        ("chat", AsyncChatHandlers),
    )

    def __init__(
        self,
        *,
        root: AsyncRootHandlers[Any],
        orders: AsyncOrdersHandlers[P, Any],
        inventory: AsyncInventoryHandlers[P, Any],
        notifications: AsyncNotificationsHandlers[P, Any],
        chat: AsyncChatHandlers[P, Any],
        authenticate: Callable[[BearerToken], Awaitable[P]],
        cors_allowed_origins: str | list[str] | None = None,
        middleware: Sequence[Middleware] = (),
        max_in_flight: int = MAX_IN_FLIGHT,
        connect_timeout: float = CONNECT_TIMEOUT,
        idempotency_window: float = IDEMPOTENCY_WINDOW,
        idempotency_limit: int = IDEMPOTENCY_LIMIT,
    ) -> None:
        """Bring the handlers of every namespace to life.

        `authenticate` gets the credential of each connect, before any handler
        of a namespace that asks for one, and returns the principal; raise
        Refused in it to say no.

        `cors_allowed_origins` lists the origins of browsers that may connect
        besides the server's own, `"*"` stands for all. `middleware` is around
        every event that comes in or goes out. A connection that has
        `max_in_flight` events being handled is answered with a problem, and a client
        that has no namespace for `connect_timeout` seconds is disconnected.

        An event with an idempotency key that comes again within
        `idempotency_window` seconds is answered as it was the first time, and not
        handled again. `idempotency_limit` such answers are kept at most.
        """
        self.root = root
        self.orders = orders
        self.inventory = inventory
        self.notifications = notifications
        self.chat = chat
        super().__init__(
            [root, orders, inventory, notifications, chat],
            authenticate,
            cors_allowed_origins,
            middleware,
            max_in_flight,
            connect_timeout,
            idempotency_window,
            idempotency_limit,
        )
