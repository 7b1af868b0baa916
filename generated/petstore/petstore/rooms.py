"""The rooms of Pet Store."""

from __future__ import annotations

from ._runtime.rooms import Room
from ._runtime.wire import Value
from .models import OrderId, PetId, UserId

__all__ = [
    "InventoryPetRoom",
    "InventoryRooms",
    "NotificationsRooms",
    "NotificationsUserRoom",
    "OrdersOrderRoom",
    "OrdersRooms",
    "OrdersUserRoom",
]


class OrdersUserRoom(Room):
    """Every connection of one customer.

    Wire: room `user-{userId}`.
    """

    PARAMETERS = (Value("userId", UserId),)

    def __init__(self, user_id: UserId) -> None:
        super().__init__("user-{userId}", {"userId": user_id})


class OrdersOrderRoom(Room):
    """Everyone who follows one order.

    Wire: room `order-{orderId}`.
    """

    PARAMETERS = (Value("orderId", OrderId),)

    def __init__(self, order_id: OrderId) -> None:
        super().__init__("order-{orderId}", {"orderId": order_id})


class OrdersRooms:
    """The rooms of one namespace, to enter and to send to."""

    user = OrdersUserRoom
    order = OrdersOrderRoom


class InventoryPetRoom(Room):
    """Everyone who watches one pet.

    Wire: room `pet-{petId}`.
    """

    PARAMETERS = (Value("petId", PetId),)

    def __init__(self, pet_id: PetId) -> None:
        super().__init__("pet-{petId}", {"petId": pet_id})


class InventoryRooms:
    """The rooms of one namespace, to enter and to send to."""

    pet = InventoryPetRoom


class NotificationsUserRoom(Room):
    """Every connection of one customer.

    Wire: room `user-{userId}`.
    """

    PARAMETERS = (Value("userId", UserId),)

    def __init__(self, user_id: UserId) -> None:
        super().__init__("user-{userId}", {"userId": user_id})


class NotificationsRooms:
    """The rooms of one namespace, to enter and to send to."""

    user = NotificationsUserRoom
