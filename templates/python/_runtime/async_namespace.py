"""The client's side of one namespace: sending, calling, listening."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import ClassVar, Protocol, TypeVar, cast

from .async_listening import Listeners
from .errors import AckTimeout, ApiError, ConnectRefused, Disconnected, NotConnected
from .events import CallEvent, Event, Namespace
from .link import Link
from .problems import Problem

A = TypeVar("A")


class Linked(Protocol):
    """What a namespace needs of its client: the connection, if there is one."""

    link: Link | None


class AsyncNamespaceClient:
    """The base of the client's side of one namespace."""

    NAMESPACE: ClassVar[Namespace]
    INCOMING: ClassVar[tuple[Event, ...]] = ()

    def __init__(self, client: Linked) -> None:
        self._client = client
        self._listeners = Listeners(self.NAMESPACE.name, self.INCOMING)
        self._waiting: set[asyncio.Future[tuple[object, ...]]] = set()
        self.refusal: ConnectRefused | None = None

    @property
    def connected(self) -> bool:
        """Whether events can be sent on this namespace."""
        link = self._client.link
        return link is not None and link.connected(self.NAMESPACE.name)

    def on_invalid(
        self, handler: Callable[[str, Exception], Awaitable[None]]
    ) -> Callable[[str, Exception], Awaitable[None]]:
        """Call `handler` with the name and the error of each event that is invalid.

        The error is InvalidPayload for what breaks its schema, LookupError for an
        event that the document does not have.
        """
        self._listeners.add_invalid(handler)
        return handler

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
