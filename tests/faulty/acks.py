"""Acknowledgements that are not what the document declares."""

import json
import re
from typing import Any

from tests.faulty.shop import NOW, Shop
from tests.faulty.table import MESSAGE, ORDER, READ, RESERVE, TRACK, WATCH, finds


class Tracks(Shop):
    """A server that changes the order as it stands."""

    def changed(self, order: dict[str, Any]) -> Any:
        raise NotImplementedError

    async def track_order(self, sid: str, wanted: Any) -> Any:
        return self.changed(await super().track_order(sid, wanted))


@finds(
    ORDER,
    r"the acknowledgement of `order` on /orders over \w+ is a JSON string "
    r"where the document wants an object \(it looks like JSON that was encoded twice",
)
class AckIsAJsonString(Shop):
    async def order(self, sid: str, order: Any) -> Any:
        return json.dumps(await super().order(sid, order))


@finds(ORDER, r"`order` on /orders .*it looks like the answer is in `data`")
class AckIsWrapped(Shop):
    async def order(self, sid: str, order: Any) -> Any:
        return {"data": await super().order(sid, order)}


@finds(RESERVE, r"`reserve` on /inventory .* has 1 value where the document wants 2")
class AckLacksAValue(Shop):
    async def reserve(
        self, sid: str, pet: Any, quantity: Any, minutes: Any = 15
    ) -> Any:
        return (await super().reserve(sid, pet, quantity, minutes))[0]


@finds(ORDER, r"has 2 values where the document wants 1")
class AckHasAValueTooMany(Shop):
    async def order(self, sid: str, order: Any) -> Any:
        return await super().order(sid, order), "thanks"


@finds(
    ORDER,
    r"has 2 values where the document wants 1 \(the first is null, where .* an error",
)
class AckBeginsWithAnError(Shop):
    async def order(self, sid: str, order: Any) -> Any:
        return None, await super().order(sid, order)


@finds(ORDER, r"has 0 values where the document wants 1")
class AckIsEmpty(Shop):
    async def order(self, sid: str, order: Any) -> Any:
        return None


@finds(ORDER, r"`order` on /orders over \w+ is null where the document wants an object")
class AckIsNull(Shop):
    async def order(self, sid: str, order: Any) -> Any:
        return (None,)


@finds(
    RESERVE, r"is one array of 2 values, where .* each of them to be a value of its own"
)
class ValuesAreInOneList(Shop):
    async def reserve(
        self, sid: str, pet: Any, quantity: Any, minutes: Any = 15
    ) -> Any:
        return list(await super().reserve(sid, pet, quantity, minutes))


@finds(RESERVE, r"has a value 2 that is a string, \"2\", where .* wants an integer")
class SecondValueIsText(Shop):
    async def reserve(
        self, sid: str, pet: Any, quantity: Any, minutes: Any = 15
    ) -> Any:
        first, second = await super().reserve(sid, pet, quantity, minutes)
        return first, str(second)


@finds(RESERVE, r"has `petId` in value 1 that is an integer, 7")
class FirstValueIsWrongInside(Shop):
    async def reserve(
        self, sid: str, pet: Any, quantity: Any, minutes: Any = 15
    ) -> Any:
        first, second = await super().reserve(sid, pet, quantity, minutes)
        return {**first, "petId": 7}, second


@finds(RESERVE, r"has a value 1 that is an integer, 2, where .* wants an object")
class ValuesAreExchanged(Shop):
    async def reserve(
        self, sid: str, pet: Any, quantity: Any, minutes: Any = 15
    ) -> Any:
        first, second = await super().reserve(sid, pet, quantity, minutes)
        return second, first


@finds(ORDER, r"has `orderId` that is an integer, 7, where the document wants a string")
class WrongTypeInAnAck(Shop):
    async def order(self, sid: str, order: Any) -> Any:
        return {"success": True, "orderId": 7}


@finds(ORDER, r"has `success` that is .*1.*true")
class ConstantIsAnother(Shop):
    async def order(self, sid: str, order: Any) -> Any:
        return {"success": 1, "orderId": "order-1"}


@finds(ORDER, r"has `orderId` that is \"\", which .*at least 1 character")
class TextIsEmpty(Shop):
    async def order(self, sid: str, order: Any) -> Any:
        return {"success": True, "orderId": ""}


@finds(ORDER, r"has `orderId` that is \"o+\", which .*at most 64 characters")
class TextIsOneTooLong(Shop):
    async def order(self, sid: str, order: Any) -> Any:
        return {"success": True, "orderId": "o" * 65}


@finds(ORDER, r"has `reason` that is .*\"expensive\".* wants 'sold-out\'")
class DeclaredErrorHasAnotherShape(Shop):
    async def order(self, sid: str, order: Any) -> Any:
        return {"success": False, "reason": "expensive"}


@finds(
    ORDER,
    r"is valid, but was refused by an error that .* not declare: .*no stock",
)
class ErrorIsNotDeclared(Shop):
    async def order(self, sid: str, order: Any) -> Any:
        return {"error": "no stock"}


@finds(TRACK, r"lacks `orderId`.*there is `order_id`")
class KeysInSnakeCase(Tracks):
    def changed(self, order: dict[str, Any]) -> Any:
        return {
            re.sub("[A-Z]", lambda x: f"_{x[0].lower()}", k): order[k] for k in order
        }


@finds(TRACK, r"has `note` that is null .*a property that has no value is to be left")
class NullForAbsent(Tracks):
    def changed(self, order: dict[str, Any]) -> Any:
        return {**order, "note": None}


@finds(TRACK, r"`orderId` that is null where the document wants a string, after")
class NullForWhatMustBeThere(Tracks):
    def changed(self, order: dict[str, Any]) -> Any:
        return {**order, "orderId": None}


@finds(TRACK, r"lacks `courier`")
class AbsentForNull(Tracks):
    def changed(self, order: dict[str, Any]) -> Any:
        return {key: order[key] for key in order if key != "courier"}


@finds(TRACK, r"`placedAt`.*date-time")
class DateInAnotherFormat(Tracks):
    def changed(self, order: dict[str, Any]) -> Any:
        return {**order, "placedAt": "02.11.2026 09:30"}


@finds(TRACK, r"has `placedAt` that is .*\"2026-11-02T09:30:00\".*date-time")
class DateHasNoTimeZone(Tracks):
    def changed(self, order: dict[str, Any]) -> Any:
        return {**order, "placedAt": NOW.removesuffix("Z")}


@finds(TRACK, r"has `placedAt` that is an integer, 1793611800, .*wants a string")
class DateIsANumber(Tracks):
    def changed(self, order: dict[str, Any]) -> Any:
        return {**order, "placedAt": 1793611800}


@finds(TRACK, r"has `status` that is .*\"lost\", .* wants 'placed\'")
class EnumIsTooWide(Tracks):
    def changed(self, order: dict[str, Any]) -> Any:
        return {**order, "status": "lost"}


@finds(TRACK, r"has `status` that is .*\"Placed\", .* wants 'placed\'")
class EnumIsInCapitals(Tracks):
    def changed(self, order: dict[str, Any]) -> Any:
        return {**order, "status": "Placed"}


@finds(TRACK, r"has `quantity` that is an integer, 0, .*at least 1")
class NumberIsBelowTheMinimum(Tracks):
    def changed(self, order: dict[str, Any]) -> Any:
        return {**order, "quantity": 0}


@finds(TRACK, r"is an array, .* where the document wants an object")
class ObjectIsInAList(Tracks):
    def changed(self, order: dict[str, Any]) -> Any:
        return [order]


@finds(MESSAGE, r"has `messageId` that is .*1\.5.*integer")
class IntegerIsAFraction(Shop):
    async def message(self, sid: str, message: Any) -> Any:
        return {**await super().message(sid, message), "messageId": 1.5}


@finds(
    MESSAGE, r"has `messageId` that is a string, \"1\", .*an integer that was made a"
)
class IntegerIsText(Shop):
    async def message(self, sid: str, message: Any) -> Any:
        return {**await super().message(sid, message), "messageId": "1"}


@finds(
    WATCH,
    r"has `watching` that is a string, \"true\", .*a boolean that was made a string",
)
class BooleanIsText(Shop):
    async def watch(self, sid: str, pet: Any) -> Any:
        return {**await super().watch(sid, pet), "watching": "true"}


@finds(WATCH, r"has `stock` that is an integer, -1, .*at least 0")
class NumberIsNegative(Shop):
    async def watch(self, sid: str, pet: Any) -> Any:
        return {**await super().watch(sid, pet), "stock": -1}


@finds(READ, r"is an object, \{\"count\": \d+\}, where the document wants an integer")
class NumberIsInAnObject(Shop):
    async def mark_read(self, sid: str, ids: Any) -> Any:
        return {"count": len(ids)}


@finds(
    TRACK,
    r"lacks `\w+`.*after 'orderId: the name of what every object has' was sent",
)
class MembersOfAnObjectAreFound(Shop):
    """As in a table of JavaScript that is a plain object."""

    async def track_order(self, sid: str, wanted: Any) -> Any:
        found = await super().track_order(sid, wanted)
        return {} if wanted["orderId"] == "constructor" else found
