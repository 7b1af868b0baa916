"""What happened on a mock: for its terminal, for its page, and for nobody later."""

import json
import logging
import time
from collections import deque
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum

_KEPT = 300
_LONGEST = 2_000
"""Letters of a payload that are kept; a name or a sentence has fewer."""
_WORDS = 300


class Kind(Enum):
    """What a record is about."""

    CONNECTED = "connected"
    REFUSED = "refused"
    DISCONNECTED = "disconnected"
    RECEIVED = "received"
    SENT = "sent"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that happened.

    `client` is the number of the client, None for many or for nobody. `payload` and
    `answer` are JSON, cut where it is long; `fault` says that something went wrong,
    on purpose or not. `seconds` is how long an answer took.
    """

    number: int
    at: float
    kind: Kind
    namespace: str
    client: int | None = None
    event: str = ""
    detail: str = ""
    payload: str = ""
    answer: str = ""
    fault: bool = False
    seconds: float | None = None


Subscriber = Callable[[Record], None]


class Traffic:
    """The latest records, and those who want to hear of the next ones."""

    def __init__(self) -> None:
        self._kept: deque[Record] = deque(maxlen=_KEPT)
        self._subscribers: list[Subscriber] = []
        self._number = 0

    def add(
        self,
        kind: Kind,
        namespace: str,
        *,
        client: int | None = None,
        event: str = "",
        detail: str = "",
        payload: Sequence[object] | None = None,
        answer: Sequence[object] | None = None,
        fault: bool = False,
        seconds: float | None = None,
    ) -> None:
        """Tell everybody of one thing that happened."""
        self._number += 1
        record = Record(
            self._number,
            time.time(),
            kind,
            namespace,
            client,
            _cut(event, _WORDS),
            _cut(detail, _WORDS),
            shown(payload),
            shown(answer),
            fault,
            seconds,
        )
        self._kept.append(record)
        for one in tuple(self._subscribers):
            one(record)

    def latest(self) -> tuple[Record, ...]:
        """The records that are kept, the oldest first."""
        return tuple(self._kept)

    @contextmanager
    def heard(self, subscriber: Subscriber) -> Generator[None]:
        """Tell a subscriber of what happens from now on; it must not wait."""
        self._subscribers.append(subscriber)
        try:
            yield
        finally:
            self._subscribers.remove(subscriber)


class Warnings(logging.Handler):
    """Turns what a server warns of, such as garbage from a client, into records.

    It warns of undeclared events, too, which have records of their own, and its
    library of every ordinary end of a connection.
    """

    def __init__(self, traffic: Traffic) -> None:
        super().__init__(logging.WARNING)
        self._traffic = traffic

    def emit(self, record: logging.LogRecord) -> None:
        """Take one message of a log."""
        text = record.getMessage()
        of_library = record.name.endswith(".socketio")
        known = "a client sent" if of_library else "undeclared event"
        if text.startswith(known) is of_library or record.levelno > logging.WARNING:
            self._traffic.add(Kind.NOTE, "", detail=text, fault=True)


def shown(values: Sequence[object] | None) -> str:
    """Values of the wire as JSON, bytes by their number; cut where it is long."""
    if values is None:
        return ""
    text = json.dumps([*values], ensure_ascii=False, default=_unlike_json)
    return _cut(text, _LONGEST)


def _cut(text: str, most: int) -> str:
    """A text, of which a client must not make this process keep more."""
    return text if len(text) <= most else f"{text[:most]}…"


def _unlike_json(value: object) -> str:
    if isinstance(value, bytes | bytearray):
        return f"<{len(value)} bytes>"
    return str(value)
