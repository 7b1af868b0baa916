"""The asyncio client: connecting over the transports in turn, calling, listening."""

from __future__ import annotations

import asyncio
import inspect
import logging
import random
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self, TypeAlias, TypeVar, cast

import aiohttp

from . import _socketio
from .async_listening import Listeners
from .errors import (
    AckTimeout,
    ApiError,
    ConnectFailed,
    ConnectRefused,
    Disconnected,
    InvalidPayload,
    NotConnected,
)
from .events import CallEvent, Contract, Event, Namespace
from .problems import Problem

A = TypeVar("A")
LOG = logging.getLogger(__name__.partition("._runtime")[0])

Auth: TypeAlias = Mapping[str, object] | object | None
AuthSource: TypeAlias = Auth | Callable[[], Auth | Awaitable[Auth]]
Headers: TypeAlias = Mapping[str, str]

GOODBYE = 2.0
"""Seconds that a close takes at most."""


@dataclass(frozen=True)
class Reconnection:
    """When a lost connection is tried again.

    The first attempt comes after `delay` seconds; each further one waits twice
    as long, up to `longest`, give or take the share `jitter`. After `attempts`
    failures (None: never) the client gives up.
    """

    delay: float = 1.0
    longest: float = 30.0
    jitter: float = 0.5
    attempts: int | None = None

    def wait(self, failures: int) -> float:
        """Seconds before the attempt that follows so many failures."""
        delay = min(self.longest, self.delay * 2.0 ** min(failures, 32))
        return delay * (1.0 + self.jitter * random.uniform(-1.0, 1.0))


class AsyncNamespaceClient:
    """The base of the client's side of one namespace."""

    NAMESPACE: ClassVar[Namespace]
    INCOMING: ClassVar[tuple[Event, ...]] = ()

    def __init__(self, client: AsyncClient) -> None:
        self._client = client
        self._listeners = Listeners(self.NAMESPACE.name, self.INCOMING)
        self._waiting: set[asyncio.Future[tuple[object, ...]]] = set()
        self.refusal: ConnectRefused | None = None

    @property
    def connected(self) -> bool:
        """Whether events can be sent on this namespace."""
        link = self._client.link
        return link is not None and link.connected(self.NAMESPACE.name)

    async def trigger(self, event: str, *arguments: object) -> object:
        """Take one event of the library: a message, a refusal or a disconnect."""
        if event == "connect_error":
            self.refusal = _refused(self.NAMESPACE.name, arguments)
        elif event == "disconnect":
            self.lost(str(arguments[0]) if arguments else "")
        elif event not in ("connect", "__disconnect_final"):
            return await self._listeners.receive(event, arguments)
        return None

    def lost(self, reason: str) -> None:
        """End the calls that wait on this namespace."""
        for answer in list(self._waiting):
            if not answer.done():
                answer.set_exception(ConnectionError(f"connection lost ({reason})"))

    def finished(self, error: ApiError | None) -> None:
        """End the streams of this namespace: the client will not connect again."""
        self._listeners.finish(error)

    async def _emit(self, event: Event, values: tuple[object, ...]) -> None:
        await self.send(event.name, event.arguments.encode(values))

    async def _call(
        self, event: CallEvent[A], values: tuple[object, ...], timeout: float | None
    ) -> A:
        wire = event.arguments.encode(values)
        seconds = event.timeout if timeout is None else timeout
        return event.answer(await self.send_and_wait(event.name, wire, seconds))

    async def send(
        self,
        event: str,
        wire: tuple[object, ...],
        answered: Callable[..., None] | None = None,
    ) -> None:
        """Send JSON values as they are, unchecked. Raises NotConnected.

        For tests and tools; the typed methods are for everything else.
        """
        name = self.NAMESPACE.name
        link = self._client.link
        if link is None or not link.connected(name):
            raise NotConnected(f"{name} is not connected, {event} was not sent")
        try:
            await link.emit(name, event, wire, answered)
        except ConnectionError as error:
            raise NotConnected(f"{event} was not sent: {error}") from None

    async def send_and_wait(
        self, event: str, wire: tuple[object, ...], timeout: float
    ) -> tuple[object, ...]:
        """Send JSON values unchecked and return those of the acknowledgement.

        Raises NotConnected, AckTimeout or Disconnected.
        """
        name = self.NAMESPACE.name
        answer: asyncio.Future[tuple[object, ...]] = (
            asyncio.get_running_loop().create_future()
        )

        def answered(*values: object) -> None:
            if not answer.done():
                answer.set_result(values)

        self._waiting.add(answer)
        try:
            async with asyncio.timeout(timeout):
                await self.send(event, wire, answered)
                return await answer
        except TimeoutError:
            detail = f"no acknowledgement within {timeout:g} s"
            raise AckTimeout(name, event, detail) from None
        except ConnectionError as error:
            raise Disconnected(name, event, str(error)) from None
        finally:
            self._waiting.discard(answer)


def _refused(namespace: str, arguments: tuple[object, ...]) -> ConnectRefused:
    """What a refusal says, in any of the shapes that servers send it in."""
    data: object = arguments[0] if arguments else None
    if isinstance(data, dict):
        parts = cast("dict[str, object]", data)
        problem = Problem.from_wire(parts.get("data")) or Problem.from_wire(parts)
        return ConnectRefused(namespace, str(parts.get("message", "")), problem)
    text = "the server gave no reason" if data is None else str(data)
    return ConnectRefused(namespace, text)


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
        reconnection: Reconnection | None = Reconnection(),
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
        self.url: str = address
        self._auth = auth
        self._wanted = None if namespaces is None else frozenset(namespaces)
        self._transports = tuple(transports or self.CONTRACT.transports)
        self._path = path or self.CONTRACT.path
        self._headers = headers
        self._limit = connect_timeout
        self._reconnection = reconnection
        self._session: aiohttp.ClientSession | None = None
        self._comeback: asyncio.Task[None] | None = None
        self._on_reconnected: list[Callable[[], Awaitable[None]]] = []
        self._on_disconnected: list[Callable[[str], Awaitable[None]]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self.link: _socketio.Link | None = None
        self._namespaces = tuple(self.make_namespaces())

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
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

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
            link = self._new_link(chosen, auth)
            for one in chosen:
                one.refusal = None
            try:
                # The library has limits of its own for parts of this, but none for
                # a peer that accepts a websocket and then says nothing.
                async with asyncio.timeout(self._limit):
                    await link.connect(self.url, self._path, transports, headers or {})
            except BaseException as error:
                await link.close(GOODBYE)
                for one in chosen:
                    if one.refusal is not None:
                        raise one.refusal from None
                if not isinstance(error, (ConnectionError, OSError, ValueError)):
                    raise
                silent = f"no answer within {self._limit:g} s"
                attempts.append((transports[0], str(error) or silent))
            else:
                self.link = link
                return
        raise ConnectFailed(self.url, attempts)

    def _new_link(
        self,
        chosen: Sequence[AsyncNamespaceClient],
        auth: Mapping[str, Mapping[str, object]],
    ) -> _socketio.Link:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        triggers = {one.NAMESPACE.name: one.trigger for one in chosen}
        return _socketio.Link(triggers, auth, self._lost, self._session)

    def _lost(self, link: _socketio.Link, reason: str) -> None:
        if link is not self.link:
            return
        self.link = None
        self._each_lost(reason)
        for handler in self._on_disconnected:
            self._spawn(handler(reason))
        if self._reconnection is None or reason == "server disconnect":
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
    """The `auth` for each namespace that asks for one. Raises InvalidPayload."""
    found: dict[str, Mapping[str, object]] = {}
    for one in chosen:
        declared = one.NAMESPACE.auth
        if auth is None:
            continue
        if isinstance(auth, Mapping):
            given = cast("Mapping[str, object]", auth)
            if declared is not None:
                declared.decode(dict(given), "")
            found[one.NAMESPACE.name] = given
        elif declared is not None:
            wire = declared.encode(auth, "")
            found[one.NAMESPACE.name] = cast("Mapping[str, object]", wire)
    return found


async def _ask(source: AuthSource) -> Auth:
    if not callable(source):
        return source
    answer = cast("Callable[[], Any]", source)()
    return cast(Auth, await answer if inspect.isawaitable(answer) else answer)
