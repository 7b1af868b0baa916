"""The only door to python-socketio, which has no types.

Everything that the rest of the runtime needs of the library is given a type
here. The library is imported by name, so that no type checker follows it.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping
from importlib import import_module
from typing import Any, Final, Protocol, cast

socketio: Final[Any] = import_module("socketio")
engineio_packet: Final[Any] = import_module("engineio.packet")
_payload: Final[Any] = import_module("engineio.payload").Payload

# A burst of more than 16 packets over polling is dropped whole, or ends the
# connection, on either end. The limit is an attribute of a shared class.
_payload.max_decode_packets = max(_payload.max_decode_packets, 1024)

LOG: Final = logging.getLogger(f"{__name__.partition('._runtime')[0]}.socketio")
"""Where the library logs. It writes payloads at the level of INFO and warns of every
ordinary end of a connection, so both have to be asked for."""
if LOG.level == logging.NOTSET:
    LOG.setLevel(logging.ERROR)


def _is_news(record: logging.LogRecord) -> bool:
    """Leave out the errors of a poll that comes after its session has ended."""
    text = record.getMessage()
    return "Invalid session" not in text and "Session is disconnected" not in text


LOG.addFilter(_is_news)

LIFECYCLE: Final = frozenset(
    {"connect", "disconnect", "connect_error", "__disconnect_final"}
)
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
    return cast(Server, socketio.AsyncServer(**logs, **options))


def asgi_app(server: Server, other: object, path: str) -> Any:
    """The ASGI application of a server on an engine path such as `/socket.io`."""
    return socketio.ASGIApp(server, other_asgi_app=other, socketio_path=path)


def is_connected(server: Server, sid: str, namespace: str) -> bool:
    """Whether the library counts a client as connected to a namespace."""
    return bool(cast(Any, server).manager.is_connected(sid, namespace))


def register(server: Server, name: str, trigger: Trigger) -> None:
    """Let `trigger(event, sid, *args)` take every event of a server's namespace."""
    server.register_namespace(make_namespace(socketio.AsyncNamespace, name, trigger))


async def wake_poll(server: Server, sid: str, namespace: str) -> None:
    """Answer the request that a polling client left hanging, so that nobody waits."""
    eio_sid = cast(Any, server).manager.eio_sid_from_sid(sid, namespace)
    if eio_sid is None:
        return
    with contextlib.suppress(KeyError):
        noop = engineio_packet.Packet(engineio_packet.NOOP)
        await cast(Any, server).eio.send_packet(eio_sid, noop)


def refusal(message: str, data: Mapping[str, object]) -> Exception:
    """What a connect handler raises so that the client hears `message` and `data`."""
    return cast(
        Exception,
        socketio.exceptions.ConnectionRefusedError(message, dict(data)),
    )


def make_namespace(base: Any, name: str, trigger: Trigger) -> object:
    """A namespace of the library that hands every event to `trigger(event, *args)`.

    The library's own classes map events to methods by name, which reaches too much
    and too little; here it only dispatches to a table.
    """

    async def trigger_event(_: object, event: str, *arguments: object) -> object:
        return await trigger(event, *arguments)

    return type("Dispatcher", (base,), {"trigger_event": trigger_event})(name)
