"""The only door to python-socketio, which has no types.

Everything that the rest of the runtime needs of the library is given a type
here. The library is imported by name, so that no type checker follows it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, Final, Protocol, cast

_socketio: Final[Any] = import_module("socketio")
_engineio_packet: Final[Any] = import_module("engineio.packet")
_payload: Final[Any] = import_module("engineio.payload").Payload

# A burst of more than 16 packets over polling is dropped whole, or ends the
# connection, on either end. The limit is an attribute of a shared class.
_payload.max_decode_packets = max(_payload.max_decode_packets, 1024)

LOG: Final = logging.getLogger(f"{__name__.partition('._runtime')[0]}.socketio")
"""Where the library logs. It writes payloads at the level of INFO, so that level
has to be asked for."""
if LOG.level == logging.NOTSET:
    LOG.setLevel(logging.WARNING)

LIFECYCLE: Final = frozenset({"connect", "disconnect", "connect_error"})
"""Events of the library itself, which no peer may send."""

Trigger = Callable[..., Awaitable[object]]
Callback = Callable[..., None]


class Server(Protocol):
    """What is used of `socketio.AsyncServer`."""

    not_handled: object

    async def emit(
        self,
        event: str,
        data: tuple[object, ...],
        *,
        to: str | list[str] | None,
        namespace: str,
        skip_sid: list[str] | None = None,
        callback: Callback | None = None,
    ) -> None: ...

    async def enter_room(self, sid: str, room: str, *, namespace: str) -> None: ...

    async def leave_room(self, sid: str, room: str, *, namespace: str) -> None: ...

    def rooms(self, sid: str, namespace: str) -> list[str]: ...

    async def disconnect(self, sid: str, namespace: str) -> None: ...

    def get_environ(self, sid: str, namespace: str) -> Mapping[str, Any] | None: ...

    def transport(self, sid: str, namespace: str) -> str: ...

    def register_namespace(self, namespace_handler: object) -> None: ...


def async_server(**options: object) -> Server:
    """A `socketio.AsyncServer`."""
    logs = {"logger": LOG, "engineio_logger": LOG}
    return cast(Server, _socketio.AsyncServer(**logs, **options))


def asgi_app(server: Server, other: object, path: str) -> Any:
    """The ASGI application of a server on an engine path such as `/socket.io`."""
    return _socketio.ASGIApp(server, other_asgi_app=other, socketio_path=path)


def is_connected(server: Server, sid: str, namespace: str) -> bool:
    """Whether the library counts a client as connected to a namespace."""
    return bool(cast(Any, server).manager.is_connected(sid, namespace))


async def wake_poll(server: Server, sid: str, namespace: str) -> None:
    """Answer the request that a polling client left hanging, so that nobody waits."""
    eio_sid = cast(Any, server).manager.eio_sid_from_sid(sid, namespace)
    if eio_sid is None:
        return
    with contextlib.suppress(KeyError):
        noop = _engineio_packet.Packet(_engineio_packet.NOOP)
        await cast(Any, server).eio.send_packet(eio_sid, noop)


def refusal(message: str, data: Mapping[str, object]) -> Exception:
    """What a connect handler raises so that the client hears `message` and `data`."""
    return cast(
        Exception,
        _socketio.exceptions.ConnectionRefusedError(message, dict(data)),
    )


def async_namespace(name: str, trigger: Trigger) -> object:
    """A server's namespace that hands every event to `trigger(event, *args)`.

    The library maps events to methods by name, which reaches too much and too
    little; here it only dispatches to a table.
    """
    return _namespace(_socketio.AsyncNamespace, name, trigger)


def _namespace(base: Any, name: str, trigger: Trigger) -> object:
    async def trigger_event(_: object, event: str, *arguments: object) -> object:
        return await trigger(event, *arguments)

    return type("Dispatcher", (base,), {"trigger_event": trigger_event})(name)


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
        http_session: object,
    ) -> None:
        """`triggers` and `auth` stand by namespace; `lost` hears of the end, once."""
        self._auth = auth
        self._lost = lost
        self._over = False
        self._sio: Any = self._client(http_session)
        self.namespaces: Final = tuple(triggers)
        self._answers: asyncio.Queue[str] = asyncio.Queue()
        for name, trigger in triggers.items():
            self._sio.register_namespace(
                _namespace(_socketio.AsyncClientNamespace, name, self._noting(trigger))
            )

    def _noting(self, trigger: Trigger) -> Trigger:
        """A trigger that also tells `connect` what became of a namespace."""

        async def note(event: str, *arguments: object) -> object:
            answer = await trigger(event, *arguments)
            if event in {"connect", "connect_error"}:
                self._answers.put_nowait(event)
            return answer

        return note

    def _client(self, http_session: object) -> Any:
        base: Any = _socketio.AsyncClient

        async def connect_namespaces(client: Any) -> None:
            client.sid = client.eio.sid
            for name in client.connection_namespaces:
                packet = client.packet_class(
                    _socketio.packet.CONNECT,
                    data=dict(self._auth.get(name, {})),
                    namespace=name,
                )
                await client._send_packet(packet)

        async def handle_event(
            client: Any, namespace: str, id: int | None, data: list[object]
        ) -> None:
            if data[0] not in LIFECYCLE:
                await base._handle_event(client, namespace, id, data)

        async def handle_loss(client: Any, reason: str) -> None:
            await base._handle_eio_disconnect(client, reason)
            self._end(reason)

        overrides = {
            "_handle_eio_connect": connect_namespaces,
            "_handle_event": handle_event,
            "_handle_eio_disconnect": handle_loss,
        }
        return type("Client", (base,), overrides)(
            reconnection=False,
            handle_sigint=False,
            http_session=http_session,
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
        """Connect every namespace. Raises ConnectionError with the reason.

        The library's own waiting is not used: when a namespace is refused it
        leaves by the slow way that `close` avoids.
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
        except _socketio.exceptions.ConnectionError as error:
            raise ConnectionError(str(error)) from error
        for _ in self.namespaces:
            answer = await self._answers.get()
            if answer != "connect":
                raise ConnectionError(answer)

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
        except _socketio.exceptions.BadNamespaceError as error:
            raise ConnectionError(str(error)) from error

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

    async def _goodbye(self, eio: Any) -> None:
        for name in list(self._sio.namespaces):
            packet = self._sio.packet_class(_socketio.packet.DISCONNECT, namespace=name)
            await self._sio._send_packet(packet)
        if eio.transport() == "polling":
            await eio._send_packet(_engineio_packet.Packet(_engineio_packet.CLOSE))
        if eio.write_loop_task is not None:
            flushed = asyncio.ensure_future(eio.queue.join())
            await asyncio.wait(
                {flushed, eio.write_loop_task}, return_when=asyncio.FIRST_COMPLETED
            )
            flushed.cancel()
