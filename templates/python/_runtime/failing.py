"""What it means that a handler ended with an exception."""

from __future__ import annotations

import asyncio
import threading

from .errors import BrokenAnswer, InvalidPayload


def as_failure(error: BaseException) -> Exception:
    """The failure of a handler. Raises the error if the handler was to end.

    A handler that waits for a task which somebody cancels is cancelled too, as far as
    it can tell. Nobody has meant it, and the other end waits for an answer.
    """
    if isinstance(error, Exception):
        return error
    if isinstance(error, (KeyboardInterrupt, GeneratorExit)):
        raise error
    if isinstance(error, SystemExit) and _on_the_thread_of_the_process():
        raise error
    if isinstance(error, asyncio.CancelledError) and _is_to_end():
        raise error
    failure = RuntimeError(f"the handler ended with {type(error).__name__}")
    failure.__cause__ = error
    return failure


def _on_the_thread_of_the_process() -> bool:
    """Whether `sys.exit` ends the process: on another thread it ends that one only.

    Asked of the system, for whom all greenlets of a thread are that thread.
    """
    return threading.get_native_id() == threading.main_thread().native_id


def _is_to_end() -> bool:
    try:
        task = asyncio.current_task()
    except RuntimeError:  # on a thread without a loop
        return False
    return task is not None and task.cancelling() > 0


def as_broken(kind: str, event: str, handler: object, error: Exception) -> Exception:
    """The failure of a handler whose answer, or whose error, cannot be sent."""
    if not isinstance(error, InvalidPayload):
        return error
    name = getattr(handler, "__name__", repr(handler))
    return BrokenAnswer(f"the {kind} of {name} to `{event}`", error)
