"""Whether what an application gives can be called by the end that is to call it.

It is asked when it is given: where the mistake is, and not at the first event.
"""

from __future__ import annotations

import inspect
from typing import Any, cast


def check_function(role: str, given: object, *, waits: bool) -> None:
    """Raise TypeError unless an end can call it: one that waits, or one that blocks."""
    if not callable(given):
        raise TypeError(f"{role} must be a function, not {given!r}")
    if not waits and is_coroutine_function(given):
        name = getattr(given, "__name__", repr(given))
        raise TypeError(f"{role}: {name} is a coroutine function, and cannot be one")


def is_coroutine_function(given: object) -> bool:
    """Whether calling it makes a coroutine, as far as it can be told before."""
    return inspect.iscoroutinefunction(given) or inspect.iscoroutinefunction(
        getattr(cast(Any, given), "__call__", None)  # noqa: B004
    )
