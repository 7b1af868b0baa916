"""The asyncio client: connecting over the transports in turn, and coming back."""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Any, ClassVar, Self, TypeAlias, cast

from .async_namespace import AsyncNamespaceClient
from .errors import (
    ApiError,
    ConnectFailed,
    ConnectRefused,
    InvalidPayload,
    NotConnected,
)
from .events import Contract, Namespace
from .link import Link
from .reconnection import RECONNECTION, Reconnection

__all__ = ["AsyncClient", "AsyncNamespaceClient", "Reconnection"]

LOG = logging.getLogger(__name__.partition("._runtime")[0])

Auth: TypeAlias = Mapping[str, object] | object | None
AuthSource: TypeAlias = Auth | Callable[[], Auth | Awaitable[Auth]]
Headers: TypeAlias = Mapping[str, str]

TRANSPORTS = ["websocket", "polling"]
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
        transports: Sequence[str] | None = None,
        path: str | None = None,
        headers: Headers | Callable[[], Headers] | None = None,
        connect_timeout: float = 10.0,
        reconnection: Reconnection | None = RECONNECTION,
    ) -> None:
        """Prepare a client; `connect`, or `async with`, opens the connection.

        `url` has the scheme and the host, such as `https://api.example.com`;
        without one, the first server of the document is meant.
        `auth` is the connect `auth`, or a function or coroutine function that is
        asked for it at each attempt. `namespaces` narrows down which ones are
        connected. `transports` and `path` are the document's unless they are
        given; each transport has `connect_timeout` seconds before the next is
        tried. `reconnection` is None for a client that does not come back.
        """
        address = url or self.CONTRACT.url
        if address is None:
            raise TypeError("the document names no server: give a url")
        if "://" not in address:
            raise ValueError(f"{address!r} is no URL: it needs http:// or https://")
        self.url: str = address
        self._auth = auth
        self._wanted = None if namespaces is None else frozenset(namespaces)
        self._transports = tuple(transports or self.CONTRACT.transports)
        self._path = path or self.CONTRACT.path
        self._headers = headers
        self._limit = connect_timeout
        self._reconnection = reconnection
        self._comeback: asyncio.Task[None] | None = None
        self._on_reconnected: list[Callable[[], Awaitable[None]]] = []
        self._on_disconnected: list[Callable[[str], Awaitable[None]]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self.link: Link | None = None
        self._namespaces = tuple(self.make_namespaces())
        self._check_options()

    def _check_options(self) -> None:
        known = {one.NAMESPACE.name for one in self._namespaces}
        if self._wanted is not None and (not self._wanted or self._wanted - known):
            raise ValueError(f"namespaces must be some of {sorted(known)}")
        if set(self._transports) - set(TRANSPORTS):
            raise ValueError(f"transports must be a list of some of {TRANSPORTS}")

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

        Raises ConnectRefused when the server refuses a namespace, ConnectFailed
        when no transport reaches it, and InvalidPayload when the `auth` breaks
        its schema.
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
        self._finish(None)

    async def _connect(self) -> None:
        chosen = [
            one
            for one in self._namespaces
            if self._wanted is None or one.NAMESPACE.name in self._wanted
        ]
        auth = _auth_by_namespace(chosen, await _ask(self._auth))
        headers = self._headers() if callable(self._headers) else self._headers
        attempts: list[tuple[str, str]] = []
        for transports in _turns(self._transports):
            for one in chosen:
                one.refusal = None
            try:
                self.link = await self._attempt(chosen, auth, transports, headers or {})
            except Exception as error:  # whatever a broken peer makes of it
                LOG.debug("%s over %s failed", self.url, transports[0], exc_info=True)
                silent = f"no answer within {self._limit:g} s"
                attempts.append((transports[0], str(error) or silent))
            else:
                return
            for one in chosen:
                if one.refusal is not None:
                    raise one.refusal
        raise ConnectFailed(self.url, attempts)

    async def _attempt(
        self,
        chosen: Sequence[AsyncNamespaceClient],
        auth: Mapping[str, Mapping[str, object]],
        transports: Sequence[str],
        headers: Headers,
    ) -> Link:
        """A new link over a transport, with every namespace connected.

        The library has limits of its own for parts of this, but none for a peer
        that accepts a websocket and then says nothing.
        """
        triggers = {one.NAMESPACE.name: one.trigger for one in chosen}
        link = Link(triggers, auth, self._lost, self._expelled)
        try:
            async with asyncio.timeout(self._limit):
                await link.connect(self.url, self._path, transports, headers)
        except BaseException:
            await link.close(GOODBYE)
            raise
        return link

    def _expelled(self, namespace: str) -> None:
        for one in self._namespaces:
            if one.NAMESPACE.name == namespace:
                one.finished(NotConnected(f"the server ended {namespace}"))

    def _lost(self, link: Link, reason: str) -> None:
        if link is not self.link:
            return
        self.link = None
        self._each_lost(reason)
        self._spawn(link.close(GOODBYE))
        for handler in self._on_disconnected:
            self._spawn(handler(reason))
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
            except (ConnectFailed, ConnectRefused, InvalidPayload) as error:
                failures += 1
                gone = isinstance(error, ConnectFailed) and failures != policy.attempts
                if not gone:
                    LOG.warning("giving up on %s: %s", self.url, error)
                    self._comeback = None
                    self._finish(error)
                    return
        self._comeback = None
        for handler in self._on_reconnected:
            self._spawn(handler())

    def _spawn(self, work: Awaitable[None]) -> None:
        async def run() -> None:
            try:
                await work
            except Exception:
                LOG.exception("a handler of the client failed")

        task = asyncio.ensure_future(run())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _each_lost(self, reason: str) -> None:
        for one in self._namespaces:
            one.lost(reason)

    def _finish(self, error: ApiError | None) -> None:
        for one in self._namespaces:
            one.finished(error)


def _turns(transports: Sequence[str]) -> list[list[str]]:
    """What to try, one after the other.

    Polling that the document prefers to websocket is upgraded when it can be;
    polling after a websocket that failed is not, the obstacle is still there.
    """
    if list(transports) == ["polling", "websocket"]:
        return [["polling", "websocket"], ["polling"]]
    return [[one] for one in transports]


def _auth_by_namespace(
    chosen: Sequence[AsyncNamespaceClient], auth: Auth
) -> dict[str, Mapping[str, object]]:
    """The `auth` for each namespace that asks for one. Raises InvalidPayload.

    A namespace that is open gets none, unless the document speaks of no `auth` at
    all.
    """
    if auth is None:
        return {}
    spaces = [one.NAMESPACE for one in chosen]
    asking = [one for one in spaces if one.auth is not None or one.security]
    return {one.name: _auth_of(one, auth) for one in asking or spaces}


def _auth_of(namespace: Namespace, auth: Auth) -> Mapping[str, object]:
    if not isinstance(auth, Mapping):
        if namespace.auth is None:
            raise TypeError(f"the auth for {namespace.name} must be a mapping")
        return cast("Mapping[str, object]", namespace.auth.encode(auth, ""))
    given = cast("Mapping[str, object]", auth)
    if namespace.auth is not None:
        namespace.auth.decode(dict(given), "")
    return given


async def _ask(source: AuthSource) -> Auth:
    if not callable(source):
        return source
    answer = cast("Callable[[], Any]", source)()
    return cast(Auth, await answer if inspect.isawaitable(answer) else answer)
