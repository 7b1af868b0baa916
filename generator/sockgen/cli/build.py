"""`sockgen build`."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sockgen.cli import report
from sockgen.cli.strictness import strictness_options
from sockgen.diagnostics.printer_text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sockgen.diagnostics import Strictness
    from sockgen.output import Changes, Plan
    from sockgen.reading import EventsFrom, Perspective

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
    "targets",
    multiple=True,
    metavar="NAME",
    help="What to generate; may be given more than once.  [default: python]",
)
@click.option(
    "--package",
    metavar="NAME",
    help="The import name of the package.  [default: from the name of SPEC]",
)
@report.reading_options
@click.option("--check", is_flag=True, help="Write nothing; fail if output is stale.")
@click.option("--force", is_flag=True, help="Overwrite what was changed by hand.")
@click.option(
    "--templates",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder whose templates take precedence over those of sockgen.",
)
@strictness_options
@report.format_option
@click.pass_context
def build(
    context: click.Context,
    spec: Path,
    output: Path | None,
    targets: tuple[str, ...],
    package: str | None,
    perspective: Perspective | None,
    events_from: EventsFrom | None,
    allow_refs_outside: bool,
    check: bool,
    force: bool,
    templates: Path | None,
    form: str,
    strictness: Strictness,
) -> None:
    """Generate code from the document SPEC.

    Files that a document no longer makes are removed. Files that were changed by
    hand are not touched: they are named, and nothing is written without --force.

    \b
    Examples:
      sockgen build specs/petstore.yaml
      sockgen build specs/petstore.yaml --output clients/petstore --package pets
      sockgen build --check specs/petstore.yaml     for CI: is the output up to date?
      sockgen build --target json specs/petstore.yaml
    """
    from sockgen.config import Wish, configure
    from sockgen.pipeline import carry_out, plan, then
    from sockgen.reading import Dialect

    started = time.perf_counter()
    wish = Wish(
        spec,
        output,
        targets,
        package,
        dialect=Dialect(perspective, events_from),
        refs_outside=allow_refs_outside,
        templates=templates,
        force=force or check,
        strictness=strictness,
    )
    result = then(configure(wish), plan)
    if not check and not strictness.fails(result.diagnostics):
        result = then(result, carry_out)
    report.show(result.diagnostics, form, sys.stderr)
    code = report.exit_code(result.diagnostics, strictness)
    if result.value is not None and (check or not code):
        if check:
            code = code or _show_stale(result.value, spec)
        else:
            _show_written(result.value, time.perf_counter() - started)
    context.exit(code)


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


def _show_stale(plans: Sequence[Plan], spec: Path) -> int:
    stale = [plan for plan in plans if plan.changes]
    for plan in stale:
        _show_diff(plan)
    for plan in plans:
        folder = click.format_filename(plan.folder)
        state = f"stale: {_counts(plan.changes)}" if plan.changes else "up to date"
        click.echo(f"{folder} is {state}", err=bool(plan.changes))
    if stale:
        name = click.format_filename(spec)
        click.echo(f"run `sockgen build {name}` and commit the result", err=True)
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
