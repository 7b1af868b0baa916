"""One build of all documents of a call, and what became of it."""

import sys
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import click

from sockgen.cli import changes, ending, outcome, recall, report
from sockgen.cli.memory import Memory, carried_out, is_as_read, is_plain, read_as
from sockgen.cli.planning import one_by_one, plan_all
from sockgen.cli.underway import Underway
from sockgen.cli.watching import Concerned
from sockgen.config import Call, choose, configure_all, named
from sockgen.config.find import places_of
from sockgen.diagnostics import Diagnostic
from sockgen.output import Plan, is_done
from sockgen.pipeline import Build, carry_out, then


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be built, and how; `memory` has what came of it before."""

    context: click.Context
    spec: Path | None
    call: Call
    check: bool
    force: bool
    watch: bool
    form: str
    memory: Memory | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What builds came to; `sources` are the files that each was made of, as read.

    `plans` are those of all folders, and `written` those that were carried out.
    """

    code: int
    said: Sequence[Diagnostic]
    plans: Sequence[Plan] = ()
    written: Sequence[Plan] = ()
    sources: Sequence[Mapping[Path, str]] = ()
    builds: Sequence[Build] = ()


def build_once(task: Task) -> Done:
    """Build once, and show what became of it."""
    started = time.perf_counter()
    options = {one: recall.content(one) for one in _configurations(task)}
    chosen = choose(task.call, [task.spec] if task.spec else [])
    builds = then(chosen, configure_all)
    if builds.value is None:
        done = Done(ending.WRONG_CALL, builds.diagnostics)
    else:
        wanted = [replace(one, force=task.force or task.check) for one in builds.value]
        done = _carried_out(task, wanted, builds.diagnostics)
    _tell(task, done, time.perf_counter() - started)
    if not done.code and not task.check and not task.force:
        _remember(task, done, options)
    if task.check and not done.code and any(one.changes for one in done.plans):
        return replace(done, code=report.STALE)
    return done


def _tell(task: Task, done: Done, seconds: float) -> None:
    """Say what became of a build."""
    if task.form == "json":
        click.echo(_as_json(task, done))
        return
    report.show(done.said, task.form, sys.stderr, failed=bool(done.code))
    if task.check and not done.code:
        named = f" {click.format_filename(task.spec)}" if task.spec else ""
        changes.show_stale(done.plans, f"sockgen build{named}")
    written = [one for one in done.written if one.changes or not done.code]
    changes.show_written(written, seconds)


def _as_json(task: Task, done: Done) -> str:
    finished = {one.folder: one for one in done.written}
    plans = [finished.get(one.folder, one) for one in done.plans]
    return outcome.to_json(
        done.said,
        [
            (one, outcome.state_of(one, task.check, one in done.written))
            for one in plans
        ],
        on_a_line=task.watch,
    )


def _carried_out(
    task: Task, builds: Sequence[Build], before: Sequence[Diagnostic]
) -> Done:
    """Plan all builds, and write them if none of them fails."""
    said = dict.fromkeys(before)
    with Underway([one.spec for one in builds], sys.stderr) as underway:
        at, memory = underway.at, task.memory
        planned = list(
            one_by_one(builds, at, memory.plan) if memory else plan_all(builds, at)
        )
    code = 0
    for build, one in zip(builds, planned, strict=True):
        code = max(code, report.exit_code((*before, *one.said), build.strictness))
        said.update(dict.fromkeys(one.said))
    sources = [one.sources for one in planned]
    plans = [plan for one in planned for plan in one.plans]
    done = Done(code, list(said), plans, (), sources, builds)
    if task.check or code:
        return done
    made: list[Plan] = []
    for build, one in zip(builds, planned, strict=True):
        for plan in one.plans:
            with _interruptible(plans):
                written = carry_out([plan])
            code = max(code, report.exit_code(written.diagnostics, build.strictness))
            said.update(dict.fromkeys(written.diagnostics))
            made += written.value or ()
    return replace(done, code=code, said=list(said), written=made)


@contextmanager
def _interruptible(plans: Sequence[Plan]) -> Generator[None]:
    """Let whoever is interrupted know which folders have been written by then."""
    try:
        yield
    except KeyboardInterrupt as error:
        names = [click.format_filename(one.folder) for one in plans if is_done(one)]
        if names:
            error.args = (f"{', '.join(names)} is written, and nothing else",)
        raise


def _remember(task: Task, done: Done, options: Mapping[Path, bytes | None]) -> None:
    """Keep what was said, unless anybody else has a say in what is made.

    A document that has been saved meanwhile is another one than what was built.
    """
    read: dict[Path, bytes | None] = {}
    for one in done.sources:  # two may have read one file, before and after a save
        found = read_as(one)
        if found is None:
            return
        read.update(found)
    if not all(map(is_plain, done.builds)):
        return
    plans = [carried_out(one) for one in done.plans]
    if task.form == "json":
        lines = [_as_json(task, replace(done, plans=plans, written=plans))]
    else:
        lines = [*map(changes.up_to_date, plans)]
    made = {x.folder / path: x.after[path] for x in plans for path in x.after}
    files = {**read, **options, **made}
    recall.remember(task.context, recall.Outcome((*done.said,), (*lines,)), files)


def _configurations(task: Task) -> list[Path]:
    """Where the options of a build are, or would be."""
    if task.call.no_config:
        return []
    return [task.call.config] if task.call.config else [*places_of(Path.cwd())]


def concerned(task: Task, done: Done) -> Concerned:
    """What may change what comes of a build, though it may have failed."""
    specs = [task.spec] if task.spec else named(task.call)
    read = [(path, text) for one in done.sources for path, text in one.items()]
    files = [*specs, *(path for path, _ in read), *_configurations(task)]
    folders = [one.templates for one in done.builds if one.templates]
    made = [output.folder for one in done.builds for output in one.outputs]
    outdated = [path for path, text in read if not is_as_read(path, text)]
    paths = (files, folders, made, outdated)
    return Concerned(*(frozenset(map(Path.resolve, x)) for x in paths))
