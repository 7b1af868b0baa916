"""`sockgen validate`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from sockgen.cli import report

if TYPE_CHECKING:
    from pathlib import Path

    from sockgen.reading import EventsFrom, Perspective


@click.command(short_help="Find what is wrong with a document.")
@report.spec_argument
@report.reading_options
@report.format_option
@click.pass_context
def validate(
    context: click.Context,
    spec: Path,
    perspective: Perspective | None,
    events_from: EventsFrom | None,
    allow_refs_outside: bool,
    form: str,
) -> None:
    """Check the document SPEC, and show what is wrong with it and where.

    \b
    Examples:
      sockgen validate specs/petstore.yaml
      sockgen validate --format concise specs/petstore.yaml
      sockgen validate --format json specs/petstore.yaml | jq .summary
    """
    from sockgen.pipeline import understand

    result = understand(
        spec, perspective, events=events_from, refs_outside=allow_refs_outside
    )
    report.show(result.diagnostics, form, sys.stdout)
    if not result.diagnostics and form == "text":
        click.echo(f"{click.format_filename(spec)}: nothing is wrong")
    context.exit(report.exit_code(result.diagnostics))
