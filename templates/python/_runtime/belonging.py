"""Whether what an application gives to a server is of the server's kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from .callables import is_coroutine_function
from .handlers import BaseHandlers

_ASIDE = ("on_connect", "on_disconnect", "on_error")
"""What handlers do besides handling events."""


def check_handlers(
    wanted: Sequence[tuple[str, type[BaseHandlers[Any]]]],
    given: Sequence[Any],
    *,
    waits: bool,
) -> None:
    """Raise TypeError unless there are handlers of each namespace, of its kind."""
    for (argument, base), one in zip(wanted, given, strict=True):
        if not isinstance(cast(object, one), base):
            raise TypeError(
                f"{argument}= takes an object of a class that derives from "
                f"{base.__name__}, not {_what(one)}"
            )
        if not waits:
            _check_methods(argument, one)


def _what(given: object) -> str:
    if isinstance(given, type):
        return f"the class {given.__name__} itself"
    return f"one of {type(given).__name__}"


def _check_methods(argument: str, handlers: BaseHandlers[Any]) -> None:
    """On threads a coroutine function would be run up to where it waits, and fail."""
    aside = [getattr(handlers, name) for name in _ASIDE]
    for method in [*handlers.routes().values(), *aside]:
        if is_coroutine_function(method):
            name = getattr(method, "__name__", repr(method))
            raise TypeError(
                f"{argument}={type(handlers).__name__}(): {name} is a coroutine "
                "function, and a server for threads cannot await it"
            )


def check_authenticate(namespace: str, given: object, *, waits: bool) -> None:
    """Raise TypeError unless a server of its kind can ask it."""
    if given is None:
        raise TypeError(f"{namespace} has security: give authenticate=")
    if not callable(given):
        raise TypeError(f"authenticate= takes a function, not {given!r}")
    if isinstance(given, type):
        raise TypeError(f"authenticate= takes a function, not the class {given!r}")
    if not waits and is_coroutine_function(given):
        raise TypeError(
            f"authenticate= is a coroutine function, {given!r}, and a server for "
            "threads cannot await it"
        )
