"""A report as JSON: the same run gives the same text, but for the times."""

from __future__ import annotations

import json
from typing import Any

from sockgen import __version__
from sockgen.contract import Event
from sockgen.diagnostics import Span
from sockgen.testing.defects import Defect
from sockgen.testing.outcomes import Outcome, Trial

_FORMAT = 1
"""Goes up when what is there already changes its meaning."""


def to_json(trial: Trial) -> str:
    """The report; docs/testing.md tells what stands in it."""
    api = trial.api
    report = {
        "format": _FORMAT,
        "sockgen": __version__,
        "document": {"file": trial.spec, "title": api.title, "version": api.version},
        "server": trial.server,
        "started": trial.started.isoformat(timespec="milliseconds"),
        "seconds": round(trial.seconds, 3),
        "complete": len(trial.outcomes) == trial.chosen,
        "counts": {one.value: number for one, number in trial.counts.items()},
        "defects": [_defect(one) for one in trial.defects],
        "skipped": [
            {"reason": one.reason, "tests": one.tests, "about": list(one.subjects)}
            for one in trial.skipped
        ],
        "unheard": [
            _unheard(namespace.name, event)
            for namespace in api.namespaces
            for event in namespace.events
            if any(event is one for one in trial.unheard)
        ],
        "tests": [_test(one) for one in trial.outcomes],
    }
    return json.dumps(report, indent=2, ensure_ascii=True) + "\n"


def _defect(one: Defect) -> dict[str, Any]:
    return {
        "sentence": one.sentence,
        "cases": list(one.cases),
        "transports": list(one.transports),
        "tests": one.tests,
        "script": one.script,
        **_place(one.span),
    }


def _unheard(namespace: str, event: Event) -> dict[str, Any]:
    return {"namespace": namespace, "event": event.name, **_place(event.span)}


def _test(one: Outcome) -> dict[str, Any]:
    subject = one.subject
    return {
        "test": subject.test,
        "namespace": subject.namespace,
        "event": subject.event,
        "check": subject.check,
        "case": subject.case,
        "transport": subject.transport,
        "result": one.verdict.value,
        "seconds": round(one.seconds, 3),
        "sentence": one.sentence,
        "script": one.script,
        "output": one.output,
    }


def _place(span: Span | None) -> dict[str, Any]:
    return {
        "file": span.file if span else None,
        "line": span.start.line if span else None,
    }
