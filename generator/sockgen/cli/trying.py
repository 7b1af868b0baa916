"""What `sockgen test` does once it is called: serve, run, tell, and write reports."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import TextIO

import click

from sockgen.cli import ending, report, voice
from sockgen.cli.progress import Progress, Unseen
from sockgen.cli.verdict import to_summary
from sockgen.testing import (
    FORMATS,
    Asked,
    Listener,
    Report,
    Staged,
    Trial,
    WrongReport,
    hosted,
    probe,
    read_report,
    run,
    write,
    wrong_url,
)

_DEFECTS = 1
REFERENCE = "the reference server"
TIMEOUT = 10.0
"""Seconds to wait for an answer, if nobody says otherwise."""


class Impossible(click.ClickException):
    """Nothing could be tested."""

    exit_code = ending.WRONG_CALL


def check_url(url: str) -> None:
    """Refuse what cannot be the address of a server."""
    if why := wrong_url(url):
        raise click.BadParameter(f"{why}.", param_hint="'--url'")


def read_reports(given: Sequence[str]) -> list[Report]:
    """Read what --report says."""
    try:
        return [read_report(one) for one in given]
    except WrongReport as error:
        raise click.BadParameter(f"{error}.", param_hint="'--report'") from None


@contextmanager
def served(
    suite: Staged, url: str | None, app: str | None, path: str, limit: float
) -> Generator[str]:
    """The address of the server under test; empty for the reference server.

    `path` is its engine path.
    """
    with ExitStack() as stack:
        if app:
            yield stack.enter_context(hosted(suite, app, path, limit))
            return
        if url:
            probe(url, path, limit)
        yield url or ""


def _write(trial: Trial, files: Sequence[Report]) -> None:
    for one in files:
        try:
            write(trial, one)
        except OSError as error:
            reason = error.strerror or error
            raise Impossible(f"cannot write {one.path}: {reason}") from None


@contextmanager
def _shown(stream: TextIO, *, told: bool) -> Generator[Listener]:
    """Show a run as it goes on, unless it is a program that reads what came of it."""
    if not told:
        yield Unseen()
        return
    colour = report.has_colour(stream)
    with Progress(stream, colour=colour, quiet=voice.current().quiet) as progress:
        yield progress


def _summary(trial: Trial, stream: TextIO) -> str:
    columns, colour = report.terminal_width(stream), report.has_colour(stream)
    return to_summary(trial, columns, colour)


def run_tests(
    suite: Staged,
    asked: Asked,
    spec: str,
    server: str,
    files: Sequence[Report],
    form: str,
) -> int:
    """Run the tests, tell what came of them, and choose the exit code."""
    started, began = datetime.now().astimezone(), time.perf_counter()
    with report.standard_output() as stream:
        told = form != report.JSON
        with _shown(stream, told=told) as progress:
            ended = run(suite, asked, progress)
        if ended.trouble:
            raise Impossible(f"nothing could be tested: {ended.trouble}")
        trial = Trial(
            api=suite.stage.api,
            spec=spec,
            server=server,
            started=started,
            seconds=time.perf_counter() - began,
            outcomes=tuple(ended.outcomes),
            chosen=len(ended.subjects),
        )
        stream.write(_summary(trial, stream) if told else FORMATS["json"](trial))
    _write(trial, files)
    if ended.interrupted:
        return report.INTERRUPTED
    return _DEFECTS if trial.defects or trial.errors else 0
