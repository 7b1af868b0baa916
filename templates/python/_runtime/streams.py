"""What streams of events of both kinds share: a bounded store, and what ends it."""

from __future__ import annotations

import logging
from collections import deque
from typing import Literal, TypeAlias

from .errors import ApiError, StreamOverflow

LOG = logging.getLogger(__name__.partition("._runtime")[0])

WhenFull: TypeAlias = Literal["drop-oldest", "drop-newest", "fail"]
"""What a stream does with an event when its reader is too far behind.

`fail` ends the stream with StreamOverflow after what it holds.
"""


class Store:
    """The events that wait for the reader of one stream, and what ends the stream.

    Whoever shares a store between threads guards it.
    """

    def __init__(self, event: str, size: int, when_full: WhenFull) -> None:
        if size < 1:
            raise ValueError("a stream keeps at least 1 event")
        if when_full not in ("drop-oldest", "drop-newest", "fail"):
            raise ValueError(f"when_full cannot be {when_full!r}")
        self._event = event
        self._size = size
        self._when_full = when_full
        self._items: deque[object] = deque()
        self._error: ApiError | None = None
        self.ended = False

    def put(self, item: object) -> None:
        """Add an event, at the cost of another if there is no room."""
        if self.ended:
            return
        if len(self._items) < self._size:
            self._items.append(item)
        elif self._when_full == "fail":
            behind = f"a reader of {self._event} is {self._size} events behind"
            self.end(StreamOverflow(behind))
        else:
            LOG.warning("a slow reader lost an event %s", self._event)
            if self._when_full == "drop-oldest":
                self._items.popleft()
                self._items.append(item)

    def end(self, error: ApiError | None) -> None:
        """Let nothing more in; the first reason counts."""
        if not self.ended:
            self.ended = True
            self._error = error

    def clear(self) -> None:
        """Forget what nobody will read."""
        self._items.clear()
        self._error = None

    def __len__(self) -> int:
        return len(self._items)

    def take(self) -> object:
        """The oldest event; there must be one."""
        return self._items.popleft()

    def raise_error(self) -> None:
        """Raise what ended the stream, once."""
        error, self._error = self._error, None
        if error is not None:
            raise error
