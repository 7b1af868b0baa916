"""An event loop on a thread of its own, for code that blocks."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, TypeVar, cast

from .errors import NotConnected

T = TypeVar("T")

WORKERS = 32
"""Threads on which handlers run, at most."""


class Portal:
    """Runs coroutines for threads that wait for them, and functions for coroutines.

    The loop begins with the first coroutine, and ends with the last one that is run
    while it is not `held`.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._guard = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._workers: ThreadPoolExecutor | None = None
        self._process = os.getpid()
        self._running = 0
        self.held = False
        """Whether the loop goes on while nobody waits for it."""

    @property
    def elsewhere(self) -> bool:
        """Whether the loop belongs to the process that this one was forked from."""
        return self._loop is not None and self._process != os.getpid()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """The result of a coroutine. Raises what it raises.

        Raises RuntimeError on the thread of the loop, which would wait for itself, and
        NotConnected in a process that has been forked, where nobody would answer.
        """
        if self.elsewhere:
            work.close()
            raise NotConnected("the connection stayed in the process that was forked")
        if threading.current_thread() is self._thread:
            work.close()
            raise RuntimeError("a function that must not wait calls one that waits")
        with self._guard:
            self._running += 1
            loop = self._started()
        try:
            future = asyncio.run_coroutine_threadsafe(work, loop)
            try:
                return future.result()
            except BaseException:
                future.cancel()  # the caller may be leaving for reasons of its own
                raise
        finally:
            self._left()

    async def blocking(self, function: Callable[..., T], *arguments: Any) -> T:
        """What a function returns that may block, on another thread.

        Raises TypeError if that is something to be awaited, and RuntimeError if the
        function ends with what would end the loop, such as SystemExit.
        """
        if self._workers is None:
            self._workers = ThreadPoolExecutor(WORKERS, self._name)
        context = copy_context()
        loop = asyncio.get_running_loop()
        result = await loop.run_in_executor(
            self._workers, lambda: context.run(_called, function, *arguments)
        )
        if isinstance(result, Coroutine):
            cast("Coroutine[Any, Any, object]", result).close()
            raise TypeError("a client for threads cannot await; use the asyncio one")
        return result

    def stop(self) -> None:
        """End the loop as soon as nobody waits for it; a further `run` begins anew."""
        self.held = False
        with self._guard:
            self._running += 1
        self._left()

    def _left(self) -> None:
        """End the loop and its thread if nobody needs them; `run` begins anew."""
        with self._guard:
            self._running -= 1
            if self._running or self.held:
                return
            loop, thread = self._loop, self._thread
            workers, self._workers = self._workers, None
            self._loop = self._thread = None
        if workers is not None:
            workers.shutdown(wait=False)
        if loop is not None and thread is not None:
            loop.call_soon_threadsafe(loop.stop)
            thread.join()

    def _started(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            self._process = os.getpid()
            loop = self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(
                target=_serve, args=(loop,), name=self._name, daemon=True
            )
            self._thread.start()
        return self._loop


def _called(function: Callable[..., T], *arguments: Any) -> T:
    """What a function returns, or raises an Exception that a future can carry."""
    try:
        return function(*arguments)
    except BaseException as ended:
        if isinstance(ended, Exception) and not isinstance(ended, StopIteration):
            raise
        name = getattr(function, "__name__", repr(function))
        raise RuntimeError(f"{name} ended with {type(ended).__name__}") from ended


def _serve(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    try:
        loop.run_forever()
    finally:
        tasks = asyncio.all_tasks(loop)
        for task in tasks:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()
