"""What an end does later, without a task or a thread for each thing."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import logging
import threading
import time
from collections.abc import Awaitable, Callable
from inspect import isawaitable
from typing import Any, Protocol

from .blocking import settled

LOG = logging.getLogger(__name__.partition("._runtime")[0])
_FAILED = "what was to be done later failed"

Work = Callable[[], Awaitable[object] | object]


class Clock(Protocol):
    """Does things later."""

    def later(self, seconds: float, work: Work) -> None:
        """Do something once after so many seconds. It must not block for long."""


class AsyncClock:
    """The clock of the running event loop."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[object]] = set()

    def later(self, seconds: float, work: Work) -> None:
        asyncio.get_running_loop().call_later(seconds, self._start, work)

    def _start(self, work: Work) -> None:
        outcome = work()
        if not isawaitable(outcome):
            return
        task = asyncio.ensure_future(settled(outcome))
        self._tasks.add(task)
        task.add_done_callback(self._end)

    def _end(self, task: asyncio.Task[object]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            LOG.error(_FAILED, exc_info=error)


class BlockingClock:
    """One thread or greenlet for all that is to be done, while there is something."""

    def __init__(self, start: Callable[..., object], event: Callable[[], Any]) -> None:
        """`start` starts a thread with a function, `event` makes what it waits for."""
        self._start = start
        self._earlier = event()
        self._heap: list[tuple[float, int, Work]] = []
        self._count = itertools.count()
        self._guard = threading.Lock()  # held for a moment, never while waiting
        self._running = False

    def later(self, seconds: float, work: Work) -> None:
        due = time.monotonic() + seconds
        with self._guard:
            heapq.heappush(self._heap, (due, next(self._count), work))
            first = self._heap[0][0] == due
            start, self._running = not self._running, True
        if start:
            self._start(self._run)
        elif first:
            self._earlier.set()

    def _run(self) -> None:
        while True:
            with self._guard:
                if not self._heap:
                    self._running = False
                    return
                wait = self._heap[0][0] - time.monotonic()
                work = heapq.heappop(self._heap)[2] if wait <= 0 else None
            if work is not None:
                try:
                    work()
                except Exception:
                    LOG.exception(_FAILED)
            else:
                self._earlier.wait(wait)
                self._earlier.clear()
