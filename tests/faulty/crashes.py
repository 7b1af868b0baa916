"""Valid events that are not answered, or refused, or answered at the wrong time."""

import asyncio
from typing import Any

from tests.faulty.shop import Handle, Shop
from tests.faulty.table import MESSAGE, ORDER, PHOTO, RESERVE, TRACK, finds


@finds(ORDER, r"`order` on /orders over \w+ \(puppy\) was not acknowledged", timeout=1)
class NoAck(Shop):
    async def order(self, sid: str, order: Any) -> Any:
        return self.sio.not_handled


@finds(ORDER, r"was not acknowledged in 0.5 s", timeout=0.5)
class LateAck(Shop):
    async def order(self, sid: str, order: Any) -> Any:
        await asyncio.sleep(2)
        return await super().order(sid, order)


@finds(f"{ORDER}[websocket-", r"over websocket .*was not acknowledged", timeout=0.5)
class NoAckOverWebsocket(Shop):
    async def deliver(
        self,
        handle: Handle,
        eio_sid: str,
        namespace: str,
        id: int | None,
        data: list[Any],
    ) -> None:
        over = self.transport(self.sio.environ[eio_sid])
        wanted = None if over == "websocket" else id
        await super().deliver(handle, eio_sid, namespace, wanted, data)


@finds(ORDER, r"acknowledged one event twice")
class AckComesTwice(Shop):
    async def deliver(
        self,
        handle: Handle,
        eio_sid: str,
        namespace: str,
        id: int | None,
        data: list[Any],
    ) -> None:
        for _ in range(2 if data[0] == "order" else 1):
            await super().deliver(handle, eio_sid, namespace, id, data)


@finds(ORDER, r"acknowledged an event that was never sent", timeout=0.5)
class AckHasAnotherNumber(Shop):
    async def deliver(
        self,
        handle: Handle,
        eio_sid: str,
        namespace: str,
        id: int | None,
        data: list[Any],
    ) -> None:
        other = None if id is None else id + 1000
        await super().deliver(handle, eio_sid, namespace, other, data)


@finds(
    "test_petstore_orders.py::test_order_is_answered_call_by_call",
    r"answers of calls at the same time are exchanged",
)
class AnswersAreExchanged(Shop):
    """Calls that come at the same time get each other's answers."""

    def __init__(self) -> None:
        super().__init__()
        self.held: list[tuple[Handle, str, str, int | None, list[Any]]] = []
        self.tasks: set[asyncio.Task[None]] = set()

    async def deliver(
        self,
        handle: Handle,
        eio_sid: str,
        namespace: str,
        id: int | None,
        data: list[Any],
    ) -> None:
        self.held.append((handle, eio_sid, namespace, id, data))
        if len(self.held) == 1:
            self.tasks.add(asyncio.create_task(self.release()))

    async def release(self) -> None:
        await asyncio.sleep(0.05)
        held, self.held = self.held, []
        ids = [one[3] for one in held]
        for id_, (handle, eio_sid, namespace, _, data) in zip(
            [*ids[1:], *ids[:1]], held, strict=True
        ):
            await super().deliver(handle, eio_sid, namespace, id_, data)


@finds(
    "test_petstore_orders.py::test_order_is_answered_call_by_call",
    r"was not acknowledged .*at the same time",
    timeout=0.5,
)
class CallsDisturbEachOther(Shop):
    busy = False

    async def order(self, sid: str, order: Any) -> Any:
        if self.busy:
            return self.sio.not_handled
        self.busy = True
        await asyncio.sleep(0.05)
        self.busy = False
        return await super().order(sid, order)


@finds(ORDER, r"was not acknowledged", timeout=0.5)
class HandlerCrashes(Shop):
    async def order(self, sid: str, order: Any) -> Any:
        raise ZeroDivisionError


@finds(MESSAGE, r"\(text: accents\) was not acknowledged", timeout=0.5)
class HandlerCrashesOverAccents(Shop):
    async def message(self, sid: str, message: Any) -> Any:
        message["text"].encode("ascii")
        return await super().message(sid, message)


@finds(MESSAGE, r"\(text: emoji\) was not acknowledged", timeout=0.5)
class HandlerCrashesOverEmoji(Shop):
    async def message(self, sid: str, message: Any) -> Any:
        assert all(ord(one) < 0x10000 for one in message["text"])
        return await super().message(sid, message)


@finds(MESSAGE, r"\(text: quotes and markup\) was not acknowledged", timeout=0.5)
class HandlerCrashesOverQuotes(Shop):
    async def message(self, sid: str, message: Any) -> Any:
        assert "'" not in message["text"]
        return await super().message(sid, message)


@finds(MESSAGE, r"2000 characters\) was not acknowledged", timeout=0.5)
class HandlerCrashesOverLongTexts(Shop):
    async def message(self, sid: str, message: Any) -> Any:
        assert len(message["text"]) < 1000
        return await super().message(sid, message)


@finds(ORDER, r"\(least\) was not acknowledged", timeout=0.5)
class HandlerCrashesOverTheLeast(Shop):
    async def order(self, sid: str, order: Any) -> Any:
        order["note"].strip()
        return await super().order(sid, order)


@finds(ORDER, r"\(fullest\) was not acknowledged", timeout=0.5)
class HandlerCrashesOverTheFullest(Shop):
    async def order(self, sid: str, order: Any) -> Any:
        assert "requestId" not in order
        return await super().order(sid, order)


@finds(ORDER, r"\(quantity: 10, the most\) is valid, but was refused")
class MaximumIsRefused(Shop):
    def wrong_value(self, reference: str, value: Any) -> str:
        if isinstance(value, dict) and value.get("quantity") == 10:
            return "too many"
        return super().wrong_value(reference, value)


@finds(RESERVE, r"quantity: 1, the least.*\) is valid, but was refused")
class MinimumIsRefused(Shop):
    def wrong(self, namespace: str, event: str, values: tuple[Any, ...]) -> str:
        if event == "reserve" and values[1:2] == (1,) and len(values) > 2:
            return "too few"
        return super().wrong(namespace, event, values)


@finds(RESERVE, r"\(as usual\) is valid, but was refused by")
class OptionalArgumentIsWanted(Shop):
    def wrong(self, namespace: str, event: str, values: tuple[Any, ...]) -> str:
        if event == "reserve" and len(values) < 3:
            return "how many minutes?"
        return super().wrong(namespace, event, values)


@finds(ORDER, r"is valid, but was refused by")
class OptionalPropertyIsWanted(Shop):
    def wrong_value(self, reference: str, value: Any) -> str:
        if reference == "schemas/NewOrder" and "address" not in (value or {}):
            return "where do you live?"
        return super().wrong_value(reference, value)


@finds(PHOTO, r"`photo` on /chat over polling .*was not acknowledged", timeout=0.5)
class BinaryIsLostOnPolling(Shop):
    async def photo(self, sid: str, photo: Any) -> Any:
        environ = self.sio.get_environ(sid, namespace="/chat")
        if self.transport(environ) == "polling":
            return self.sio.not_handled
        return await super().photo(sid, photo)


@finds(TRACK, r"the connection ended when `track-order` .*came")
class ServerHangsUp(Shop):
    async def track_order(self, sid: str, wanted: Any) -> Any:
        await self.sio.disconnect(sid, namespace="/orders")
        return self.sio.not_handled


@finds(ORDER, r"no connection to /orders|the connection (to .*)?ended")
class ServerDies(Shop):
    """After a few events nobody is let in any more, and everybody out."""

    def __init__(self) -> None:
        super().__init__()
        self.left = 5

    def mounted(self) -> Any:
        app = super().mounted()

        async def mounted(scope: Any, receive: Any, send: Any) -> None:
            if not self.left and scope["type"] != "lifespan":
                raise ConnectionAbortedError
            await app(scope, receive, send)

        return mounted

    async def order(self, sid: str, order: Any) -> Any:
        self.left = max(0, self.left - 1)
        if not self.left:
            await self.sio.eio.disconnect()
        return await super().order(sid, order)


@finds(
    "test_petstore_inventory.py::test_watch_is_answered_call_by_call",
    r"the acknowledgement of `watch` on /inventory .* has `stock` that is a string",
)
class AnswersAreWrongAfterARefusal(Shop):
    def __init__(self) -> None:
        super().__init__()
        self.refused = False

    def refusal(self, event: str, why: str) -> Any:
        self.refused = True
        return super().refusal(event, why)

    async def watch(self, sid: str, pet: Any) -> Any:
        refused, self.refused = self.refused, False
        found = await super().watch(sid, pet)
        return {**found, "stock": "4"} if refused else found


@finds(
    "test_petstore_orders.py::test_order_may_ask_for_no_answer",
    r"the connection ended over `order` on /orders .*, which asked for no answer",
)
class AnswersAreTakenForGranted(Shop):
    """As by a handler on Node that calls the callback which there is not."""

    async def deliver(
        self,
        handle: Handle,
        eio_sid: str,
        namespace: str,
        id: int | None,
        data: list[Any],
    ) -> None:
        if id is None:
            await self.sio.eio.disconnect(eio_sid)
            return
        await super().deliver(handle, eio_sid, namespace, id, data)
