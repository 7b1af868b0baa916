"""Clients that are let in, or not, against the document."""

import asyncio
from collections.abc import Mapping
from typing import Any

from tests.faulty.shop import TOKEN, Shop
from tests.faulty.table import CONNECT, GOOD_CONNECT, finds

STRANGERS = "test_petstore_orders.py::test_order_needs_a_connect"


@finds(CONNECT, r"/orders over \w+ lets a client in with no credentials")
class OneNamespaceIsOpen(Shop):
    def admits(self, namespace: str, environ: Mapping[str, Any], auth: Any) -> bool:
        return namespace == "/orders" or super().admits(namespace, environ, auth)


@finds(
    "test_petstore_notifications.py::test_connect_is_refused",
    r"/notifications over \w+ lets a client in with no credentials",
)
class AnotherNamespaceIsOpen(Shop):
    def admits(self, namespace: str, environ: Mapping[str, Any], auth: Any) -> bool:
        return namespace == "/notifications" or super().admits(namespace, environ, auth)


@finds(CONNECT, r"lets a client in with no credentials")
class OnlyWrongCredentialsAreRefused(Shop):
    def admits(self, namespace: str, environ: Mapping[str, Any], auth: Any) -> bool:
        return not auth or super().admits(namespace, environ, auth)


@finds(f"{CONNECT}[polling-", r"/orders over polling lets a client in")
class TokenIsIgnoredOnPolling(Shop):
    def admits(self, namespace: str, environ: Mapping[str, Any], auth: Any) -> bool:
        if self.transport(environ) == "polling":
            return True
        return super().admits(namespace, environ, auth)


@finds(f"{CONNECT}[websocket-", r"/orders over websocket lets a client in")
class TokenIsIgnoredOnWebsocket(Shop):
    def admits(self, namespace: str, environ: Mapping[str, Any], auth: Any) -> bool:
        if self.transport(environ) == "websocket":
            return True
        return super().admits(namespace, environ, auth)


@finds(CONNECT, r"lets a client in with a `jwt` that goes on after the right one")
class TokenIsComparedByItsBeginning(Shop):
    def knows(self, token: object) -> bool:
        return isinstance(token, str) and token.startswith(TOKEN)


@finds(CONNECT, r"lets a client in with a wrong `jwt`")
class AnyTokenIsTaken(Shop):
    def knows(self, token: object) -> bool:
        return isinstance(token, str) and bool(token)


@finds(CONNECT, r"lets a client in with an empty `jwt`")
class EmptyTokenIsTaken(Shop):
    def knows(self, token: object) -> bool:
        return token == "" or super().knows(token)


@finds(CONNECT, r"lets a client in with a malformed `jwt`")
class AnythingButTextIsTaken(Shop):
    def knows(self, token: object) -> bool:
        return not isinstance(token, str) or super().knows(token)


@finds(
    CONNECT, r"lets a client in with a `jwt` that is the name of what every object has"
)
class TokensAreMembersOfAnObject(Shop):
    def knows(self, token: object) -> bool:
        return super().knows(token) or token in ("constructor", "toString")


@finds(CONNECT, r"lets a client in with the `jwt` in other letters")
class CaseOfTheTokenIsIgnored(Shop):
    def knows(self, token: object) -> bool:
        return isinstance(token, str) and token.lower() == TOKEN.lower()


@finds(
    "test_petstore_orders.py::test_connect_refuses_an_invalid_auth",
    r"lets a client in with an auth that is wrong \(token: in a list\)",
)
class TokenMayStandInAList(Shop):
    def knows(self, token: object) -> bool:
        return token == [TOKEN] or super().knows(token)


@finds(
    GOOD_CONNECT,
    r"/orders over \w+ refuses a client with good credentials: .*; neither --auth nor "
    "--header was given",
)
class GoodTokenIsRefused(Shop):
    def knows(self, token: object) -> bool:
        return False


@finds(
    "test_petstore_root.py::test_connect_is_open",
    r"/ over \w+ refuses a client without credentials",
)
class OpenNamespaceWantsAToken(Shop):
    def admits(self, namespace: str, environ: Mapping[str, Any], auth: Any) -> bool:
        return super().admits("/orders", environ, auth)


@finds(GOOD_CONNECT, r"a connect to /orders .* was not answered in 0.5 s", timeout=0.5)
class ConnectIsSlow(Shop):
    async def welcome(self, namespace: str, sid: str) -> None:
        if namespace == "/orders":
            await asyncio.sleep(2)
        await super().welcome(namespace, sid)


@finds(GOOD_CONNECT, r"refuses a client with good credentials: it is let in, but")
class ClientsAreLetInAndThrownOut(Shop):
    always_connect = True

    def knows(self, token: object) -> bool:
        return False


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


@finds(STRANGERS, r"`order` .* was handled without a connect")
class StrangersAreServed(Shop):
    """Whoever has an engine connection may call, connected or not."""

    async def deliver(self, handle: Any, *given: Any) -> None:
        eio_sid, namespace, id_, data = given
        if self.sio.manager.sid_from_eio_sid(eio_sid, namespace) is None:
            answer = await self.answer(namespace, data[0], "", tuple(data[1:]))
            packet = self.sio.packet_class(
                3, namespace=namespace, id=id_, data=[answer]
            )
            await self.sio._send_packet(eio_sid, packet)
        else:
            await super().deliver(handle, *given)


@finds(
    CONNECT,
    r"a connect to /orders over \w+ with a malformed `jwt` was not answered in",
    timeout=0.5,
)
class CrashesOverAMalformedToken(Shop):
    def knows(self, token: object) -> bool:
        given: Any = token
        return bool(given.strip() == TOKEN)
