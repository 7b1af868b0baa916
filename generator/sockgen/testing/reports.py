"""Reports of a run as files, for machines and for people."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from errno import EACCES
from pathlib import Path

from sockgen.diagnostics.machine import reason
from sockgen.testing.outcomes import Trial
from sockgen.testing.report_html import to_html
from sockgen.testing.report_json import to_json
from sockgen.testing.report_junit import to_junit

FORMATS: Mapping[str, Callable[[Trial], str]] = {
    "junit": to_junit,
    "json": to_json,
    "html": to_html,
}
_SUFFIXES = {".xml": "junit", ".json": "json", ".html": "html", ".htm": "html"}


class WrongReport(Exception):
    """A report that cannot be made; the message tells why."""


@dataclass(frozen=True, slots=True)
class Report:
    """A file that is to be written."""

    form: str
    path: Path


def read_report(words: str) -> Report:
    """Read `FORMAT=FILE`, or a file whose suffix tells. Raises WrongReport."""
    form, equals, file = words.partition("=")
    if equals and form in FORMATS and file:
        path = Path(file)
    else:
        path = Path(words)
        form = _SUFFIXES.get(path.suffix.lower(), "")
    if not form:
        raise WrongReport(
            f"{words!r} is neither FILE.xml, FILE.json nor FILE.html; "
            f"{', '.join(f'{one}=FILE' for one in FORMATS)} take any name"
        )
    try:
        if not path.parent.is_dir():
            raise WrongReport(f"there is no folder {str(path.parent)!r}")
        if path.is_dir():
            raise WrongReport(f"{str(path)!r} is a folder")
        there = path if path.exists() else path.parent
    except OSError as error:
        raise WrongReport(f"{str(path)!r} cannot be written: {reason(error)}") from None
    if not os.access(there, os.W_OK):
        raise WrongReport(f"{str(path)!r} cannot be written: {os.strerror(EACCES)}")
    return Report(form, path)


def write(trial: Trial, report: Report) -> None:
    """Write a report. Raises OSError."""
    text = FORMATS[report.form](trial)
    report.path.write_text(text, encoding="utf-8", errors="backslashreplace")
