"""The asyncio client: connecting over the transports in turn, and coming back."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import ClassVar, Self

from .async_namespace import AsyncNamespaceClient
from .async_streams import AsyncEventStream
from .blocking import settled
from .errors import (
    ApiError,
    ConnectFailed,
    ConnectRefused,
    NotConnected,
    TooLarge,
)
from .events import Contract
from .link import Link
from .observing import Middleware
from .presenting import AuthSource, Headers, HeaderSource, ask, auth_by_namespace
from .reconnection import RECONNECTION, Reconnection, Transports, is_final

__all__ = ["AsyncClient", "AsyncEventStream", "AsyncNamespaceClient", "Reconnection"]

LOG = logging.getLogger(__name__.partition("._runtime")[0])

GOODBYE = 2.0
"""Seconds that a close takes at most."""


class AsyncClient:
    """The base of the generated client: one connection, all namespaces."""

    CONTRACT: ClassVar[Contract]

    def __init__(
        self,
        url: str | None = None,
        *,
        auth: AuthSource = None,
        namespaces: Collection[str] | None = None,
        all_namespaces: bool = False,
        transports: Sequence[str] | None = None,
        path: str | None = None,
        headers: HeaderSource = None,
        connect_timeout: float = 10.0,
        reconnection: Reconnection | None = RECONNECTION,
        buffer: int = 0,
        middleware: Sequence[Middleware] = (),
    ) -> None:
        """Prepare a client; `connect`, or `async with`, opens the connection.

        `url` has the scheme and the host, such as `https://api.example.com`;
        without one, the first server of the document is meant.
        `auth` is the connect `auth`, or a mapping from namespaces to theirs, or a
        function or coroutine function that is asked for one of these at each
        attempt; so is `headers`, if it is a function.
        `namespaces` narrows down which ones are connected. With `all_namespaces`,
        one that is refused is a failure of all.
        `transports` and `path` are the document's unless they are given; each
        transport has `connect_timeout` seconds before the next is tried.
        `reconnection` is None for a client that does not come back. While it is
        coming back, up to `buffer` emitted events are kept and sent afterwards.
        `middleware` is around every event that goes out or comes in.
        """
        address = url or self.CONTRACT.url
        if address is None:
            raise TypeError("the document names no server: give a url")
        if "://" not in address:
            raise ValueError(f"{address!r} is no URL: it needs http:// or https://")
        self.url: str = address
        self.middleware: Sequence[Middleware] = tuple(middleware)
        self._auth = auth
        self._wanted = None if namespaces is None else frozenset(namespaces)
        self._all = all_namespaces
        self._transports = Transports(transports or self.CONTRACT.transports)
        self._path = path or self.CONTRACT.path
        self._headers = headers
        self._limit = connect_timeout
        self._reconnection = reconnection
        self._buffer_size = buffer
        self._buffer: deque[tuple[str, str, tuple[object, ...]]] = deque()
        self._comeback: asyncio.Task[None] | None = None
        self._on_reconnected: list[Callable[[], Awaitable[None]]] = []
        self._on_disconnected: list[Callable[[str], Awaitable[None]]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing: asyncio.Task[None] | None = None
        self._since = 0.0
        self.link: Link | None = None
        self._namespaces = tuple(self.make_namespaces())
        known = {one.NAMESPACE.name for one in self._namespaces}
        if self._wanted is not None and (not self._wanted or self._wanted - known):
            raise ValueError(f"namespaces must be some of {sorted(known)}")

    def make_namespaces(self) -> Sequence[AsyncNamespaceClient]:
        """The client's side of each namespace."""
        raise NotImplementedError

    async def __aenter__(self) -> Self:
        await self.connect()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.disconnect()

    @property
    def connected(self) -> bool:
        """Whether there is a connection to the server."""
        return self.link is not None

    @property
    def transport(self) -> str | None:
        """`websocket` or `polling`: which one is in use; None while not connected."""
        return self.link.transport if self.link else None

    @property
    def refusals(self) -> Mapping[str, ConnectRefused]:
        """Why the server did not let the client into a namespace, by its name."""
        pairs = ((one.NAMESPACE.name, one.refusal) for one in self._namespaces)
        return {name: refusal for name, refusal in pairs if refusal is not None}

    def on_reconnected(
        self, handler: Callable[[], Awaitable[None]]
    ) -> Callable[[], Awaitable[None]]:
        """Call `handler` after each reconnect: the server has forgotten all rooms."""
        self._on_reconnected.append(handler)
        return handler

    def on_disconnected(
        self, handler: Callable[[str], Awaitable[None]]
    ) -> Callable[[str], Awaitable[None]]:
        """Call `handler` with the reason whenever the connection is lost."""
        self._on_disconnected.append(handler)
        return handler

    async def connect(self) -> None:
        """Connect every namespace, over the first transport that gets through.

        A namespace that the server refuses stands in `refusals`. Raises
        ConnectRefused when it refuses all of them, or any with `all_namespaces`;
        ConnectFailed when no transport reaches it; InvalidPayload when the `auth`
        breaks its schema; RuntimeError when the client is connected already.
        """
        if self.link is not None or self._comeback is not None:
            raise RuntimeError("the client is connected already")
        await self._connect()

    async def disconnect(self) -> None:
        """Leave, and come back only when `connect` is called."""
        if self._comeback is not None:
            self._comeback.cancel()
            await asyncio.gather(self._comeback, return_exceptions=True)
            self._comeback = None
        link, self.link = self.link, None
        if link is not None:
            await link.close(GOODBYE)
            self._each_lost("disconnected by the client")
        if self._closing is not None:  # of a connection that was lost just before
            await self._closing
        self._finish(None)

    def keep(self, namespace: str, event: str, wire: tuple[object, ...]) -> bool:
        """Keep an event until the client is back; False if it cannot.

        For the namespaces of this client.
        """
        if self._comeback is None or len(self._buffer) >= self._buffer_size:
            return False
        self._buffer.append((namespace, event, wire))
        return True

    async def back(self, seconds: float) -> bool:
        """Wait for a connection that is being made again, for so long at most.

        For the namespaces of this client. False if there is none, and none is
        being made.
        """
        if self._comeback is not None:
            await asyncio.wait({self._comeback}, timeout=seconds)
        return self.link is not None or self._comeback is not None

    async def _connect(self) -> None:
        chosen = [
            one
            for one in self._namespaces
            if self._wanted is None or one.NAMESPACE.name in self._wanted
        ]
        spaces = [one.NAMESPACE for one in chosen]
        auth = auth_by_namespace(spaces, await ask(self._auth))
        headers = await ask(self._headers)
        attempts: list[tuple[str, str]] = []
        for transports in self._transports.turns():
            for one in chosen:
                one.refusal = None
            try:
                link = await self._attempt(chosen, auth, transports, headers or {})
            except ConnectRefused:
                raise
            except Exception as error:  # whatever a broken peer makes of it
                LOG.debug("%s over %s failed", self.url, transports[0], exc_info=True)
                silent = f"no answer within {self._limit:g} s"
                attempts.append((transports[0], str(error) or silent))
            else:
                self.link, self._since = link, time.monotonic()
                return
        raise ConnectFailed(self.url, attempts)

    async def _attempt(
        self,
        chosen: Sequence[AsyncNamespaceClient],
        auth: Mapping[str, Mapping[str, object]],
        transports: Sequence[str],
        headers: Headers,
    ) -> Link:
        """A new link over a transport, with the namespaces that let the client in.

        The library has limits of its own for parts of this, but none for a peer
        that accepts a websocket and then says nothing.
        """
        triggers = {one.NAMESPACE.name: one.trigger for one in chosen}
        link = Link(triggers, auth, self._lost, self._expelled)
        try:
            try:
                async with asyncio.timeout(self._limit):
                    await link.connect(self.url, self._path, transports, headers)
            except TimeoutError:
                self._silent(link, chosen)
            self._check_refusals(chosen)
        except BaseException:
            await link.close(GOODBYE)
            raise
        return link

    def _silent(self, link: Link, chosen: Sequence[AsyncNamespaceClient]) -> None:
        """Take silence about some namespaces for a refusal, if others have an answer.

        Raises TimeoutError if there was none at all.
        """
        silent = [
            one
            for one in chosen
            if one.refusal is None and not link.connected(one.NAMESPACE.name)
        ]
        if len(silent) == len(chosen):
            raise TimeoutError
        for one in silent:
            text = f"no answer within {self._limit:g} s"
            one.refusal = ConnectRefused(one.NAMESPACE.name, text)

    def _check_refusals(self, chosen: Sequence[AsyncNamespaceClient]) -> None:
        refusals = [one.refusal for one in chosen if one.refusal is not None]
        if refusals and (self._all or len(refusals) == len(chosen)):
            raise refusals[0]

    def _expelled(self, namespace: str) -> None:
        for one in self._namespaces:
            if one.NAMESPACE.name == namespace:
                one.finished(NotConnected(f"the server ended {namespace}"))

    def _lost(self, link: Link, reason: str) -> None:
        if link is not self.link:
            return
        self._transports.lost(
            link.transport, reason, early=time.monotonic() - self._since < self._limit
        )
        self.link = None
        self._each_lost(reason)
        self._closing = self._spawn(link.close(GOODBYE))
        for handler in self._on_disconnected:
            self._spawn(_told(handler, reason))
        # The library says so when the server has ended the last namespace.
        sent_away = reason == "client disconnect"
        if self._reconnection is None or sent_away:
            self._finish(NotConnected(f"the connection was lost ({reason})"))
        else:
            self._comeback = asyncio.ensure_future(self._come_back(self._reconnection))

    async def _come_back(self, policy: Reconnection) -> None:
        failures = 0
        while True:
            await asyncio.sleep(policy.wait(failures))
            try:
                await self._connect()
                break
            except Exception as error:  # also of `auth`, which the application has made
                failures += 1
                if is_final(error) or policy.is_over(failures):
                    LOG.warning("giving up on %s: %s", self.url, error)
                    self._comeback = None
                    self._finish(self._reason(error))
                    return
                LOG.debug("%s is still away", self.url, exc_info=True)
        self._comeback = None
        for one in self._namespaces:
            if one.refusal is not None:
                one.finished(one.refusal)
        await self._send_kept()
        for handler in self._on_reconnected:
            self._spawn(_told(handler))

    async def _send_kept(self) -> None:
        """Send what was emitted meanwhile; what cannot be sent is told in the log.

        What is left when the connection is lost again waits for the next one.
        """
        while self._buffer and (link := self.link) is not None:
            namespace, event, wire = self._buffer.popleft()
            try:
                await link.emit(namespace, event, wire)
            except (ConnectionError, TooLarge) as error:
                LOG.warning("%s on %s was not sent: %s", event, namespace, error)

    def _reason(self, error: Exception) -> ApiError:
        """What those hear who wait for a client that gives up."""
        if isinstance(error, ApiError):
            return error
        failed = ConnectFailed(self.url, [("auth or headers", repr(error))])
        failed.__cause__ = error
        return failed

    def _spawn(self, work: Awaitable[None]) -> asyncio.Task[None]:
        async def run() -> None:
            try:
                await work
            except Exception:
                LOG.exception("a handler of the client failed")

        task = asyncio.ensure_future(run())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _each_lost(self, reason: str) -> None:
        for one in self._namespaces:
            one.lost(reason)

    def _finish(self, error: ApiError | None) -> None:
        if self._buffer:
            names = ", ".join(event for _, event, _ in self._buffer)
            LOG.warning("events were kept and are not sent: %s", names)
            self._buffer.clear()
        for one in self._namespaces:
            one.finished(error)


async def _told(
    handler: Callable[..., Awaitable[None] | None], *values: object
) -> None:
    await settled(handler(*values))
