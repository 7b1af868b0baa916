"""The only door to python-socketio, which has no types.

Everything that the rest of the runtime needs of the library is given a type
here. The library is imported by name, so that no type checker follows it.
"""

from __future__ import annotations

import contextlib
import inspect
import logging
from collections.abc import (
    Awaitable,
    Callable,
    Collection,
    Coroutine,
    Generator,
    Mapping,
)
from importlib import import_module
from typing import Any, Final, Protocol, cast

from .blocking import run

socketio: Final[Any] = import_module("socketio")
engineio_packet: Final[Any] = import_module("engineio.packet")
_payload: Final[Any] = import_module("engineio.payload").Payload

# A burst of more than 16 packets over polling is dropped whole, or ends the
# connection, on either end. The limit is an attribute of a shared class; what
# limits a burst from now on is the size of a request.
_payload.max_decode_packets = max(_payload.max_decode_packets, 1_000_000)

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

Trigger = Callable[..., Awaitable[object]]
Callback = Callable[..., None]


class Server(Protocol):
    """What is used of `socketio.AsyncServer` and `socketio.Server`.

    What an asyncio server would be awaited for, a synchronous one has done.
    """

    not_handled: object

    def emit(
        self,
        event: str,
        data: tuple[object, ...],
        *,
        to: str | list[str] | None,
        namespace: str,
        skip_sid: list[str] | None = None,
        callback: Callback | None = None,
    ) -> Awaitable[None] | None: ...

    def enter_room(
        self, sid: str, room: str, *, namespace: str
    ) -> Awaitable[None] | None: ...

    def leave_room(
        self, sid: str, room: str, *, namespace: str
    ) -> Awaitable[None] | None: ...

    def rooms(self, sid: str, namespace: str) -> list[str]: ...

    def disconnect(self, sid: str, namespace: str) -> Awaitable[None] | None: ...

    def get_environ(self, sid: str, namespace: str) -> Mapping[str, Any] | None: ...

    def transport(self, sid: str, namespace: str) -> str: ...

    def register_namespace(self, namespace_handler: object) -> None: ...


def async_server(**options: object) -> Server:
    """A `socketio.AsyncServer`."""
    logs = {"logger": LOG, "engineio_logger": LOG}
    return cast(Server, socketio.AsyncServer(**logs, **options))


def server(**options: object) -> Server:
    """A `socketio.Server`."""
    logs = {"logger": LOG, "engineio_logger": LOG}
    return cast(Server, socketio.Server(**logs, **options))


def make_event(server: Server) -> Any:
    """What makes events such as `threading.Event`, of the kind that a server uses."""
    return cast(Any, server).eio.create_event


def members(server: Server, room: str, namespace: str) -> frozenset[str]:
    """The session ids that are in a room of a namespace."""
    found = cast(Any, server).manager.get_participants(namespace, room)
    return frozenset(str(sid) for sid, _ in found)


def is_connected(server: Server, sid: str, namespace: str) -> bool:
    """Whether the library counts a client as connected to a namespace."""
    return bool(cast(Any, server).manager.is_connected(sid, namespace))


def forget(waiting: dict[int, object], callback: Callback) -> None:
    """Drop a callback from those that wait for acknowledgements.

    The library would keep it until the end of the connection.
    """
    for id in list(waiting):  # the oldest first: it is the first to be given up
        if waiting.get(id) is callback:
            waiting.pop(id, None)
            return


@contextlib.contextmanager
def remembered(server: Server, sid: str, callback: Callback) -> Generator[None]:
    """Forget the callback of a call to a client when nobody waits for it any more."""
    try:
        yield
    except BaseException:
        forget(cast(Any, server).manager.callbacks.get(sid, {}), callback)
        raise


def register(server: Server, name: str, trigger: Trigger) -> None:
    """Let `trigger(event, sid, *args)` take every event of a server's namespace."""
    server.register_namespace(make_namespace(socketio.AsyncNamespace, name, trigger))


def register_blocking(
    server: Server,
    name: str,
    trigger: Callable[..., Coroutine[Any, Any, object]],
    arrive: Callable[[str, object], object | None],
) -> None:
    """The same for a synchronous server, which has a thread for each event.

    Threads do not begin in the order in which events came. `arrive(sid, event)` is
    asked before there is a thread, and what it returns is the first argument.
    """

    def trigger_event(_: object, event: str, *arguments: object) -> object:
        return run(trigger(event, *arguments))

    overrides = {"trigger_event": trigger_event}
    server.register_namespace(
        type("Dispatcher", (socketio.Namespace,), overrides)(name)
    )
    library: Any = server
    handle = library._handle_event

    def handle_event(
        eio_sid: str, namespace: str | None, id: int | None, data: list[object]
    ) -> None:
        if (namespace or "/") == name and data:
            sid = library.manager.sid_from_eio_sid(eio_sid, name)
            place = arrive(sid, data[0])
            data = [data[0], *([] if place is None else [place]), *data[1:]]
        handle(eio_sid, namespace, id, data)

    library._handle_event = handle_event


def is_served(server: Server, name: str) -> bool:
    """Whether somebody handles the events of a namespace already."""
    library: Any = server
    return name in library.namespace_handlers or name in library.handlers


def keep_to_ourselves(server: Server, names: Collection[str]) -> None:
    """Let no handler that takes the events of all namespaces take those of these.

    The library asks functions before it asks classes, and so those for `*` first.
    """
    library: Any = server
    find = library._get_event_handler

    def find_other(event: str, namespace: str, args: tuple[object, ...]) -> Any:
        ours = namespace in names
        return (None, args) if ours else find(event, namespace, args)

    library._get_event_handler = find_other


def count_events(
    server: Server, names: Collection[str], at_work: Callable[[], Any]
) -> None:
    """Be inside `at_work()` while an event of these namespaces is handled.

    That is until its acknowledgement is on its way, which no handler can see.
    """
    library: Any = server
    handle = library._handle_event_internal

    async def handle_and_wait(*arguments: Any) -> None:
        with at_work() if arguments[4] in names else contextlib.nullcontext():
            await handle(*arguments)

    def handle_and_block(*arguments: Any) -> None:
        with at_work() if arguments[4] in names else contextlib.nullcontext():
            handle(*arguments)

    waits = inspect.iscoroutinefunction(handle)
    library._handle_event_internal = handle_and_wait if waits else handle_and_block


def spell_out_refusals(server: Server) -> None:
    """Send the library's own refusals, of unknown namespaces, as objects.

    Clients of browsers look for a message in an object, and would show none.
    """
    library: Any = server
    send = library._send_packet

    def send_packet(eio_sid: str, packet: Any) -> object:
        refused = packet.packet_type == socketio.packet.CONNECT_ERROR
        if refused and isinstance(packet.data, str):
            packet.data = {"message": packet.data}
        return send(eio_sid, packet)

    library._send_packet = send_packet


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
