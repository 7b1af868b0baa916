"""The search for a sequence of events that fails, which is left to hypothesis."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st
from hypothesis.configuration import set_hypothesis_home_dir
from hypothesis.errors import Flaky

from .._runtime.events import Event
from .defects import Defect
from .line import Values
from .steps import CLIENTS, Course, Renew, Send, Step, Utter
from .variants import LETTERS, Draw, arguments, one_of

_STEPS = 12
_PATIENCE = 30.0
"""Seconds that a failure is made smaller."""
_WHO = (0, 0, 0, 1, 1, 2)
"""Clients: whoever does more than one thing shows more."""
_KIND = st.integers(0, 15)
_MOODS = st.integers(0, 7)
_TAME = 2
"""How many of the moods are those of clients that send what they should."""
_FEW = 3
"""How many events they send at most, some of them more often."""
_LEAST = (1, 6)
_OFTEN = (False, True, True, True)
_INDEX = st.integers(0, 999)
_ALLOWED = (
    HealthCheck.data_too_large,
    HealthCheck.filter_too_much,
    HealthCheck.large_base_example,
    HealthCheck.too_slow,
)
"""What hypothesis warns of that is as it is at a server."""
_NAMES = st.text(LETTERS, min_size=1, max_size=12)


def courses(
    known: Mapping[Event, Sequence[Values]],
    declared: frozenset[str],
    transports: Sequence[str],
) -> st.SearchStrategy[Course]:
    """Sequences of the events of a namespace, near to arguments that are known.

    `declared` are names that events of the namespace have.
    """
    # What is tried in the end is near to the first, which had better be short.
    near = [
        (event, sorted(seen, key=lambda x: len(repr(x))))
        for event, seen in known.items()
    ]
    return _courses(near, declared, transports)


@st.composite
def _courses(
    draw: Draw,
    known: Sequence[tuple[Event, Sequence[Values]]],
    declared: frozenset[str],
    transports: Sequence[str],
) -> Course:
    """A sequence of anything, or a tame one: of good arguments to a few events.

    What one event leaves behind for another shows in tame ones only.
    """
    over = draw(st.tuples(*[st.sampled_from(transports)] * CLIENTS))
    tame = draw(_MOODS) < _TAME
    chosen = known
    if tame:
        few: list[int] = draw(st.lists(_INDEX, min_size=1, max_size=_FEW))
        chosen = [known[one % len(known)] for one in few]
    step = _steps(chosen, declared, tame)
    least = one_of(draw, _LEAST) if tame else 1
    return Course(over, draw(st.lists(step, min_size=least, max_size=_STEPS)))


@st.composite
def _steps(
    draw: Draw,
    known: Sequence[tuple[Event, Sequence[Values]]],
    declared: frozenset[str],
    tame: bool,
) -> Step:
    client = one_of(draw, _WHO)
    # Most of what a client does is to send what the document has.
    match draw(_KIND):
        case 14:
            return Renew(client)
        case 15:
            name: str = draw(_NAMES)
            name += "X" if name in declared else ""
            return Utter(client, name, draw(arguments(known[0][1])))
        case _:
            event, seen = one_of(draw, known)
            if tame:
                wire = seen[0] if draw(st.booleans()) else one_of(draw, seen)
                return Send(client, event, wire, one_of(draw, _OFTEN))
            return Send(client, event, draw(arguments(seen)), draw(st.booleans()))


class Search:
    """Looks for a course that fails, and for a shorter one that still does."""

    def __init__(self, tried: Callable[[Course], None], many: int, start: int) -> None:
        self._tried = tried
        self._many = many
        self._start = start
        self._until = 0.0
        self._failed: dict[tuple[object, ...], Defect] = {}
        self._found: Course | None = None
        self._seen_once: Defect | None = None

    def ends(self, drawn: st.SearchStrategy[Course]) -> None:
        """Raises the Defect of the shortest course that was found."""
        limits = settings(
            max_examples=self._many,
            database=None,
            deadline=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=_ALLOWED,
            report_multiple_bugs=False,
            verbosity=Verbosity.quiet,
        )

        def look(course: Course) -> None:
            self._looks_at(course)

        # Flaky: it fails no more. What was found has failed twice.
        with TemporaryDirectory() as folder, suppress(Defect, Flaky):
            # It keeps what it knows of Unicode, and has no business here.
            set_hypothesis_home_dir(folder)
            seed(self._start)(limits(given(drawn)(look)))()
        if self._found is not None:
            raise self._shortened(self._found)
        if self._seen_once is not None:
            once = self._seen_once
            sentence = f"{once.sentence}, though not each time that it was tried"
            raise Defect(sentence, once.script)

    def _looks_at(self, course: Course) -> None:
        late = bool(self._until) and time.monotonic() > self._until
        if late and course.key not in self._failed:
            return
        if defect := self._defect(course):
            self._until = self._until or time.monotonic() + _PATIENCE
            self._failed[course.key] = defect
            self._found = course
            raise defect

    def _defect(self, course: Course) -> Defect | None:
        """What is wrong, if it comes of the course and not of what others left."""
        try:
            self._tried(course)
        except Defect as first:
            try:
                self._tried(course)
            except Defect as defect:
                return defect
            self._seen_once = self._seen_once or first
        return None

    def _shortened(self, course: Course) -> Defect:
        """The defect of a course without the steps that it does not need.

        Hypothesis makes smaller what a step is; it seldom takes one out.
        """
        defect = self._failed[course.key]
        for step in range(len(course.steps) - 1, -1, -1):
            steps = [*course.steps[:step], *course.steps[step + 1 :]]
            shorter = Course(course.transports, steps)
            if steps and (found := self._defect(shorter)):
                course, defect = shorter, found
        return defect
