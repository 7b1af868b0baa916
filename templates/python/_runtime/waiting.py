"""How an end waits: for an acknowledgement, or for its turn.

There is one class for asyncio, and one for threads or greenlets, which makes its
primitives by way of the server so that they suit the way it is run.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

Values = tuple[object, ...]


class Answer(Protocol):
    """The answer to one call, which comes once: values, or the end of waiting."""

    def give(self, values: Values) -> None:
        """Let the caller have the values; only the first answer counts."""

    def fail(self, reason: str) -> None:
        """Let the caller have a ConnectionError instead."""

    async def wait(self, seconds: float | None) -> Values:
        """The values. Raises TimeoutError or ConnectionError; None waits for ever."""
        ...


class Place(Protocol):
    """A place in a queue; entering it waits until those before have left."""

    async def __aenter__(self) -> None: ...

    async def __aexit__(self, *_: object) -> None: ...

    def leave(self) -> None:
        """Let those behind go on, without having been entered."""


class Turns(Protocol):
    """A queue of those that must be handled one after the other."""

    def take(self) -> Place:
        """A place at the end of the queue."""
        ...


class Waiting(Protocol):
    """Makes what an end waits with."""

    def answer(self) -> Answer: ...

    def turns(self) -> Turns: ...

    def here(self) -> object:
        """The task, thread or greenlet that runs."""
        ...


class AsyncWaiting:
    """Waits on the running event loop."""

    def answer(self) -> Answer:
        return _AsyncAnswer()

    def turns(self) -> Turns:
        return _AsyncTurns()

    def here(self) -> object:
        return asyncio.current_task()


class _AsyncAnswer:
    def __init__(self) -> None:
        self._future: asyncio.Future[Values] = (
            asyncio.get_running_loop().create_future()
        )

    def give(self, values: Values) -> None:
        if not self._future.done():
            self._future.set_result(values)

    def fail(self, reason: str) -> None:
        if not self._future.done():
            self._future.set_exception(ConnectionError(reason))
            self._future.exception()  # nobody has to be waiting

    async def wait(self, seconds: float | None) -> Values:
        async with asyncio.timeout(seconds):
            return await asyncio.shield(self._future)


class _AsyncTurns:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    def take(self) -> Place:
        # Tasks start in the order in which they were made, and the lock is fair.
        return _AsyncPlace(self._lock)


class _AsyncPlace:
    def __init__(self, lock: asyncio.Lock) -> None:
        self._lock = lock

    async def __aenter__(self) -> None:
        await self._lock.acquire()

    async def __aexit__(self, *_: object) -> None:
        self._lock.release()

    def leave(self) -> None:
        """It is taken when it is entered."""


class BlockingWaiting:
    """Waits by blocking; `event` makes an event such as `threading.Event`."""

    def __init__(self, event: Any) -> None:
        self._event = event

    def answer(self) -> Answer:
        return _BlockingAnswer(self._event())

    def turns(self) -> Turns:
        return _BlockingTurns(self._event)

    def here(self) -> object:
        greenlet: Any = sys.modules.get("greenlet")  # where there are any
        return greenlet.getcurrent() if greenlet else threading.get_ident()


class _BlockingAnswer:
    def __init__(self, came: Any) -> None:
        self._came = came
        self._values: Values | None = None
        self._reason: str | None = None

    def give(self, values: Values) -> None:
        if not self._came.is_set():
            self._values = values
            self._came.set()

    def fail(self, reason: str) -> None:
        if not self._came.is_set():
            self._reason = reason
            self._came.set()

    async def wait(self, seconds: float | None) -> Values:
        if not self._came.wait(seconds):
            raise TimeoutError
        if self._values is None:
            raise ConnectionError(self._reason)
        return self._values


class _BlockingTurns:
    def __init__(self, event: Any) -> None:
        self._event = event
        self._queue: deque[_BlockingPlace] = deque()
        self._guard = threading.Lock()  # held for a moment, never while waiting

    def take(self) -> Place:
        place = _BlockingPlace(self._event(), self.remove)
        with self._guard:
            self._queue.append(place)
            self._queue[0].turn.set()
        return place

    def remove(self, place: _BlockingPlace) -> None:
        with self._guard:
            self._queue.remove(place)
            if self._queue:
                self._queue[0].turn.set()


class _BlockingPlace:
    def __init__(self, turn: Any, remove: Callable[[_BlockingPlace], None]) -> None:
        self.turn = turn
        self._remove = remove

    async def __aenter__(self) -> None:
        self.turn.wait()

    async def __aexit__(self, *_: object) -> None:
        self._remove(self)

    def leave(self) -> None:
        self._remove(self)
