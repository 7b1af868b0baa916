"""Valid events that are refused, and invalid ones that are taken, in other ways."""

import json
from typing import Any

from tests.faulty.shop import Handle, Shop
from tests.faulty.table import (
    MESSAGE,
    MESSAGE_PAYLOAD,
    ORDER,
    ORDER_PAYLOAD,
    PHOTO,
    PHOTO_PAYLOAD,
    READ,
    READ_PAYLOAD,
    RESERVE_COUNT,
    RESERVE_PAYLOAD,
    UNDECLARED,
    WATCH,
    WATCH_PAYLOAD,
    finds,
)

ORDER_COUNT = "test_petstore_orders.py::test_order_refuses_a_wrong_number_of_arguments"
NOTIFIED = "test_petstore_notifications.py::test_connect_with_good_credentials"


class Picky(Shop):
    """A server that refuses more than the document does."""

    def is_disliked(self, event: str, values: tuple[Any, ...]) -> bool:
        raise NotImplementedError

    def wrong(self, namespace: str, event: str, values: tuple[Any, ...]) -> str:
        why = super().wrong(namespace, event, values)
        return why or ("no" if self.is_disliked(event, values) else "")


@finds(MESSAGE, r"\(text: .*space.*\) is valid, but was refused")
class BlankTextIsRefused(Picky):
    def is_disliked(self, event: str, values: tuple[Any, ...]) -> bool:
        return event == "message" and not values[0]["text"].strip()


@finds(WATCH, r"\(petId: 64 .*\) is valid, but was refused")
class LengthIsCountedInBytes(Picky):
    def is_disliked(self, event: str, values: tuple[Any, ...]) -> bool:
        return event == "watch" and len(values[0]["petId"].encode()) > 64


@finds(READ, r"is valid, but was refused")
class CapitalsInAUuidAreRefused(Picky):
    def is_disliked(self, event: str, values: tuple[Any, ...]) -> bool:
        return event == "mark-read" and any(one != one.lower() for one in values[0])


@finds(READ, r"is valid, but was refused")
class AListOfOneIsRefused(Picky):
    def is_disliked(self, event: str, values: tuple[Any, ...]) -> bool:
        return event == "mark-read" and len(values[0]) == 1


@finds(READ, r"100 items.*is valid, but was refused")
class LongListsAreRefused(Picky):
    def is_disliked(self, event: str, values: tuple[Any, ...]) -> bool:
        return event == "mark-read" and len(values[0]) > 99


@finds(PHOTO, r"is valid, but was refused")
class PhotoWantsACaption(Picky):
    def is_disliked(self, event: str, values: tuple[Any, ...]) -> bool:
        return event == "photo" and "caption" not in values[0]


@finds(PHOTO, r"is valid, but was refused")
class UnknownPropertiesOfPhotosAreRefused(Picky):
    """Where the document is open."""

    def is_disliked(self, event: str, values: tuple[Any, ...]) -> bool:
        return event == "photo" and bool(values[0].keys() - {"caption", "image"})


@finds(PHOTO, r"image: .*is valid, but was refused")
class EmptyFileIsRefused(Picky):
    def is_disliked(self, event: str, values: tuple[Any, ...]) -> bool:
        return event == "photo" and not values[0]["image"]


@finds(ORDER, r"is valid, but was refused")
class EmptyNoteIsRefused(Picky):
    def is_disliked(self, event: str, values: tuple[Any, ...]) -> bool:
        return event == "order" and values[0].get("note") == ""


@finds(ORDER, r"postcode: 0 characters.*is valid, but was refused")
class EmptyPostcodeIsRefused(Picky):
    def is_disliked(self, event: str, values: tuple[Any, ...]) -> bool:
        return event == "order" and not values[0].get("address", {}).get("postcode", 1)


@finds(RESERVE_PAYLOAD, r"\(minutes: null\) was accepted")
class NullIsTakenForALeftOutArgument(Shop):
    def wrong(self, namespace: str, event: str, values: tuple[Any, ...]) -> str:
        if event == "reserve" and values[2:] == (None,):
            values = values[:2]
        return super().wrong(namespace, event, values)


@finds(f"{RESERVE_COUNT} {RESERVE_PAYLOAD}", r"list.* was accepted")
class ArgumentsMayComeInOneList(Shop):
    async def answer(
        self, namespace: str, event: str, sid: str, values: tuple[Any, ...]
    ) -> Any:
        if event == "reserve" and len(values) == 1 and isinstance(values[0], list):
            values = tuple(values[0])
        return await super().answer(namespace, event, sid, values)


@finds(f"{RESERVE_COUNT} {RESERVE_PAYLOAD}", r"object.* was accepted")
class ArgumentsMayComeInOneObject(Shop):
    async def answer(
        self, namespace: str, event: str, sid: str, values: tuple[Any, ...]
    ) -> Any:
        if event == "reserve" and len(values) == 1 and isinstance(values[0], dict):
            names = ("petId", "quantity", "minutes")
            values = tuple(values[0][name] for name in names if name in values[0])
        return await super().answer(namespace, event, sid, values)


@finds(
    "test_petstore_orders.py::test_order_refuses_a_wrong_number_of_arguments",
    r"was accepted",
)
class MoreArgumentsThanOneAreTaken(Shop):
    async def answer(
        self, namespace: str, event: str, sid: str, values: tuple[Any, ...]
    ) -> Any:
        values = values[:1] if event == "order" else values
        return await super().answer(namespace, event, sid, values)


@finds(PHOTO_PAYLOAD, r"\(caption: 201 .*\) was accepted")
class CaptionMayBeTooLong(Shop):
    def wrong_value(self, reference: str, value: Any) -> str:
        if reference == "schemas/Photo" and isinstance(value, dict):
            caption = value.get("caption")
            cut = caption[:200] if isinstance(caption, str) else caption
            value = {**value, "caption": cut} if "caption" in value else value
        return super().wrong_value(reference, value)


@finds(PHOTO_PAYLOAD, r"\(image: .*\) was accepted")
class ImageIsNotChecked(Shop):
    def wrong(self, namespace: str, event: str, values: tuple[Any, ...]) -> str:
        if event == "photo" and len(values) == 1 and isinstance(values[0], dict):
            values = ({**values[0], "image": b""},)
        return super().wrong(namespace, event, values)

    async def photo(self, sid: str, photo: Any) -> Any:
        return {"photoId": "photo-1", "bytes": 0}


@finds(READ_PAYLOAD, r"no uuid: too long\) was accepted")
class UuidMayEndInMore(Shop):
    def wrong_value(self, reference: str, value: Any) -> str:
        if reference == "schemas/NotificationIds" and isinstance(value, list):
            value = [one[:36] if isinstance(one, str) else one for one in value]
        return super().wrong_value(reference, value)


@finds(READ_PAYLOAD, r"no uuid: more before it\) was accepted")
class UuidMayBeginWithMore(Shop):
    def wrong_value(self, reference: str, value: Any) -> str:
        if reference == "schemas/NotificationIds" and isinstance(value, list):
            value = [one[-36:] if isinstance(one, str) else one for one in value]
        return super().wrong_value(reference, value)


@finds(READ_PAYLOAD, r"no uuid: a line break after it\) was accepted")
class UuidMayEndInALineBreak(Shop):
    def wrong_value(self, reference: str, value: Any) -> str:
        if reference == "schemas/NotificationIds" and isinstance(value, list):
            value = [x.removesuffix("\n") if isinstance(x, str) else x for x in value]
        return super().wrong_value(reference, value)


@finds(READ_PAYLOAD, r"no uuid.*\) was accepted")
class UuidMayHaveBraces(Shop):
    def wrong_value(self, reference: str, value: Any) -> str:
        if reference == "schemas/NotificationIds" and isinstance(value, list):
            value = [one.strip("{}") if isinstance(one, str) else one for one in value]
        return super().wrong_value(reference, value)


@finds(READ_PAYLOAD, r"no uuid.*\) was accepted")
class UuidMayLackItsDashes(Shop):
    def wrong_value(self, reference: str, value: Any) -> str:
        if reference == "schemas/NotificationIds" and isinstance(value, list):
            good = "2f1f8a52-6c2e-4a4b-9a55-0d7c5f1c8a10"
            value = [
                good if isinstance(x, str) and len(x) == 32 and x.isalnum() else x
                for x in value
            ]
        return super().wrong_value(reference, value)


@finds(MESSAGE_PAYLOAD, r"\(text: 2001 characters.*\) was accepted")
class LongTextIsCut(Shop):
    async def answer(
        self, namespace: str, event: str, sid: str, values: tuple[Any, ...]
    ) -> Any:
        if event == "message" and values and isinstance(values[0], dict):
            text = values[0].get("text")
            if isinstance(text, str):
                values = ({**values[0], "text": text[:2000]}, *values[1:])
        return await super().answer(namespace, event, sid, values)


@finds(ORDER_PAYLOAD, r"\(\w+: spelled .*\) was accepted")
class OtherSpellingsAreRead(Shop):
    async def answer(
        self, namespace: str, event: str, sid: str, values: tuple[Any, ...]
    ) -> Any:
        if event == "order" and values and isinstance(values[0], dict):
            order = dict(values[0])
            if "pet_id" in order:
                order["petId"] = order.pop("pet_id")
            values = (order, *values[1:])
        return await super().answer(namespace, event, sid, values)


@finds(ORDER_PAYLOAD, r"\(address: its JSON text\) was accepted")
class NestedJsonTextIsRead(Shop):
    def wrong_value(self, reference: str, value: Any) -> str:
        if isinstance(value, dict) and isinstance(value.get("address"), str):
            try:
                value = {**value, "address": json.loads(value["address"])}
            except ValueError:
                return "no JSON"
        return super().wrong_value(reference, value)


@finds(WATCH_PAYLOAD, r"\(petId: 7, a number\) was accepted")
class NumbersAreMadeText(Shop):
    def wrong_value(self, reference: str, value: Any) -> str:
        if isinstance(value, dict) and type(value.get("petId")) is int:
            value = {**value, "petId": str(value["petId"])}
        return super().wrong_value(reference, value)


@finds(ORDER_PAYLOAD, r"was accepted")
class OnlyTheFirstInvalidOrderIsRefused(Shop):
    refused = 0

    def wrong_value(self, reference: str, value: Any) -> str:
        why = super().wrong_value(reference, value)
        if why and reference == "schemas/NewOrder":
            self.refused += 1
            return why if self.refused == 1 else ""
        return why


@finds(UNDECLARED, r"`order\S+` on /orders .* but was handled")
class NamesThatOnlyBeginSoAreTaken(Shop):
    async def deliver(
        self,
        handle: Handle,
        eio_sid: str,
        namespace: str,
        id: int | None,
        data: list[Any],
    ) -> None:
        name = str(data[0])
        if namespace == "/orders" and not self.has(namespace, name):
            name = "order" if name.startswith("order") else name
        await super().deliver(handle, eio_sid, namespace, id, [name, *data[1:]])
