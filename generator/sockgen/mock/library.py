"""What a mock asks of python-socketio beyond the generated runtime."""

from collections.abc import Awaitable, Callable
from typing import Any

Trigger = Callable[..., Awaitable[object]]


def watch(sio: Any, name: str, around: Callable[[Trigger], Trigger]) -> None:
    """Put something around all that comes in on a namespace of a server."""
    handler = sio.namespace_handlers[name]
    handler.trigger_event = around(handler.trigger_event)


async def cut(sio: Any, sid: str, namespace: str) -> None:
    """End a client's connection without a word, as a broken network does."""
    socket = sio.eio.sockets.get(sio.manager.eio_sid_from_sid(sid, namespace))
    if socket is not None:
        await socket.close(wait=False, abort=True, reason="dropped on purpose")
        await socket.queue.put(None)  # whatever waits for packets ends the transport


def rooms_of(sio: Any, sid: str, namespace: str) -> list[str]:
    """The rooms that a client is in, without those of the library."""
    return [one for one in sio.rooms(sid, namespace) if one and one != sid]
