"""`sockgen validate`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from sockgen.cli import report
from sockgen.cli.strictness import strictness_options

if TYPE_CHECKING:
    from pathlib import Path

    from sockgen.diagnostics import Diagnostic, Strictness
    from sockgen.reading import EventsFrom, Perspective


@click.command(short_help="Find what is wrong with documents.")
@report.specs_argument
@report.reading_options
@strictness_options
@report.format_option
@click.pass_context
def validate(
    context: click.Context,
    specs: tuple[Path, ...],
    perspective: Perspective | None,
    events_from: EventsFrom | None,
    allow_refs_outside: bool,
    form: str,
    strictness: Strictness,
) -> None:
    """Check documents, and show what is wrong with them and where.

    SPECS are files; `-` is the standard input.

    \b
    Examples:
      sockgen validate specs/petstore.yaml
      sockgen validate specs/*.yaml --format concise
      sockgen validate --ignore SG301 --fail-on warning specs/petstore.yaml
      sockgen validate --format github specs/petstore.yaml    in GitHub Actions
      sockgen validate --format json - < petstore.yaml | jq .summary
    """
    from sockgen.pipeline import understand

    said: list[Diagnostic] = []
    sound: list[str] = []
    for spec in dict.fromkeys(specs):
        path, name = report.place_of(spec)
        result = understand(
            path,
            perspective,
            events=events_from,
            refs_outside=allow_refs_outside,
            name=name,
            strictness=strictness,
        )
        said += result.diagnostics
        if not result.diagnostics:
            sound.append(name)
    report.show(said, form, sys.stdout)
    if not said and form == "text":
        for name in sound:
            click.echo(f"{click.format_filename(name)}: nothing is wrong")
    context.exit(report.exit_code(said, strictness))
