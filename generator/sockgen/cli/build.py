"""`sockgen build`."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sockgen.cli import report
from sockgen.cli.options import document_options
from sockgen.diagnostics.printer_text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sockgen.config import Call
    from sockgen.diagnostics import Diagnostic
    from sockgen.output import Changes, Plan
    from sockgen.pipeline import Build

_LISTED = 20


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
    code, said, plans = _carried_out(wanted, builds.diagnostics, check)
    report.show(said, form, sys.stderr)
    if check:
        again = f" {click.format_filename(spec)}" if spec else ""
        code = code or _show_stale(plans, f"sockgen build{again}")
    elif not code:
        _show_written(plans, time.perf_counter() - started)
    context.exit(code)


def _carried_out(
    builds: Sequence[Build], before: Sequence[Diagnostic], check: bool
) -> tuple[int, list[Diagnostic], list[Plan]]:
    """Plan all builds, and write them if none of them fails."""
    from sockgen.pipeline import carry_out, plan

    said = dict.fromkeys(before)
    plans: list[tuple[Build, Sequence[Plan]]] = []
    code = 0
    for build in builds:
        planned = plan(build)
        about = (*before, *planned.diagnostics)
        code = max(code, report.exit_code(about, build.strictness))
        said.update(dict.fromkeys(planned.diagnostics))
        if planned.value is not None:
            plans.append((build, planned.value))
    done = [plan for _, its in plans for plan in its]
    if check or code:
        return code, list(said), done
    done.clear()
    for build, its in plans:
        written = carry_out(its)
        code = max(code, report.exit_code(written.diagnostics, build.strictness))
        said.update(dict.fromkeys(written.diagnostics))
        done += written.value or ()
    return code, list(said), done


def _show_written(plans: Sequence[Plan], seconds: float) -> None:
    for plan in plans:
        folder = click.format_filename(plan.folder)
        if not plan.changes:
            count = _files(len(plan.changes.unchanged))
            click.echo(f"{folder} is up to date: {count} ({seconds:.2f} s)")
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
