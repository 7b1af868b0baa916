"""Watching what crosses the wire: one interface for tracing, metrics and audits."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias


class Outcome(Enum):
    """What became of an event that crossed the wire."""

    DONE = "done"
    """It was sent, or it was handled and, if asked for, acknowledged."""
    DECLARED_ERROR = "declared-error"
    """It was answered with an error of the document."""
    PROBLEM = "problem"
    """It was answered with a problem; `problem` has its type."""
    FAILED = "failed"
    """Sending it, or waiting for its acknowledgement, raised an exception."""


@dataclass(slots=True)
class Crossing:
    """One event on its way in or out.

    `namespace` and `event` are the names on the wire, `incoming` says whether this
    end receives it, `has_ack` whether an acknowledgement is declared, and `sid` whose
    connection it belongs to, if it is one. `outcome`, `problem`, `repeated` (the
    answer is that of an earlier attempt) and `seconds` are known when it is over.
    """

    namespace: str
    event: str
    incoming: bool
    has_ack: bool
    sid: str | None = None
    outcome: Outcome = Outcome.DONE
    problem: str | None = None
    repeated: bool = False
    seconds: float = 0.0


Middleware: TypeAlias = Callable[[Crossing], AbstractContextManager[object]]
"""A context manager around each event; `contextlib.contextmanager` makes one.

It may be entered on any thread, and must not wait. What follows its `yield` sees how
the event ended.
"""


@contextmanager
def crossed(middleware: Sequence[Middleware], crossing: Crossing) -> Generator[None]:
    """Run what handles or sends an event inside all middleware, the first outermost."""
    begun = time.perf_counter()
    with ExitStack() as stack:
        for one in middleware:
            stack.enter_context(one(crossing))
        try:
            yield
        except BaseException:
            crossing.outcome = Outcome.FAILED
            raise
        finally:
            crossing.seconds = time.perf_counter() - begun
