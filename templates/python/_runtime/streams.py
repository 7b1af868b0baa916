"""What streams of events of both kinds share: a bounded store, and what ends it."""

from __future__ import annotations

import logging
import time
from collections import deque
from typing import Literal, TypeAlias

from .callables import check_function
from .errors import ApiError, StreamOverflow

LOG = logging.getLogger(__name__.partition("._runtime")[0])

WhenFull: TypeAlias = Literal["drop-oldest", "drop-newest", "fail"]
"""What a stream does with an event when its reader is too far behind.

`fail` ends the stream with StreamOverflow after what it holds.
"""


EVERY = 1.0
"""Seconds between two lines of the log about the same slow reader."""


def checked(timeout: float | None) -> float | None:
    """A limit in seconds, if it can be one. Raises ValueError."""
    if timeout is not None and not timeout >= 0:
        raise ValueError(f"a timeout of {timeout!r} s is none")
    return timeout


def check_predicate(event: str, predicate: object) -> None:
    """Raise TypeError for what cannot choose events, such as a timeout in its place."""
    if predicate is not None:
        check_function(f"the predicate of {event}", predicate, waits=False)


def too_late(event: str, timeout: float | None) -> TimeoutError:
    """What is raised when an event did not come in time."""
    return TimeoutError(f"no {event} within {timeout:g} s")


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
        self._lost = 0
        self._told = float("-inf")
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
            self._lost += 1
            if time.monotonic() - self._told >= EVERY:
                self._tell()
            if self._when_full == "drop-oldest":
                self._items.popleft()
                self._items.append(item)

    def end(self, error: ApiError | None) -> None:
        """Let nothing more in; the first reason counts."""
        if not self.ended:
            self.ended = True
            self._error = error
            if self._lost:
                self._tell()

    def _tell(self) -> None:
        """Say how many events were lost since the last time."""
        LOG.warning("a slow reader lost events %s: %d", self._event, self._lost)
        self._lost = 0
        self._told = time.monotonic()

    def clear(self) -> None:
        """Forget what nobody will read."""
        self._items.clear()
        self._error = None

    def __len__(self) -> int:
        return len(self._items)

    def take(self) -> object:
        """The oldest event; there must be one."""
        item = self._items.popleft()
        if self._lost and not self._items and time.monotonic() - self._told >= EVERY:
            self._tell()
        return item

    def raise_error(self) -> None:
        """Raise what ended the stream, once."""
        error, self._error = self._error, None
        if error is not None:
            raise error
