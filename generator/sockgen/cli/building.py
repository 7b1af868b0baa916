"""One build of all documents of a call, and what became of it."""

import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import click

from sockgen.cli import changes, recall, report
from sockgen.cli.memory import Memory, is_plain, read_as
from sockgen.cli.planning import one_by_one, plan_all
from sockgen.cli.underway import Underway
from sockgen.cli.watching import Concerned
from sockgen.config import Call, choose, configure_all
from sockgen.config.find import places_of
from sockgen.diagnostics import Diagnostic
from sockgen.output import Plan
from sockgen.pipeline import Build, carry_out, then


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be built, and how; `memory` has what came of it before."""

    context: click.Context
    spec: Path | None
    call: Call
    check: bool
    force: bool
    form: str
    memory: Memory | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What builds came to; `sources` are the files that they were made of, as read."""

    code: int
    said: Sequence[Diagnostic]
    plans: Sequence[Plan] = ()
    sources: Mapping[Path, str] = field(default_factory=dict[Path, str])
    builds: Sequence[Build] = ()


def build_once(task: Task) -> Done:
    """Build once, and show what became of it."""
    started = time.perf_counter()
    options = {one: recall.content(one) for one in _configurations(task)}
    chosen = choose(task.call, [task.spec] if task.spec else [])
    builds = then(chosen, configure_all)
    if builds.value is None:
        report.show(builds.diagnostics, task.form, sys.stderr)
        return Done(report.WRONG_CALL, builds.diagnostics)
    wanted = [replace(one, force=task.force or task.check) for one in builds.value]
    done = _carried_out(
        wanted, builds.diagnostics, check=task.check, memory=task.memory
    )
    report.show(done.said, task.form, sys.stderr)
    if task.check and not done.code:
        named = f" {click.format_filename(task.spec)}" if task.spec else ""
        return replace(
            done, code=changes.show_stale(done.plans, f"sockgen build{named}")
        )
    if not done.code:
        changes.show_written(done.plans, time.perf_counter() - started)
        if not task.force and all(map(is_plain, wanted)):
            _remember(task, done, options)
    return done


def _carried_out(
    builds: Sequence[Build],
    before: Sequence[Diagnostic],
    *,
    check: bool,
    memory: Memory | None,
) -> Done:
    """Plan all builds, and write them if none of them fails."""
    said = dict.fromkeys(before)
    with Underway([one.spec for one in builds], sys.stderr) as underway:
        at = underway.at
        planned = list(
            one_by_one(builds, at, memory.plan) if memory else plan_all(builds, at)
        )
    code = 0
    for build, one in zip(builds, planned, strict=True):
        code = max(code, report.exit_code((*before, *one.said), build.strictness))
        said.update(dict.fromkeys(one.said))
    sources = {path: text for one in planned for path, text in one.sources.items()}
    plans = [plan for one in planned for plan in one.plans]
    if check or code:
        return Done(code, list(said), plans, sources, builds)
    plans.clear()
    for build, one in zip(builds, planned, strict=True):
        written = carry_out(one.plans)
        code = max(code, report.exit_code(written.diagnostics, build.strictness))
        said.update(dict.fromkeys(written.diagnostics))
        plans += written.value or ()
    return Done(code, list(said), plans, sources, builds)


def _remember(task: Task, done: Done, options: Mapping[Path, bytes | None]) -> None:
    """Keep what a call came to, unless a file of it has been saved meanwhile."""
    read = read_as(done.sources)
    if read is None:
        return
    outcome = recall.Outcome(
        tuple(done.said), tuple(map(changes.up_to_date, done.plans))
    )
    made = {x.folder / path: x.after[path] for x in done.plans for path in x.after}
    recall.remember(task.context, outcome, {**read, **options, **made})


def _configurations(task: Task) -> list[Path]:
    """Where the options of a build are, or would be."""
    if task.call.no_config:
        return []
    return [task.call.config] if task.call.config else [*places_of(Path.cwd())]


def concerned(task: Task, done: Done) -> Concerned:
    """What may change what comes of a build, though it may have failed."""
    specs = [task.spec] if task.spec else [one.spec for one in done.builds]
    files = [*specs, *done.sources, *_configurations(task)]
    folders = [one.templates for one in done.builds if one.templates]
    made = [output.folder for one in done.builds for output in one.outputs]
    return Concerned(*(frozenset(map(Path.resolve, x)) for x in (files, folders, made)))
