"""Websockets of a server for threads, as simple-websocket makes them."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from typing import Any

from .packets import TOO_LARGE, Malformed


def guarded_websockets(
    make: Callable[..., Any], largest: int, complain: Callable[[Exception], None]
) -> Callable[..., Any]:
    """What makes websockets that take no message of any size, and always end.

    `make` is what the library would have made them with. `complain` hears of a
    message that was too large.
    """

    def make_guarded(handler: object, eio: object) -> Any:
        ws = make(handler, eio)
        options = getattr(ws, "server_args", None)  # those of simple-websocket
        if options is not None:
            options.setdefault("max_message_size", largest)
            options["thread_class"] = _ending(
                options.get("thread_class") or threading.Thread, complain
            )
            ws.close = _closing(ws, ws.close)
        return ws

    return make_guarded


def _ending(
    thread: Callable[..., Any], complain: Callable[[Exception], None]
) -> Callable[..., Any]:
    """Threads that read a websocket, and wake whoever waits for it at their end.

    The library wakes them before they can see that it is the end, or not at all.
    """

    def make(target: Any) -> Any:
        ws = target.__self__

        def read() -> None:
            with contextlib.suppress(Exception):  # of frames that are none
                target()
            if ws.incoming_message_len > ws.max_message_size:
                complain(Malformed(TOO_LARGE))
            ws.connected = False
            ws.event.set()

        return thread(target=read)

    return make


def _closing(ws: Any, close: Callable[[], None]) -> Callable[[], None]:
    """A close that also ends the thread of a client that does not answer it."""

    def close_and_wake() -> None:
        with contextlib.suppress(Exception):  # it was closed by the other side
            close()
        ws.ws.event.set()
        with contextlib.suppress(OSError):
            ws.ws.sock.shutdown(socket.SHUT_RDWR)

    return close_and_wake
