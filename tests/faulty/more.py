"""More of what goes wrong in servers: acknowledgements, refusals and effects."""

import asyncio
from typing import Any

from tests.faulty.shop import Handle, Shop
from tests.faulty.table import (
    MESSAGE_PAYLOAD,
    ORDER,
    PHOTO,
    READ,
    RESERVE_PAYLOAD,
    TRACK,
    WATCH,
    finds,
)

ORDER_COUNT = "test_petstore_orders.py::test_order_refuses_a_wrong_number_of_arguments"
NOTIFIED = "test_petstore_notifications.py::test_connect_with_good_credentials"


class Tracks(Shop):
    """A server that says something else of the order as it stands."""

    other: tuple[str, Any]

    async def track_order(self, sid: str, wanted: Any) -> Any:
        name, value = self.other
        return {**await super().track_order(sid, wanted), name: value}


@finds(TRACK, r"`placedAt` that is .*\"2026-02-30T09:30:00Z\".*date-time")
class DayDoesNotExist(Tracks):
    other = ("placedAt", "2026-02-30T09:30:00Z")


@finds(TRACK, r"`placedAt` that is .*\"2026-11-02 09:30:00Z\".*date-time")
class DateHasASpace(Tracks):
    other = ("placedAt", "2026-11-02 09:30:00Z")


@finds(TRACK, r"`placedAt` that is .*\+0100\".*date-time")
class OffsetHasNoColon(Tracks):
    other = ("placedAt", "2026-11-02T09:30:00+0100")


@finds(TRACK, r"`placedAt` that is .*\"2026-11-02\".*date-time")
class DateHasNoTime(Tracks):
    other = ("placedAt", "2026-11-02")


@finds(TRACK, r"`placedAt` that is null")
class DateIsNull(Tracks):
    other = ("placedAt", None)


@finds(TRACK, r"`quantity` that is a boolean, true")
class NumberIsTrue(Tracks):
    other = ("quantity", True)


@finds(TRACK, r"`courier` that is an object")
class TextIsAnObject(Tracks):
    other = ("courier", {"name": "Ada"})


@finds(READ, r"is a number, 1\.5|is .*1\.5.* integer")
class CountIsAFraction(Shop):
    async def mark_read(self, sid: str, ids: Any) -> Any:
        return 1.5


@finds(READ, r"is true|a boolean")
class CountIsTrue(Shop):
    async def mark_read(self, sid: str, ids: Any) -> Any:
        return True


@finds(READ, r"is an array")
class CountIsTheList(Shop):
    async def mark_read(self, sid: str, ids: Any) -> Any:
        return [ids]


@finds(PHOTO, r"`bytes` that is .*wants an integer")
class BytesAreSentBack(Shop):
    async def photo(self, sid: str, photo: Any) -> Any:
        return {"photoId": "photo-1", "bytes": photo["image"]}


@finds(WATCH, r"`stock` that is null")
class NumberIsNull(Shop):
    async def watch(self, sid: str, pet: Any) -> Any:
        return {**await super().watch(sid, pet), "stock": None}


@finds(WATCH, r"NaN|no packet of Socket.IO")
class NumberIsNoNumber(Shop):
    def stock(self, pet: Any) -> Any:
        return {**super().stock(pet), "price": float("nan")}


@finds(NOTIFIED, r"`notification` from the server .*kind")
class DiscriminatorIsMissing(Shop):
    def notification(self) -> Any:
        told = super().notification()
        del told["kind"]
        return told


@finds(NOTIFIED, r"`notification` from the server .*`id` .*UUID")
class UuidHasBraces(Shop):
    def notification(self) -> Any:
        told = super().notification()
        return {**told, "id": f"{{{told['id']}}}"}


@finds(NOTIFIED, r"`notification` from the server .*lacks `petId`")
class VariantIsMixedUp(Shop):
    def notification(self) -> Any:
        return {**super().notification(), "kind": "restock"}


@finds(NOTIFIED, r"`notification` from the server .* an array")
class SeveralAtOnceAreEmitted(Shop):
    def notification(self) -> Any:
        return [super().notification()]


@finds(TRACK, r"`confirm-delivery` from the server .* lacks `courier`")
class AskedWithoutWho(Shop):
    async def ask(self, sid: str, wanted: Any) -> None:
        await self.sio.emit(
            "confirm-delivery",
            {"orderId": wanted["orderId"]},
            to=sid,
            namespace="/orders",
            callback=lambda *values: None,
        )


@finds(TRACK, r"the connection ended .*`track-order`")
class AnswersOfClientsEndTheConnection(Shop):
    """They are taken for something that nobody should send."""

    async def ask(self, sid: str, wanted: Any) -> None:
        async def gone(*values: Any) -> None:
            await self.sio.disconnect(sid, namespace="/orders")

        await self.sio.emit(
            "confirm-delivery",
            {"orderId": wanted["orderId"], "courier": "Ada"},
            to=sid,
            namespace="/orders",
            callback=gone,
        )


@finds(ORDER, r"the connection ended .*`order`")
class ServerHangsUpAfterTheAck(Shop):
    async def deliver(
        self,
        handle: Handle,
        eio_sid: str,
        namespace: str,
        id: int | None,
        data: list[Any],
    ) -> None:
        await super().deliver(handle, eio_sid, namespace, id, data)
        if data[0] == "order":
            sid = self.sio.manager.sid_from_eio_sid(eio_sid, namespace)
            await self.sio.disconnect(sid, namespace=namespace)


@finds(WATCH, r"`inventory-update` from the server .* lacks `stock`")
class ThirdUpdateIsWrong(Shop):
    updates = 0

    def stock(self, pet: Any) -> Any:
        self.updates += 1
        told = super().stock(pet)
        return {"petId": pet["petId"]} if self.updates == 3 else told


@finds(
    "test_petstore_chat.py::test_message_is_answered_call_by_call",
    r"in another order",
)
class MessagesOvertakeEachOther(Shop):
    """The event is marked as ordered."""

    turn = 0

    async def message(self, sid: str, message: Any) -> Any:
        self.turn += 1
        await asyncio.sleep(0.05 if self.turn % 2 else 0)
        return await super().message(sid, message)


@finds(
    "test_petstore_chat.py::test_message_is_answered_call_by_call",
    r"acknowledged|not acknowledged",
    timeout=0.5,
)
class TheLastClientGetsTheAnswer(Shop):
    """Of whoever connected last."""

    last = ""

    async def welcome(self, namespace: str, sid: str) -> None:
        await super().welcome(namespace, sid)
        if namespace == "/chat":
            self.last = sid

    async def deliver(
        self,
        handle: Handle,
        eio_sid: str,
        namespace: str,
        id: int | None,
        data: list[Any],
    ) -> None:
        if namespace == "/chat":
            eio_sid = self.sio.manager.eio_sid_from_sid(self.last, "/chat") or eio_sid
        await super().deliver(handle, eio_sid, namespace, id, data)


@finds(RESERVE_PAYLOAD, r'`reserve` .*\(quantity: "2", a string\) was accepted')
class WhatIsWrongStandsInTheAnswer(Shop):
    """As where text is compared with a number, and kept as text."""

    def wrong(self, namespace: str, event: str, values: tuple[Any, ...]) -> str:
        read = [int(x) if x == "2" else x for x in values]
        return super().wrong(namespace, event, tuple(read))


@finds(MESSAGE_PAYLOAD, r"\(constructor: not declared\) was accepted")
class MembersOfAnObjectAreDeclared(Shop):
    """As where what is declared stands in a plain object of JavaScript."""

    def wrong_value(self, reference: str, value: Any) -> str:
        if isinstance(value, dict):
            value = {key: value[key] for key in value if key != "constructor"}
        return super().wrong_value(reference, value)
