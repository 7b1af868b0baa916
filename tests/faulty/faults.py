"""Faults of servers: each breaks the correct one in one place.

`@finds(tests, sentence)` names the tests that must find a fault, as a part of their
node ids, and a pattern of the sentence by which they tell it. `timeout` is how long
they wait for an answer, where none comes.
"""

import asyncio
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.faulty.shop import NOW, TOKEN, Shop


@dataclass(frozen=True)
class Fault:
    """A wrong server, and what must be said of it."""

    name: str
    make: Callable[[], Shop]
    tests: tuple[str, ...]
    sentence: re.Pattern[str]
    timeout: float | None = None


FAULTS: dict[str, Fault] = {}


def finds(
    tests: str, sentence: str, *, timeout: float | None = None
) -> Callable[[type[Shop]], type[Shop]]:
    """Enter a server into the table."""

    def enter(shop: type[Shop]) -> type[Shop]:
        name = re.sub("(?<!^)(?=[A-Z])", " ", shop.__name__).lower()
        assert name not in FAULTS
        FAULTS[name] = Fault(
            name, shop, tuple(tests.split()), re.compile(sentence), timeout
        )
        return shop

    return enter


ORDER = "test_petstore_orders.py::test_order_is_acknowledged"
ORDER_PAYLOAD = "test_petstore_orders.py::test_order_refuses_an_invalid_payload"
TRACK = "test_petstore_orders.py::test_track_order_is_acknowledged"
WATCH = "test_petstore_inventory.py::test_watch_is_acknowledged"
RESERVE = "test_petstore_inventory.py::test_reserve_is_acknowledged"
RESERVE_COUNT = (
    "test_petstore_inventory.py::test_reserve_refuses_a_wrong_number_of_arguments"
)
MESSAGE = "test_petstore_chat.py::test_message_is_acknowledged"
CONNECT = "test_petstore_orders.py::test_connect_is_refused"
LIBRARY = "test_petstore_orders.py::test_an_event_of_the_library_is_ignored"


# acknowledgements


@finds(
    ORDER,
    r"the acknowledgement of `order` on /orders over \w+ is a JSON string "
    r"where the document wants an object \(it looks like JSON that was encoded twice",
)
class AckIsAJsonString(Shop):
    async def order(self, sid: str, order: Any) -> Any:
        return json.dumps(await super().order(sid, order))


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


@finds(ORDER, r"`order` on /orders over \w+ \(puppy\) was not acknowledged", timeout=1)
class NoAck(Shop):
    async def order(self, sid: str, order: Any) -> Any:
        return self.sio.not_handled


@finds(ORDER, r"was not acknowledged in 1 s", timeout=1)
class LateAck(Shop):
    async def order(self, sid: str, order: Any) -> Any:
        await asyncio.sleep(3)
        return await super().order(sid, order)


@finds(ORDER, r"has `orderId` that is an integer, 7, where the document wants a string")
class WrongTypeInAnAck(Shop):
    async def order(self, sid: str, order: Any) -> Any:
        return {"success": True, "orderId": 7}


@finds(TRACK, r"lacks `orderId`.*there is `order_id`")
class KeysInSnakeCase(Shop):
    async def track_order(self, sid: str, wanted: Any) -> Any:
        given = await super().track_order(sid, wanted)
        return {
            re.sub("[A-Z]", lambda x: f"_{x[0].lower()}", k): given[k] for k in given
        }


@finds(
    TRACK,
    r"has `note` that is null where .*a property that has no value is to be left out",
)
class NullForAbsent(Shop):
    async def track_order(self, sid: str, wanted: Any) -> Any:
        return {**await super().track_order(sid, wanted), "note": None}


@finds(TRACK, r"`placedAt`.*date-time")
class DateInAnotherFormat(Shop):
    async def track_order(self, sid: str, wanted: Any) -> Any:
        return {
            **await super().track_order(sid, wanted),
            "placedAt": "02.11.2026 09:30",
        }


@finds(ORDER, r"was not acknowledged", timeout=1)
class HandlerCrashes(Shop):
    async def order(self, sid: str, order: Any) -> Any:
        raise ZeroDivisionError


# what is let through


@finds(ORDER_PAYLOAD, r"was accepted, and answered with")
class NothingIsChecked(Shop):
    def wrong(self, namespace: str, event: str, values: tuple[Any, ...]) -> str:
        return "" if len(values) == 1 else super().wrong(namespace, event, values)


@finds(ORDER_PAYLOAD, r"\(address/street: .*\) was accepted")
class OneNestedFieldIsNotChecked(Shop):
    def wrong_value(self, reference: str, value: Any) -> str:
        if isinstance(value, dict) and isinstance(value.get("address"), dict):
            address = {**value["address"], "street": "12 Kennel Lane"}
            value = {**value, "address": address}
        return super().wrong_value(reference, value)


@finds(ORDER_PAYLOAD, r"\(quantity: 11.*\) was accepted")
class BoundIsOffByOne(Shop):
    def wrong_value(self, reference: str, value: Any) -> str:
        if isinstance(value, dict) and value.get("quantity") == 11:
            value = {**value, "quantity": 10}
        return super().wrong_value(reference, value)


@finds(RESERVE_COUNT, r"was accepted")
class TooManyArgumentsAreTaken(Shop):
    def wrong(self, namespace: str, event: str, values: tuple[Any, ...]) -> str:
        return super().wrong(namespace, event, values[:3])

    async def reserve(self, sid: str, *values: Any) -> Any:
        return await super().reserve(sid, *values[:3])


@finds(ORDER_PAYLOAD, r"the connection ended")
class InvalidEventsEndTheConnection(Shop):
    def refusal(self, event: str, why: str) -> Any:
        raise NotImplementedError

    async def answer(
        self, namespace: str, event: str, sid: str, values: tuple[Any, ...]
    ) -> Any:
        if self.has(namespace, event) and self.wrong(namespace, event, values):
            await self.sio.disconnect(sid, namespace=namespace)
            return self.sio.not_handled
        return await super().answer(namespace, event, sid, values)


@finds(ORDER_PAYLOAD, r"was not refused, nor answered", timeout=1)
class InvalidEventsAreDropped(Shop):
    def refusal(self, event: str, why: str) -> Any:
        return self.sio.not_handled


# what is emitted


@finds(ORDER, r"the server emitted `order-debug` on /orders .* does not have there")
class UndeclaredEvent(Shop):
    async def order(self, sid: str, order: Any) -> Any:
        await self.emit("order-debug", {}, "/orders", to=sid)
        return await super().order(sid, order)


@finds(TRACK, r"`order-update` from the server .* lacks `status`")
class WrongPayloadIsEmitted(Shop):
    def update(self, wanted: Any) -> Any:
        return {"orderId": wanted["orderId"], "at": NOW}


@finds(WATCH, r"`inventory-update` from the server .* is not in its room")
class EmittedToEveryone(Shop):
    async def tell_stock(self, sid: str, pet: Any, room: str) -> None:
        await self.emit("inventory-update", self.stock(pet), "/inventory")


# who gets in, and how


@finds(CONNECT, r"/orders over \w+ lets a client in with no credentials")
class OneNamespaceIsOpen(Shop):
    def admits(self, namespace: str, environ: Mapping[str, Any], auth: Any) -> bool:
        return namespace == "/orders" or super().admits(namespace, environ, auth)


@finds(f"{CONNECT}[polling-", r"/orders over polling lets a client in")
class TokenIsIgnoredOnPolling(Shop):
    def admits(self, namespace: str, environ: Mapping[str, Any], auth: Any) -> bool:
        if self.transport(environ) == "polling":
            return True
        return super().admits(namespace, environ, auth)


@finds(CONNECT, r"lets a client in with a `jwt` that goes on after the right one")
class TokenIsComparedByItsBeginning(Shop):
    def knows(self, token: object) -> bool:
        return isinstance(token, str) and token.startswith(TOKEN)


@finds("test_petstore.py::test_the_transport_works[polling]", r"polling does not work")
class PollingIsMissing(Shop):
    transports = ("websocket",)


@finds("test_petstore.py::test_the_transport_works[websocket]", r"websocket does not")
class WebsocketIsMissing(Shop):
    transports = ("polling",)


@finds("test_petstore.py::test_the_transport_works", r"does not work")
class AnotherEnginePath(Shop):
    path = "engine.io"


@finds(
    "test_petstore_chat.py::test_connect_with_good_credentials",
    r"/chat over \w+ refuses a client with good credentials",
)
class NamespaceIsMissing(Shop):
    namespaces = ("/", "/orders", "/inventory", "/notifications")


@finds(
    "test_petstore.py::test_a_namespace_that_does_not_exist_is_refused",
    r"lets clients connect",
)
class AnyNamespaceExists(Shop):
    def options(self) -> dict[str, Any]:
        return {"namespaces": "*"}


@finds(LIBRARY, r"`connect` on /orders .* but was handled")
class ConnectCanBeForged(Shop):
    def takes(self, event: str) -> bool:
        return True


@finds(
    "test_petstore_orders.py::test_an_undeclared_event_is_ignored",
    r"`no-such-event` on /orders .* but was handled: it was answered",
)
class UndeclaredEventsAreAnswered(Shop):
    async def answer(
        self, namespace: str, event: str, sid: str, values: tuple[Any, ...]
    ) -> Any:
        if not self.has(namespace, event):
            return "ok"
        return await super().answer(namespace, event, sid, values)


# what happens besides


@finds(
    "test_petstore_chat.py::test_message_is_acknowledged "
    "test_petstore_chat.py::test_message_refuses_an_invalid_payload",
    r"\(text: .*\) was refused, but `message` came as if it was not",
)
class RefusedMessagesArePosted(Shop):
    def refusal(self, event: str, why: str) -> Any:
        return {"error": why}

    async def answer(
        self, namespace: str, event: str, sid: str, values: tuple[Any, ...]
    ) -> Any:
        if event == "message" and self.wrong(namespace, event, values):
            await self.post(sid, self.posted({"text": "something"}))
        return await super().answer(namespace, event, sid, values)


@finds(
    "test_petstore_inventory.py::test_watch_is_acknowledged "
    "test_petstore_inventory.py::test_unwatch_is_acknowledged",
    r"`inventory-update` from the server .* came to a client that is not in the room",
)
class EmittedToAnotherRoom(Shop):
    async def tell_stock(self, sid: str, pet: Any, room: str) -> None:
        await super().tell_stock(sid, {"petId": "pet-elsewhere"}, room)


@finds(
    "test_petstore_inventory.py::test_watch_is_acknowledged "
    "test_petstore_inventory.py::test_unwatch_is_acknowledged",
    r"`inventory-update` from the server .* came to a client that is not in its room",
)
class NobodyLeavesARoom(Shop):
    async def unwatch(self, sid: str, pet: Any) -> Any:
        await self.tell_stock(sid, pet, f"pet-{pet['petId']}")
        return {"watching": False, "stock": 4}


@finds(ORDER, r"the server of /orders over \w+ acknowledged one event twice")
class AckTwice(Shop):
    async def _order_again(self, sid: str) -> None:
        eio = self.sio.manager.eio_sid_from_sid(sid, "/orders")
        packet = self.sio.packet_class(
            3, namespace="/orders", id=self.last, data=[{"success": True}]
        )
        await self.sio._send_packet(eio, packet)

    last = 1

    async def order(self, sid: str, order: Any) -> Any:
        await self._order_again(sid)
        return await super().order(sid, order)


@finds(
    "test_petstore_orders.py::test_order_needs_a_connect",
    r"`order` \(puppy\) on /orders over \w+ was handled without a connect",
)
class EventsNeedNoConnect(Shop):
    def __init__(self) -> None:
        super().__init__()
        handle = self.sio._handle_event

        async def handle_event(
            eio_sid: str, namespace: str, id: int | None, data: list[Any]
        ) -> None:
            if not self.sio.manager.sid_from_eio_sid(eio_sid, namespace or "/"):
                answer = await self.answer(namespace, data[0], "", tuple(data[1:]))
                packet = self.sio.packet_class(
                    3, namespace=namespace, id=id, data=[answer]
                )
                await self.sio._send_packet(eio_sid, packet)
                return
            await handle(eio_sid, namespace, id, data)

        self.sio._handle_event = handle_event


@finds(ORDER, r"is valid, but was refused by an error that .* not declare: .*no stock")
class ValidEventsAreRefused(Shop):
    async def order(self, sid: str, order: Any) -> Any:
        return {"error": "no stock"}


@finds(
    "test_petstore.py::test_polling_is_upgraded_to_a_websocket",
    r"offers no upgrade from polling to websocket",
)
class NoUpgrade(Shop):
    def options(self) -> dict[str, Any]:
        return {"allow_upgrades": False}


@finds(
    "test_petstore_chat.py::test_photo_refuses_an_invalid_payload",
    r"`photo` on /chat over \w+ \(image: .*\) was accepted",
)
class Base64IsTakenForBinary(Shop):
    def wrong(self, namespace: str, event: str, values: tuple[Any, ...]) -> str:
        if event == "photo" and len(values) == 1 and isinstance(values[0], dict):
            values = ({**values[0], "image": b"1"},)
        return super().wrong(namespace, event, values)

    async def photo(self, sid: str, photo: Any) -> Any:
        return {"photoId": "photo-1", "bytes": 1}


@finds(
    CONNECT,
    r"a connect to /orders over \w+ with a malformed `jwt` was not answered in",
    timeout=1,
)
class CrashesOverAMalformedToken(Shop):
    def knows(self, token: object) -> bool:
        given: Any = token
        return bool(given.strip() == TOKEN)
