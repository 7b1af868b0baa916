"""A client's connection: one transport, from connect to loss."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, cast

from . import _socketio
from ._socketio import (
    LOG,
    Callback,
    Trigger,
    engineio_packet,
    make_namespace,
    socketio,
)
from .client_packets import receive, send, take, with_offset
from .engine import LARGEST, Http, engine_client_class
from .packets import PARSE_ERROR, Inbox, Malformed


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
        self._numbered: set[str] = set()
        self._open = False
        self._over = False
        self._ended = asyncio.Event()
        self.sent_away = False
        """Whether the server has ended the last namespace, and the link with it."""
        self._session = Http()
        self._inbox = Inbox(socketio.packet.Packet, LARGEST)
        self._sio: Any = self._client()
        self.namespaces: Final = tuple(triggers)
        self._triggers = triggers
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
                await self._knock(client, name)

        async def handle_error(
            client: Any, namespace: str | None, data: object
        ) -> None:
            # the library would take a refusal of the root for one of them all
            many = isinstance(data, (list, tuple))
            parts = cast("Sequence[object]", data) if many else (data,)
            refused = namespace or "/"
            await client._trigger_event("connect_error", refused, *parts)
            client.namespaces.pop(refused, None)

        async def handle_connect(
            client: Any, namespace: str | None, data: object
        ) -> None:
            # only a server that numbers its events has a second id for a client
            if isinstance(data, dict) and "pid" in data:
                self._numbered.add(namespace or "/")
            await base._handle_connect(client, namespace, data)

        async def handle_event(
            client: Any, namespace: str | None, id: int | None, data: list[object]
        ) -> None:
            name = namespace or "/"
            if id is None and name in self._numbered:
                data = with_offset(data)
            # base would take one called `connect` for an event of its own
            await take(client, name, self._triggers[name], id, data)

        async def send_packet(client: Any, packet: Any) -> None:
            await send(client, packet, self._session.most)

        async def handle_disconnect(client: Any, namespace: str | None) -> None:
            if namespace not in client.namespaces:
                return  # and base would end the connection if there is no other
            self.sent_away = not self._over and len(client.namespaces) == 1
            await base._handle_disconnect(client, namespace)
            if not self._over and not self.sent_away:
                self._expelled(namespace or "/")

        async def handle_message(client: Any, data: object) -> None:
            try:
                packet = self._inbox.take(data)
                if packet is not None and (packet.namespace or "/") in self.namespaces:
                    await receive(client, packet)
            except Malformed as error:
                LOG.warning("the server sent %s, and is left", error)
                await client.eio.disconnect(abort=True, reason=PARSE_ERROR)

        async def handle_loss(client: Any, reason: str) -> None:
            await asyncio.sleep(0)  # what came before has its turn before the loss
            # the library takes an end by the server for one by the client
            why = client.reason.SERVER_DISCONNECT if self.sent_away else reason
            await base._handle_eio_disconnect(client, why)
            self._end(why)

        overrides = {
            "_handle_eio_connect": connect_namespaces,
            "_handle_connect": handle_connect,
            "_handle_error": handle_error,
            "_engineio_client_class": engine_client_class,
            "_handle_event": handle_event,
            "_send_packet": send_packet,
            "_handle_disconnect": handle_disconnect,
            "_handle_eio_disconnect": handle_loss,
            "_handle_eio_message": handle_message,
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
            self._ended.set()
            self._answers.put_nowait(reason)
            self._lost(self, reason)

    @property
    def transport(self) -> str:
        """`websocket` or `polling`: which one carries the connection now."""
        return str(self._sio.transport())

    @property
    def over(self) -> bool:
        """Whether the connection has ended."""
        return self._over

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
        await self._answered(len(self.namespaces))

    async def join(self, auth: Mapping[str, Mapping[str, object]]) -> None:
        """Connect more of the namespaces, those of `auth`, as `connect` does."""
        self._auth = {**self._auth, **auth}
        while not self._answers.empty():
            self._answers.get_nowait()
        for name in auth:
            await self._knock(self._sio, name)
        await self._answered(len(auth))

    async def _knock(self, client: Any, name: str) -> None:
        packet = client.packet_class(
            socketio.packet.CONNECT,
            data=dict(self._auth.get(name, {})),
            namespace=name,
        )
        await client._send_packet(packet)

    async def _answered(self, number: int) -> None:
        """Hear what becomes of so many namespaces."""
        for _ in range(number):
            answer = await self._answers.get()
            if answer not in {"connect", "connect_error"}:
                raise ConnectionError(answer)
        if self._over:
            raise ConnectionError("lost at once")

    async def ends(self, seconds: float) -> None:
        """Wait for the end of the connection, for so long at most."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._ended.wait()

    async def emit(
        self,
        namespace: str,
        event: str,
        values: tuple[object, ...],
        callback: Callback | None = None,
    ) -> None:
        """Send an event.

        Raises ConnectionError if the namespace is not connected, TooLarge if the
        server would end the connection over it.
        """
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
        self._ended.set()
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
