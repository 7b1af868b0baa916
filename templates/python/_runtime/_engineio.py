"""The connections below python-socketio, those of Engine.IO, on a server.

What the library leaves to clients here, not every client does.
"""

from __future__ import annotations

import contextlib
import inspect
import time
from collections import deque
from collections.abc import Callable
from typing import Any, cast

from ._socketio import Server, engineio_packet
from .blocking import settled


def admit_while(server: Server, open_: Callable[[], bool]) -> None:
    """Turn new connections away before they are any, once `open_()` is false.

    A client of a browser takes the refusal of a namespace for the last word, but
    comes back to a server that it could not reach.
    """
    engine: Any = cast(Any, server).eio
    connect = engine.handlers["connect"]

    async def connect_and_wait(*arguments: Any) -> Any:
        return await connect(*arguments) if open_() else False

    def connect_and_block(*arguments: Any) -> Any:
        return connect(*arguments) if open_() else False

    waits = inspect.iscoroutinefunction(connect)
    engine.on("connect", connect_and_wait if waits else connect_and_block)


PACKETS = 16
"""How many packets a Python client takes in the answer to one poll."""


def pace(server: Server, sid: str, namespace: str) -> None:
    """Let a client have no more packets in the answer to a poll than it can take.

    A client of python-socketio ends the connection over the 17th.
    """
    library: Any = server
    eio_sid = library.manager.eio_sid_from_sid(sid, namespace)
    socket = library.eio.sockets.get(eio_sid)
    if socket is None or hasattr(socket, "sockgen_backlog"):
        return
    poll, backlog = socket.poll, deque[object]()
    socket.sockgen_backlog = backlog

    def portion(packets: list[object]) -> list[object]:
        backlog.extend(packets)
        return [backlog.popleft() for _ in range(min(PACKETS, len(backlog)))]

    async def poll_and_wait() -> list[object]:
        return portion([] if backlog else await poll())

    def poll_and_block() -> list[object]:
        return portion([] if backlog else poll())

    waits = inspect.iscoroutinefunction(poll)
    socket.poll = poll_and_wait if waits else poll_and_block


async def wake_poll(server: Server, sid: str, namespace: str) -> None:
    """Answer the request that a polling client left hanging, so that nobody waits."""
    eio_sid = cast(Any, server).manager.eio_sid_from_sid(sid, namespace)
    if eio_sid is None:
        return
    with contextlib.suppress(KeyError):
        noop = engineio_packet.Packet(engineio_packet.NOOP)
        await settled(cast(Any, server).eio.send_packet(eio_sid, noop))


FLUSH = 1.0
"""Seconds that clients have to fetch what is meant for them before a close."""


GRACE = 0.5
"""Seconds that clients over a websocket have to close it, once they are told."""


async def close(server: Server) -> None:
    """Tell every client that the connection is closed, and end the library's tasks."""
    library: Any = server
    await _until(library, FLUSH, lambda one: not _has_more(one))
    sockets = dict(library.eio.sockets)
    for socket in sockets.values():
        await settled(socket.close(wait=False))
    # A client of a browser does not hear that over a websocket, others close it now.
    await _until(library, GRACE, lambda one: not one.upgraded)
    for eio_sid, socket in sockets.items():
        if socket.upgraded and eio_sid in library.eio.sockets:
            await settled(socket.queue.put(None))  # the library's writer closes it
    if library.eio.service_task_handle is not None:  # it cannot be shut down twice
        await settled(library.shutdown())


async def _until(library: Any, limit: float, done: Callable[[Any], bool]) -> None:
    """Wait, but not for long, until all connections that there are have done something.

    The library tells nobody of it. A close drops what is in the queues of clients,
    and one that gets it together with an acknowledgement may see the close first.
    """
    deadline = time.monotonic() + limit
    while time.monotonic() < deadline:
        if all(map(done, list(library.eio.sockets.values()))):
            return
        await settled(library.sleep(0.01))


def _has_more(socket: Any) -> bool:
    """Whether there is something for a client that it has not fetched."""
    names = "_unfinished_tasks", "unfinished_tasks"  # of asyncio, of the others
    queued = any(getattr(socket.queue, name, 0) for name in names)
    return queued or bool(getattr(socket, "sockgen_backlog", ()))
