"""How a client gets a connection: over the transports in turn, each with a limit."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from .async_namespace import AsyncNamespaceClient
from .errors import ConnectFailed, ConnectRefused, NotConnected
from .link import Link
from .presenting import AuthSource, HeaderSource, ask, auth_by_namespace
from .reconnection import Transports

LOG = logging.getLogger(__name__.partition("._runtime")[0])

GOODBYE = 2.0
"""Seconds that a close takes at most."""

_SCHEMES = frozenset({"http", "https", "ws", "wss"})


def address(url: str | None) -> str:
    """Where the server is. Raises TypeError or ValueError if that is nowhere."""
    if url is None:
        raise TypeError("the document names no server: give a url")
    scheme, separator, _ = url.partition("://")
    if not separator or scheme.lower() not in _SCHEMES:
        raise ValueError(f"{url!r} is no URL: it needs http:// or https://")
    return url


class Dialling:
    """What is presented to a server, and which transports get there."""

    def __init__(
        self,
        path: str,
        transports: Sequence[str],
        *,
        auth: AuthSource[Any],
        headers: HeaderSource,
        limit: float,
        all_namespaces: bool,
    ) -> None:
        """`limit` is in seconds, for each transport."""
        if not limit > 0:
            raise ValueError(f"a connect_timeout of {limit!r} s is none")
        self._path = path
        self._transports = Transports(transports)
        self._auth = auth
        self._headers = headers
        self._limit = limit
        self._all = all_namespaces
        self._since = 0.0

    async def dial(
        self,
        url: str,
        chosen: Sequence[AsyncNamespaceClient],
        lost: Callable[[Link, str], None],
        expelled: Callable[[str], None],
    ) -> Link:
        """A connection of these namespaces, over the first transport that gets through.

        Raises ConnectRefused, ConnectFailed or InvalidPayload, as `connect` does.
        """
        spaces = [one.NAMESPACE for one in chosen]
        auth = auth_by_namespace(spaces, await ask(self._auth))
        headers = await ask(self._headers)
        attempts: list[tuple[str, str]] = []
        for transports in self._transports.turns():
            for one in chosen:
                one.refusal = one.absence = None
            triggers = {one.NAMESPACE.name: one.trigger for one in chosen}
            link = Link(triggers, auth, lost, expelled)
            try:
                opening = link.connect(url, self._path, transports, headers or {})
                await self._attempt(link, opening, chosen)
            except ConnectRefused:
                raise
            except Exception as error:  # whatever a broken peer makes of it
                LOG.debug("%s over %s failed", url, transports[0], exc_info=True)
                attempts.append((transports[0], str(error) or self._silence()))
            else:
                self._since = time.monotonic()
                return link
        raise ConnectFailed(url, attempts)

    async def rejoin(
        self,
        url: str,
        link: Link,
        chosen: Sequence[AsyncNamespaceClient],
        missing: Sequence[AsyncNamespaceClient],
    ) -> None:
        """Ask on a connection that there is for what is missing of the chosen ones.

        Raises what `dial` does, and leaves the connection alone.
        """
        given = auth_by_namespace(
            [one.NAMESPACE for one in chosen], await ask(self._auth)
        )
        for one in missing:
            one.refusal = one.absence = None
        names = [one.NAMESPACE.name for one in missing]
        try:
            async with asyncio.timeout(self._limit):
                await link.join({name: given.get(name, {}) for name in names})
        except TimeoutError:
            self._silent(link, missing)
        except ConnectionError as error:
            raise ConnectFailed(url, [(link.transport, str(error))]) from None
        finally:
            for one in _without_answer(link, missing):
                if not link.over:
                    name = one.NAMESPACE.name
                    one.absence = NotConnected(f"{name} was not waited for")
        self._check_refusals(missing)

    def lost(self, link: Link, reason: str) -> None:
        """Note how a connection ended, for the order of the next attempts."""
        early = time.monotonic() - self._since < self._limit
        self._transports.lost(link.transport, reason, early=early)

    async def _attempt(
        self,
        link: Link,
        opening: Awaitable[None],
        chosen: Sequence[AsyncNamespaceClient],
    ) -> None:
        """Open a link to the namespaces that let the client in, or close it again.

        The library has limits of its own for parts of this, but none for a peer
        that accepts a websocket and then says nothing.
        """
        try:
            try:
                async with asyncio.timeout(self._limit):
                    await opening
            except TimeoutError:
                if len(_without_answer(link, chosen)) == len(chosen):
                    raise  # and is no refusal, if there is none to any
                self._silent(link, chosen)
            self._check_refusals(chosen)
        except BaseException:
            await link.close(GOODBYE)
            raise

    def _silent(self, link: Link, chosen: Sequence[AsyncNamespaceClient]) -> None:
        """Take silence about some namespaces for a refusal."""
        for one in _without_answer(link, chosen):
            one.refusal = ConnectRefused(one.NAMESPACE.name, self._silence())

    def _silence(self) -> str:
        return f"no answer within {self._limit:g} s"

    def _check_refusals(self, chosen: Sequence[AsyncNamespaceClient]) -> None:
        refusals = [one.refusal for one in chosen if one.refusal is not None]
        if refusals and (self._all or len(refusals) == len(chosen)):
            raise refusals[0]


def _without_answer(
    link: Link, asked: Sequence[AsyncNamespaceClient]
) -> Sequence[AsyncNamespaceClient]:
    return [
        one
        for one in asked
        if one.refusal is None and not link.connected(one.NAMESPACE.name)
    ]
