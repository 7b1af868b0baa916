"""The suite of a staged package, run by pytest in this process."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Protocol

import pytest

from sockgen.testing.outcomes import Outcome, Subject, Verdict
from sockgen.testing.staged import Staged
from sockgen.testing.subjects import is_last, subject_of

_OUTPUT = 20_000
"""Characters of what a test printed that are kept."""


class Listener(Protocol):
    """Whoever wants to see the run while it goes on."""

    def begins(self, subjects: Sequence[Subject]) -> None:
        """These tests will be run."""

    def starts(self, subject: Subject) -> None:
        """A test begins."""

    def ends(self, outcome: Outcome) -> None:
        """A test is over."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be run: options of the suite, and a choice of tests."""

    options: Sequence[str]
    wants: Callable[[Subject], bool]
    fail_fast: bool = False


@dataclass(slots=True)
class Ended:
    """How a run went.

    `interrupted` tells of Ctrl-C. `trouble` is why there was no run, for a person.
    """

    subjects: list[Subject] = field(default_factory=list[Subject])
    outcomes: list[Outcome] = field(default_factory=list[Outcome])
    interrupted: bool = False
    trouble: str = ""


def run(staged: Staged, asked: Asked, listener: Listener) -> Ended:
    """Run the suite. Nothing that pytest prints or writes is seen."""
    ended = Ended()
    folder = staged.stage.folder
    words = [
        str(folder / "tests"),
        f"--config-file={folder / 'pyproject.toml'}",
        "-pno:cacheprovider",
        "--tb=short",
        "--assert=plain",
        *(["--maxfail=1"] if asked.fail_fast else []),
        *asked.options,
    ]
    errors = StringIO()
    with _undisturbed(), _forgotten(folder), redirect_stderr(errors):
        plugin = _Plugin(asked, listener, ended)
        code = pytest.main(words, plugins=[plugin])
    if plugin.failure is not None:
        raise plugin.failure
    known = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
    if code not in (*known, pytest.ExitCode.INTERRUPTED) and not ended.trouble:
        ended.trouble = errors.getvalue().strip() or f"the tests ended with {code}"
    return ended


class _Plugin:
    """Turns what pytest tells into outcomes."""

    def __init__(self, asked: Asked, listener: Listener, ended: Ended) -> None:
        self._asked = asked
        self._listener = listener
        self._ended = ended
        self._subjects: dict[str, Subject] = {}
        self._reports: list[pytest.TestReport] = []
        self.failure: BaseException | None = None
        """What went wrong here: a bug, or the reader of a pipe has gone."""

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        """Have pytest say nothing: its options stay, its reporter goes."""
        config.pluginmanager.unregister(name="terminalreporter")

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Take the tests that are wanted, and know what each is about."""
        items[:] = [
            one for one in items if is_last(one) or self._asked.wants(subject_of(one))
        ]
        self._subjects = {one.nodeid: subject_of(one) for one in items}
        self._ended.subjects += self._subjects.values()

    def pytest_collection_finish(self) -> None:
        """Tell what will be run."""
        self._listener.begins(self._ended.subjects)

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Tell that a test begins."""
        self._listener.starts(self._subjects[nodeid])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep what became of a part of a test."""
        self._reports.append(report)

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        """Tell what became of a test."""
        reports, self._reports = self._reports, []
        outcome = _outcome(self._subjects[nodeid], reports)
        self._ended.outcomes.append(outcome)
        self._listener.ends(outcome)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note that there is no suite to run."""
        if report.failed:
            self._ended.trouble = str(report.longrepr)

    def pytest_internalerror(
        self, excinfo: pytest.ExceptionInfo[BaseException]
    ) -> bool:
        """Keep what a hook has raised, for the caller."""
        self.failure = excinfo.value
        return True

    def pytest_keyboard_interrupt(
        self, excinfo: pytest.ExceptionInfo[BaseException]
    ) -> None:
        """Tell Ctrl-C from the end that the suite itself has called."""
        if isinstance(excinfo.value, pytest.exit.Exception):
            self._ended.trouble = str(excinfo.value.msg)
        else:
            self._ended.interrupted = True


def _outcome(subject: Subject, reports: Sequence[pytest.TestReport]) -> Outcome:
    """One outcome of the parts of a test: setup, the test itself, and teardown."""
    seconds = sum(one.duration for one in reports)
    for one in reports:
        told = dict(one.user_properties)
        if one.failed:
            defect = str(told.get("defect", ""))
            verdict = Verdict.DEFECT if defect else Verdict.BROKEN
            sentence = defect or str(one.longrepr)
            script = str(told.get("script", ""))
            return Outcome(subject, verdict, seconds, sentence, _printed(one), script)
        if one.skipped:
            _, _, why = one.longrepr if isinstance(one.longrepr, tuple) else ("", 0, "")
            reason = why.removeprefix("Skipped: ")
            return Outcome(subject, Verdict.SKIPPED, seconds, reason)
    return Outcome(subject, Verdict.PASSED, seconds)


def _printed(report: pytest.TestReport) -> str:
    parts = (report.capstdout, report.capstderr, report.caplog)
    return "\n".join(dict.fromkeys(one.strip() for one in parts if one))[-_OUTPUT:]


@contextmanager
def _undisturbed() -> Generator[None]:
    """Let no setting or plugin of the person's own pytest have a say."""
    given = {key: os.environ.pop(key, None) for key in _SETTINGS}
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        yield
    finally:
        os.environ.pop("PYTEST_DISABLE_PLUGIN_AUTOLOAD", None)
        os.environ.update({key: one for key, one in given.items() if one is not None})


_SETTINGS = ("PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTEST_DISABLE_PLUGIN_AUTOLOAD")


@contextmanager
def _forgotten(folder: Path) -> Generator[None]:
    """Forget the modules of the tests in the end: another run has its own."""
    path = list(sys.path)
    try:
        yield
    finally:
        sys.path[:] = path
        for name, module in list(sys.modules.items()):
            file = getattr(module, "__file__", None)
            if file and Path(file).is_relative_to(folder / "tests"):
                del sys.modules[name]
