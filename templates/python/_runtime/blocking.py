"""One body of code for both kinds of end: it is written to be awaited.

On an asyncio end it is. On a synchronous end whatever it asks for blocks instead of
waiting, so that it can be run from its beginning to its end at once.
"""

from __future__ import annotations

from collections.abc import Awaitable, Coroutine
from inspect import isawaitable
from typing import Any, TypeVar, cast

T = TypeVar("T")


async def settled(value: Awaitable[T] | T) -> T:
    """What a call of either kind returned: the value, or what it is awaited for."""
    if isawaitable(value):
        return await cast("Awaitable[T]", value)
    return value


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run code of a synchronous end, in which nothing ever waits.

    Raises TypeError if something does, such as a handler that is a coroutine function.
    """
    try:
        work.send(None)
        # Whoever waits is told where it happens, as if waiting were the mistake.
        work.throw(TypeError("a synchronous end cannot await; use the asyncio one"))
    except StopIteration as done:
        return cast(T, done.value)
    work.close()
    raise TypeError("a synchronous end went on waiting")
