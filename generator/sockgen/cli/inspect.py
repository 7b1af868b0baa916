"""`sockgen inspect`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from sockgen.cli import report
from sockgen.cli.strictness import strictness_options

if TYPE_CHECKING:
    from pathlib import Path

    from sockgen.diagnostics import Strictness
    from sockgen.reading import EventsFrom, Perspective, Reading


@click.command(short_help="List the namespaces and events of a document.")
@report.spec_argument
@report.reading_options
@click.option("--why", is_flag=True, help="Tell for each event why it was read so.")
@strictness_options
@report.inspect_format_option
@click.pass_context
def inspect(
    context: click.Context,
    spec: Path,
    perspective: Perspective | None,
    events_from: EventsFrom | None,
    allow_refs_outside: bool,
    why: bool,
    form: str,
    strictness: Strictness,
) -> None:
    """Show what the document SPEC means: namespaces, events, acks, rooms, security.

    With `--format json`, the whole contract as JSON. With `--why`, the rules that
    decided namespace, name, direction, arguments and ack of each event.

    \b
    Examples:
      sockgen inspect specs/petstore.yaml
      sockgen inspect --why specs/petstore.yaml
      sockgen inspect --format json specs/petstore.yaml | jq .namespaces[].name
    """
    from sockgen.pipeline import understand_why
    from sockgen.reading import Dialect

    dialect = Dialect(perspective, events_from)
    result = understand_why(
        spec, dialect, refs_outside=allow_refs_outside, strictness=strictness
    )
    report.show(result.diagnostics, form, sys.stderr)
    if result.value is not None:
        print(_listing(result.value, why, form), end="")
    context.exit(report.exit_code(result.diagnostics, strictness))


def _listing(reading: Reading, why: bool, form: str) -> str:
    from sockgen.cli.table import to_table
    from sockgen.cli.why import to_json, to_why
    from sockgen.targets.json import to_text

    if form == "json":
        return to_json(reading) if why else to_text(reading.api)
    width, colour = report.terminal_width(sys.stdout), report.has_colour(sys.stdout)
    if why:
        return to_why(reading, width, colour)
    return to_table(reading.api, width, colour)
