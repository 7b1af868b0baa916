"""Servers with class-based namespaces of python-socketio.

The library acknowledges there what no method handles, with no values.
"""

from typing import Any

from socketio.exceptions import ConnectionRefusedError
from tests.faulty.shop import Shop
from tests.faulty.table import LIBRARY, UNDECLARED, finds


class ClassBasedShop(Shop):
    """A correct server."""

    def takes(self, event: str) -> bool:
        return event not in {"connect", "disconnect"}

    async def answer(
        self, namespace: str, event: str, sid: str, values: tuple[Any, ...]
    ) -> Any:
        if not self.has(namespace, event):
            return None
        return await super().answer(namespace, event, sid, values)


@finds(LIBRARY, r"`connect` on /orders .* but was handled: what was sent with it made")
class ConnectOfAClassCanBeForged(ClassBasedShop):
    def __init__(self) -> None:
        super().__init__()

        async def connected(sid: str, environ: Any, auth: Any = None) -> None:
            if not self.admits("/orders", environ, auth):
                raise ConnectionRefusedError("unauthorized")

        self.sio.on("connect", connected, namespace="/orders")

    def takes(self, event: str) -> bool:
        return True


@finds(LIBRARY, r"`disconnect` on /orders .* but was handled: what was sent with it")
class DisconnectOfAClassCanBeForged(ClassBasedShop):
    def __init__(self) -> None:
        super().__init__()

        async def disconnected(sid: str, reason: Any = None) -> None:
            return None

        self.sio.on("disconnect", disconnected, namespace="/orders")

    def takes(self, event: str) -> bool:
        return event == "disconnect" or super().takes(event)


@finds(UNDECLARED, r"`ORDER` on /orders .* but was handled: it was answered with")
class CaseOfNamesOfAClassIsIgnored(ClassBasedShop):
    def has(self, namespace: str, event: str) -> bool:
        return super().has(namespace, event.lower())

    async def answer(
        self, namespace: str, event: str, sid: str, values: tuple[Any, ...]
    ) -> Any:
        return await super().answer(namespace, event.lower(), sid, values)
