"""The table of a run of tests, as it goes on: a line for each test that is over."""

from __future__ import annotations

import os
from collections.abc import Sequence
from types import TracebackType
from typing import NoReturn, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.text import Text

from sockgen.diagnostics.printer_text import fitted, visible, width
from sockgen.testing import Outcome, Subject, Verdict

STYLES = {
    Verdict.PASSED: "green",
    Verdict.DEFECT: "bold red",
    Verdict.SKIPPED: "yellow",
    Verdict.BROKEN: "bold magenta",
}
_WRONG = (Verdict.DEFECT, Verdict.BROKEN)
_GAP = "  "
_SERVER = "—"
_LEAST, _MOST = 16, 70
"""Columns of a case: the least on a terminal, and the most that pad it in a pipe."""


class _Console(Console):
    """A console whose reader may go, which is an error like any other."""

    def on_broken_pipe(self) -> NoReturn:
        """Leave it to the command."""
        raise BrokenPipeError


class Progress:
    """Shows tests on a stream as they end, and a bar below them on a terminal."""

    def __init__(self, stream: TextIO, *, colour: bool, quiet: bool) -> None:
        self._quiet = quiet
        self._live = stream.isatty() and os.environ.get("TERM") != "dumb"
        self._cut = stream.isatty()
        self._console = _Console(
            file=stream,
            force_terminal=colour or self._live,
            color_system="standard" if colour else None,
            width=None if self._cut else 10_000,
            highlight=False,
            legacy_windows=False,
        )
        self._bar = Bar(
            BarColumn(20),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[told]}"),
            console=self._console,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
            disable=not self._live,
        )
        self._task = self._bar.add_task("", total=None, told="")
        self._wrong = 0
        self._widths = (0, 0, 0, 0)

    def __enter__(self) -> Progress:
        """Begin to show."""
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the lines, and take the bar away."""
        self._bar.stop()

    def begins(self, subjects: Sequence[Subject]) -> None:
        """Lay out the table for these tests."""

        def widest(texts: Sequence[str]) -> int:
            return max((width(one) for one in texts), default=0)

        self._widths = (
            widest([_name(one.namespace) for one in subjects]),
            widest([_name(one.event) for one in subjects]),
            min(widest([visible(one.told) for one in subjects]), _MOST),
            widest([_name(one.transport) for one in subjects]),
        )
        self._bar.update(self._task, total=len(subjects))

    def starts(self, subject: Subject) -> None:
        """Name the test that is under way."""
        parts = (subject.namespace, subject.event, subject.check)
        told = visible(" ".join(filter(None, parts)))
        wrong = f"{self._wrong} wrong · " if self._wrong else ""
        self._bar.update(self._task, told=fitted(wrong + told, 40).replace("[", "\\["))

    def ends(self, outcome: Outcome) -> None:
        """Show a test that is over, and the defect below it."""
        wrong = outcome.verdict in _WRONG
        self._wrong += wrong
        if wrong or not self._quiet:
            self._print(self._row(outcome))
        if wrong:
            self._print(Text(f"{_GAP}{_last_line(outcome)}", "red"), whole=True)
        self._bar.advance(self._task)

    def _print(self, line: Text, *, whole: bool = False) -> None:
        self._console.print(line, soft_wrap=not (self._cut and whole))

    def _row(self, outcome: Outcome) -> Text:
        subject, style = outcome.subject, STYLES[outcome.verdict]
        word = outcome.verdict.value
        of_namespace, of_event, of_case, of_transport = self._widths
        took = f"{outcome.seconds:7.2f} s"
        columns = self._console.width - 1
        if self._cut:
            of_namespace, of_event = (
                min(one, max(columns // 5, 8)) for one in (of_namespace, of_event)
            )
            used = 7 + of_namespace + of_event + of_transport + len(_GAP) * 4
            left = columns - used - len(took) - len(_GAP)
            if left < _LEAST:
                took, left = "", columns - used
            of_case = max(left, _LEAST)
        cells = [
            Text(f"{word:7}", style),
            Text(self._cell(_name(subject.namespace), of_namespace), "dim"),
            Text(self._cell(_name(subject.event), of_event), "bold"),
            Text(self._cell(visible(subject.told), of_case)),
            Text(self._cell(_name(subject.transport), of_transport), "dim"),
            Text(took, "dim"),
        ]
        line = Text(_GAP).join(cells)
        line.rstrip()
        if self._cut:
            line.truncate(columns, overflow="ellipsis")
        return line

    def _cell(self, text: str, columns: int) -> str:
        text = fitted(text, columns) if self._cut else text
        return text + " " * (columns - width(text))


class Unseen:
    """Shows nothing of a run, of which a program reads what came of it."""

    def begins(self, subjects: Sequence[Subject]) -> None:
        """Keep quiet."""

    def starts(self, subject: Subject) -> None:
        """Keep quiet."""

    def ends(self, outcome: Outcome) -> None:
        """Keep quiet."""


def _name(text: str) -> str:
    return visible(text) or _SERVER


def _last_line(outcome: Outcome) -> str:
    """A defect is one sentence; of an error the last line tells most."""
    return visible(outcome.sentence.strip().rpartition("\n")[2])
