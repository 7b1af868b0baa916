"""A report as one page of HTML, which opens offline and needs no script to be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup, escape

from sockgen.diagnostics.printer_text import visible
from sockgen.rendering import html
from sockgen.testing.outcomes import Outcome, Trial, Verdict
from sockgen.testing.places import told


@dataclass(frozen=True, slots=True)
class _Group:
    """The tests of one event, or of what is about no event."""

    namespace: str
    event: str
    place: str
    outcomes: list[Outcome]

    @property
    def wrong(self) -> bool:
        return any(one.verdict in _WRONG for one in self.outcomes)

    @property
    def tally(self) -> list[tuple[Verdict, int]]:
        counts = [
            (verdict, sum(one.verdict is verdict for one in self.outcomes))
            for verdict in Verdict
        ]
        return [(verdict, number) for verdict, number in counts if number]


_CODE = re.compile("`([^`]+)`")
_WRONG = (Verdict.DEFECT, Verdict.BROKEN)


def to_html(trial: Trial) -> str:
    """The page."""
    return html(
        "report/report.html.jinja",
        trial=trial,
        counts={one.value: number for one, number in trial.counts.items()},
        groups=_groups(trial),
        missing=trial.chosen - len(trial.outcomes),
        started=trial.started.strftime("%Y-%m-%d %H:%M %Z").strip(),
        told=told,
        line=partial(_line, trial.spec),
        lines=_lines,
        visible=visible,
        marked=_marked,
    )


def _line(spec: str, place: str) -> str:
    """A place; of the document itself, which the page names above, the line alone."""
    file, _, line = place.rpartition(":")
    return f"line {line}" if file == spec else place


def _lines(text: str) -> str:
    """Several lines, in which nothing is hidden."""
    return "\n".join(map(visible, text.splitlines()))


def _marked(sentence: str) -> Markup:
    """A sentence, safe to show, whose names in backticks are set as code."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(visible(sentence)))))


def _groups(trial: Trial) -> list[_Group]:
    found: dict[tuple[str, str], _Group] = {}
    for one in trial.outcomes:
        subject = one.subject
        key = subject.namespace, subject.event
        if key not in found:
            place = told(trial.place_of(subject))
            found[key] = _Group(*key, place, [])
        found[key].outcomes.append(one)
    return list(found.values())
