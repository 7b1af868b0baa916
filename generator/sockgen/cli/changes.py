"""What a build has changed in its folders, or would change, as lines for a person."""

import sys
from collections.abc import Sequence

import click

from sockgen.cli import voice
from sockgen.diagnostics.printer_text import visible
from sockgen.output import Changes, Plan, difference

_LISTED = 20


def up_to_date(plan: Plan) -> str:
    """Say that there was nothing to do."""
    folder = click.format_filename(plan.folder)
    return f"{folder} is up to date: {_files(len(plan.after))}"


def show_written(plans: Sequence[Plan], seconds: float) -> None:
    """Say what was written, file by file where files were there already."""
    said = voice.current()
    for plan in plans:
        folder = click.format_filename(plan.folder)
        if not plan.changes:
            said.news(f"{up_to_date(plan)} ({seconds:.2f} s)")
            continue
        said.news(f"wrote {folder}: {_counts(plan.changes)} ({seconds:.2f} s)")
        if plan.before or said.verbose:
            _show_list(plan.changes)


def _show_list(changes: Changes) -> None:
    """Name the files of a rebuild; those of a first build are no news."""
    signs = {"+": changes.added, "~": changes.changed, "-": changes.removed}
    lines = [f"  {sign} {path}" for sign, paths in signs.items() for path in paths]
    said = voice.current()
    listed = len(lines) if said.verbose else _LISTED
    for line in lines[:listed]:
        said.news(line)
    if len(lines) > listed:
        said.news(f"  and {len(lines) - listed} more")


def show_stale(plans: Sequence[Plan], command: str) -> None:
    """Say what a build would write."""
    stale = [plan for plan in plans if plan.changes]
    for plan in stale if not voice.current().quiet else ():
        _show_diff(plan)
    for plan in plans:
        folder = click.format_filename(plan.folder)
        state = f"stale: {_counts(plan.changes)}" if plan.changes else "up to date"
        if plan.changes:
            click.echo(f"{folder} is {state}", err=True)
        else:
            voice.current().news(f"{folder} is {state}")
    if stale:
        click.echo(f"run `{command}` and commit the result", err=True)


def _show_diff(plan: Plan) -> None:
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
