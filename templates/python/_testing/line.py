"""One connection to one namespace, that hides nothing of what comes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count
from typing import Any, cast

from .._runtime.checks import as_object
from .defects import Unreachable
from .engine import Address, Engine, Turned
from .login import Presented
from .packets import (
    ACK,
    CONNECT,
    CONNECT_ERROR,
    DISCONNECT,
    EVENT,
    Packet,
    put_back,
    read,
)

Values = tuple[object, ...]
Hear = Callable[["Line", str, Values, "int | None"], None]
"""What is told of an event: the connection, name, values, and the id of its ack."""

_numbers = count(1)


class Line:
    """A connection over one transport to one namespace."""

    def __init__(
        self, namespace: str, transport: str, hear: Hear, fault: Callable[[str], None]
    ) -> None:
        """`hear` is told of events, `fault` of what breaks the protocol."""
        self.namespace = namespace
        self.transport = transport
        self.sid = ""
        self.lost = ""
        """How the connection ended, empty as long as it stands."""
        self._hear = hear
        self._fault = fault
        self._engine: Engine | None = None
        self._partial: tuple[Packet, list[bytes]] | None = None
        self._ids = count(1)
        self._acks: dict[int, asyncio.Future[Values]] = {}
        self._answers: dict[str, asyncio.Future[Packet]] = {}
        self._asked = {namespace}

    async def connect(self, address: Address, given: Presented, limit: float) -> str:
        """Connect; returns an empty text, or why the server turned the client away.

        Raises Unreachable, and TimeoutError for a server that says nothing.
        """
        await self.open(address, given, limit)
        if self.lost:
            return self.lost
        answer = await self.ask(self.namespace, given.auth, limit)
        if answer.type == CONNECT:
            data = as_object(answer.data) or {}
            self.sid = str(data.get("sid", ""))
            return ""
        return str(answer.data or "refused")

    async def open(self, address: Address, given: Presented, limit: float) -> None:
        """Open the transport, without a namespace. Raises Unreachable."""
        address = replace(
            address,
            headers={**address.headers, **given.all_headers()},
            query={**address.query, **given.query},
        )
        self._engine = Engine(address, self._receive, self._end)
        try:
            await self._engine.open(self.transport, limit)
        except Turned as turned:
            self.lost = str(turned)

    @property
    def engine(self) -> Engine:
        """The transport. Raises Unreachable before there is one."""
        if self._engine is None:
            raise Unreachable("not connected")
        return self._engine

    async def ask(self, namespace: str, auth: object, limit: float) -> Packet:
        """What the server answers to the connect of a namespace.

        Raises TimeoutError, and Unreachable if the connection is lost meanwhile.
        """
        answer = self._answers[namespace] = self._future()
        self._asked.add(namespace)
        await self.send(Packet(CONNECT, namespace, auth))
        async with asyncio.timeout(limit):
            return cast(Packet, await answer)

    async def send(self, packet: Packet) -> None:
        """Send a packet. Raises Unreachable."""
        if self.lost:
            raise Unreachable(self.lost)
        await self.engine.send(packet.frames())

    async def emit(self, name: str, values: Sequence[object]) -> asyncio.Future[Values]:
        """Send an event; returns the acknowledgement to come, whoever wants it."""
        number = next(self._ids)
        answer = self._acks[number] = self._future()
        await self.send(Packet(EVENT, self.namespace, [name, *values], number))
        return answer

    async def tell(self, name: str, values: Sequence[object]) -> None:
        """Send an event that asks for no acknowledgement."""
        await self.send(Packet(EVENT, self.namespace, [name, *values]))

    async def answer(self, id_: int, values: Sequence[object]) -> None:
        """Acknowledge an event of the server."""
        await self.send(Packet(ACK, self.namespace, list(values), id_))

    async def fence(self, limit: float) -> bool:
        """Hear what the server has sent so far; whether it answers at all.

        The connect of a namespace that does not exist has an answer and no effect.
        Raises Unreachable if the connection is lost.
        """
        try:
            await self.ask(f"/nowhere-{next(_numbers)}", None, limit)
        except TimeoutError:
            return False
        return True

    async def close(self) -> None:
        """Leave."""
        self.lost = self.lost or "closed"
        if self._engine is not None:
            await self._engine.close()

    def _future(self) -> asyncio.Future[Any]:
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        # what nobody waits for any more need not be said
        future.add_done_callback(lambda done: done.cancelled() or done.exception())
        return future

    def _receive(self, frame: str | bytes) -> None:
        if isinstance(frame, str):
            try:
                packet = read(frame)
            except ValueError:
                self._fault(f"sent what is no packet of Socket.IO: {frame[:80]!r}")
                return
            if packet.missing:
                self._partial = packet, []
            else:
                self._take(packet)
        elif self._partial is None:
            self._fault("sent an attachment that belongs to no packet")
        else:
            packet, attachments = self._partial
            attachments.append(frame)
            if len(attachments) == packet.missing:
                self._partial = None
                packet.data = put_back(packet.data, attachments)
                self._take(packet)

    def _take(self, packet: Packet) -> None:
        waiting = self._answers.pop(packet.namespace, None)
        if packet.type in {CONNECT, CONNECT_ERROR}:
            if waiting is not None and not waiting.done():
                waiting.set_result(packet)
        elif packet.type == DISCONNECT:
            if waiting is not None and not waiting.done():
                waiting.set_result(packet)
            if packet.namespace == self.namespace:
                self._end("the server ended the connection to the namespace")
        else:
            if waiting is not None:
                self._answers[packet.namespace] = waiting
            if packet.namespace == self.namespace:
                self._message(packet)
            elif packet.namespace not in self._asked:
                self._fault(f"sent something for {packet.namespace}, which is not open")

    def _message(self, packet: Packet) -> None:
        data: Any = packet.data
        if not isinstance(data, list):
            self._fault(f"sent {data!r} where a packet has a list of values")
            return
        values = cast("list[object]", data)
        if packet.type == ACK:
            self._acknowledged(packet.id, tuple(values))
        elif not values or not isinstance(values[0], str):
            self._fault("sent an event that has no name")
        else:
            self._hear(self, values[0], tuple(values[1:]), packet.id)

    def _acknowledged(self, id_: int | None, values: Values) -> None:
        waiting = self._acks.get(id_ or 0)
        if waiting is None:
            self._fault("acknowledged an event that was never sent")
        elif waiting.done():
            # not if the connection to the namespace has ended meanwhile
            if not waiting.cancelled() and waiting.exception() is None:
                self._fault("acknowledged one event twice")
        else:
            waiting.set_result(values)

    def _end(self, reason: str) -> None:
        self.lost = self.lost or reason
        waiting: list[asyncio.Future[Any]] = [*self._acks.values()]
        for one in [*waiting, *self._answers.values()]:
            if not one.done():
                one.set_exception(Unreachable(reason))
