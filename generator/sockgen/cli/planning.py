"""The plans of all documents of a call, made at the same time where that is faster.

Each document has a process of its own then. What comes of it is the same, in the same
order: a process plans and writes nothing, and what goes wrong in it goes wrong again in
this one.
"""

import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from sockgen.cli import ending, voice
from sockgen.diagnostics import Diagnostic
from sockgen.output import Plan
from sockgen.pipeline import Build, plan_of_contract

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

SLOW = "python"
"""The target that is worth a process: that takes 30 ms, the smallest document 80 ms."""


@dataclass(frozen=True, slots=True)
class Made:
    """What came of one document: all that is said, and unless that is bad, plans.

    `sources` are the files that they are made of, with the text of each.
    """

    said: tuple[Diagnostic, ...]
    plans: tuple[Plan, ...] = ()
    sources: Mapping[Path, str] = field(default_factory=dict[Path, str])


class Crashed(click.ClickException):
    """A process has ended without a result."""

    exit_code = ending.BUG


def plan_one(build: Build) -> Made:
    """What comes of one document."""
    planned = plan_of_contract(build)
    if planned.value is None:
        return Made(planned.diagnostics)
    return Made(planned.diagnostics, planned.value.plans, planned.value.sources)


def plan_all(builds: Sequence[Build], at: Callable[[int], None]) -> Iterator[Made]:
    """What comes of each document, in their order; `at` hears which one it is at."""
    # A log tells of one thing after the other.
    most = 1 if voice.current().verbose else _processors()
    processes = min(most, sum(map(_is_slow, builds)))
    if processes > 1:
        return _at_once(builds, processes, at)
    return one_by_one(builds, at, plan_one)


def one_by_one(
    builds: Sequence[Build],
    at: Callable[[int], None],
    plan: Callable[[Build], Made],
) -> Iterator[Made]:
    """What comes of each document, of which one is planned after the other."""
    for number, build in enumerate(builds):
        at(number)
        yield plan(build)


def _is_slow(build: Build) -> bool:
    return any(one.target == SLOW for one in build.outputs)


def _processors() -> int:
    """How many there are for this process, if it can be forked."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def _at_once(
    builds: Sequence[Build], processes: int, at: Callable[[int], None]
) -> Iterator[Made]:
    from sockgen.targets.python.generation import prepare

    prepare()  # once for all of them: it takes longer than most documents
    done: dict[int, Made | None] = {}
    with _Processes(builds) as running:
        for number, build in enumerate(builds):
            at(number)
            while number not in done:
                running.fill(processes)
                done.update(running.next())
            # What has failed fails once more, here, where all see why.
            yield done.pop(number) or plan_one(build)


class _Processes:
    """The processes that are at work; none is left when it is over."""

    def __init__(self, builds: Sequence[Build]) -> None:
        self._waiting = deque(enumerate(builds))
        self._running: dict[Connection, tuple[int, Build, ForkProcess]] = {}

    def __enter__(self) -> "_Processes":
        return self

    def __exit__(self, *_: object) -> None:
        for _number, _build, process in self._running.values():
            process.kill()
            process.join()

    def fill(self, most: int) -> None:
        """Begin with more documents, so that there are so many processes."""
        from multiprocessing import get_context

        context = get_context("fork")
        while self._waiting and len(self._running) < most:
            number, build = self._waiting.popleft()
            ours, theirs = context.Pipe(duplex=False)
            process = context.Process(target=_work, args=(build, theirs))
            with _uninterrupted():
                process.start()
                self._running[ours] = number, build, process
            theirs.close()

    def next(self) -> Iterator[tuple[int, Made | None]]:
        """Wait for some that are done. Raises Crashed if one has ended before."""
        from multiprocessing.connection import wait

        for ready in wait([*self._running]):
            pipe = cast("Connection", ready)
            number, build, process = self._running[pipe]
            try:
                made = cast("Made | None", pipe.recv())
            except EOFError:
                process.join()
                raise _crash(build, process.exitcode or 0) from None
            process.join()
            del self._running[pipe]
            yield number, made


def _work(build: Build, pipe: "Connection") -> None:
    """Plan, in a process, and send what comes of it; None after an exception."""
    try:
        made = plan_one(build)
    except Exception:
        made = None
    with suppress(BrokenPipeError):  # who waits for it has been ended
        pipe.send(made)


@contextmanager
def _uninterrupted() -> Generator[None]:
    """Let signals wait; a process that begins in here never hears of any."""
    signals = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _crash(build: Build, code: int) -> Crashed:
    spec = click.format_filename(build.spec)
    how = f"by signal {-code}" if code < 0 else f"with {code}"
    return Crashed(
        f"{spec}: the process that was to plan its files was ended {how}. "
        "Nothing was written."
    )
