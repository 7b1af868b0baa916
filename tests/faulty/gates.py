"""Ways in that are open, or closed, to the wrong ones, where few would look."""

from collections.abc import Mapping
from typing import Any

from tests.faulty.shop import TOKEN, Shop
from tests.faulty.table import CONNECT, GOOD_CONNECT, finds

NAMESPACES = "test_petstore.py::test_a_namespace_that_does_not_exist_is_refused"


@finds(CONNECT, r"/orders over \w+ lets a client in with a `jwt` that ends before")
class PartsOfTheTokenAreTaken(Shop):
    def knows(self, token: object) -> bool:
        return isinstance(token, str) and bool(token) and token in TOKEN


@finds(
    CONNECT, r"/orders over \w+ lets a client in with no credentials after a connect"
)
class OneTokenOpensAllNamespaces(Shop):
    """Of a connection of the engine."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        super().__init__()

    def _connecting(self, namespace: str) -> Any:
        async def connect(
            sid: str, environ: Mapping[str, Any], auth: Any = None
        ) -> Any:
            eio_sid = self.sio.manager.eio_sid_from_sid(sid, namespace)
            known = eio_sid in self.seen
            if not known and not self.admits(namespace, environ, auth):
                return False
            if namespace != "/":
                self.seen.add(eio_sid)
            await self.welcome(namespace, sid)
            return None

        return connect


@finds(GOOD_CONNECT, r"/orders over \w+ refuses a client .* after a connect to /")
class OneNamespaceAtATime(Shop):
    """Of a connection of the engine."""

    def __init__(self) -> None:
        self.seen: dict[str, str] = {}
        super().__init__()

    def _connecting(self, namespace: str) -> Any:
        async def connect(
            sid: str, environ: Mapping[str, Any], auth: Any = None
        ) -> Any:
            eio_sid = self.sio.manager.eio_sid_from_sid(sid, namespace)
            if self.seen.setdefault(eio_sid, namespace) != namespace:
                return False
            if not self.admits(namespace, environ, auth):
                return False
            await self.welcome(namespace, sid)
            return None

        return connect


class MoreNamespaces(Shop):
    def extra(self) -> tuple[str, ...]:
        raise NotImplementedError

    def __init__(self) -> None:
        self.namespaces = (*Shop.namespaces, *self.extra())
        super().__init__()


@finds(NAMESPACES, r"to /ORDERS, a namespace that")
class CaseOfNamespacesIsIgnored(MoreNamespaces):
    def extra(self) -> tuple[str, ...]:
        return ("/Orders", "/ORDERS", "/CHAT", "/Chat")


@finds(NAMESPACES, r"to /orders/, a namespace that")
class SlashAfterANamespaceIsIgnored(MoreNamespaces):
    def extra(self) -> tuple[str, ...]:
        return ("/orders/", "/chat/")
