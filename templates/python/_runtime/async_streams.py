"""Events as something to iterate over, for asyncio."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any, Generic, Self, TypeVar, cast

from .errors import ApiError
from .events import Event
from .streams import Store, WhenFull

T = TypeVar("T")


class AsyncEventStream(AsyncIterator[T], Generic[T]):
    """The events of one name, from the moment the stream is made.

    Ends when the client disconnects; raises what the client gave up with when
    the connection is lost for good.
    """

    def __init__(
        self,
        event: Event,
        close: Callable[[AsyncEventStream[Any]], None],
        size: int,
        when_full: WhenFull,
    ) -> None:
        self._close = close
        self._store = Store(event.name, size, when_full)
        self._news = asyncio.Event()

    def put(self, item: object) -> None:
        """Add one event, or do what the stream was told to do when it is full."""
        self._store.put(item)
        self._news.set()

    def finish(self, error: ApiError | None) -> None:
        """End the stream after what it holds, with an error if there is one."""
        self._store.end(error)
        self._news.set()

    def aclose(self) -> None:
        """Stop listening; a reader that waits is let go."""
        self._close(self)
        self._store.end(None)
        self._store.clear()
        self._news.set()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T:
        while not self._store:
            if self._store.ended:
                self._close(self)
                self._store.raise_error()
                raise StopAsyncIteration
            self._news.clear()
            await self._news.wait()
        return cast(T, self._store.take())
