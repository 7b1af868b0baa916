"""The client for threads: the asyncio client, on a thread of its own.

One body of code connects, falls back to another transport, comes back and waits for
acknowledgements. What is here blocks until it is done.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Generic, Self, TypeVar, cast

from .async_client import AsyncClient
from .async_namespace import AsyncNamespaceClient
from .errors import ApiError, ConnectRefused, NotConnected
from .events import CallEvent, Contract, Event, Namespace
from .listening import Listeners
from .observing import Middleware
from .portal import Portal
from .presenting import Auth, Headers
from .reconnection import RECONNECTION, Reconnection
from .streams import Store, WhenFull

A = TypeVar("A")
H = TypeVar("H", bound=Callable[..., Any])
T = TypeVar("T")


class EventStream(Iterator[T], Generic[T]):
    """The events of one name, from the moment the stream is made.

    Iterating blocks until there is one. Ends when the client disconnects; raises what
    the client gave up with when the connection is lost for good.
    """

    def __init__(
        self,
        event: Event,
        close: Callable[[EventStream[Any]], None],
        size: int,
        when_full: WhenFull,
    ) -> None:
        self._close = close
        self._store = Store(event.name, size, when_full)
        self._news = threading.Condition()

    def put(self, item: object) -> None:
        """Add one event, or do what the stream was told to do when it is full."""
        with self._news:
            self._store.put(item)
            self._news.notify()

    def finish(self, error: ApiError | None) -> None:
        """End the stream after what it holds, with an error if there is one."""
        with self._news:
            self._store.end(error)
            self._news.notify_all()

    def close(self) -> None:
        """Stop listening; a reader that waits is let go."""
        self._close(self)
        with self._news:
            self._store.end(None)
            self._store.clear()
            self._news.notify_all()

    def get(self, timeout: float | None = None) -> T:
        """The next event. Raises TimeoutError after `timeout` seconds.

        Raises StopIteration, or what the client gave up with, at the end.
        """
        with self._news:
            if not self._news.wait_for(self._ready, timeout):
                raise TimeoutError(f"no event within {timeout:g} s")
            if self._store:
                return cast(T, self._store.take())
        self._close(self)
        self._store.raise_error()
        raise StopIteration

    def _ready(self) -> bool:
        return bool(self._store) or self._store.ended

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> T:
        return self.get()


class NamespaceClient:
    """The base of the client's side of one namespace."""

    NAMESPACE: ClassVar[Namespace]
    INCOMING: ClassVar[tuple[Event, ...]] = ()

    def __init__(self, client: Client) -> None:
        self._portal = client.portal
        self._inner = client.twin(type(self))

    @property
    def connected(self) -> bool:
        """Whether events can be sent on this namespace."""
        return self._inner.connected

    @property
    def refusal(self) -> ConnectRefused | None:
        """Why the server did not let the client in, None where it did."""
        return self._inner.refusal

    def on_invalid(
        self, handler: Callable[[str, Exception], None]
    ) -> Callable[[str, Exception], None]:
        """Call `handler` with the name and the error of each event that is invalid.

        The error is InvalidPayload for what breaks its schema, LookupError for an
        event that the document does not have.
        """
        self._inner.on_invalid(in_order(self._portal, handler))
        return handler

    def send(self, event: str, wire: tuple[object, ...]) -> None:
        """Send JSON values as they are, unchecked.

        For tests and tools; the typed methods are for everything else. Raises
        NotConnected, or ConnectRefused for a namespace that the server refused.
        """
        self._portal.run(self._inner.send(event, wire))

    def send_and_wait(
        self, event: str, wire: tuple[object, ...], timeout: float
    ) -> tuple[object, ...]:
        """Send JSON values unchecked and return those of the acknowledgement.

        Waits for `timeout` seconds. Raises NotConnected, ConnectRefused, AckTimeout
        or Disconnected.
        """
        return self._portal.run(self._inner.send_and_wait(event, wire, timeout))

    def _emit(self, event: Event, values: tuple[object, ...]) -> None:
        self._portal.run(self._inner.emit(event, values))

    def _call(
        self,
        event: CallEvent[A],
        values: tuple[object, ...],
        timeout: float | None,
        retries: int,
    ) -> A:
        return self._portal.run(self._inner.call(event, values, timeout, retries))

    def _on(self, event: Event, handler: H) -> H:
        self._inner.listeners.add(event, in_order(self._portal, handler))
        return handler

    def _stream(self, event: Event, size: int, when_full: WhenFull) -> EventStream[Any]:
        def close(stream: EventStream[Any]) -> None:
            self._inner.listeners.forget(event, stream)

        stream: EventStream[Any] = EventStream(event, close, size, when_full)
        self._inner.listeners.fill(event, stream)
        return stream

    def _wait_for(
        self,
        event: Event,
        predicate: Callable[[T], bool] | None,
        timeout: float | None,
    ) -> T:
        stream: EventStream[T] = self._stream(event, 1000, "drop-oldest")
        deadline = None if timeout is None else time.monotonic() + timeout
        try:
            while True:
                left = None if deadline is None else max(0, deadline - time.monotonic())
                item = stream.get(left)
                if predicate is None or predicate(item):
                    return item
        except StopIteration:
            raise NotConnected(f"disconnected before {event.name} came") from None
        finally:
            stream.close()


class Client:
    """The base of the generated client: one connection, all namespaces.

    Handlers run on threads of the client: one after the other for the events of one
    name, side by side otherwise.
    """

    CONTRACT: ClassVar[Contract]

    def __init__(
        self,
        url: str | None = None,
        *,
        auth: Auth | Callable[[], Auth] = None,
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
            auth=self._asked(auth) if callable(auth) else auth,
            namespaces=namespaces,
            all_namespaces=all_namespaces,
            transports=transports,
            path=path,
            headers=self._asked(headers) if callable(headers) else headers,
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
    def transport(self) -> str | None:
        """`websocket` or `polling`: which one is in use; None while not connected."""
        return self._inner.transport

    @property
    def refusals(self) -> Mapping[str, ConnectRefused]:
        """Why the server did not let the client into a namespace, by its name."""
        return self._inner.refusals

    def on_reconnected(self, handler: Callable[[], None]) -> Callable[[], None]:
        """Call `handler` after each reconnect: the server has forgotten all rooms."""
        self._inner.on_reconnected(in_order(self.portal, handler))
        return handler

    def on_disconnected(self, handler: Callable[[str], None]) -> Callable[[str], None]:
        """Call `handler` with the reason whenever the connection is lost."""
        self._inner.on_disconnected(in_order(self.portal, handler))
        return handler

    def connect(self) -> None:
        """Connect every namespace, over the first transport that gets through.

        A namespace that the server refuses stands in `refusals`. Raises
        ConnectRefused when it refuses all of them, or any with `all_namespaces`;
        ConnectFailed when no transport reaches it; InvalidPayload when the `auth`
        breaks its schema; RuntimeError when the client is connected already.
        """
        try:
            self.portal.run(self._inner.connect())
        except BaseException:
            if not self._inner.connected:
                self.portal.stop()
            raise

    def disconnect(self) -> None:
        """Leave, and come back only when `connect` is called."""
        self.portal.run(self._inner.disconnect())
        self.portal.stop()

    def twins(self, inner: AsyncClient) -> Sequence[Twin]:
        """The asyncio twin of each namespace, for the client that does the work."""
        self._home = inner
        self.make_namespaces()
        return self._twins

    def twin(self, side: type[NamespaceClient]) -> Twin:
        """The asyncio twin of one namespace."""
        described = {"NAMESPACE": side.NAMESPACE, "INCOMING": side.INCOMING}
        made = cast("type[Twin]", type("Twin", (Twin,), described))(self._home)
        self._twins.append(made)
        return made

    def _asked(self, source: Callable[[], T]) -> Callable[[], Awaitable[T]]:
        async def ask() -> T:
            return await self.portal.blocking(source)

        return ask


class Twin(AsyncNamespaceClient):
    """The asyncio twin of a namespace, which does the work."""

    async def emit(self, event: Event, values: tuple[object, ...]) -> None:
        """Send an event."""
        await self._emit(event, values)

    async def call(
        self,
        event: CallEvent[A],
        values: tuple[object, ...],
        timeout: float | None,
        retries: int,
    ) -> A:
        """Send an event and wait."""
        return await self._call(event, values, timeout, retries)

    @property
    def listeners(self) -> Listeners:
        """Who listens to what."""
        return self._listeners


class _Inner(AsyncClient):
    """The client that does the work."""

    def __init__(self, outer: Client, url: str | None, **options: Any) -> None:
        self._outer = outer
        super().__init__(url, **options)

    def make_namespaces(self) -> Sequence[AsyncNamespaceClient]:
        return self._outer.twins(self)


def in_order(portal: Portal, handler: Callable[..., T]) -> Callable[..., Awaitable[T]]:
    """Run a handler that blocks on other threads, one event after the other."""
    lock = asyncio.Lock()

    async def handle(*values: Any) -> T:
        async with lock:
            return await portal.blocking(handler, *values)

    return handle
