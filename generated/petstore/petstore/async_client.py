"""The client of Pet Store, for asyncio."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from pydantic import MISSING

from . import contract
from ._runtime.async_client import AsyncClient, AsyncEventStream, AsyncNamespaceClient
from ._runtime.streams import WhenFull
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

__all__ = [
    "AsyncChatClient",
    "AsyncInventoryClient",
    "AsyncNotificationsClient",
    "AsyncOrdersClient",
    "AsyncPetStoreClient",
    "AsyncRootClient",
]


class AsyncRootClient(AsyncNamespaceClient):
    """What a client does. Namespace `/`.

    Open to everyone, signed in or not.
    """

    NAMESPACE = contract.ROOT
    INCOMING = (contract.ROOT_SEND_ANNOUNCEMENT,)

    def on_announcement(
        self,
        handler: Callable[[Announcement], Awaitable[None]],
    ) -> Callable[[Announcement], Awaitable[None]]:
        """Something everyone should know.

        Wire: event `announcement`, server to client, no acknowledgement.

        Calls `handler` for each one, beside other handlers. Returns it, so that this
        can be a decorator.
        """
        return self._on(contract.ROOT_SEND_ANNOUNCEMENT, handler)

    def announcements(
        self,
        *,
        size: int = 1000,
        when_full: WhenFull = "drop-oldest",
    ) -> AsyncEventStream[Announcement]:
        """Something everyone should know.

        Wire: event `announcement`, server to client, no acknowledgement.

        From now on, until the client disconnects; raises what the client gave up
        with. Raises ConnectRefused or NotConnected on a namespace that the client is
        not in. Keeps `size` events for a slow reader, then does what `when_full`
        says.
        """
        return self._stream(contract.ROOT_SEND_ANNOUNCEMENT, size, when_full)

    async def wait_for_announcement(
        self,
        predicate: Callable[[Announcement], bool] | None = None,
        timeout: float | None = None,
    ) -> Announcement:
        """Something everyone should know.

        Wire: event `announcement`, server to client, no acknowledgement.

        The next one for which `predicate` holds, if it is given. Raises TimeoutError
        after `timeout` seconds, NotConnected when the client disconnects; at once,
        ConnectRefused or NotConnected on a namespace that it is not in.
        """
        return await self._wait_for(contract.ROOT_SEND_ANNOUNCEMENT, predicate, timeout)


class AsyncOrdersClient(AsyncNamespaceClient):
    """What a client does. Namespace `/orders`.

    Placing orders and following them until they are delivered.
    """

    NAMESPACE = contract.ORDERS
    INCOMING = (
        contract.ORDERS_SEND_ORDER_UPDATE,
        contract.ORDERS_SEND_CONFIRM_DELIVERY,
    )

    async def call_order(
        self,
        new_order: NewOrder,
        *,
        timeout: float | None = None,
        retries: int = 0,
    ) -> OrderAck:
        """Order a pet.

        The acknowledgement carries the number of the order. An order that cannot
        be accepted is answered with the reason, and nothing is charged.

        Wire: event `order`, client to server, acknowledged within 10 s.

        Raises OrderRejected: The order was not taken.

        Waits for `timeout` seconds, or as long as the document says. Raises
        InvalidPayload, RemoteError, AckTimeout, Disconnected, InvalidAck,
        NotConnected, ConnectRefused.

        With `retries`, a call that got no answer is sent again so often, each time
        with the same timeout, and waits as long for a connection in between: it is
        over after `(2 * retries + 1) * timeout` seconds at the latest. Its
        idempotency key stays the same, so that the server handles it once.
        """
        return await self._call(
            contract.ORDERS_RECEIVE_ORDER,
            (new_order,),
            timeout,
            retries,
        )

    async def emit_order(self, new_order: NewOrder) -> None:
        """Order a pet.

        The acknowledgement carries the number of the order. An order that cannot
        be accepted is answered with the reason, and nothing is charged.

        Wire: event `order`, client to server, acknowledged within 10 s.

        Does not wait. Raises InvalidPayload for a wrong value, NotConnected without
        a connection, ConnectRefused if the server refused the namespace.
        """
        await self._emit(contract.ORDERS_RECEIVE_ORDER, (new_order,))

    async def emit_order_created(self, partner_order: PartnerOrder) -> None:
        """Tell the counter that an order was created at a partner's till.

        Sent and forgotten, there is no acknowledgement.

        Wire: event `order-created`, client to server, no acknowledgement.

        Does not wait. Raises InvalidPayload for a wrong value, NotConnected without
        a connection, ConnectRefused if the server refused the namespace.
        """
        await self._emit(contract.ORDERS_RECEIVE_ORDER_CREATED, (partner_order,))

    async def call_track_order(
        self,
        track_order: TrackOrder,
        *,
        timeout: float | None = None,
        retries: int = 0,
    ) -> Order:
        """Follow an order from now on.

        Joins the room of the order, whose members hear every `order-update`. The
        acknowledgement is the order as it stands.

        Wire: event `track-order`, client to server, acknowledged.

        Raises OrderNotFound: There is no such order, or it is somebody else's.

        Waits for `timeout` seconds, or as long as the document says. Raises
        InvalidPayload, RemoteError, AckTimeout, Disconnected, InvalidAck,
        NotConnected, ConnectRefused.

        With `retries`, a call that got no answer is sent again so often, each time
        with the same timeout, and waits as long for a connection in between: it is
        over after `(2 * retries + 1) * timeout` seconds at the latest. The server
        may handle it twice.
        """
        return await self._call(
            contract.ORDERS_RECEIVE_TRACK_ORDER,
            (track_order,),
            timeout,
            retries,
        )

    async def emit_track_order(self, track_order: TrackOrder) -> None:
        """Follow an order from now on.

        Joins the room of the order, whose members hear every `order-update`. The
        acknowledgement is the order as it stands.

        Wire: event `track-order`, client to server, acknowledged.

        Does not wait. Raises InvalidPayload for a wrong value, NotConnected without
        a connection, ConnectRefused if the server refused the namespace.
        """
        await self._emit(contract.ORDERS_RECEIVE_TRACK_ORDER, (track_order,))

    def on_order_update(
        self,
        handler: Callable[[OrderUpdate], Awaitable[None]],
    ) -> Callable[[OrderUpdate], Awaitable[None]]:
        """An order moved on.

        Wire: event `order-update`, server to client, no acknowledgement.

        Calls `handler` for each one, beside other handlers. Returns it, so that this
        can be a decorator.
        """
        return self._on(contract.ORDERS_SEND_ORDER_UPDATE, handler)

    def order_updates(
        self,
        *,
        size: int = 1000,
        when_full: WhenFull = "drop-oldest",
    ) -> AsyncEventStream[OrderUpdate]:
        """An order moved on.

        Wire: event `order-update`, server to client, no acknowledgement.

        From now on, until the client disconnects; raises what the client gave up
        with. Raises ConnectRefused or NotConnected on a namespace that the client is
        not in. Keeps `size` events for a slow reader, then does what `when_full`
        says.
        """
        return self._stream(contract.ORDERS_SEND_ORDER_UPDATE, size, when_full)

    async def wait_for_order_update(
        self,
        predicate: Callable[[OrderUpdate], bool] | None = None,
        timeout: float | None = None,
    ) -> OrderUpdate:
        """An order moved on.

        Wire: event `order-update`, server to client, no acknowledgement.

        The next one for which `predicate` holds, if it is given. Raises TimeoutError
        after `timeout` seconds, NotConnected when the client disconnects; at once,
        ConnectRefused or NotConnected on a namespace that it is not in.
        """
        return await self._wait_for(
            contract.ORDERS_SEND_ORDER_UPDATE,
            predicate,
            timeout,
        )

    def on_confirm_delivery(
        self,
        handler: Callable[[Delivery], Awaitable[DeliveryReceipt]],
    ) -> Callable[[Delivery], Awaitable[DeliveryReceipt]]:
        """Ask a customer whether the parcel at the door is theirs.

        The client acknowledges with its answer.

        Wire: event `confirm-delivery`, server to client, acknowledged within 30 s.

        What `handler` returns is the acknowledgement. Raises RuntimeError for a
        second handler: only one can answer.
        """
        return self._on(contract.ORDERS_SEND_CONFIRM_DELIVERY, handler)


class AsyncInventoryClient(AsyncNamespaceClient):
    """What a client does. Namespace `/inventory`.

    Stock levels as they change, and reservations.
    """

    NAMESPACE = contract.INVENTORY
    INCOMING = (contract.INVENTORY_SEND_INVENTORY_UPDATE,)

    async def call_watch(
        self,
        watched_pet: WatchedPet,
        *,
        timeout: float | None = None,
        retries: int = 0,
    ) -> WatchState:
        """Hear of every change in the stock of a pet.

        Wire: event `watch`, client to server, acknowledged.

        Waits for `timeout` seconds, or as long as the document says. Raises
        InvalidPayload, RemoteError, AckTimeout, Disconnected, InvalidAck,
        NotConnected, ConnectRefused.

        With `retries`, a call that got no answer is sent again so often, each time
        with the same timeout, and waits as long for a connection in between: it is
        over after `(2 * retries + 1) * timeout` seconds at the latest. The server
        may handle it twice.
        """
        return await self._call(
            contract.INVENTORY_RECEIVE_WATCH,
            (watched_pet,),
            timeout,
            retries,
        )

    async def emit_watch(self, watched_pet: WatchedPet) -> None:
        """Hear of every change in the stock of a pet.

        Wire: event `watch`, client to server, acknowledged.

        Does not wait. Raises InvalidPayload for a wrong value, NotConnected without
        a connection, ConnectRefused if the server refused the namespace.
        """
        await self._emit(contract.INVENTORY_RECEIVE_WATCH, (watched_pet,))

    async def call_unwatch(
        self,
        watched_pet: WatchedPet,
        *,
        timeout: float | None = None,
        retries: int = 0,
    ) -> WatchState:
        """Hear no more of a pet.

        Wire: event `unwatch`, client to server, acknowledged.

        Waits for `timeout` seconds, or as long as the document says. Raises
        InvalidPayload, RemoteError, AckTimeout, Disconnected, InvalidAck,
        NotConnected, ConnectRefused.

        With `retries`, a call that got no answer is sent again so often, each time
        with the same timeout, and waits as long for a connection in between: it is
        over after `(2 * retries + 1) * timeout` seconds at the latest. The server
        may handle it twice.
        """
        return await self._call(
            contract.INVENTORY_RECEIVE_UNWATCH,
            (watched_pet,),
            timeout,
            retries,
        )

    async def emit_unwatch(self, watched_pet: WatchedPet) -> None:
        """Hear no more of a pet.

        Wire: event `unwatch`, client to server, acknowledged.

        Does not wait. Raises InvalidPayload for a wrong value, NotConnected without
        a connection, ConnectRefused if the server refused the namespace.
        """
        await self._emit(contract.INVENTORY_RECEIVE_UNWATCH, (watched_pet,))

    async def call_reserve(
        self,
        pet_id: PetId,
        quantity: ReserveQuantity,
        minutes: ReserveMinutes | MISSING = MISSING,
        *,
        timeout: float | None = None,
        retries: int = 0,
    ) -> tuple[Reservation, ReservedStock]:
        """Hold some pets for a while.

        Takes three arguments, of which the last may be left out. The
        acknowledgement has two values, the reservation and what is left in stock.

        Wire: event `reserve`, client to server, acknowledged.

        Waits for `timeout` seconds, or as long as the document says. Raises
        InvalidPayload, RemoteError, AckTimeout, Disconnected, InvalidAck,
        NotConnected, ConnectRefused.

        With `retries`, a call that got no answer is sent again so often, each time
        with the same timeout, and waits as long for a connection in between: it is
        over after `(2 * retries + 1) * timeout` seconds at the latest. The server
        may handle it twice.
        """
        return await self._call(
            contract.INVENTORY_RECEIVE_RESERVE,
            (pet_id, quantity, minutes),
            timeout,
            retries,
        )

    async def emit_reserve(
        self,
        pet_id: PetId,
        quantity: ReserveQuantity,
        minutes: ReserveMinutes | MISSING = MISSING,
    ) -> None:
        """Hold some pets for a while.

        Takes three arguments, of which the last may be left out. The
        acknowledgement has two values, the reservation and what is left in stock.

        Wire: event `reserve`, client to server, acknowledged.

        Does not wait. Raises InvalidPayload for a wrong value, NotConnected without
        a connection, ConnectRefused if the server refused the namespace.
        """
        await self._emit(
            contract.INVENTORY_RECEIVE_RESERVE,
            (pet_id, quantity, minutes),
        )

    def on_inventory_update(
        self,
        handler: Callable[[InventoryUpdate], Awaitable[None]],
    ) -> Callable[[InventoryUpdate], Awaitable[None]]:
        """The stock of a pet changed.

        Wire: event `inventory-update`, server to client, no acknowledgement.

        Calls `handler` for each one, beside other handlers. Returns it, so that this
        can be a decorator.
        """
        return self._on(contract.INVENTORY_SEND_INVENTORY_UPDATE, handler)

    def inventory_updates(
        self,
        *,
        size: int = 1000,
        when_full: WhenFull = "drop-oldest",
    ) -> AsyncEventStream[InventoryUpdate]:
        """The stock of a pet changed.

        Wire: event `inventory-update`, server to client, no acknowledgement.

        From now on, until the client disconnects; raises what the client gave up
        with. Raises ConnectRefused or NotConnected on a namespace that the client is
        not in. Keeps `size` events for a slow reader, then does what `when_full`
        says.
        """
        return self._stream(contract.INVENTORY_SEND_INVENTORY_UPDATE, size, when_full)

    async def wait_for_inventory_update(
        self,
        predicate: Callable[[InventoryUpdate], bool] | None = None,
        timeout: float | None = None,
    ) -> InventoryUpdate:
        """The stock of a pet changed.

        Wire: event `inventory-update`, server to client, no acknowledgement.

        The next one for which `predicate` holds, if it is given. Raises TimeoutError
        after `timeout` seconds, NotConnected when the client disconnects; at once,
        ConnectRefused or NotConnected on a namespace that it is not in.
        """
        return await self._wait_for(
            contract.INVENTORY_SEND_INVENTORY_UPDATE,
            predicate,
            timeout,
        )


class AsyncNotificationsClient(AsyncNamespaceClient):
    """What a client does. Namespace `/notifications`.

    What happened while the customer looked elsewhere.
    """

    NAMESPACE = contract.NOTIFICATIONS
    INCOMING = (contract.NOTIFICATIONS_SEND_NOTIFICATION,)

    async def call_mark_read(
        self,
        notification_ids: NotificationIds,
        *,
        timeout: float | None = None,
        retries: int = 0,
    ) -> MarkedRead:
        """Mark notifications as read.

        The acknowledgement is how many were unread before.

        Wire: event `mark-read`, client to server, acknowledged.

        Waits for `timeout` seconds, or as long as the document says. Raises
        InvalidPayload, RemoteError, AckTimeout, Disconnected, InvalidAck,
        NotConnected, ConnectRefused.

        With `retries`, a call that got no answer is sent again so often, each time
        with the same timeout, and waits as long for a connection in between: it is
        over after `(2 * retries + 1) * timeout` seconds at the latest. The server
        may handle it twice.
        """
        return await self._call(
            contract.NOTIFICATIONS_RECEIVE_MARK_READ,
            (notification_ids,),
            timeout,
            retries,
        )

    async def emit_mark_read(self, notification_ids: NotificationIds) -> None:
        """Mark notifications as read.

        The acknowledgement is how many were unread before.

        Wire: event `mark-read`, client to server, acknowledged.

        Does not wait. Raises InvalidPayload for a wrong value, NotConnected without
        a connection, ConnectRefused if the server refused the namespace.
        """
        await self._emit(contract.NOTIFICATIONS_RECEIVE_MARK_READ, (notification_ids,))

    def on_notification(
        self,
        handler: Callable[[Notification], Awaitable[None]],
    ) -> Callable[[Notification], Awaitable[None]]:
        """Tell a customer what happened.

        Wire: event `notification`, server to client, no acknowledgement.

        Calls `handler` for each one, beside other handlers. Returns it, so that this
        can be a decorator.
        """
        return self._on(contract.NOTIFICATIONS_SEND_NOTIFICATION, handler)

    def notifications(
        self,
        *,
        size: int = 1000,
        when_full: WhenFull = "drop-oldest",
    ) -> AsyncEventStream[Notification]:
        """Tell a customer what happened.

        Wire: event `notification`, server to client, no acknowledgement.

        From now on, until the client disconnects; raises what the client gave up
        with. Raises ConnectRefused or NotConnected on a namespace that the client is
        not in. Keeps `size` events for a slow reader, then does what `when_full`
        says.
        """
        return self._stream(contract.NOTIFICATIONS_SEND_NOTIFICATION, size, when_full)

    async def wait_for_notification(
        self,
        predicate: Callable[[Notification], bool] | None = None,
        timeout: float | None = None,
    ) -> Notification:
        """Tell a customer what happened.

        Wire: event `notification`, server to client, no acknowledgement.

        The next one for which `predicate` holds, if it is given. Raises TimeoutError
        after `timeout` seconds, NotConnected when the client disconnects; at once,
        ConnectRefused or NotConnected on a namespace that it is not in.
        """
        return await self._wait_for(
            contract.NOTIFICATIONS_SEND_NOTIFICATION,
            predicate,
            timeout,
        )


class AsyncChatClient(AsyncNamespaceClient):
    """What a client does. Namespace `/chat`.

    One conversation between customers and the people at the counter.
    """

    NAMESPACE = contract.CHAT
    INCOMING = (contract.CHAT_SEND_MESSAGE,)

    async def call_message(
        self,
        chat_text: ChatText,
        *,
        timeout: float | None = None,
        retries: int = 0,
    ) -> ChatReceipt:
        """Say something.

        Wire: event `message`, client to server, acknowledged.

        Waits for `timeout` seconds, or as long as the document says. Raises
        InvalidPayload, RemoteError, AckTimeout, Disconnected, InvalidAck,
        NotConnected, ConnectRefused.

        With `retries`, a call that got no answer is sent again so often, each time
        with the same timeout, and waits as long for a connection in between: it is
        over after `(2 * retries + 1) * timeout` seconds at the latest. The server
        may handle it twice.
        """
        return await self._call(
            contract.CHAT_RECEIVE_MESSAGE,
            (chat_text,),
            timeout,
            retries,
        )

    async def emit_message(self, chat_text: ChatText) -> None:
        """Say something.

        Wire: event `message`, client to server, acknowledged.

        Does not wait. Raises InvalidPayload for a wrong value, NotConnected without
        a connection, ConnectRefused if the server refused the namespace.
        """
        await self._emit(contract.CHAT_RECEIVE_MESSAGE, (chat_text,))

    async def emit_typing(self) -> None:
        """The customer is typing.

        Wire: event `typing`, client to server, no acknowledgement.

        Does not wait. Raises InvalidPayload for a wrong value, NotConnected without
        a connection, ConnectRefused if the server refused the namespace.
        """
        await self._emit(contract.CHAT_RECEIVE_TYPING, ())

    async def call_photo(
        self,
        photo: Photo,
        *,
        timeout: float | None = None,
        retries: int = 0,
    ) -> PhotoReceipt:
        """Show a picture.

        Wire: event `photo`, client to server, acknowledged.

        Waits for `timeout` seconds, or as long as the document says. Raises
        InvalidPayload, RemoteError, AckTimeout, Disconnected, InvalidAck,
        NotConnected, ConnectRefused.

        With `retries`, a call that got no answer is sent again so often, each time
        with the same timeout, and waits as long for a connection in between: it is
        over after `(2 * retries + 1) * timeout` seconds at the latest. The server
        may handle it twice.
        """
        return await self._call(contract.CHAT_RECEIVE_PHOTO, (photo,), timeout, retries)

    async def emit_photo(self, photo: Photo) -> None:
        """Show a picture.

        Wire: event `photo`, client to server, acknowledged.

        Does not wait. Raises InvalidPayload for a wrong value, NotConnected without
        a connection, ConnectRefused if the server refused the namespace.
        """
        await self._emit(contract.CHAT_RECEIVE_PHOTO, (photo,))

    def on_message(
        self,
        handler: Callable[[ChatMessage], Awaitable[None]],
    ) -> Callable[[ChatMessage], Awaitable[None]]:
        """Somebody said something.

        Wire: event `message`, server to client, no acknowledgement.

        Calls `handler` for each one, beside other handlers. Returns it, so that this
        can be a decorator.
        """
        return self._on(contract.CHAT_SEND_MESSAGE, handler)

    def messages(
        self,
        *,
        size: int = 1000,
        when_full: WhenFull = "drop-oldest",
    ) -> AsyncEventStream[ChatMessage]:
        """Somebody said something.

        Wire: event `message`, server to client, no acknowledgement.

        From now on, until the client disconnects; raises what the client gave up
        with. Raises ConnectRefused or NotConnected on a namespace that the client is
        not in. Keeps `size` events for a slow reader, then does what `when_full`
        says.
        """
        return self._stream(contract.CHAT_SEND_MESSAGE, size, when_full)

    async def wait_for_message(
        self,
        predicate: Callable[[ChatMessage], bool] | None = None,
        timeout: float | None = None,
    ) -> ChatMessage:
        """Somebody said something.

        Wire: event `message`, server to client, no acknowledgement.

        The next one for which `predicate` holds, if it is given. Raises TimeoutError
        after `timeout` seconds, NotConnected when the client disconnects; at once,
        ConnectRefused or NotConnected on a namespace that it is not in.
        """
        return await self._wait_for(contract.CHAT_SEND_MESSAGE, predicate, timeout)


class AsyncPetStoreClient(AsyncClient[ConnectAuth]):
    """A connection to Pet Store."""

    CONTRACT = contract.API
    root: AsyncRootClient
    orders: AsyncOrdersClient
    inventory: AsyncInventoryClient
    notifications: AsyncNotificationsClient
    chat: AsyncChatClient

    def make_namespaces(self) -> Sequence[AsyncNamespaceClient]:
        """The client's side of each namespace."""
        self.root = AsyncRootClient(self)
        self.orders = AsyncOrdersClient(self)
        self.inventory = AsyncInventoryClient(self)
        self.notifications = AsyncNotificationsClient(self)
        self.chat = AsyncChatClient(self)
        return (self.root, self.orders, self.inventory, self.notifications, self.chat)
