"""The search for a sequence of events that fails, which is left to hypothesis."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st
from hypothesis.configuration import set_hypothesis_home_dir
from hypothesis.errors import Flaky

from .._runtime.events import Event
from .defects import Defect
from .line import Values
from .steps import CLIENTS, Course, Renew, Send, Step, Utter
from .variants import Draw, arguments

_STEPS = 8
_PATIENCE = 30.0
"""Seconds that a failure is made smaller."""
_NAMES = st.from_regex("[a-z][a-zA-Z]{0,11}", fullmatch=True)


def courses(
    known: Mapping[Event, Sequence[Values]],
    declared: frozenset[str],
    transports: Sequence[str],
) -> st.SearchStrategy[Course]:
    """Sequences of the events of a namespace, near to arguments that are known.

    `declared` are names that events of the namespace have.
    """
    step = _steps(tuple(known.items()), declared)
    over = st.tuples(*[st.sampled_from(transports)] * CLIENTS)
    return st.builds(Course, over, st.lists(step, min_size=1, max_size=_STEPS))


@st.composite
def _steps(
    draw: Draw,
    known: Sequence[tuple[Event, Sequence[Values]]],
    declared: frozenset[str],
) -> Step:
    client: int = draw(st.integers(0, CLIENTS - 1))
    # Most of what a client does is to send what the document has.
    match draw(st.integers(0, 15)):
        case 14:
            return Renew(client)
        case 15:
            name: str = draw(_NAMES.filter(lambda one: one not in declared))
            return Utter(client, name, draw(arguments(known[0][1])))
        case _:
            event, seen = draw(st.sampled_from(known))
            wire: Any = draw(arguments(seen))
            return Send(client, event, wire, draw(st.booleans()))


class Search:
    """Looks for a course that fails, and for a shorter one that still does."""

    def __init__(self, tried: Callable[[Course], None], many: int, start: int) -> None:
        self._tried = tried
        self._many = many
        self._start = start
        self._until = 0.0
        self._failed: dict[tuple[object, ...], Defect] = {}

    def ends(self, drawn: st.SearchStrategy[Course]) -> None:
        """Raises the Defect of the shortest course that was found."""
        limits = settings(
            max_examples=self._many,
            database=None,
            deadline=None,
            derandomize=False,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
            report_multiple_bugs=False,
            verbosity=Verbosity.quiet,
        )

        def look(course: Course) -> None:
            self._looks_at(course)

        try:
            with TemporaryDirectory() as folder:
                # It keeps what it knows of Unicode, and has no business here.
                set_hypothesis_home_dir(folder)
                seed(self._start)(limits(given(drawn)(look)))()
        except Flaky:
            *_, last = self._failed.values()
            sentence = f"{last.sentence}, though not each time that it was tried"
            raise Defect(sentence, last.script) from None
        except Defect as defect:
            raise defect.with_traceback(None) from None

    def _looks_at(self, course: Course) -> None:
        late = bool(self._until) and time.monotonic() > self._until
        if late and course.key not in self._failed:
            return
        try:
            self._tried(course)
        except Defect as defect:
            self._until = self._until or time.monotonic() + _PATIENCE
            self._failed[course.key] = defect
            raise
