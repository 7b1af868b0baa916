"""`sockgen inspect`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from sockgen.cli import report

if TYPE_CHECKING:
    from pathlib import Path

    from sockgen.reading import Perspective


@click.command(short_help="List the namespaces and events of a document.")
@report.spec_argument
@report.perspective_option
@report.format_option
@click.pass_context
def inspect(
    context: click.Context, spec: Path, perspective: Perspective | None, form: str
) -> None:
    """Show what the document SPEC means: namespaces, events, acks, rooms, security.

    With `--format json`, the whole contract as JSON.

    \b
    Examples:
      sockgen inspect specs/petstore.yaml
      sockgen inspect --format json specs/petstore.yaml | jq .namespaces[].name
    """
    from sockgen.pipeline import understand

    result = understand(spec, perspective)
    report.show(result.diagnostics, form, sys.stderr)
    if result.value is not None:
        if form == "json":
            from sockgen.targets.json import to_text

            text = to_text(result.value)
        else:
            from sockgen.cli.table import to_table

            width = report.terminal_width(sys.stdout)
            text = to_table(result.value, width, report.has_colour(sys.stdout))
        print(text, end="")
    context.exit(report.exit_code(result.diagnostics))
