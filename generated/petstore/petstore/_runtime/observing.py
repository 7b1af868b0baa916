"""Watching what crosses the wire: one interface for tracing, metrics and audits."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import TypeAlias

from .callables import check_function
from .errors import DeclaredError, RemoteError
from .failing import as_failure

LOG = logging.getLogger(__name__.partition("._runtime")[0])
_FAILED = "a middleware failed at %s on %s"


class Outcome(Enum):
    """What became of an event that crossed the wire."""

    DONE = "done"
    """It was sent, or it was handled and, if asked for, acknowledged."""
    DECLARED_ERROR = "declared-error"
    """It was answered with an error of the document."""
    PROBLEM = "problem"
    """It was answered with a problem; `problem` has its type."""
    FAILED = "failed"
    """It was not sent, or got no answer; or a handler of a client raised something."""


@dataclass(slots=True)
class Crossing:
    """One event on its way in or out.

    `namespace` and `event` are the names on the wire, `incoming` says whether this
    end receives it, `has_ack` whether an acknowledgement is declared, and `sid` whose
    connection it belongs to, if it is one. `outcome`, `problem`, `error`, `repeated`
    and `seconds` are known when it is over.
    """

    namespace: str
    event: str
    incoming: bool
    has_ack: bool
    sid: str | None = None
    outcome: Outcome = Outcome.DONE
    problem: str | None = None
    """The type of the problem that one end answered with."""
    error: BaseException | None = None
    """What a handler raised, or what the one who sent the event is told."""
    repeated: bool = False
    """Whether the answer is that of an earlier attempt."""
    seconds: float = 0.0


Middleware: TypeAlias = Callable[[Crossing], AbstractContextManager[object]]
"""A context manager around each event; `contextlib.contextmanager` makes one.

It may be entered on any thread, and must not wait. What follows its `yield` always
runs, and sees in the crossing how the event ended. Watching changes nothing: what it
raises is written to the log, and the event goes on.
"""


def in_a_row(middleware: Sequence[Middleware]) -> tuple[Middleware, ...]:
    """The middleware of an end. Raises TypeError for a lone one."""
    if callable(middleware):
        raise TypeError("middleware is a list of functions, not one of them")
    for one in middleware:
        check_function("a middleware", one, waits=False)
    return tuple(middleware)


@contextmanager
def crossed(middleware: Sequence[Middleware], crossing: Crossing) -> Generator[None]:
    """Run what handles or sends an event inside all middleware, the first outermost."""
    begun = time.perf_counter()
    entered = [one for one in map(partial(_entered, crossing), middleware) if one]
    try:
        yield
    except BaseException as error:
        crossing.outcome, crossing.error = Outcome.FAILED, error
        if isinstance(error, DeclaredError):
            crossing.outcome = Outcome.DECLARED_ERROR
        elif isinstance(error, RemoteError):
            crossing.outcome, crossing.problem = Outcome.PROBLEM, error.problem.type
        raise
    finally:
        crossing.seconds = time.perf_counter() - begun
        for one in reversed(entered):
            _left(crossing, one)


def _entered(
    crossing: Crossing, one: Middleware
) -> AbstractContextManager[object] | None:
    try:
        around = one(crossing)
        around.__enter__()
    except BaseException as ended:
        as_failure(ended)
        LOG.exception(_FAILED, crossing.event, crossing.namespace)
        return None
    return around


def _left(crossing: Crossing, around: AbstractContextManager[object]) -> None:
    try:
        around.__exit__(None, None, None)
    except BaseException as ended:
        as_failure(ended)
        LOG.exception(_FAILED, crossing.event, crossing.namespace)
