"""Packets of a serializer that puts any value anywhere, as msgpack does."""

import json
from typing import Any

import pytest
import socketio

from petstore._runtime.packets import Inbox, Malformed

EVENT = {"type": 2, "nsp": "/orders", "id": 1, "data": ["order", {}]}


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


@pytest.mark.parametrize(
    "part",
    [
        *({"nsp": value} for value in (["/orders"], {}, 5, True)),
        *({"id": value} for value in ([1], {}, "1", 1.5, True)),
        *({"type": value} for value in (2.0, True, "2", None)),
    ],
    ids=str,
)
def test_what_is_none(part: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        taken(**part)
