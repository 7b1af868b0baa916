"""Events as something to iterate over, for threads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any, Generic, Self, TypeVar, cast

from .errors import ApiError
from .events import Event
from .streams import Store, WhenFull, checked, too_late

T = TypeVar("T")


class EventStream(Iterator[T], Generic[T]):
    """The events of one name, from the moment the stream is made.

    Iterating blocks until there is one. Ends when the client disconnects; raises what
    the client gave up with when the connection is lost for good.
    """

    def __init__(
        self,
        event: Event,
        close: Callable[[EventStream[Any]], None],
        size: int,
        when_full: WhenFull,
    ) -> None:
        self._close = close
        self._event = event.name
        self._store = Store(event.name, size, when_full)
        self._news = threading.Condition()

    def put(self, item: object) -> None:
        """Add one event, or do what the stream was told to do when it is full."""
        with self._news:
            self._store.put(item)
            self._news.notify()

    def finish(self, error: ApiError | None) -> None:
        """End the stream after what it holds, with an error if there is one."""
        with self._news:
            self._store.end(error)
            self._news.notify_all()

    def close(self) -> None:
        """Stop listening; a reader that waits is let go."""
        self._close(self)
        with self._news:
            self._store.end(None)
            self._store.clear()
            self._news.notify_all()

    def get(self, timeout: float | None = None) -> T:
        """The next event. Raises TimeoutError after `timeout` seconds.

        Raises StopIteration, or what the client gave up with, at the end.
        """
        with self._news:
            if not self._news.wait_for(self._ready, checked(timeout)):
                raise too_late(self._event, timeout)
            if self._store:
                return cast(T, self._store.take())
        self._close(self)
        self._store.raise_error()
        raise StopIteration

    def _ready(self) -> bool:
        return bool(self._store) or self._store.ended

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> T:
        return self.get()
