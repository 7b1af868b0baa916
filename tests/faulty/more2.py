"""What goes wrong in servers once a client has done something before."""

from typing import Any

from tests.faulty.shop import Shop
from tests.faulty.table import finds

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
