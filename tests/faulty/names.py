"""Events that are none of a client, and are handled all the same."""

import asyncio
from typing import Any

from tests.faulty.shop import Handle, Shop
from tests.faulty.table import LIBRARY, UNDECLARED, finds


@finds(LIBRARY, r"`connect` on /orders .* but was handled")
class ConnectCanBeForged(Shop):
    def takes(self, event: str) -> bool:
        return True


@finds(LIBRARY, r"`disconnect` on /orders .* but was handled")
class DisconnectCanBeForged(Shop):
    def __init__(self) -> None:
        super().__init__()

        async def disconnected(sid: str, *reason: Any) -> str:
            return "bye"

        self.sio.on("disconnect", disconnected, namespace="/orders")

    def takes(self, event: str) -> bool:
        return event == "disconnect" or super().takes(event)


@finds(UNDECLARED, r"`no-such-event` on /orders .* but was handled: it was answered")
class UndeclaredEventsAreAnswered(Shop):
    async def answer(
        self, namespace: str, event: str, sid: str, values: tuple[Any, ...]
    ) -> Any:
        if not self.has(namespace, event):
            return "ok"
        return await super().answer(namespace, event, sid, values)


@finds(UNDECLARED, r"`no-such-event` on /orders .* but was handled: it was answered")
class UndeclaredEventsAreAnsweredLate(Shop):
    async def answer(
        self, namespace: str, event: str, sid: str, values: tuple[Any, ...]
    ) -> Any:
        if not self.has(namespace, event):
            await asyncio.sleep(0.02)
            return "ok"
        return await super().answer(namespace, event, sid, values)


@finds(UNDECLARED, r"emitted `no-such-event` on /orders")
class UndeclaredEventsAreSentOn(Shop):
    async def answer(
        self, namespace: str, event: str, sid: str, values: tuple[Any, ...]
    ) -> Any:
        if not self.has(namespace, event):
            await self.sio.emit(event, values, namespace=namespace)
            return self.sio.not_handled
        return await super().answer(namespace, event, sid, values)


@finds(UNDECLARED, r"the connection ended over `no-such-event`")
class UndeclaredEventsEndTheConnection(Shop):
    async def answer(
        self, namespace: str, event: str, sid: str, values: tuple[Any, ...]
    ) -> Any:
        if not self.has(namespace, event):
            await self.sio.disconnect(sid, namespace=namespace)
            return self.sio.not_handled
        return await super().answer(namespace, event, sid, values)


@finds(UNDECLARED, r"`ORDER` on /orders .* but was handled")
class CaseOfNamesIsIgnored(Shop):
    async def deliver(
        self,
        handle: Handle,
        eio_sid: str,
        namespace: str,
        id: int | None,
        data: list[Any],
    ) -> None:
        name = str(data[0]).lower()
        await super().deliver(handle, eio_sid, namespace, id, [name, *data[1:]])


@finds(UNDECLARED, r"`(watch|message|mark-read)` on /orders .* but was handled")
class EventsOfOtherNamespacesAreTaken(Shop):
    async def answer(
        self, namespace: str, event: str, sid: str, values: tuple[Any, ...]
    ) -> Any:
        for other in self.namespaces:
            if self.has(other, event):
                if self.wrong(other, event, values):
                    return self.refusal(event, "wrong")
                return (
                    "done"
                    if other != namespace
                    else await super().answer(namespace, event, sid, values)
                )
        return self.sio.not_handled


@finds(
    "test_petstore_orders.py::test_order_update_is_not_taken_from_a_client",
    r"`order-update` on /orders .* but was handled",
)
class EventsOfTheServerAreTaken(Shop):
    async def answer(
        self, namespace: str, event: str, sid: str, values: tuple[Any, ...]
    ) -> Any:
        if event == "order-update":
            return "thanks"
        return await super().answer(namespace, event, sid, values)
