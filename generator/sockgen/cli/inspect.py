"""`sockgen inspect`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from sockgen.cli import report
from sockgen.cli.options import document_options

if TYPE_CHECKING:
    from pathlib import Path

    from sockgen.config import Call
    from sockgen.diagnostics import Diagnostic
    from sockgen.reading import Reading


@click.command(short_help="List the namespaces and events of a document.")
@report.spec_argument
@click.option("--why", is_flag=True, help="Tell for each event why it was read so.")
@document_options
@report.inspect_format_option
@click.pass_context
def inspect(
    context: click.Context, spec: Path | None, why: bool, form: str, call: Call
) -> None:
    """Show what the document SPEC means: namespaces, events, acks, rooms, security.

    `-` is the standard input. Without SPEC, the documents of the configuration are
    shown one after the other.

    With `--format json`, the whole contract as JSON; several are a list. With `--why`,
    the rules that decided namespace, name, direction, arguments and ack of each event.

    \b
    Examples:
      sockgen inspect specs/petstore.yaml
      sockgen inspect --why specs/petstore.yaml
      sockgen inspect --format json specs/petstore.yaml | jq .namespaces[].name
    """
    from sockgen.config import choose, distinct
    from sockgen.pipeline import understand_why

    chosen = choose(call, [spec] if spec else [])
    if chosen.value is None:
        report.refuse(context, chosen.diagnostics, form, sys.stderr)
    said: list[Diagnostic] = list(chosen.diagnostics)
    readings: list[Reading] = []
    code = 0
    for wish in distinct(chosen.value):
        path, name = report.place_of(wish.spec)
        result = understand_why(
            path,
            wish.dialect,
            refs_outside=wish.refs_outside,
            name=name,
            strictness=wish.strictness,
        )
        about = (*chosen.diagnostics, *result.diagnostics)
        code = max(code, report.exit_code(about, wish.strictness))
        said += result.diagnostics
        if result.value is not None:
            readings.append(result.value)
    nothing = form == report.JSON and not readings
    report.show(said, form, sys.stdout if nothing else sys.stderr, failed=bool(code))
    listings = [_listing(one, why, form) for one in readings]
    print(_joined(listings) if form == report.JSON else "\n".join(listings), end="")
    context.exit(code)


def _joined(listings: list[str]) -> str:
    """One document of JSON: what there is, or a list of several."""
    if len(listings) <= 1:
        return "".join(listings)
    return f"[\n{','.join(listings)}]\n"


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
