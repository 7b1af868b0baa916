"""Servers that go wrong only after what came before, or where few would look."""

from typing import Any

from tests.faulty.shop import Shop
from tests.faulty.table import finds

FUZZED = "test_any_sequence_of_events_is_answered"
ORDERS = f"test_petstore_orders.py::{FUZZED}"
CHAT = f"test_petstore_chat.py::{FUZZED}"
MANY = ("--fuzz", "300")


@finds(
    ORDERS,
    r"the acknowledgement of `order` on /orders over \w+ has 0 values where .* 1",
    options=MANY,
)
class NoAnswerToTheThirdOrder(Shop):
    """Of one client, however often others order."""

    def __init__(self) -> None:
        super().__init__()
        self.orders: dict[str, int] = {}

    async def order(self, sid: str, order: Any) -> Any:
        self.orders[sid] = self.orders.get(sid, 0) + 1
        return None if self.orders[sid] == 3 else await super().order(sid, order)


@finds(
    ORDERS,
    r"the acknowledgement of `track-order` on /orders over \w+ lacks `status`",
    options=MANY,
)
class OrdersThatWereMadeCannotBeTracked(Shop):
    """As they can that the document has for examples."""

    def __init__(self) -> None:
        super().__init__()
        self.made = 0

    async def order(self, sid: str, order: Any) -> Any:
        self.made += 1
        return {"success": True, "orderId": f"new-{self.made}"}

    async def track_order(self, sid: str, wanted: Any) -> Any:
        found = await super().track_order(sid, wanted)
        if wanted["orderId"].startswith("new-"):
            del found["status"]
        return found


@finds(
    ORDERS,
    r"`order` on /orders over \w+ \(.*\) was accepted, and answered with",
    options=("--fuzz", "1000"),
)
class TooManyAcceptedWithoutANote(Shop):
    """Which shows only if both are as they should not be."""

    def wrong(self, namespace: str, event: str, values: tuple[Any, ...]) -> str:
        if event == "order" and len(values) == 1 and isinstance(values[0], dict):
            quantity = values[0].get("quantity")
            if "note" not in values[0] and type(quantity) is int and quantity > 10:
                values = ({**values[0], "quantity": 1},)
        return super().wrong(namespace, event, values)


@finds(
    CHAT,
    r"the connection ended when `photo` on /chat over \w+ \(.*\) came",
    options=MANY,
)
class NobodyMayShowAPhotoAfterTyping(Shop):
    """Two clients are needed to see it: one types, and another shows a photo."""

    typist = ""

    async def typing(self, sid: str) -> None:
        self.typist = sid

    async def photo(self, sid: str, photo: Any) -> Any:
        typist, self.typist = self.typist, ""
        if typist != sid and self.sio.manager.is_connected(typist, "/chat"):
            await self.sio.disconnect(sid, namespace="/chat")
        return await super().photo(sid, photo)
