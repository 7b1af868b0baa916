"""The asyncio client: connecting over the transports in turn, and coming back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import ClassVar, Self

from .async_namespace import AsyncNamespaceClient
from .async_streams import AsyncEventStream
from .blocking import settled
from .dialling import GOODBYE, Dialling
from .errors import ApiError, ConnectFailed, ConnectRefused, NotConnected
from .events import Contract
from .keeping import Kept
from .link import Link
from .observing import Middleware
from .presenting import AuthSource, HeaderSource
from .reconnection import RECONNECTION, Reconnection, is_final

__all__ = ["AsyncClient", "AsyncEventStream", "AsyncNamespaceClient", "Reconnection"]

LOG = logging.getLogger(__name__.partition("._runtime")[0])


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
        self._wanted = None if namespaces is None else frozenset(namespaces)
        self._dialling = Dialling(
            path or self.CONTRACT.path,
            transports or self.CONTRACT.transports,
            auth=auth,
            headers=headers,
            limit=connect_timeout,
            all_namespaces=all_namespaces,
        )
        self._reconnection = reconnection
        self._kept = Kept(buffer)
        self._connecting: asyncio.Task[None] | None = None
        self._comeback: asyncio.Task[None] | None = None
        self._on_reconnected: list[Callable[[], Awaitable[None]]] = []
        self._on_disconnected: list[Callable[[str], Awaitable[None]]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing: asyncio.Task[None] | None = None
        self._leaving: asyncio.Task[None] | None = None
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
    def active(self) -> bool:
        """Whether there is a connection, or one is being made, or made again."""
        return bool(self.link or self._connecting or self._comeback)

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
        breaks its schema; RuntimeError when the client is connected already, or
        about to be; NotConnected when `disconnect` was called meanwhile.
        """
        if self._leaving is not None and not self._leaving.done():
            await asyncio.wait({self._leaving})
        if self.active:
            raise RuntimeError("the client is connected already, or about to be")
        attempt = self._connecting = asyncio.ensure_future(self._connect())
        try:
            await attempt
        except asyncio.CancelledError:
            if self._connecting is not attempt:
                text = "the client was disconnected meanwhile"
                raise NotConnected(text) from None
            self._connecting = None
            if self.active:  # the caller was cancelled too late
                await self.disconnect()
            raise
        finally:
            if self._connecting is attempt:
                self._connecting = None

    async def disconnect(self) -> None:
        """Leave, and come back only when `connect` is called.

        It is done even if the caller is cancelled meanwhile.
        """
        if self._leaving is None or self._leaving.done():
            self._leaving = asyncio.ensure_future(self._leave())
        await asyncio.shield(self._leaving)

    async def _leave(self) -> None:
        attempt = self._connecting or self._comeback
        self._connecting = self._comeback = None
        try:
            if attempt is not None:
                attempt.cancel()
                await asyncio.wait({attempt})
            link, self.link = self.link, None
            if link is not None:
                await link.close(GOODBYE)
            if self._closing is not None:  # of a connection that was lost just before
                await self._closing
        finally:
            self._each_lost("disconnected by the client")
            self._finish(None)

    def keep(self, namespace: str, event: str, wire: tuple[object, ...]) -> bool:
        """Keep an event until the client is back; False if it cannot.

        For the namespaces of this client.
        """
        return self._comeback is not None and self._kept.add(namespace, event, wire)

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
        self.link = await self._dialling.dial(
            self.url, chosen, self._lost, self._expelled
        )

    def _expelled(self, namespace: str) -> None:
        for one in self._namespaces:
            if one.NAMESPACE.name == namespace:
                one.finished(NotConnected(f"the server ended {namespace}"))

    def _lost(self, link: Link, reason: str) -> None:
        if link is not self.link:
            return
        self._dialling.lost(link, reason)
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
        if self.link is not None:
            await self._kept.send(self.link)
        for handler in self._on_reconnected:
            self._spawn(_told(handler))

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
        self._kept.drop()
        for one in self._namespaces:
            one.finished(error)


async def _told(
    handler: Callable[..., Awaitable[None] | None], *values: object
) -> None:
    await settled(handler(*values))
