"""What a server does about clients that send garbage, or nothing.

The library logs a traceback for each, keeps what it should forget, and waits for ever
for some. Here whoever sends garbage is disconnected, with one line in the log.
"""

from __future__ import annotations

import contextlib
import inspect
import time
import urllib.parse
import weakref
from collections.abc import Callable, Coroutine
from importlib import import_module
from typing import Any, Final, cast

from ._socketio import LOG, engineio_packet, socketio
from .blocking import run, settled
from .blocking_websockets import guarded_websockets
from .clocks import AsyncClock, BlockingClock, Clock
from .complaints import Complaints
from .packets import (
    ACKS,
    EVENTS,
    PARSE_ERROR,
    TOO_LARGE,
    Inbox,
    Malformed,
    check_frame,
    check_payload,
)

LINGER = 1.0
"""Seconds until a session is forgotten whose last requests may still be at work."""

_exceptions: Final[Any] = import_module("engineio.exceptions")
_EngineError: Final[Any] = _exceptions.EngineIOError
_SocketIsClosedError: Final[Any] = _exceptions.SocketIsClosedError
_Payload: Final[Any] = import_module("engineio.payload").Payload


def guard(server: object, connect_timeout: float) -> None:
    """Guard a `socketio.AsyncServer` or `socketio.Server`, all its namespaces."""
    if not hasattr(server, "sockgen_guard"):
        vars(server)["sockgen_guard"] = Guard(server, connect_timeout)


class Guard:
    """Stands between the library's Engine.IO and its Socket.IO."""

    def __init__(self, library: Any, connect_timeout: float) -> None:
        self._library = library
        self._eio = library.eio
        self._limit = connect_timeout
        self._waits = inspect.iscoroutinefunction(library.emit)
        self._inboxes: dict[str, Inbox] = {}
        self._complaints = Complaints()
        start, event = self._eio.start_background_task, self._eio.create_event
        self._clock: Clock = (
            AsyncClock() if self._waits else BlockingClock(start, event)
        )
        self._eio.on("connect", self._kind(self._connected))
        self._eio.on("message", self._kind(self._message))
        self._eio.on("disconnect", self._kind(self._disconnected))
        self._eio.sockets = _Sessions(self._eio.sockets)
        if not self._waits:
            make = self._eio._async["websocket"]
            guarded = make and guarded_websockets(
                make, self._eio.max_http_buffer_size, self._complaints.about
            )
            self._eio._async = {**self._eio._async, "websocket": guarded}

    def _kind(
        self, method: Callable[..., Coroutine[Any, Any, Any]]
    ) -> Callable[..., Any]:
        """A method as a server of its kind calls it."""

        async def waits(*arguments: object, **options: object) -> object:
            return await method(*arguments, **options)

        def blocks(*arguments: object, **options: object) -> object:
            return run(method(*arguments, **options))

        return waits if self._waits else blocks

    async def _connected(self, eio_sid: str, environ: object) -> object:
        self._inboxes[eio_sid] = Inbox(
            self._library.packet_class, self._eio.max_http_buffer_size
        )
        session = self._eio.sockets[eio_sid]
        _Session(session, self._clock, self._limit, self._kind, self._complaints)
        self._clock.later(self._limit, lambda: self._check_namespaces(eio_sid))
        return await settled(self._library._handle_eio_connect(eio_sid, environ))

    async def _disconnected(self, eio_sid: str, reason: str) -> None:
        self._inboxes.pop(eio_sid, None)
        await settled(self._library._handle_eio_disconnect(eio_sid, reason))
        # the library would look for it some time within its ping timeout
        self._clock.later(LINGER, lambda: self._eio.sockets.pop(eio_sid, None))

    def _check_namespaces(self, eio_sid: str) -> object:
        """Disconnect a client that has connected no namespace."""
        session, manager = self._eio.sockets.get(eio_sid), self._library.manager
        if session is None or any(
            manager.sid_from_eio_sid(eio_sid, one)
            for one in list(manager.get_namespaces())
        ):
            return None
        LOG.info("a client has connected no namespace, and is disconnected")
        return self._eio.start_background_task(session.close, False, False, PARSE_ERROR)

    async def _dismiss(self, eio_sid: str, error: Malformed) -> None:
        self._complaints.about(error)
        session = self._eio.sockets.get(eio_sid)
        if session is not None:
            await settled(session.close(reason=PARSE_ERROR))

    async def _message(self, eio_sid: str, data: object) -> None:
        inbox = self._inboxes.get(eio_sid)
        if inbox is None:
            return  # it came together with the end of the connection
        try:
            packet = inbox.take(data)
            if packet is not None:
                await self._handle(eio_sid, packet)
        except Malformed as error:
            await self._dismiss(eio_sid, error)

    async def _handle(self, eio_sid: str, packet: Any) -> None:
        library, names = self._library, socketio.packet
        kind, name = packet.packet_type, packet.namespace
        if kind == names.CONNECT:
            await self._connect(eio_sid, name or "/", packet.data)
        elif kind == names.DISCONNECT:
            why = library.reason.CLIENT_DISCONNECT
            await settled(library._handle_disconnect(eio_sid, name, why))
        elif kind in EVENTS:
            await settled(library._handle_event(eio_sid, name, packet.id, packet.data))
        elif kind in ACKS:
            # the library keeps a counter in the place of an acknowledgement 0
            if packet.id != 0:
                await settled(
                    library._handle_ack(eio_sid, name, packet.id, packet.data)
                )
        else:
            raise Malformed("a packet that no client sends")

    async def _connect(self, eio_sid: str, name: str, auth: object) -> None:
        """Connect a namespace; the client may be gone before that is done."""
        library, manager = self._library, self._library.manager
        try:
            await settled(library._handle_connect(eio_sid, name, auth))
        finally:
            if eio_sid not in self._inboxes:
                why = library.reason.CLIENT_DISCONNECT
                await settled(library._handle_disconnect(eio_sid, name, why))
                sid = manager.sid_from_eio_sid(eio_sid, name)
                if sid is not None:  # it was not connected yet
                    await settled(manager.disconnect(sid, name, ignore_queue=True))


class _Sessions(dict[str, Any]):
    """The sessions of a server, of which those that are closed are unknown.

    The library raises an error for a POST to one of them.
    """

    def __contains__(self, sid: object) -> bool:
        session = self.get(cast(str, sid))
        return session is not None and not session.closed


class _Session:
    """Looks at what comes in a session before the library does."""

    def __init__(
        self,
        session: Any,
        clock: Clock,
        limit: float,
        kind: Callable[..., Any],
        complaints: Complaints,
    ) -> None:
        self._session = session
        self._clock = clock
        self._limit = limit
        self._kind = kind
        self._complaints = complaints
        self._largest: int = session.server.max_http_buffer_size
        self._websocket: Any = session._websocket_handler
        session._websocket_handler = kind(self._serve)
        self._closing: Any = session.close
        session.handle_post_request = kind(self._post)
        session.close = kind(self._close)
        session.schedule_ping = self._schedule_ping

    def _schedule_ping(self) -> None:
        """Send a ping later.

        The library has a task or a thread do so, which keeps a session that is over.
        """
        session, ping = self._session, weakref.WeakMethod(self._ping)
        if session.last_ping:  # the one before was answered
            session.last_ping = None
            self._clock.later(
                session.server.ping_interval, lambda: (alive := ping()) and alive()
            )

    def _ping(self) -> object:
        session = self._session
        if session.closing or session.closed:
            return None
        session.last_ping = time.time()
        return self._kind(self._send_ping)()

    async def _send_ping(self) -> None:
        with contextlib.suppress(_SocketIsClosedError):  # it went in this moment
            ping = engineio_packet.Packet(engineio_packet.PING)
            await settled(self._session.send(ping))

    async def _close(
        self, wait: bool = True, abort: bool = False, reason: str | None = None
    ) -> None:
        """Close, and do not wait until nobody has fetched what is in the queue."""
        await settled(self._closing(wait=False, abort=abort, reason=reason))
        if inspect.iscoroutinefunction(self._closing):
            await self._session.queue.put(None)  # or whoever writes goes on waiting

    async def _post(self, environ: Any) -> None:
        """Take a request. What the library raises, it closes for, and answers 400."""
        try:
            for packet in await self._packets(environ):
                await settled(self._session.receive(packet))
        except Malformed as error:
            self._complaints.about(error)
            if not self._session.closed:
                raise _EngineError from None
        except _EngineError:
            if not self._session.closed:
                raise

    async def _packets(self, environ: Any) -> list[Any]:
        length = environ.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdigit() and len(length) < 20):
            raise Malformed("a request of no length")
        if int(length) > self._largest:
            raise Malformed("a request that is too large")
        body = await settled(environ["wsgi.input"].read(int(length)))
        if len(body) < int(length):
            raise Malformed("a request that was cut off")
        try:
            text = body.decode()
            if text.startswith("d="):  # of a form, which is a browser's JSONP
                text = urllib.parse.parse_qs(text)["d"][0]
            if text:
                check_payload(text)
            packets: list[Any] = _Payload(encoded_payload=text).packets
        except Malformed:
            raise
        except (ValueError, KeyError):
            raise Malformed("a request that cannot be read") from None
        return packets

    async def _serve(self, ws: Any) -> object:
        """Serve a websocket, of which each frame is looked at."""
        session, wait = self._session, ws.wait

        async def checked() -> object:
            frame = await settled(wait())
            try:
                if frame is not None and len(frame) > self._largest:
                    raise Malformed(TOO_LARGE)
                check_frame(frame)
            except Malformed as error:
                self._complaints.about(error)
                raise
            return frame

        async def give_up() -> None:
            if not session.upgraded:
                await settled(ws.close())

        ws.wait = self._kind(checked)
        if session.connected:  # it is a probe, on which nothing may ever come
            self._clock.later(self._limit, self._kind(give_up))
        try:
            return await settled(self._websocket(ws))
        except (ValueError, OSError):
            await settled(ws.close())
            return []
        finally:
            session.upgrading = False  # or polling would be answered with nothing
