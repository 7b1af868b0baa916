"""What became of the tests of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sockgen.contract import Api, Direction, Event
from sockgen.diagnostics import Span
from sockgen.testing.defects import Defect, Finding, distinct
from sockgen.testing.places import place_of
from sockgen.testing.raised import raised

_UNHEARD = "not heard"


class Verdict(Enum):
    """What became of a test; the value is the word of every report."""

    PASSED = "passed"
    DEFECT = "defect"
    """The server does something else than its document says."""
    SKIPPED = "skipped"
    BROKEN = "error"
    """The test did not come to an end: that is no fault of the server."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a test is about; what it is not about is empty.

    `check` says in words what is tested, and `case` with which values. `test` is the
    name of the test in the generated package.
    """

    test: str
    check: str
    namespace: str = ""
    event: str = ""
    direction: Direction | None = None
    case: str = ""
    transport: str = ""

    @property
    def told(self) -> str:
        """The check and the case, on one line."""
        return f"{self.check}: {self.case}" if self.case else self.check


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one test.

    `sentence` is the defect, the reason of a skip, or the error. `script` is a program
    that shows a defect again, if one sentence does not tell how. `output` is what was
    printed meanwhile, which a server does that runs in this process.
    """

    subject: Subject
    verdict: Verdict
    seconds: float
    sentence: str = ""
    output: str = ""
    script: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Tests that were skipped for one reason, and the events that they are about."""

    reason: str
    tests: int
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """A whole run: of which document, against which server, and its outcomes."""

    api: Api
    spec: str
    server: str
    started: datetime
    seconds: float
    outcomes: Sequence[Outcome]
    chosen: int
    """How many tests were to be run; there are fewer outcomes if a run was ended."""

    @property
    def counts(self) -> Mapping[Verdict, int]:
        """How many tests had each verdict."""
        found = Counter(one.verdict for one in self.outcomes)
        return {one: found[one] for one in Verdict}

    @property
    def defects(self) -> tuple[Defect, ...]:
        """Each defect once, in the order in which they were found."""
        wrong = (one for one in self.outcomes if one.verdict is Verdict.DEFECT)
        return distinct(
            Finding(
                one.sentence,
                one.subject.case,
                one.subject.transport,
                self.place(one),
                one.script,
                raised(one.output),
            )
            for one in wrong
        )

    @property
    def errors(self) -> tuple[Outcome, ...]:
        """The tests that did not come to an end."""
        return tuple(one for one in self.outcomes if one.verdict is Verdict.BROKEN)

    @property
    def unheard(self) -> tuple[Event, ...]:
        """The events of the server that it never sent."""
        silent = {
            (one.subject.namespace, one.subject.event)
            for one in self.outcomes
            if one.verdict is Verdict.SKIPPED and one.sentence.startswith(_UNHEARD)
        }
        return tuple(
            event
            for namespace, event in _sent(self.api)
            if (namespace, event.name) in silent
        )

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """What was skipped, by reason; not what was never heard."""
        by_reason: dict[str, list[Subject]] = {}
        for one in self.outcomes:
            silent = one.sentence.startswith(_UNHEARD)
            if one.verdict is Verdict.SKIPPED and not silent:
                by_reason.setdefault(one.sentence, []).append(one.subject)
        return tuple(
            Skipped(
                reason,
                len(subjects),
                tuple(dict.fromkeys(_name(one) for one in subjects)),
            )
            for reason, subjects in by_reason.items()
        )

    def outcomes_of(self, namespace: str | None) -> list[Outcome]:
        """The outcomes on a namespace, or all."""
        return [
            one
            for one in self.outcomes
            if namespace is None or one.subject.namespace == namespace
        ]

    def place(self, outcome: Outcome) -> Span | None:
        """The line of the document that an outcome is about."""
        return self.place_of(outcome.subject, outcome.sentence)

    def place_of(self, subject: Subject, sentence: str = "") -> Span | None:
        """The line of the document that a test is about, or what it has found."""
        return place_of(
            self.api, subject.namespace, subject.event, subject.direction, sentence
        )


def _sent(api: Api) -> Iterator[tuple[str, Event]]:
    for namespace in api.namespaces:
        for event in namespace.events:
            if event.direction is Direction.SERVER_TO_CLIENT:
                yield namespace.name, event


def _name(subject: Subject) -> str:
    if subject.event:
        return f"{subject.namespace} {subject.event}"
    return subject.namespace or subject.check
