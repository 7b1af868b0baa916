"""Events of the server that it should not emit, or not so, or not to all."""

import asyncio
import json
from typing import Any

from tests.faulty.shop import NOW, Shop
from tests.faulty.table import (
    GOOD_CONNECT,
    MESSAGE,
    ORDER,
    RESERVE,
    REST,
    TRACK,
    UNWATCH,
    WATCH,
    finds,
)

ROOT_CONNECT = "test_petstore_root.py::test_connect_is_open"
NOTIFIED = "test_petstore_notifications.py::test_connect_with_good_credentials"


@finds(ORDER, r"the server emitted `order-debug` on /orders .* does not have there")
class UndeclaredEvent(Shop):
    async def order(self, sid: str, order: Any) -> Any:
        await self.emit("order-debug", {}, "/orders", to=sid)
        return await super().order(sid, order)


@finds(GOOD_CONNECT, r"emitted `welcome` on /orders .* while a client connected to")
class UndeclaredEventAtConnect(Shop):
    async def welcome(self, namespace: str, sid: str) -> None:
        if namespace == "/orders":
            await self.emit("welcome", {"sid": sid}, namespace, to=sid)
        await super().welcome(namespace, sid)


@finds(f"{ORDER} {REST}", r"emitted `order-shipped` on /orders over \w+")
class UndeclaredEventLate(Shop):
    tasks: set[asyncio.Task[None]]

    async def order(self, sid: str, order: Any) -> Any:
        async def later() -> None:
            await asyncio.sleep(0.1)
            await self.emit("order-shipped", {}, "/orders", to=sid)

        self.later = asyncio.create_task(later())
        return await super().order(sid, order)


@finds(f"{ORDER} {REST}", r"the server emitted `order-placed` on /chat")
class UndeclaredEventElsewhere(Shop):
    async def order(self, sid: str, order: Any) -> Any:
        await self.emit("order-placed", order, "/chat")
        return await super().order(sid, order)


@finds(f"{WATCH} {REST}", r"emitted `inventory-update` on / over \w+, an event that")
class EmittedOnAnotherNamespace(Shop):
    async def tell_stock(self, sid: str, pet: Any, room: str) -> None:
        await self.emit("inventory-update", self.stock(pet), "/")


@finds(TRACK, r"emitted `orderUpdate` on /orders .*it looks like `order-update`")
class EventHasAnotherSpelling(Shop):
    async def emit(self, event: str, *given: Any, **more: Any) -> None:
        event = "orderUpdate" if event == "order-update" else event
        await super().emit(event, *given, **more)


@finds(TRACK, r"`order-update` from the server .* lacks `status`")
class WrongPayloadIsEmitted(Shop):
    def update(self, wanted: Any) -> Any:
        return {"orderId": wanted["orderId"], "at": NOW}


@finds(TRACK, r"`order-update` from the server .* is a JSON string .*encoded twice")
class EmittedAsJsonText(Shop):
    def update(self, wanted: Any) -> Any:
        return json.dumps(super().update(wanted))


@finds(TRACK, r"`order-update` from the server .* has 2 values where .* wants 1")
class TwoValuesAreEmitted(Shop):
    def update(self, wanted: Any) -> Any:
        return wanted["orderId"], super().update(wanted)


@finds(TRACK, r"`order-update` from the server .* has 0 values where .* wants 1")
class NoValueIsEmitted(Shop):
    def update(self, wanted: Any) -> Any:
        return ()


@finds(TRACK, r"has `at` that is a string, \"today\", .*date-time")
class WrongDateIsEmitted(Shop):
    def update(self, wanted: Any) -> Any:
        return {**super().update(wanted), "at": "today"}


@finds(
    NOTIFIED, r"`notification` from the server .*one of 'order', 'restock' in 'kind\'"
)
class UnknownVariantIsEmitted(Shop):
    def notification(self) -> Any:
        return {**super().notification(), "kind": "gift"}


@finds(
    NOTIFIED, r"`notification` from the server .*`id` that is a string, \"n-1\".*UUID"
)
class WrongFormatIsEmitted(Shop):
    def notification(self) -> Any:
        return {**super().notification(), "id": "n-1"}


@finds(ROOT_CONNECT, r"`announcement` from the server on / .* is an object")
class ObjectForTextIsEmitted(Shop):
    async def welcome(self, namespace: str, sid: str) -> None:
        if namespace == "/":
            await self.emit("announcement", {"text": "Hello"}, "/", to=sid)
        else:
            await super().welcome(namespace, sid)


@finds(WATCH, r"has `price` that is an integer, 0, .*greater than 0")
class ExclusiveBoundIsEmitted(Shop):
    def stock(self, pet: Any) -> Any:
        return {**super().stock(pet), "price": 0}


@finds(MESSAGE, r"`message` from the server on /chat .*lacks `messageId`.*message_id")
class EmittedInSnakeCase(Shop):
    def posted(self, message: Any) -> Any:
        posted = super().posted(message)
        posted["message_id"] = posted.pop("messageId")
        return posted


@finds(WATCH, r"`inventory-update` from the server .* is not in its room")
class EmittedToEveryone(Shop):
    async def tell_stock(self, sid: str, pet: Any, room: str) -> None:
        await self.emit("inventory-update", self.stock(pet), "/inventory")


@finds(
    UNWATCH.replace("is_acknowledged", "leaves_its_room"),
    r"`inventory-update` from the server .* is not in its room",
)
class RoomIsNotLeft(Shop):
    async def unwatch(self, sid: str, pet: Any) -> Any:
        return {"watching": False, "stock": 4}


@finds(
    UNWATCH.replace("is_acknowledged", "leaves_its_room"),
    r"`inventory-update` from the server .* is not in its room",
)
class AnotherRoomIsLeft(Shop):
    async def unwatch(self, sid: str, pet: Any) -> Any:
        return await super().unwatch(sid, {"petId": f"{pet['petId']}s"})


@finds(
    f"{WATCH} {UNWATCH}",
    r"`inventory-update` from the server .* came to a client that is not in the room",
)
class EmittedToAnotherRoom(Shop):
    async def tell_stock(self, sid: str, pet: Any, room: str) -> None:
        await super().tell_stock(sid, {"petId": "pet-elsewhere"}, room)


@finds(
    f"{WATCH} {UNWATCH}",
    r"`inventory-update` from the server .* came to a client that is not in its room",
)
class RoomHearsOfWhoLeft(Shop):
    async def unwatch(self, sid: str, pet: Any) -> Any:
        await self.tell_stock(sid, pet, f"pet-{pet['petId']}")
        return {"watching": False, "stock": 4}


@finds(TRACK, r"`order-update` from the server .*asks for an acknowledgement")
class AnAckIsAskedFor(Shop):
    async def emit(self, event: str, *given: Any, **more: Any) -> None:
        if event == "order-update":
            value, namespace = given
            await self.sio.emit(
                event,
                value,
                to=more["room"],
                namespace=namespace,
                callback=lambda *values: None,
            )
        else:
            await super().emit(event, *given, **more)


@finds(
    f"{WATCH} {UNWATCH} {RESERVE}",
    r"`inventory-update` from the server .* has `stock` that is a string, .*"
    r"while `reserve` on /inventory",
)
class OnlyOthersInTheRoomHearNonsense(Shop):
    """Whoever causes an event is left out of those who hear it."""

    async def tell_stock(self, sid: str, pet: Any, room: str) -> None:
        return None

    async def reserve(
        self, sid: str, pet: Any, quantity: Any, minutes: Any = 15
    ) -> Any:
        stock = {"petId": pet, "stock": "3"}
        await self.sio.emit(
            "inventory-update",
            stock,
            room=f"pet-{pet}",
            skip_sid=sid,
            namespace="/inventory",
        )
        return await super().reserve(sid, pet, quantity, minutes)
