"""The payloads of the API as types. A field that is left out is MISSING."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import MISSING, ConfigDict, Field, StrictBool, StrictBytes, StrictStr
from typing_extensions import TypeAliasType

from ._runtime.payloads import AwareDatetime, Model, StrictFloat, StrictInt, Uuid

Announcement = TypeAliasType("Announcement", Annotated[StrictStr, Field(min_length=1)])
"""What to show, as plain text."""


UserId = TypeAliasType(
    "UserId",
    Annotated[StrictStr, Field(max_length=64, min_length=1)],
)
"""The number of a customer."""


OrderId = TypeAliasType(
    "OrderId",
    Annotated[StrictStr, Field(max_length=64, min_length=1)],
)
"""The number of an order."""


PetId = TypeAliasType("PetId", Annotated[StrictStr, Field(max_length=64, min_length=1)])
"""The number of a pet in the catalogue."""


class Address(Model):
    """Where to deliver."""

    model_config = ConfigDict(extra="forbid")
    street: Annotated[StrictStr, Field(min_length=1)]
    city: Annotated[StrictStr, Field(min_length=1)]
    postcode: StrictStr | MISSING = MISSING


class NewOrder(Model):
    """An order as a customer places it."""

    model_config = ConfigDict(extra="forbid")
    pet_id: Annotated[PetId, Field(alias="petId")]
    quantity: Annotated[StrictInt, Field(ge=1, le=10)]
    """How many of them."""
    address: Address | MISSING = MISSING
    note: Annotated[StrictStr, Field(max_length=500)] | MISSING = MISSING
    """A word to the courier."""
    request_id: Annotated[
        Annotated[StrictStr, Field(max_length=100, min_length=1)] | MISSING,
        Field(alias="requestId"),
    ] = MISSING
    """The same for each attempt to place one order: an order that comes a
    second time is not placed again. A client fills it in by itself.
    """


class OrderAck(Model):
    """The order was taken."""

    success: Literal[True]
    order_id: Annotated[OrderId, Field(alias="orderId")]


class OrderRejectionReason(StrEnum):
    """A value of the kind OrderRejectionReason."""

    sold_out = "sold-out"
    no_such_pet = "no-such-pet"
    address_not_served = "address-not-served"


class OrderRejection(Model):
    """The order was not taken, and why."""

    success: Literal[False]
    reason: OrderRejectionReason
    detail: StrictStr | MISSING = MISSING
    """A sentence for the customer."""


class PartnerOrder(Model):
    """An order that was made elsewhere."""

    order_id: Annotated[OrderId, Field(alias="orderId")]
    pet_id: Annotated[PetId, Field(alias="petId")]
    partner: Annotated[StrictStr, Field(min_length=1)]
    created_at: Annotated[AwareDatetime, Field(alias="createdAt")]


class TrackOrder(Model):
    """Which order to follow."""

    model_config = ConfigDict(extra="forbid")
    order_id: Annotated[OrderId, Field(alias="orderId")]


class OrderStatus(StrEnum):
    """How far an order has come."""

    placed = "placed"
    approved = "approved"
    packed = "packed"
    shipped = "shipped"
    delivered = "delivered"
    cancelled = "cancelled"


class Order(Model):
    """An order as it stands."""

    order_id: Annotated[OrderId, Field(alias="orderId")]
    pet_id: Annotated[PetId, Field(alias="petId")]
    quantity: Annotated[StrictInt, Field(ge=1)]
    status: OrderStatus
    placed_at: Annotated[AwareDatetime, Field(alias="placedAt")]
    courier: StrictStr | None
    """Who brings it; null as long as nobody does."""
    note: StrictStr | MISSING = MISSING


class OrderUnknown(Model):
    """No order has this number."""

    unknown: OrderId


class OrderUpdate(Model):
    """Where an order is now."""

    order_id: Annotated[OrderId, Field(alias="orderId")]
    status: OrderStatus
    at: AwareDatetime
    note: StrictStr | MISSING = MISSING


class Delivery(Model):
    """A parcel at the door."""

    order_id: Annotated[OrderId, Field(alias="orderId")]
    courier: StrictStr


class DeliveryReceipt(Model):
    """Whether it was the right door."""

    received: StrictBool
    signature: StrictStr | MISSING = MISSING


class ConnectAuth(Model):
    """What a client presents when it connects to a namespace."""

    token: Annotated[StrictStr, Field(min_length=1)]
    """The customer's JSON Web Token."""


class WatchedPet(Model):
    """Which pet to watch."""

    model_config = ConfigDict(extra="forbid")
    pet_id: Annotated[PetId, Field(alias="petId")]


class WatchState(Model):
    """Whether a pet is watched, and its stock at this moment."""

    watching: StrictBool
    stock: Annotated[StrictInt, Field(ge=0)]


ReserveQuantity = TypeAliasType(
    "ReserveQuantity",
    Annotated[StrictInt, Field(ge=1, le=10)],
)
"""quantity"""


ReserveMinutes = TypeAliasType(
    "ReserveMinutes",
    Annotated[StrictInt, Field(ge=1, le=60)],
)
"""How long to hold them, in minutes."""


class Reservation(Model):
    """Pets held for a customer."""

    reservation_id: Annotated[StrictStr, Field(alias="reservationId")]
    pet_id: Annotated[PetId, Field(alias="petId")]
    quantity: Annotated[StrictInt, Field(ge=1)]
    until: AwareDatetime
    """When they go back on sale."""


ReservedStock = TypeAliasType("ReservedStock", Annotated[StrictInt, Field(ge=0)])
"""stock"""


class InventoryUpdate(Model):
    """The stock of a pet, and its price if that changed too."""

    pet_id: Annotated[PetId, Field(alias="petId")]
    stock: Annotated[StrictInt, Field(ge=0)]
    price: Annotated[StrictFloat, Field(gt=0.0)] | MISSING = MISSING
    """In pounds sterling."""


class OrderNotification(Model):
    """An order of the customer moved on."""

    kind: Literal["order"]
    id: Uuid
    at: AwareDatetime
    order_id: Annotated[OrderId, Field(alias="orderId")]
    status: OrderStatus


class RestockNotification(Model):
    """A pet that the customer watched is back in stock."""

    kind: Literal["restock"]
    id: Uuid
    at: AwareDatetime
    pet_id: Annotated[PetId, Field(alias="petId")]
    stock: Annotated[StrictInt, Field(ge=1)]


Notification = TypeAliasType(
    "Notification",
    Annotated[OrderNotification | RestockNotification, Field(discriminator="kind")],
)
"""What happened; `kind` tells which it is."""


NotificationIds = TypeAliasType(
    "NotificationIds",
    Annotated[list[Uuid], Field(max_length=100, min_length=1)],
)
"""Numbers of notifications."""


MarkedRead = TypeAliasType("MarkedRead", Annotated[StrictInt, Field(ge=0)])
"""How many were unread before."""


class ChatText(Model):
    """What a customer says."""

    model_config = ConfigDict(extra="forbid")
    text: Annotated[StrictStr, Field(max_length=2000, min_length=1)]


class ChatReceipt(Model):
    """Which number the message got, and when."""

    message_id: Annotated[StrictInt, Field(alias="messageId", ge=1)]
    at: AwareDatetime


class ChatMessage(Model):
    """A message of the conversation."""

    message_id: Annotated[StrictInt, Field(alias="messageId", ge=1)]
    author: StrictStr
    text: StrictStr
    at: AwareDatetime


class Photo(Model):
    """A picture and what it shows."""

    image: StrictBytes
    """The file, a PNG or a JPEG."""
    caption: Annotated[StrictStr, Field(max_length=200)] | MISSING = MISSING


class PhotoReceipt(Model):
    """Where the picture is kept."""

    photo_id: Annotated[StrictStr, Field(alias="photoId")]
    bytes: Annotated[StrictInt, Field(ge=0)]
    """The size of the file as it arrived, in bytes."""
