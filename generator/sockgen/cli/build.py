"""`sockgen build`."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from sockgen.cli import recall, report
from sockgen.cli.options import document_options
from sockgen.diagnostics.printer_text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sockgen.config import Call
    from sockgen.diagnostics import Diagnostic
    from sockgen.output import Changes, Plan
    from sockgen.pipeline import Build, Planned

_LISTED = 20
F = TypeVar("F", bound="Callable[..., Any]")


def _unless_known(command: F) -> F:
    """Say what the same call has come to, if nothing has changed since.

    It comes before all else, for to import what a build needs takes longest.
    """

    @wraps(command)
    def wrapped(*arguments: Any, check: bool, force: bool, **others: Any) -> Any:
        started = time.perf_counter()
        context = click.get_current_context()
        known = None if check or force else recall.recall(context)
        if known is None:
            return command(*arguments, check=check, force=force, **others)
        report.show(known.diagnostics, others["form"], sys.stderr)
        for line in known.lines:
            click.echo(f"{line} ({time.perf_counter() - started:.2f} s)")
        return context.exit(0)

    return cast("F", wrapped)


@click.command(short_help="Generate code from a document.")
@report.spec_argument
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="The folder to write.  [default: generated/NAME]",
)
@click.option(
    "-t",
    "--target",
    multiple=True,
    metavar="NAME",
    help="What to generate; may be given more than once.  [default: python]",
)
@click.option(
    "--package",
    metavar="NAME",
    help="The import name of the package.  [default: from the name of SPEC]",
)
@click.option(
    "--distribution",
    metavar="NAME",
    help="The name that pip shows.  [default: from the name of the package]",
)
@click.option("--check", is_flag=True, help="Write nothing; fail if output is stale.")
@click.option("--force", is_flag=True, help="Overwrite what was changed by hand.")
@click.option(
    "--templates",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder whose templates take precedence over those of sockgen.",
)
@_unless_known
@document_options
@report.format_option
@click.pass_context
def build(
    context: click.Context,
    spec: Path | None,
    output: Path | None,
    target: tuple[str, ...],
    package: str | None,
    distribution: str | None,
    check: bool,
    force: bool,
    templates: Path | None,
    form: str,
    call: Call,
) -> None:
    """Generate code from the document SPEC, or from all of the configuration.

    Files that a document no longer makes are removed. Files that were changed by
    hand are not touched: they are named, and nothing is written without --force.

    \b
    Examples:
      sockgen build                                 all that sockgen.toml lists
      sockgen build specs/petstore.yaml
      sockgen build specs/petstore.yaml --output clients/petstore --package pets
      sockgen build --check specs/petstore.yaml     for CI: is the output up to date?
      sockgen build --target json specs/petstore.yaml
    """
    from sockgen.config import choose, configure_all
    from sockgen.pipeline import then

    if spec == report.STANDARD_INPUT:
        raise click.UsageError(
            "A build needs a file: package, folder and references go by its name. "
            "Save the document first; `validate` and `inspect` read `-`."
        )
    started = time.perf_counter()
    given = replace(
        call.given,
        output=output,
        target=target,
        package=package,
        distribution=distribution,
        templates=templates,
    )
    chosen = choose(replace(call, given=given), [spec] if spec else [])
    builds = then(chosen, configure_all)
    if builds.value is None:
        report.refuse(context, builds.diagnostics, form, sys.stderr)
    wanted = [replace(one, force=force or check) for one in builds.value]
    done = _carried_out(wanted, builds.diagnostics, check)
    report.show(done.said, form, sys.stderr)
    code = done.code
    if check:
        again = f" {click.format_filename(spec)}" if spec else ""
        code = code or _show_stale(done.plans, f"sockgen build{again}")
    elif not code:
        _show_written(done.plans, time.perf_counter() - started)
        if not force and _is_plain(wanted):
            _remember(context, call, done)
    context.exit(code)


@dataclass(frozen=True, slots=True)
class _Done:
    """What builds came to; `sources` are the files that they were made of."""

    code: int
    said: list[Diagnostic]
    plans: list[Plan]
    sources: list[Path]


def _carried_out(
    builds: Sequence[Build], before: Sequence[Diagnostic], check: bool
) -> _Done:
    """Plan all builds, and write them if none of them fails."""
    from sockgen.pipeline import carry_out, plan_of_contract

    said = dict.fromkeys(before)
    planned: list[tuple[Build, Planned]] = []
    code = 0
    for build in builds:
        result = plan_of_contract(build)
        about = (*before, *result.diagnostics)
        code = max(code, report.exit_code(about, build.strictness))
        said.update(dict.fromkeys(result.diagnostics))
        if result.value is not None:
            planned.append((build, result.value))
    sources = [path for _, one in planned for path in one.sources]
    plans = [plan for _, one in planned for plan in one.plans]
    if check or code:
        return _Done(code, list(said), plans, sources)
    plans.clear()
    for build, one in planned:
        written = carry_out(one.plans)
        code = max(code, report.exit_code(written.diagnostics, build.strictness))
        said.update(dict.fromkeys(written.diagnostics))
        plans += written.value or ()
    return _Done(code, list(said), plans, sources)


def _is_plain(builds: Sequence[Build]) -> bool:
    """Whether nothing of anybody else has a say in what is made."""
    from sockgen.targets import own_names

    own = own_names()
    return all(
        build.templates is None and all(one.target in own for one in build.outputs)
        for build in builds
    )


def _remember(context: click.Context, call: Call, done: _Done) -> None:
    from sockgen.config.find import places_of

    made = [plan.folder / path for plan in done.plans for path in plan.after]
    places = [call.config] if call.config else [*places_of(Path.cwd())]
    outcome = recall.Outcome(tuple(done.said), tuple(map(_up_to_date, done.plans)))
    recall.remember(context, outcome, [*done.sources, *places, *made])


def _up_to_date(plan: Plan) -> str:
    folder = click.format_filename(plan.folder)
    return f"{folder} is up to date: {_files(len(plan.after))}"


def _show_written(plans: Sequence[Plan], seconds: float) -> None:
    for plan in plans:
        folder = click.format_filename(plan.folder)
        if not plan.changes:
            click.echo(f"{_up_to_date(plan)} ({seconds:.2f} s)")
            continue
        click.echo(f"wrote {folder}: {_counts(plan.changes)} ({seconds:.2f} s)")
        if plan.before:
            _show_list(plan.changes)


def _show_list(changes: Changes) -> None:
    """Name the files of a rebuild; those of a first build are no news."""
    signs = {"+": changes.added, "~": changes.changed, "-": changes.removed}
    lines = [f"  {sign} {path}" for sign, paths in signs.items() for path in paths]
    for line in lines[:_LISTED]:
        click.echo(line)
    if len(lines) > _LISTED:
        click.echo(f"  and {len(lines) - _LISTED} more")


def _show_stale(plans: Sequence[Plan], command: str) -> int:
    stale = [plan for plan in plans if plan.changes]
    for plan in stale:
        _show_diff(plan)
    for plan in plans:
        folder = click.format_filename(plan.folder)
        state = f"stale: {_counts(plan.changes)}" if plan.changes else "up to date"
        click.echo(f"{folder} is {state}", err=bool(plan.changes))
    if stale:
        click.echo(f"run `{command}` and commit the result", err=True)
    return report.STALE if stale else 0


def _show_diff(plan: Plan) -> None:
    from sockgen.output import difference

    text = difference(plan)
    if sys.stdout.isatty():
        text = "".join(f"{visible(line)}\n" for line in text.split("\n")[:-1])
    click.echo(text, nl=False)


def _counts(changes: Changes) -> str:
    groups = {
        "added": changes.added,
        "changed": changes.changed,
        "removed": changes.removed,
        "unchanged": changes.unchanged,
    }
    (first, paths), *others = [one for one in groups.items() if one[1]]
    parts = [f"{_files(len(paths))} {first}"]
    return ", ".join([*parts, *(f"{len(paths)} {name}" for name, paths in others)])


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"
