"""What may come over a connection, and what is garbage.

The library takes some garbage for something else, and falls over the rest at places
where nobody catches it. So each frame of Engine.IO is looked at before the library
reads it, and packets of Socket.IO are put together here.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
from collections.abc import Iterator
from importlib import import_module
from typing import Any, Final, cast

from ._socketio import socketio

_library: Final[Any] = import_module("engineio.json")
_names: Final[Any] = socketio.packet
EVENTS: Final = frozenset({_names.EVENT, _names.BINARY_EVENT})
ACKS: Final = frozenset({_names.ACK, _names.BINARY_ACK})
_BINARY: Final = frozenset({_names.BINARY_EVENT, _names.BINARY_ACK})

DEPTH: Final = 200
"""How deep the JSON of a packet may be nested. The library walks it by recursion."""
TOGETHER: Final = 16
"""How many times the largest message a packet may be with all its attachments."""
_SMALL: Final = 64
"""Bytes that an attachment counts for at least, because it takes memory as well."""
_CONTROL: Final = 16
"""Characters of a frame that is no message; `2probe` is the longest there is."""
TOO_LARGE: Final = "a message that is too large"
PARSE_ERROR: Final = "parse error"
"""Why somebody is gone who has sent garbage, as servers of Node.js call it."""
_KINDS: Final = frozenset("0123456")


class Malformed(ValueError):
    """What a peer sent is garbage. The text shows nothing of it."""


def check_frame(frame: object) -> None:
    """Raise Malformed unless the library can read a frame of Engine.IO.

    It would take the JSON of a message for a value of its own, if it did not begin
    with the digit that every packet of Socket.IO begins with.
    """
    if not isinstance(frame, str):
        return
    if frame[:1] not in _KINDS:
        raise Malformed("a frame of an unknown type")
    if frame[0] != "4" and len(frame) > _CONTROL:
        raise Malformed("a frame that is too long for its type")
    if frame[0] == "4" and frame[1:2] not in _KINDS:
        raise Malformed("a message that is no packet of Socket.IO")


def check_answer(frames: str) -> None:
    """Raise Malformed unless a client can read what a server answers with.

    That is a frame, or several in the answer to a poll. The first may be a handshake.
    """
    first, _, others = frames.partition("\x1e")
    if first.startswith("0"):
        check_handshake(first)
        first = "0"
    check_payload(f"{first}\x1e{others}" if others else first)


def check_payload(body: str) -> None:
    """Raise Malformed unless the library can read all frames of a request."""
    for frame in body.split("\x1e"):
        if not frame.startswith("b"):
            check_frame(frame)
            continue
        try:
            base64.b64decode(frame[1:])
        except (binascii.Error, ValueError):
            raise Malformed("an attachment that is not base 64") from None


def check_handshake(frame: object) -> None:
    """Raise Malformed unless a frame opens a connection, as a server does it."""
    if not isinstance(frame, str) or not frame.startswith("0"):
        raise Malformed("no handshake")
    try:
        said: Any = json.loads(frame[1:])
        fair = (
            isinstance(said["sid"], str)
            and said["sid"] != ""
            and isinstance(said["upgrades"], list)
            and all(_is_time(said[key]) for key in ("pingInterval", "pingTimeout"))
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        fair = False
    if not fair:
        raise Malformed("a handshake that makes no sense")


def _is_time(value: object) -> bool:
    """Whether a value can be the milliseconds of a ping: a week is too long."""
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return number and 0 < cast(float, value) <= 7 * 24 * 3600 * 1000


def _refuse(number: str) -> float:
    raise Malformed("a number that is none")


def _finite(number: str) -> float:
    value = float(number)
    return value if math.isfinite(value) else _refuse(number)


class _Json:
    """JSON without the numbers that only Python takes for JSON.

    Whoever they were sent on to could not read them. The library's own limit for the
    digits of an integer holds.
    """

    dumps = staticmethod(json.dumps)

    @staticmethod
    def loads(text: str) -> object:
        return _library.loads(text, parse_constant=_refuse, parse_float=_finite)


def _strict(packet_class: Any) -> Any:
    """A class of packets that reads strict JSON, unless it has a JSON of its own."""
    if getattr(packet_class, "json", None) is not _library:
        return packet_class
    return type(packet_class.__name__, (packet_class,), {"json": _Json})


class Inbox:
    """Puts the packets of one connection together from what its messages bring."""

    def __init__(self, packet_class: Any, largest: int) -> None:
        """`largest` is how many bytes a single message may have."""
        self._class = _strict(packet_class)
        self._most = largest * TOGETHER
        self._open: Any = None
        self._size = 0

    def take(self, data: object) -> Any:
        """The packet that is complete with a message, or None while more must come.

        Raises Malformed for garbage.
        """
        if self._open is not None:
            return self._attached(data)
        if isinstance(data, bytes) and self._class.uses_binary_events:
            raise Malformed("an attachment that belongs to nothing")
        packet = self._read(data)
        if packet.attachment_count == 0:
            return packet
        self._open, self._size = packet, 0
        return None

    def _attached(self, data: object) -> Any:
        if not isinstance(data, bytes):
            raise Malformed("something else where an attachment was due")
        self._size += max(len(data), _SMALL)
        if self._size > self._most:
            raise Malformed("attachments that are too large together")
        if not self._open.add_attachment(data):
            return None
        packet, self._open = self._open, None
        return packet

    def _read(self, data: object) -> Any:
        try:
            packet = self._class(encoded_packet=data)
        except Exception as error:  # of JSON, or of what stands for it
            raise Malformed("a packet that cannot be read") from error
        kind, content = packet.packet_type, packet.data
        if not _has_head(kind, packet.namespace, packet.id):
            raise Malformed("a packet whose head makes no sense")
        if kind in EVENTS and not _is_event(content):
            raise Malformed("an event without a name")
        if kind in ACKS and not (
            isinstance(content, list) and isinstance(packet.id, int)
        ):
            raise Malformed("an acknowledgement of nothing")
        counted = packet.attachment_count
        if counted and kind not in _BINARY:
            raise Malformed("attachments of a packet that can have none")
        brackets = isinstance(data, str) and data.count("[") + data.count("{") > DEPTH
        if counted or brackets:
            found = list(_placeholders(packet.data))
            if counted and (len(found) != counted or set(found) != set(range(counted))):
                raise Malformed("attachments that are not those of the packet")
        return packet


def _has_head(kind: object, namespace: object, id: object) -> bool:
    """Whether a packet can be told what it is; JSON has one anyway, msgpack has not."""
    named = namespace is None or isinstance(namespace, str)
    return type(kind) is int and named and (id is None or type(id) is int)


def _is_event(content: object) -> bool:
    if not isinstance(content, list) or not content:
        return False
    return isinstance(cast("list[object]", content)[0], str)


def _placeholders(content: object) -> Iterator[int]:
    """The number of each attachment that a packet has a place for.

    Raises Malformed for what is no number, and for what is nested too deep.
    """
    level = [content]
    for _ in range(DEPTH):
        deeper: list[object] = []
        for one in level:
            if isinstance(one, list):
                deeper.extend(cast("list[object]", one))
            elif isinstance(one, dict):
                found = cast("dict[str, object]", one)
                if not (found.get("_placeholder") and "num" in found):
                    deeper.extend(found.values())
                elif type(found["num"]) is int:
                    yield found["num"]
                else:
                    raise Malformed("an attachment without a number")
        if not deeper:
            return
        level = deeper
    raise Malformed("JSON that is nested too deep")
