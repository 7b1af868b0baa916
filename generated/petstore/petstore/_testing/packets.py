"""The packets of Socket.IO, as text and binary attachments."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

CONNECT, DISCONNECT, EVENT, ACK, CONNECT_ERROR = 0, 1, 2, 3, 4
_BINARY = 3
"""What the number of a packet with attachments has more."""
_HEAD = re.compile(r"([0-6])(?:(\d+)-)?(?:(/[^,]*),)?(\d+)?")


@dataclass
class Packet:
    """One packet; `data` is None where there is none."""

    type: int
    namespace: str
    data: Any = None
    id: int | None = None
    missing: int = field(default=0)
    """Attachments that have not come yet."""

    def frames(self) -> list[str | bytes]:
        """What is sent for the packet: its text, and its attachments."""
        attachments: list[bytes] = []
        data = _taken_out(self.data, attachments)
        number = self.type + (_BINARY if attachments else 0)
        head = f"{number}{f'{len(attachments)}-' if attachments else ''}"
        if self.namespace != "/":
            head += f"{self.namespace},"
        if self.id is not None:
            head += str(self.id)
        if data is not None:
            head += json.dumps(data, separators=(",", ":"), ensure_ascii=False)
        return [head, *attachments]


def read(text: str) -> Packet:
    """The packet that a text is. Raises ValueError."""
    found = _HEAD.match(text)
    if found is None:
        raise ValueError("no packet of Socket.IO")
    number, count, namespace, id_ = found.groups()
    type_ = int(number)
    rest = text[found.end() :]
    return Packet(
        type_ - _BINARY if type_ > CONNECT_ERROR else type_,
        # a query after the name is no part of it
        (namespace or "/").partition("?")[0],
        json.loads(rest) if rest else None,
        int(id_) if id_ else None,
        int(count or 0),
    )


def put_back(data: object, attachments: Sequence[bytes]) -> object:
    """Values with their attachments in the places that were kept for them."""
    if isinstance(data, list):
        return [put_back(one, attachments) for one in cast("list[object]", data)]
    if isinstance(data, dict):
        entries = cast("dict[str, object]", data)
        number = entries.get("num")
        if entries.get("_placeholder") is True and isinstance(number, int):
            return attachments[number] if number < len(attachments) else entries
        return {key: put_back(one, attachments) for key, one in entries.items()}
    return data


def _taken_out(data: object, attachments: list[bytes]) -> object:
    if isinstance(data, bytes):
        attachments.append(data)
        return {"_placeholder": True, "num": len(attachments) - 1}
    if isinstance(data, (list, tuple)):
        many = cast("Sequence[object]", data)
        return [_taken_out(one, attachments) for one in many]
    if isinstance(data, dict):
        entries = cast("dict[str, object]", data)
        return {key: _taken_out(one, attachments) for key, one in entries.items()}
    return data
