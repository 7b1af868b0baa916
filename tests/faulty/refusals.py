"""Invalid events that are let through, or refused in a way that hurts."""

import json
from typing import Any

from tests.faulty.shop import Shop
from tests.faulty.table import (
    MESSAGE,
    MESSAGE_PAYLOAD,
    ORDER_PAYLOAD,
    PHOTO_PAYLOAD,
    READ_PAYLOAD,
    RESERVE_COUNT,
    RESERVE_PAYLOAD,
    WATCH_PAYLOAD,
    finds,
)


class Lenient(Shop):
    """A server that mends orders, and takes what it has mended."""

    def mended(self, order: dict[str, Any]) -> dict[str, Any]:
        raise NotImplementedError

    def wrong_value(self, reference: str, value: Any) -> str:
        if reference == "schemas/NewOrder" and isinstance(value, dict):
            value = self.mended(dict(value))
        return super().wrong_value(reference, value)


@finds(ORDER_PAYLOAD, r"was accepted, and answered with")
class NothingIsChecked(Shop):
    def wrong(self, namespace: str, event: str, values: tuple[Any, ...]) -> str:
        return "" if len(values) == 1 else super().wrong(namespace, event, values)


@finds(ORDER_PAYLOAD, r"`order` on /orders .* was accepted, and answered with")
class WhatIsWrongIsSentBack(Shop):
    """As a server does that stores what it gets and checks nothing."""

    def refusal(self, event: str, why: str) -> Any:
        return self.sent

    async def answer(
        self, namespace: str, event: str, sid: str, values: tuple[Any, ...]
    ) -> Any:
        self.sent = values
        return await super().answer(namespace, event, sid, values)


@finds(WATCH_PAYLOAD, r"`watch` on /inventory .* was accepted")
class OneEventIsNotChecked(Shop):
    def wrong(self, namespace: str, event: str, values: tuple[Any, ...]) -> str:
        if event == "watch" and values and isinstance(values[0], dict):
            return ""
        return super().wrong(namespace, event, values)

    async def watch(self, sid: str, pet: Any) -> Any:
        return {"watching": True, "stock": 4}


@finds(f"{ORDER_PAYLOAD}[polling-", r"over polling .* was accepted")
class NothingIsCheckedOnPolling(Shop):
    async def answer(
        self, namespace: str, event: str, sid: str, values: tuple[Any, ...]
    ) -> Any:
        environ = self.sio.get_environ(sid, namespace=namespace)
        if event == "order" and self.transport(environ) == "polling":
            return await self.order(sid, None)
        return await super().answer(namespace, event, sid, values)


@finds(ORDER_PAYLOAD, r"\(address/street: .*\) was accepted")
class OneNestedFieldIsNotChecked(Lenient):
    def mended(self, order: dict[str, Any]) -> dict[str, Any]:
        if isinstance(order.get("address"), dict):
            order["address"] = {**order["address"], "street": "12 Kennel Lane"}
        return order


@finds(ORDER_PAYLOAD, r"\(address/\w+: not declared\) was accepted")
class NestedObjectIsOpen(Lenient):
    def mended(self, order: dict[str, Any]) -> dict[str, Any]:
        if isinstance(order.get("address"), dict):
            known = order["address"].keys() & {"street", "city", "postcode"}
            order["address"] = {key: order["address"][key] for key in known}
        return order


@finds(ORDER_PAYLOAD, r"\(quantity: 11.*\) was accepted")
class MaximumIsOffByOne(Lenient):
    def mended(self, order: dict[str, Any]) -> dict[str, Any]:
        return {**order, "quantity": 10} if order.get("quantity") == 11 else order


@finds(ORDER_PAYLOAD, r"\(quantity: 0, below the minimum 1\) was accepted")
class MinimumIsOffByOne(Lenient):
    def mended(self, order: dict[str, Any]) -> dict[str, Any]:
        zero = order.get("quantity") == 0 and order["quantity"] is not False
        return {**order, "quantity": 1} if zero else order


@finds(ORDER_PAYLOAD, r"\(quantity: \"1\", a string\) was accepted")
class NumbersAreReadFromText(Lenient):
    def mended(self, order: dict[str, Any]) -> dict[str, Any]:
        given = order.get("quantity")
        if isinstance(given, str) and given.isdigit():
            order["quantity"] = int(given)
        return order


@finds(ORDER_PAYLOAD, r"\(quantity: 1.5, no integer\) was accepted")
class FractionsAreTaken(Lenient):
    def mended(self, order: dict[str, Any]) -> dict[str, Any]:
        if isinstance(order.get("quantity"), float):
            order["quantity"] = int(order["quantity"])
        return order


@finds(ORDER_PAYLOAD, r"\(quantity: true, a boolean\) was accepted")
class TrueIsOne(Lenient):
    def mended(self, order: dict[str, Any]) -> dict[str, Any]:
        return {**order, "quantity": 1} if order.get("quantity") is True else order


@finds(ORDER_PAYLOAD, r"\(petId: missing\) was accepted")
class MissingPropertyIsTaken(Lenient):
    def mended(self, order: dict[str, Any]) -> dict[str, Any]:
        return {"petId": "pet-7", **order}


@finds(ORDER_PAYLOAD, r"\(petId: 0 characters.*\) was accepted")
class EmptyTextIsTaken(Lenient):
    def mended(self, order: dict[str, Any]) -> dict[str, Any]:
        return {**order, "petId": "pet-7"} if order.get("petId") == "" else order


@finds(ORDER_PAYLOAD, r"\(note: 501 characters, more than 500\) was accepted")
class TextMayBeTooLong(Lenient):
    def mended(self, order: dict[str, Any]) -> dict[str, Any]:
        if isinstance(order.get("note"), str):
            order["note"] = order["note"][:500]
        return order


@finds(ORDER_PAYLOAD, r"\(notDeclared: not declared\) was accepted")
class UnknownPropertiesAreTaken(Lenient):
    def mended(self, order: dict[str, Any]) -> dict[str, Any]:
        known = {"petId", "quantity", "address", "note", "requestId"}
        return {key: order[key] for key in order.keys() & known}


@finds(ORDER_PAYLOAD, r"\(\w+: null\) was accepted")
class NullIsTakenForAbsent(Lenient):
    def mended(self, order: dict[str, Any]) -> dict[str, Any]:
        return {key: order[key] for key in order if order[key] is not None}


@finds(ORDER_PAYLOAD, r"\(NewOrder: its JSON text\) was accepted")
class JsonTextIsRead(Shop):
    def wrong_value(self, reference: str, value: Any) -> str:
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                return "no JSON"
        return super().wrong_value(reference, value)


@finds(ORDER_PAYLOAD, r"\(\w+: in a list\) was accepted")
class ListsOfOneAreTaken(Shop):
    def wrong_value(self, reference: str, value: Any) -> str:
        if isinstance(value, list) and len(value) == 1 and "Ids" not in reference:
            value = value[0]
        return super().wrong_value(reference, value)


@finds(READ_PAYLOAD, r"no uuid.*\) was accepted")
class FormatIsNotChecked(Shop):
    def wrong_value(self, reference: str, value: Any) -> str:
        if reference == "schemas/NotificationIds" and isinstance(value, list):
            good = "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10"
            value = [good if isinstance(one, str) else one for one in value]
        return super().wrong_value(reference, value)


@finds(READ_PAYLOAD, r"\(1: .*\) was accepted")
class OnlyTheFirstItemIsChecked(Shop):
    def wrong_value(self, reference: str, value: Any) -> str:
        if reference == "schemas/NotificationIds" and isinstance(value, list):
            value = value[:1] if len(value) <= 100 else value
        return super().wrong_value(reference, value)


@finds(READ_PAYLOAD, r"101 items.*\) was accepted")
class TooManyItemsAreTaken(Shop):
    def wrong_value(self, reference: str, value: Any) -> str:
        value = value[:100] if isinstance(value, list) else value
        return super().wrong_value(reference, value)


@finds(READ_PAYLOAD, r"0 items.*\) was accepted")
class AnEmptyListIsTaken(Shop):
    def wrong_value(self, reference: str, value: Any) -> str:
        if value == [] and reference == "schemas/NotificationIds":
            return ""
        return super().wrong_value(reference, value)


@finds(RESERVE_PAYLOAD, r"\(quantity: .*\) was accepted")
class SecondArgumentIsNotChecked(Shop):
    def wrong(self, namespace: str, event: str, values: tuple[Any, ...]) -> str:
        if event == "reserve" and len(values) > 1:
            values = (values[0], 1, *values[2:])
        return super().wrong(namespace, event, values)

    async def reserve(
        self, sid: str, pet: Any, quantity: Any, minutes: Any = 15
    ) -> Any:
        return await super().reserve(sid, pet, 1, minutes)


@finds(RESERVE_PAYLOAD, r"\(minutes: .*\) was accepted")
class OptionalArgumentIsNotChecked(Shop):
    def wrong(self, namespace: str, event: str, values: tuple[Any, ...]) -> str:
        return super().wrong(
            namespace, event, values[:2] if len(values) == 3 else values
        )


@finds(RESERVE_COUNT, r"was accepted")
class TooManyArgumentsAreTaken(Shop):
    def wrong(self, namespace: str, event: str, values: tuple[Any, ...]) -> str:
        return super().wrong(namespace, event, values[:3])

    async def reserve(self, sid: str, *values: Any) -> Any:
        return await super().reserve(sid, *values[:3])


@finds(RESERVE_COUNT, r"was accepted")
class TooFewArgumentsAreTaken(Shop):
    def wrong(self, namespace: str, event: str, values: tuple[Any, ...]) -> str:
        if event == "reserve" and len(values) == 1:
            values = (*values, 1)
        return super().wrong(namespace, event, values)

    async def reserve(
        self, sid: str, pet: Any, quantity: Any = 1, minutes: Any = 15
    ) -> Any:
        return await super().reserve(sid, pet, quantity, minutes)


@finds(PHOTO_PAYLOAD, r"\(image: .*text.*\) was accepted")
class TextIsTakenForBinary(Shop):
    def wrong(self, namespace: str, event: str, values: tuple[Any, ...]) -> str:
        if event == "photo" and len(values) == 1 and isinstance(values[0], dict):
            image = values[0].get("image")
            image = image.encode() if isinstance(image, str) else image
            values = ({**values[0], "image": image},)
        return super().wrong(namespace, event, values)


@finds(ORDER_PAYLOAD, r"the connection ended")
class InvalidEventsEndTheConnection(Shop):
    async def answer(
        self, namespace: str, event: str, sid: str, values: tuple[Any, ...]
    ) -> Any:
        if self.has(namespace, event) and self.wrong(namespace, event, values):
            await self.sio.disconnect(sid, namespace=namespace)
            return self.sio.not_handled
        return await super().answer(namespace, event, sid, values)


@finds(ORDER_PAYLOAD, r"was not refused, nor answered", timeout=0.5)
class InvalidEventsAreDropped(Shop):
    def refusal(self, event: str, why: str) -> Any:
        return self.sio.not_handled


@finds(
    f"{MESSAGE} {MESSAGE_PAYLOAD}",
    r"\(text: .*\) was refused, but `message` came as if it was not",
)
class RefusedEventsHaveTheirEffect(Shop):
    async def answer(
        self, namespace: str, event: str, sid: str, values: tuple[Any, ...]
    ) -> Any:
        answer = await super().answer(namespace, event, sid, values)
        if event == "message" and isinstance(answer, dict) and "error" in answer:
            self.messages += 1
            await self.post(sid, self.posted({"text": "something"}))
        return answer
