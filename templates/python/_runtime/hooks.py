"""What a client tells the application about its connection."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from .blocking import settled
from .callables import check_function
from .failing import as_failure

H = TypeVar("H", bound=Callable[..., Awaitable[None]])

LOG = logging.getLogger(__name__.partition("._runtime")[0])


class Hooks:
    """Handlers by the name of their hook, and the tasks in which they run."""

    def __init__(self) -> None:
        self._handlers: dict[str, list[Callable[..., Awaitable[None]]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def add(self, hook: str, handler: H) -> H:
        """Call a handler whenever its hook is told something."""
        check_function(f"a handler of {hook}", handler, waits=True)
        self._handlers.setdefault(hook, []).append(handler)
        return handler

    def tell(self, hook: str, *values: object) -> None:
        """Call the handlers of a hook, without waiting for them."""
        for handler in self._handlers.get(hook, ()):
            self.spawn(_told(handler, *values), hook)

    def spawn(self, work: Awaitable[None], name: str) -> asyncio.Task[None]:
        """Do something in a task of its own; what fails is told in the log."""

        async def run() -> None:
            try:
                await work
            except BaseException as ended:
                failure = as_failure(ended)
                LOG.error("%s of the client failed", name, exc_info=failure)

        task = asyncio.ensure_future(run())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


async def _told(handler: Callable[..., Any], *values: object) -> None:
    await settled(handler(*values))
