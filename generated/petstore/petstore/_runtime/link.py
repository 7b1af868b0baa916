"""A client's connection: one transport, from connect to loss."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, Final, cast

try:
    import aiohttp
except ImportError as error:  # python-socketio would only log it
    package = __name__.partition(".")[0]
    hint = f"the client needs aiohttp: pip install '{package}[async-client]'"
    raise ImportError(hint) from error

from . import _socketio
from ._socketio import (
    LIFECYCLE,
    LOG,
    Callback,
    Trigger,
    engineio_packet,
    make_namespace,
    socketio,
)


class _Http:
    """A session as the library uses one, that leaves no answer half read.

    The library does not read the answer to a POST, and an answer that is dropped
    keeps its connection.
    """

    def __init__(self) -> None:
        self._session = aiohttp.ClientSession()
        self.ws_connect = self._session.ws_connect
        self.cookie_jar = self._session.cookie_jar
        self.close = self._session.close

    @property
    def closed(self) -> bool:
        return self._session.closed

    async def get(self, url: str, **options: Any) -> aiohttp.ClientResponse:
        response = await self._session.get(url, **options)
        await response.read()
        return response

    async def post(self, url: str, **options: Any) -> aiohttp.ClientResponse:
        response = await self._session.post(url, **options)
        await response.read()
        return response


PACKETS = 16
"""How many packets a Python server takes in one request."""
PORTION = 750_000
"""How many bytes are put into one request, unless a single packet has more; a server
takes 1,000,000 unless it was told otherwise."""


class _Queue(asyncio.Queue[Any]):
    """What waits to be sent, in portions that a server takes over polling.

    The library sends all there is in one request. A server of python-socketio drops
    all of it when there are more than 16 packets, and any server ends the connection
    when there are too many bytes.
    """

    _packets = 0
    _bytes = 0

    def _init(self, maxsize: int) -> None:
        self._queue: deque[Any] = deque()

    async def get(self) -> Any:
        """The first packet of a portion."""
        self._packets = self._bytes = 0
        return await super().get()

    def get_nowait(self) -> Any:
        """A further packet of the portion. Raises QueueEmpty when it is full."""
        size = 0 if self.empty() else _size(self._queue[0])
        full = self._packets >= PACKETS or self._bytes + size > PORTION
        if self._packets and full:
            raise asyncio.QueueEmpty
        self._packets += 1
        self._bytes += size
        return super().get_nowait()


def _size(packet: Any) -> int:
    """Bytes of a packet in a request, where binary ones stand in base 64."""
    data = getattr(packet, "data", None)
    if isinstance(data, bytes):
        return len(data) * 4 // 3
    return len(data) if isinstance(data, str) else 0


def _engine_client_class(_: object) -> Any:
    def create_queue(*_: object) -> _Queue:
        return _Queue()

    base = import_module("engineio").AsyncClient

    async def send_request(
        client: Any, method: str, *given: Any, **options: Any
    ) -> Any:
        """Drop the request that hangs at the server when nothing more can be sent.

        The library would notice that the connection is broken when that is over.
        """
        request = asyncio.ensure_future(
            base._send_request(client, method, *given, **options)
        )
        sending = client.write_loop_task if method == "GET" else None
        try:
            await asyncio.wait(
                {request, sending} if sending else {request},
                return_when=asyncio.FIRST_COMPLETED,
            )
            return await request if request.done() else "nothing can be sent"
        finally:
            request.cancel()

    overrides = {"create_queue": create_queue, "_send_request": send_request}
    return type("EngineClient", (base,), overrides)


class Link:
    """One connection of a client, over one transport, from connect to loss.

    A link is used once: reconnecting makes another, so that nothing of a broken
    connection is left in the next.
    """

    def __init__(
        self,
        triggers: Mapping[str, Trigger],
        auth: Mapping[str, Mapping[str, object]],
        lost: Callable[[Link, str], None],
        expelled: Callable[[str], None],
    ) -> None:
        """`triggers` and `auth` stand by namespace.

        `lost` hears of the end, once; `expelled` of a namespace that the server
        ends while the connection goes on. Needs a running event loop.
        """
        self._auth = auth
        self._lost = lost
        self._expelled = expelled
        self._open = False
        self._over = False
        self._session = _Http()
        self._sio: Any = self._client()
        self.namespaces: Final = tuple(triggers)
        self._answers: asyncio.Queue[str] = asyncio.Queue()
        for name, trigger in triggers.items():
            self._sio.register_namespace(
                make_namespace(
                    socketio.AsyncClientNamespace, name, self._noting(trigger)
                )
            )

    def _noting(self, trigger: Trigger) -> Trigger:
        """A trigger that also tells `connect` what became of a namespace."""

        async def note(event: str, *arguments: object) -> object:
            if event == "connect_error" and not self._open:
                return None  # no server has refused: the transport did not get there
            answer = await trigger(event, *arguments)
            if event in {"connect", "connect_error"}:
                self._answers.put_nowait(event)
            return answer

        return note

    def _client(self) -> Any:
        base: Any = socketio.AsyncClient

        async def connect_namespaces(client: Any) -> None:
            self._open = True
            client.sid = client.eio.sid
            for name in client.connection_namespaces:
                packet = client.packet_class(
                    socketio.packet.CONNECT,
                    data=dict(self._auth.get(name, {})),
                    namespace=name,
                )
                await client._send_packet(packet)

        async def handle_error(
            client: Any, namespace: str | None, data: object
        ) -> None:
            # the library would take a refusal of the root for one of them all
            many = isinstance(data, (list, tuple))
            parts = cast("Sequence[object]", data) if many else (data,)
            refused = namespace or "/"
            await client._trigger_event("connect_error", refused, *parts)
            client.namespaces.pop(refused, None)

        async def handle_event(
            client: Any, namespace: str, id: int | None, data: list[object]
        ) -> None:
            if data[0] not in LIFECYCLE:
                await base._handle_event(client, namespace, id, data)

        async def handle_disconnect(client: Any, namespace: str | None) -> None:
            await base._handle_disconnect(client, namespace)
            if not self._over:
                self._expelled(namespace or "/")

        async def handle_loss(client: Any, reason: str) -> None:
            await base._handle_eio_disconnect(client, reason)
            self._end(reason)

        overrides = {
            "_handle_eio_connect": connect_namespaces,
            "_handle_error": handle_error,
            "_engineio_client_class": _engine_client_class,
            "_handle_event": handle_event,
            "_handle_disconnect": handle_disconnect,
            "_handle_eio_disconnect": handle_loss,
        }
        return type("Client", (base,), overrides)(
            reconnection=False,
            handle_sigint=False,
            http_session=self._session,
            logger=LOG,
            engineio_logger=LOG,
        )

    def _end(self, reason: str) -> None:
        if not self._over:
            self._over = True
            self._answers.put_nowait(reason)
            self._lost(self, reason)

    @property
    def transport(self) -> str:
        """`websocket` or `polling`: which one carries the connection now."""
        return str(self._sio.transport())

    def connected(self, namespace: str) -> bool:
        """Whether a namespace of this link is connected."""
        return not self._over and namespace in self._sio.namespaces

    async def connect(
        self,
        url: str,
        path: str,
        transports: Sequence[str],
        headers: Mapping[str, str],
    ) -> None:
        """Connect every namespace, or hear that it is refused.

        Raises ConnectionError with the reason if the transport does not get there.
        The library's own waiting is not used: it takes one refusal for the end.
        """
        try:
            await self._sio.connect(
                url,
                headers=dict(headers),
                transports=list(transports),
                namespaces=list(self.namespaces),
                socketio_path=path,
                wait=False,
            )
        except socketio.exceptions.ConnectionError as error:
            raise ConnectionError(str(error)) from error
        for _ in self.namespaces:
            answer = await self._answers.get()
            if answer not in {"connect", "connect_error"}:
                raise ConnectionError(answer)
        if self._over:
            raise ConnectionError("lost at once")

    async def emit(
        self,
        namespace: str,
        event: str,
        values: tuple[object, ...],
        callback: Callback | None = None,
    ) -> None:
        """Send an event. Raises ConnectionError if the namespace is not connected."""
        try:
            await self._sio.emit(event, values, namespace=namespace, callback=callback)
        except socketio.exceptions.BadNamespaceError as error:
            raise ConnectionError(str(error)) from error

    def forget(self, namespace: str, callback: Callback) -> None:
        """Wait no more for an acknowledgement, which would be kept a place for."""
        _socketio.forget(self._sio.callbacks.get(namespace, {}), callback)

    async def close(self, limit: float) -> None:
        """Say goodbye and be gone within about `limit` seconds.

        Over polling the library would wait for the request that hangs at the
        server, up to 30 seconds; here what is queued is flushed, and the
        hanging request is dropped.
        """
        self._over = True
        eio = self._sio.eio
        tasks = [one for one in (eio.read_loop_task, eio.write_loop_task) if one]
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(limit):
                if eio.state == "connected":
                    await self._goodbye(eio)
                await eio.disconnect(abort=True)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._session.close()

    async def _goodbye(self, eio: Any) -> None:
        for name in list(self._sio.namespaces):
            packet = self._sio.packet_class(socketio.packet.DISCONNECT, namespace=name)
            await self._sio._send_packet(packet)
        if eio.transport() == "polling":
            await eio._send_packet(engineio_packet.Packet(engineio_packet.CLOSE))
        if eio.write_loop_task is not None:
            flushed = asyncio.ensure_future(eio.queue.join())
            await asyncio.wait(
                {flushed, eio.write_loop_task}, return_when=asyncio.FIRST_COMPLETED
            )
            flushed.cancel()
