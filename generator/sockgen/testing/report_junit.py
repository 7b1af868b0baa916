"""A report in the XML of JUnit, which every CI reads."""

from __future__ import annotations

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from sockgen.testing.outcomes import Outcome, Trial, Verdict

# What no document of XML 1.0 may hold, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_junit(trial: Trial) -> str:
    """One suite a namespace, and one case a test."""
    root = Element("testsuites", _numbers(trial.outcomes_of(None)))
    root.set("name", _clean(f"{trial.api.title} {trial.api.version}"))
    for namespace in dict.fromkeys(one.subject.namespace for one in trial.outcomes):
        outcomes = trial.outcomes_of(namespace)
        suite = SubElement(root, "testsuite", _numbers(outcomes))
        suite.set("name", _clean(namespace or "the server"))
        suite.set("timestamp", trial.started.isoformat(timespec="seconds"))
        for one in outcomes:
            _add(suite, trial, one)
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'


def _numbers(outcomes: list[Outcome]) -> dict[str, str]:
    def count(verdict: Verdict) -> str:
        return str(sum(one.verdict is verdict for one in outcomes))

    return {
        "tests": str(len(outcomes)),
        "failures": count(Verdict.DEFECT),
        "errors": count(Verdict.BROKEN),
        "skipped": count(Verdict.SKIPPED),
        "time": f"{sum(one.seconds for one in outcomes):.3f}",
    }


def _add(suite: Element, trial: Trial, outcome: Outcome) -> None:
    subject = outcome.subject
    over = f" [{subject.transport}]" if subject.transport else ""
    where = f"{subject.namespace} {subject.event}".strip() or "the server"
    case = SubElement(
        suite,
        "testcase",
        classname=_clean(where),
        name=_clean(f"{subject.told}{over}"),
        time=f"{outcome.seconds:.3f}",
    )
    span = trial.place(outcome)
    if span is not None:
        case.set("file", _clean(span.file))
        case.set("line", str(span.start.line))
    sentence = _clean(outcome.sentence)
    match outcome.verdict:
        case Verdict.DEFECT:
            failure = SubElement(case, "failure", message=sentence, type="defect")
            script = _clean(outcome.script)
            failure.text = f"{sentence}\n\n{script}" if script else sentence
        case Verdict.BROKEN:
            first = sentence.strip().rpartition("\n")[2]
            SubElement(case, "error", message=first, type="error").text = sentence
        case Verdict.SKIPPED:
            SubElement(case, "skipped", message=sentence)
        case Verdict.PASSED:
            pass
    if outcome.output:
        SubElement(case, "system-out").text = _clean(outcome.output)


def _clean(text: str) -> str:
    """Text with what XML cannot hold as escapes."""
    return _FORBIDDEN.sub(lambda found: f"\\x{ord(found[0]):02x}", text)
