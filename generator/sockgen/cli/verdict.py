"""The summary of a run of tests: each defect once, with the line of the document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from sockgen.cli.progress import STYLES
from sockgen.cli.table import draw, text
from sockgen.diagnostics.printer_text import visible
from sockgen.testing import Trial, Verdict
from sockgen.testing.places import told

_LISTED = 3
_WORDS = {
    Verdict.PASSED: ("passed", "passed"),
    Verdict.DEFECT: ("failed", "failed"),
    Verdict.SKIPPED: ("skipped", "skipped"),
    Verdict.BROKEN: ("error", "errors"),
}


def to_summary(trial: Trial, columns: int, colour: bool) -> str:
    """The summary, at most so many columns wide."""
    return "\n" + draw(_parts(trial), columns, colour)


def _parts(trial: Trial) -> Iterator[RenderableType]:
    yield from _errors(trial)
    yield from _defects(trial)
    yield from _unheard(trial)
    yield from _skipped(trial)
    yield _counts(trial)


def _defects(trial: Trial) -> Iterator[RenderableType]:
    defects = trial.defects
    if defects:
        yield text(f"{_counted(len(defects), 'defect')}:", "bold red")
    for number, one in enumerate(defects, 1):
        yield Padding(text(f"{number}. {one.sentence}"), (0, 0, 0, 2))
        place = told(one.span) or trial.spec
        cases = f" · {_listed(one.cases, 'case')}" if len(one.cases) > 1 else ""
        yield Padding(text(f"{place}{cases}", "dim"), (0, 0, 0, 5))
        if one.raised:
            yield Padding(text(f"the server raised {one.raised}", "dim"), (0, 0, 0, 5))
        if one.script:
            script = "\n".join(map(visible, one.script.splitlines()))
            yield Padding(text("this shows it again:", "dim"), (1, 0, 1, 5))
            lines = Text(script, no_wrap=True, overflow="ignore")
            yield Padding(lines, (0, 0, 1, 7))
    if defects:
        yield Text()


def _errors(trial: Trial) -> Iterator[RenderableType]:
    if trial.errors:
        yield text("these tests did not come to an end:", "bold magenta")
    for one in trial.errors:
        last = one.sentence.strip().rpartition("\n")[2]
        yield Padding(text(f"{one.subject.test}: {last}"), (0, 0, 0, 2))
    if trial.errors:
        yield Text()


def _unheard(trial: Trial) -> Iterator[RenderableType]:
    unheard = trial.unheard
    if not unheard:
        return
    yield text("never heard, so it was not judged:", "yellow")
    for one in unheard:
        yield Padding(text(f"{one.name} ({told(one.span)})"), (0, 0, 0, 2))
    yield Text()


def _skipped(trial: Trial) -> Iterator[RenderableType]:
    skipped = trial.skipped
    if not skipped:
        return
    yield text("skipped:", "yellow")
    for one in skipped:
        words = f"{_counted(one.tests, 'test')}, {one.reason}"
        yield Padding(text(f"{words} ({_some(one.subjects)})"), (0, 0, 0, 2))
    yield Text()


def _counts(trial: Trial) -> Text:
    line = Text()
    for verdict, number in trial.counts.items():
        if number:
            line.append(", " if line else "")
            word = _WORDS[verdict][number != 1]
            line.append(f"{number} {word}", STYLES[verdict])
    missing = trial.chosen - len(trial.outcomes)
    if missing:
        line.append(f"{', ' if line else ''}{missing} not run", "yellow")
    line.append(f" in {trial.seconds:.1f} s")
    line.append_text(text(f": {trial.api.title} {trial.api.version} at {trial.server}"))
    return line


def _listed(names: Sequence[str], thing: str) -> str:
    return f"{_counted(len(names), thing)}: {_some(names)}"


def _some(names: Sequence[str]) -> str:
    first = "; ".join(names[:_LISTED])
    more = len(names) - _LISTED
    return f"{first}; and {more} more" if more > 0 else first


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
