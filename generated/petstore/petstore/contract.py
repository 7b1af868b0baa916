"""The API as data: credentials, namespaces, events, acknowledgements.

The servers and clients of this package are run by it; a program can read it too.
"""

from __future__ import annotations

from typing import Final

from ._runtime.credentials import Kind, Location, Scheme
from ._runtime.events import (
    CallEvent,
    Contract,
    Direction,
    ErrorSpec,
    Event,
    Membership,
    Namespace,
)
from ._runtime.wire import Value, Values
from .errors import OrderNotFound, OrderRejected
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
    OrderRejection,
    OrderUnknown,
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
from .rules import RULES

# A token of the customer, in the property `token` of the connect `auth`.
SCHEME_JWT: Final = Scheme("jwt", Kind.BEARER, Location.AUTH, "token")

# Announcements
ROOT: Final = Namespace("/")
# Orders
ORDERS: Final = Namespace(
    "/orders",
    auth=Value("auth", ConnectAuth),
    security=((SCHEME_JWT, ()),),
)
# Inventory
INVENTORY: Final = Namespace(
    "/inventory",
    auth=Value("auth", ConnectAuth),
    security=((SCHEME_JWT, ()),),
)
# Notifications
NOTIFICATIONS: Final = Namespace(
    "/notifications",
    auth=Value("auth", ConnectAuth),
    security=((SCHEME_JWT, ()),),
)
# Support chat
CHAT: Final = Namespace(
    "/chat",
    auth=Value("auth", ConnectAuth),
    security=((SCHEME_JWT, ()),),
)

# announcement, server → client
ROOT_SEND_ANNOUNCEMENT: Final[Event] = Event(
    name="announcement",
    namespace="/",
    direction=Direction.SERVER_TO_CLIENT,
    arguments=Values(Value("announcement", Announcement)),
)
# order, client → server
ORDERS_RECEIVE_ORDER: Final[CallEvent[OrderAck]] = CallEvent(
    name="order",
    namespace="/orders",
    direction=Direction.CLIENT_TO_SERVER,
    arguments=Values(Value("NewOrder", NewOrder)),
    idempotency=(0, "/requestId"),
    ack=Values(Value("OrderAck", OrderAck, rule=RULES["OrderAck"])),
    errors=(
        ErrorSpec(
            OrderRejected,
            Values(
                Value("OrderRejection", OrderRejection, rule=RULES["OrderRejection"]),
            ),
        ),
    ),
    timeout=10.0,
)
# order-created, client → server
ORDERS_RECEIVE_ORDER_CREATED: Final[Event] = Event(
    name="order-created",
    namespace="/orders",
    direction=Direction.CLIENT_TO_SERVER,
    arguments=Values(Value("PartnerOrder", PartnerOrder)),
)
# track-order, client → server
ORDERS_RECEIVE_TRACK_ORDER: Final[CallEvent[Order]] = CallEvent(
    name="track-order",
    namespace="/orders",
    direction=Direction.CLIENT_TO_SERVER,
    arguments=Values(Value("TrackOrder", TrackOrder)),
    joins=(Membership("order-{orderId}", {"orderId": (0, "/orderId")}),),
    ack=Values(Value("Order", Order)),
    errors=(ErrorSpec(OrderNotFound, Values(Value("OrderUnknown", OrderUnknown))),),
)
# order-update, server → client
ORDERS_SEND_ORDER_UPDATE: Final[Event] = Event(
    name="order-update",
    namespace="/orders",
    direction=Direction.SERVER_TO_CLIENT,
    arguments=Values(Value("OrderUpdate", OrderUpdate)),
    rooms=("user-{userId}", "order-{orderId}"),
)
# confirm-delivery, server → client
ORDERS_SEND_CONFIRM_DELIVERY: Final[CallEvent[DeliveryReceipt]] = CallEvent(
    name="confirm-delivery",
    namespace="/orders",
    direction=Direction.SERVER_TO_CLIENT,
    arguments=Values(Value("Delivery", Delivery)),
    ack=Values(Value("DeliveryReceipt", DeliveryReceipt)),
    timeout=30.0,
)
# watch, client → server
INVENTORY_RECEIVE_WATCH: Final[CallEvent[WatchState]] = CallEvent(
    name="watch",
    namespace="/inventory",
    direction=Direction.CLIENT_TO_SERVER,
    arguments=Values(Value("WatchedPet", WatchedPet)),
    joins=(Membership("pet-{petId}", {"petId": (0, "/petId")}),),
    ack=Values(Value("WatchState", WatchState)),
)
# unwatch, client → server
INVENTORY_RECEIVE_UNWATCH: Final[CallEvent[WatchState]] = CallEvent(
    name="unwatch",
    namespace="/inventory",
    direction=Direction.CLIENT_TO_SERVER,
    arguments=Values(Value("WatchedPet", WatchedPet)),
    leaves=(Membership("pet-{petId}", {"petId": (0, "/petId")}),),
    ack=Values(Value("WatchState", WatchState)),
)
# reserve, client → server
INVENTORY_RECEIVE_RESERVE: Final[CallEvent[tuple[Reservation, ReservedStock]]] = (
    CallEvent(
        name="reserve",
        namespace="/inventory",
        direction=Direction.CLIENT_TO_SERVER,
        arguments=Values(
            Value("petId", PetId),
            Value("quantity", ReserveQuantity),
            Value("minutes", ReserveMinutes, required=False, default=15),
        ),
        ack=Values(Value("reservation", Reservation), Value("stock", ReservedStock)),
    )
)
# inventory-update, server → client
INVENTORY_SEND_INVENTORY_UPDATE: Final[Event] = Event(
    name="inventory-update",
    namespace="/inventory",
    direction=Direction.SERVER_TO_CLIENT,
    arguments=Values(Value("InventoryUpdate", InventoryUpdate)),
    rooms=("pet-{petId}",),
)
# notification, server → client
NOTIFICATIONS_SEND_NOTIFICATION: Final[Event] = Event(
    name="notification",
    namespace="/notifications",
    direction=Direction.SERVER_TO_CLIENT,
    arguments=Values(Value("Notification", Notification)),
    rooms=("user-{userId}",),
)
# mark-read, client → server
NOTIFICATIONS_RECEIVE_MARK_READ: Final[CallEvent[MarkedRead]] = CallEvent(
    name="mark-read",
    namespace="/notifications",
    direction=Direction.CLIENT_TO_SERVER,
    arguments=Values(Value("NotificationIds", NotificationIds)),
    ack=Values(Value("count", MarkedRead)),
)
# message, client → server
CHAT_RECEIVE_MESSAGE: Final[CallEvent[ChatReceipt]] = CallEvent(
    name="message",
    namespace="/chat",
    direction=Direction.CLIENT_TO_SERVER,
    arguments=Values(Value("ChatText", ChatText)),
    ordered=True,
    ack=Values(Value("ChatReceipt", ChatReceipt)),
)
# message, server → client
CHAT_SEND_MESSAGE: Final[Event] = Event(
    name="message",
    namespace="/chat",
    direction=Direction.SERVER_TO_CLIENT,
    arguments=Values(Value("ChatMessage", ChatMessage)),
)
# typing, client → server
CHAT_RECEIVE_TYPING: Final[Event] = Event(
    name="typing",
    namespace="/chat",
    direction=Direction.CLIENT_TO_SERVER,
    arguments=Values(),
)
# photo, client → server
CHAT_RECEIVE_PHOTO: Final[CallEvent[PhotoReceipt]] = CallEvent(
    name="photo",
    namespace="/chat",
    direction=Direction.CLIENT_TO_SERVER,
    arguments=Values(Value("Photo", Photo, binary=True)),
    ack=Values(Value("PhotoReceipt", PhotoReceipt)),
)

API: Final = Contract(
    title="Pet Store",
    namespaces=(ROOT, ORDERS, INVENTORY, NOTIFICATIONS, CHAT),
    url="wss://api.petstoreapi.com",
    path="/socket.io",
    transports=("websocket", "polling"),
)
