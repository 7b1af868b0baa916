"""What a python-socketio server does otherwise when it serves generated code."""

from __future__ import annotations

import re
import threading
from collections.abc import Collection
from typing import Any, Final, cast

from ._socketio import Server

ONE_NULL: Final = "sockgen:one-null"
"""A session id that nobody has. Left out of an emit, it says that the only argument
is null; a message queue would carry it as no argument at all."""


def skipped(sids: list[str], wire: tuple[object, ...]) -> list[str]:
    """The session ids to leave out of an emit of these arguments."""
    return [*sids, ONE_NULL] if wire == (None,) else sids


def keep_null(server: Server, names: Collection[str]) -> None:
    """Let a single null arrive that comes by way of a message queue."""
    manager: Any = cast(Any, server).manager
    if not hasattr(manager, "_handle_emit"):
        return  # the server is alone
    handle = manager._handle_emit

    def handle_null(message: dict[str, Any]) -> Any:
        marked = ONE_NULL in (message.get("skip_sid") or ())
        if marked and message.get("namespace") in names:
            message = {**message, "data": (None,)}
        return handle(message)

    manager._handle_emit = handle_null


_BINARY: Final = re.compile(r"[56](\d+)-")
"""How a message begins that has so many attachments."""


def keep_together(server: Server) -> None:
    """Let no other message come between one and its attachments.

    Each is a packet of its own, and the threads of a synchronous server send at the
    same time. A client that gets them mixed up ends the connection.
    """
    eio: Any = cast(Any, server).eio
    begun = threading.local()
    guard = threading.Lock()  # held for a moment, never while a handler runs

    def send_packet(sid: str, packet: Any) -> None:
        parts: list[Any] = begun.__dict__.setdefault(sid, [])
        parts.append(packet)
        head = parts[0].data
        many = _BINARY.match(head) if isinstance(head, str) else None
        if many is not None and len(parts) <= int(many[1]):
            return
        del begun.__dict__[sid]
        try:
            socket = eio._get_socket(sid)
        except KeyError:
            return  # the client has gone
        if socket.check_ping_timeout():
            with guard:
                for one in parts:
                    socket.queue.put(one)

    eio.send_packet = send_packet
