"""The client for threads: the asyncio client, on a thread of its own.

One body of code connects, falls back to another transport, comes back and waits for
acknowledgements. What is here blocks until it is done.
"""

from __future__ import annotations

from collections.abc import (
    Awaitable,
    Callable,
    Collection,
    Coroutine,
    Mapping,
    Sequence,
)
from typing import Any, ClassVar, Generic, Self, TypeVar, cast

from .async_client import AsyncClient
from .async_namespace import AsyncNamespaceClient
from .blocking_streams import EventStream
from .callables import check_function
from .errors import ConnectRefused
from .events import Contract
from .namespace import NamespaceClient, Twin, in_order
from .observing import Middleware
from .portal import Portal
from .presenting import A, Auth, Headers
from .reconnection import RECONNECTION, Reconnection

__all__ = ["Client", "EventStream", "NamespaceClient", "Reconnection"]

T = TypeVar("T")


class Client(Generic[A]):
    """The base of the generated client: one connection, all namespaces.

    Handlers run on threads of the client: one after the other for the events of one
    name, side by side otherwise.
    """

    CONTRACT: ClassVar[Contract]

    def __init__(
        self,
        url: str | None = None,
        *,
        auth: Auth[A] | Callable[[], Auth[A]] = None,
        namespaces: Collection[str] | None = None,
        all_namespaces: bool = False,
        transports: Sequence[str] | None = None,
        path: str | None = None,
        headers: Headers | Callable[[], Headers] | None = None,
        connect_timeout: float = 10.0,
        reconnection: Reconnection | None = RECONNECTION,
        buffer: int = 0,
        middleware: Sequence[Middleware] = (),
    ) -> None:
        """Prepare a client; `connect`, or `with`, opens the connection.

        `url` has the scheme and the host, such as `https://api.example.com`;
        without one, the first server of the document is meant.
        `auth` is the connect `auth`, or a mapping from namespaces to theirs, or a
        function that is asked for one of these at each attempt; so is `headers`, if
        it is a function.
        `namespaces` narrows down which ones are connected. With `all_namespaces`,
        one that is refused is a failure of all.
        `transports` and `path` are the document's unless they are given; each
        transport has `connect_timeout` seconds before the next is tried.
        `reconnection` is None for a client that does not come back. While it is
        coming back, up to `buffer` emitted events are kept and sent afterwards.
        `middleware` is around every event that goes out or comes in, on a thread
        that must not block.
        """
        self.portal = Portal(f"{__name__.partition('.')[0]}-client")
        self._twins: list[Twin] = []
        inner = cast(
            "type[_Inner]", type("Inner", (_Inner,), {"CONTRACT": self.CONTRACT})
        )
        self._inner = inner(
            self,
            url,
            auth=self._asked("auth", auth) if callable(auth) else auth,
            namespaces=namespaces,
            all_namespaces=all_namespaces,
            transports=transports,
            path=path,
            headers=self._asked("headers", headers) if callable(headers) else headers,
            connect_timeout=connect_timeout,
            reconnection=reconnection,
            buffer=buffer,
            middleware=middleware,
        )

    def make_namespaces(self) -> Sequence[NamespaceClient]:
        """The client's side of each namespace."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        self.connect()
        return self

    def __exit__(self, *_: object) -> None:
        self.disconnect()

    @property
    def url(self) -> str:
        """Where the server is, without the engine path."""
        return self._inner.url

    @property
    def connected(self) -> bool:
        """Whether there is a connection to the server."""
        return self._inner.connected

    @property
    def active(self) -> bool:
        """Whether there is a connection, or one is being made, or made again."""
        return self._inner.active

    @property
    def transport(self) -> str | None:
        """`websocket` or `polling`: which one is in use; None while not connected."""
        return self._inner.transport

    @property
    def refusals(self) -> Mapping[str, ConnectRefused]:
        """Why the server did not let the client into a namespace, by its name."""
        return self._inner.refusals

    def on_reconnected(self, handler: Callable[[], None]) -> Callable[[], None]:
        """Call `handler` after each reconnect: the server has forgotten all rooms."""
        self._inner.on_reconnected(in_order(self.portal, "on_reconnected", handler))
        return handler

    def on_disconnected(self, handler: Callable[[str], None]) -> Callable[[str], None]:
        """Call `handler` with the reason whenever the connection is lost."""
        self._inner.on_disconnected(in_order(self.portal, "on_disconnected", handler))
        return handler

    def on_expelled(self, handler: Callable[[str], None]) -> Callable[[str], None]:
        """Call `handler` with the name of each namespace that the server ends.

        The connection goes on, and `connect` asks to be let in again. When it is the
        last one, the connection ends as well, and `on_disconnected` hears of it.
        """
        self._inner.on_expelled(in_order(self.portal, "on_expelled", handler))
        return handler

    def connect(self) -> None:
        """Connect every namespace, over the first transport that gets through.

        A client that is connected asks again for those namespaces that the server has
        refused or ended. A namespace that the server refuses stands in `refusals`.

        Raises ConnectRefused when it refuses all that it is asked for, or any with
        `all_namespaces`; ConnectFailed when no transport reaches it; InvalidPayload
        when the `auth` breaks its schema; RuntimeError when there is nothing left to
        connect, or the client is about to; NotConnected when `disconnect` was called
        meanwhile.
        """
        self.portal.run(self._changed(self._inner.connect()))

    def disconnect(self) -> None:
        """Leave, and come back only when `connect` is called.

        A process that was forked leaves nothing: the connection is not its own.
        """
        if not self.portal.elsewhere:
            self.portal.run(self._changed(self._inner.disconnect()))

    async def _changed(self, work: Coroutine[Any, Any, None]) -> None:
        """Connect or leave, and let the loop go on for as long as it is needed."""
        try:
            await work
        finally:
            self.portal.held = self._inner.active

    def twins(self, inner: AsyncClient[Any]) -> Sequence[Twin]:
        """The asyncio twin of each namespace. Internal."""
        self._home = inner
        self.make_namespaces()
        return self._twins

    def twin(self, side: type[NamespaceClient]) -> Twin:
        """The asyncio twin of one namespace. Internal."""
        described = {"NAMESPACE": side.NAMESPACE, "INCOMING": side.INCOMING}
        made = cast("type[Twin]", type("Twin", (Twin,), described))(self._home)
        self._twins.append(made)
        return made

    def _asked(self, name: str, source: Callable[[], T]) -> Callable[[], Awaitable[T]]:
        check_function(name, source, waits=False)

        async def ask() -> T:
            return await self.portal.blocking(source)

        return ask


class _Inner(AsyncClient[Any]):
    """The client that does the work."""

    def __init__(self, outer: Client[Any], url: str | None, **options: Any) -> None:
        self._outer = outer
        super().__init__(url, **options)

    def make_namespaces(self) -> Sequence[AsyncNamespaceClient]:
        return self._outer.twins(self)
