"""Packets of a serializer that puts any value anywhere, as msgpack does."""

import json
from typing import Any

import pytest
import socketio

from petstore._runtime.packets import Inbox, Malformed

EVENT: dict[str, Any] = {"type": 2, "nsp": "/orders", "id": 1, "data": ["order", {}]}


class Packet(socketio.packet.Packet):  # type: ignore[misc]
    """An object with the parts of a packet, as JSON here, in a message of bytes."""

    uses_binary_events = False

    def decode(self, encoded_packet: bytes) -> None:
        parts = json.loads(encoded_packet)
        self.packet_type, self.data = parts["type"], parts["data"]
        self.id, self.namespace = parts["id"], parts["nsp"]


def taken(**parts: Any) -> Any:
    return Inbox(Packet, 1000).take(json.dumps({**EVENT, **parts}).encode())


@pytest.mark.parametrize("id", [None, 0, 7, -1])
def test_what_is_a_packet(id: object) -> None:
    packet = taken(id=id)
    assert (packet.namespace, packet.id) == ("/orders", id)


NO_NAMESPACES: list[Any] = [["/orders"], {}, 5, True]
NO_IDS: list[Any] = [[1], {}, "1", 1.5, True]
NO_TYPES: list[Any] = [2.0, True, "2", None]


@pytest.mark.parametrize(
    ("part", "value"),
    [
        *(("nsp", value) for value in NO_NAMESPACES),
        *(("id", value) for value in NO_IDS),
        *(("type", value) for value in NO_TYPES),
    ],
)
def test_what_is_none(part: str, value: object) -> None:
    with pytest.raises(Malformed):
        taken(**{part: value})
