"""The asyncio client: connecting over the transports in turn, and coming back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import ClassVar, Generic, Self

from .async_namespace import AsyncNamespaceClient
from .async_streams import AsyncEventStream
from .dialling import GOODBYE, Dialling, address
from .errors import ApiError, ConnectRefused, NotConnected, in_short
from .events import Contract
from .hooks import Hooks
from .installed import need
from .keeping import Kept
from .link import Link
from .observing import Middleware, in_a_row
from .presenting import A, AuthSource, HeaderSource
from .reconnection import RECONNECTION, Reconnection, given_up, is_final, policy

__all__ = ["AsyncClient", "AsyncEventStream", "AsyncNamespaceClient", "Reconnection"]

LOG = logging.getLogger(__name__.partition("._runtime")[0])


class AsyncClient(Generic[A]):
    """The base of the generated client: one connection, all namespaces."""

    CONTRACT: ClassVar[Contract]

    def __init__(
        self,
        url: str | None = None,
        *,
        auth: AuthSource[A] = None,
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
        Raises ImportError where aiohttp is not installed.
        """
        need("aiohttp", "the client", extra="client")
        self.url: str = address(url or self.CONTRACT.url)
        self.middleware: Sequence[Middleware] = in_a_row(middleware)
        self._wanted = None if namespaces is None else frozenset(namespaces)
        self._dialling = Dialling(
            path or self.CONTRACT.path,
            transports or self.CONTRACT.transports,
            auth=auth,
            headers=headers,
            limit=connect_timeout,
            all_namespaces=all_namespaces,
        )
        self._reconnection = policy(reconnection)
        self._kept = Kept(buffer)
        self._connecting: asyncio.Task[None] | None = None
        self._comeback: asyncio.Task[None] | None = None
        self._hooks = Hooks()
        self._closing: asyncio.Task[None] | None = None
        self._leaving: asyncio.Task[None] | None = None
        self.link: Link | None = None
        self._namespaces = tuple(self.make_namespaces())
        known = {one.NAMESPACE.name for one in self._namespaces}
        if self._wanted is not None and (not self._wanted or self._wanted - known):
            raise ValueError(f"namespaces must be some of {sorted(known)}")
        for one in self._namespaces:
            if one not in self._chosen:
                one.finished(NotConnected("it is left out by `namespaces`"))

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
    def _chosen(self) -> Sequence[AsyncNamespaceClient]:
        """The namespaces that are to be connected."""
        return [
            one
            for one in self._namespaces
            if self._wanted is None or one.NAMESPACE.name in self._wanted
        ]

    @property
    def refusals(self) -> Mapping[str, ConnectRefused]:
        """Why the server did not let the client into a namespace, by its name."""
        pairs = ((one.NAMESPACE.name, one.refusal) for one in self._namespaces)
        return {name: refusal for name, refusal in pairs if refusal is not None}

    def on_reconnected(
        self, handler: Callable[[], Awaitable[None]]
    ) -> Callable[[], Awaitable[None]]:
        """Call `handler` after each reconnect: the server has forgotten all rooms."""
        return self._hooks.add("on_reconnected", handler)

    def on_disconnected(
        self, handler: Callable[[str], Awaitable[None]]
    ) -> Callable[[str], Awaitable[None]]:
        """Call `handler` with the reason whenever the connection is lost."""
        return self._hooks.add("on_disconnected", handler)

    def on_expelled(
        self, handler: Callable[[str], Awaitable[None]]
    ) -> Callable[[str], Awaitable[None]]:
        """Call `handler` with the name of each namespace that the server ends.

        The connection goes on, and `connect` asks to be let in again. When it is the
        last one, the connection ends as well, and `on_disconnected` hears of it.
        """
        return self._hooks.add("on_expelled", handler)

    async def connect(self) -> None:
        """Connect every namespace, over the first transport that gets through.

        A client that is connected asks again for those namespaces that the server has
        refused or ended. A namespace that the server refuses stands in `refusals`.

        Raises ConnectRefused when it refuses all that it is asked for, or any with
        `all_namespaces`; ConnectFailed when no transport reaches it; InvalidPayload
        when the `auth` breaks its schema; RuntimeError when there is nothing left to
        connect, or the client is about to; NotConnected when `disconnect` was called
        meanwhile.
        """
        if self._leaving is not None and not self._leaving.done():
            await asyncio.wait({self._leaving})
        link = self.link
        missing = [one for one in self._chosen if link and not one.connected]
        if self.active and (link is None or self._connecting or not missing):
            raise RuntimeError("the client is connected already, or about to be")
        work = self._rejoin(link, missing) if link else self._connect()
        attempt = self._connecting = asyncio.ensure_future(work)
        try:
            await attempt
        except asyncio.CancelledError:
            if self._connecting is not attempt:
                text = "the client was disconnected meanwhile"
                raise NotConnected(text) from None
            self._connecting = None
            if self.active and link is None:  # the caller was cancelled too late
                await self.disconnect()
            raise
        finally:
            if self._connecting is attempt:
                self._connecting = None
            self._tell_refused()

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

        Internal.
        """
        return self._comeback is not None and self._kept.add(namespace, event, wire)

    async def back(self, seconds: float) -> bool:
        """Wait for a connection that is being made again, for so long at most.

        Internal. False if there is none, and none is being made.
        """
        if self._comeback is not None:
            await asyncio.wait({self._comeback}, timeout=seconds)
        return self.link is not None or self._comeback is not None

    async def _connect(self) -> None:
        self.link = await self._dialling.dial(
            self.url, self._chosen, self._lost, self._expelled
        )

    async def _rejoin(
        self, link: Link, missing: Sequence[AsyncNamespaceClient]
    ) -> None:
        await self._dialling.rejoin(self.url, link, self._chosen, missing)

    def _tell_refused(self) -> None:
        """End what waits on namespaces that have refused the client."""
        for one in self._chosen:
            if one.refusal is not None and one.absence is not one.refusal:
                LOG.warning("%s", in_short(one.refusal))
                one.finished(one.refusal)

    def _expelled(self, namespace: str) -> None:
        LOG.info("the server ended %s", in_short(namespace))
        for one in self._chosen:
            if one.NAMESPACE.name == namespace:
                one.finished(NotConnected(f"the server ended {namespace}"))
        self._hooks.tell("on_expelled", namespace)

    def _lost(self, link: Link, reason: str) -> None:
        if link is not self.link:
            return
        LOG.info("the connection to %s was lost (%s)", self.url, in_short(reason))
        self._dialling.lost(link, reason)
        self.link = None
        self._each_lost(reason)
        self._closing = self._hooks.spawn(link.close(GOODBYE), "leaving")
        self._hooks.tell("on_disconnected", reason)
        if self._reconnection is None or link.sent_away:
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
                    self._finish(given_up(self.url, error))
                    return
                LOG.debug("%s is still away", self.url, exc_info=True)
        self._comeback = None
        self._tell_refused()
        if self.link is not None:
            await self._kept.send(self.link)
        self._hooks.tell("on_reconnected")

    def _each_lost(self, reason: str) -> None:
        for one in self._namespaces:
            one.lost(reason)

    def _finish(self, error: ApiError | None) -> None:
        self._kept.drop()
        for one in self._chosen:
            one.finished(error)
