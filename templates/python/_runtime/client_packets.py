"""Packets of Socket.IO, as a client sends and receives them."""

from __future__ import annotations

from typing import Any, Final, cast

from ._socketio import LOG, Trigger, socketio
from .engine import size_of
from .errors import TooLarge
from .packets import ACKS, EVENTS, Malformed
from .problems import INVALID_ACK, Problem
from .wire import Offset

MESSAGE: Final = "message"
"""What a trigger is told for an event of the server, with its name and its values."""


async def send(client: Any, packet: Any, most: int | None) -> None:
    """Send a packet, of which no message may have more than `most` bytes.

    Raises TooLarge for an event: the server would end the connection over it. In
    place of an acknowledgement that is too large goes a problem.
    """
    encoded: Any = packet.encode()
    parts = cast("list[str | bytes]", encoded)
    if isinstance(encoded, str):
        parts = [encoded]
    transport = str(client.transport())
    size = max(size_of(part, transport) for part in parts)
    if most is None or size <= most:
        for part in parts:
            await client.eio.send(part)
    elif packet.packet_type in ACKS:
        LOG.error("an acknowledgement has %d bytes, of %d at most", size, most)
        problem = Problem.of(INVALID_ACK, str(TooLarge(size, most)))
        instead = client.packet_class(
            socketio.packet.ACK,
            data=[problem.to_wire()],
            namespace=packet.namespace,
            id=packet.id,
        )
        await client._send_packet(instead)
    else:
        raise TooLarge(size, most)


async def receive(client: Any, packet: Any) -> None:
    """Take a packet. Raises Malformed for what no server sends."""
    kind, names = packet.packet_type, socketio.packet
    namespace, data = packet.namespace or "/", packet.data
    if kind == names.CONNECT:
        if data is not None and not isinstance(data, dict):
            raise Malformed("a CONNECT without a session")
        await client._handle_connect(namespace, data)
    elif kind == names.DISCONNECT:
        await client._handle_disconnect(namespace)
    elif kind in EVENTS:
        await client._handle_event(namespace, packet.id, data)
    elif kind in ACKS:
        # the library keeps a counter in the place of an acknowledgement 0
        if packet.id != 0:
            await client._handle_ack(namespace, packet.id, data)
    elif kind == names.CONNECT_ERROR:
        await client._handle_error(namespace, data)
    else:
        raise Malformed("a packet of an unknown type")


async def take(
    client: Any, namespace: str, trigger: Trigger, id: int | None, data: list[object]
) -> None:
    """Hand an event over, and send the acknowledgement if there is an `id`."""
    answer = cast("tuple[object, ...]", await trigger(MESSAGE, *data))
    if id is not None:
        packet = client.packet_class(
            socketio.packet.ACK, data=list(answer), namespace=namespace, id=id
        )
        await client._send_packet(packet)


def with_offset(data: list[object]) -> list[object]:
    """A name and its arguments, of which the last one may be an offset."""
    *before, last = data
    return [*before, Offset(last)] if before and isinstance(last, str) else data
