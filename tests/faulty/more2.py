"""What goes wrong in servers once a client has done something before."""

from typing import Any

from tests.faulty.shop import Shop
from tests.faulty.table import MESSAGE, ORDER, REST, WATCH, finds

INVENTORY = "test_petstore_inventory.py"


@finds(INVENTORY, r"`inventory-update` from the server .* lacks `stock`")
class WatchersAreToldTooLittle(Shop):
    """Whoever reserves a pet without watching it hears nothing."""

    async def reserve(
        self, sid: str, pet: Any, quantity: Any, minutes: Any = 15
    ) -> Any:
        if f"pet-{pet}" in self.sio.rooms(sid, namespace="/inventory"):
            told = {"petId": pet}
            await self.emit("inventory-update", told, "/inventory", to=sid)
        return await super().reserve(sid, pet, quantity, minutes)


@finds(
    f"{INVENTORY}::test_reserve_may_come_first",
    r"`reserve` .* as the first of a client\) was not acknowledged",
    timeout=0.5,
)
class WhoHasWatchedNothingIsForgotten(Shop):
    """As where a table of clients is filled by another event."""

    async def reserve(
        self, sid: str, pet: Any, quantity: Any, minutes: Any = 15
    ) -> Any:
        assert len(self.sio.rooms(sid, namespace="/inventory")) > 1
        return await super().reserve(sid, pet, quantity, minutes)


@finds(ORDER, r"`order` .* \(address: what it must have\) was not ack", timeout=0.5)
class WhatMayBeLeftOutOfAnAddressIsWanted(Shop):
    async def order(self, sid: str, order: Any) -> Any:
        if "address" in order:
            order["address"]["postcode"].upper()
        return await super().order(sid, order)


class QuietWatch(Shop):
    """A server that tells of a pet's stock when one is reserved, and not before."""

    async def tell_stock(self, sid: str, pet: Any, room: str) -> None:
        pass

    async def reserve(
        self, sid: str, pet: Any, quantity: Any, minutes: Any = 15
    ) -> Any:
        told = self.stock({"petId": pet})
        await self.emit("inventory-update", told, "/inventory", room=f"pet-{pet}")
        return await super().reserve(sid, pet, quantity, minutes)


@finds(
    f"{INVENTORY}::test_unwatch_leaves_its_room",
    r"`inventory-update` from the server .* not in its room",
)
class ARoomThatOthersSpeakInIsNotLeft(QuietWatch):
    async def unwatch(self, sid: str, pet: Any) -> Any:
        return {"watching": False, "stock": 4}


@finds(
    f"{MESSAGE} {WATCH} {REST}",
    r"`inventory-update` from the server on /inventory .* lacks `stock`",
)
class AnotherNamespaceTellsTooLittle(Shop):
    """It is tried before the one whose rooms it speaks in."""

    async def message(self, sid: str, message: Any) -> Any:
        told = {"petId": "pet-7"}
        await self.emit("inventory-update", told, "/inventory", room="pet-pet-7")
        return await super().message(sid, message)


@finds(
    "test_petstore_chat.py",
    r"`message` .* `messageId` that is a string, .*as the first of a client",
    options=("--transport", "websocket"),
)
class MessagesAreCountedInTextAfterAPhoto(Shop):
    """Which is tried after messages."""

    photos = 0

    async def message(self, sid: str, message: Any) -> Any:
        answer = await super().message(sid, message)
        number = answer["messageId"]
        return {**answer, "messageId": str(number) if self.photos else number}

    async def photo(self, sid: str, photo: Any) -> Any:
        self.photos += 1
        return await super().photo(sid, photo)
