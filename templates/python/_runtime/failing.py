"""What it means that a handler ended with an exception."""

from __future__ import annotations

import asyncio


def as_failure(error: BaseException) -> Exception:
    """The failure of a handler. Raises the error if the handler was to end.

    A handler that waits for a task which somebody cancels is cancelled too, as far as
    it can tell. Nobody has meant it, and the other end waits for an answer.
    """
    if isinstance(error, Exception):
        return error
    if isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit)):
        raise error
    if isinstance(error, asyncio.CancelledError) and _is_to_end():
        raise error
    failure = RuntimeError(f"the handler ended with {type(error).__name__}")
    failure.__cause__ = error
    return failure


def _is_to_end() -> bool:
    try:
        task = asyncio.current_task()
    except RuntimeError:  # on a thread without a loop
        return False
    return task is not None and task.cancelling() > 0
