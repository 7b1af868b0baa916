"""What sockgen is at, for those who want to hear: by default, nobody does."""

import logging
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

LOG = logging.getLogger("sockgen")


@contextmanager
def phase(name: str) -> Generator[None]:
    """Tell how long a part of the work took."""
    started = time.perf_counter()
    try:
        yield
    finally:
        LOG.info("%s took %.2f s", name, time.perf_counter() - started)


def timed(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Tell how long each call of a function takes."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def wrapped(*arguments: P.args, **named: P.kwargs) -> R:
            with phase(name):
                return function(*arguments, **named)

        return wrapped

    return decorate
