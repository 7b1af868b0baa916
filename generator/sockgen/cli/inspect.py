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
    from sockgen.reading import Perspective


@click.command(short_help="List the namespaces and events of a document.")
@report.spec_argument
@report.perspective_option
@strictness_options
@report.inspect_format_option
@click.pass_context
def inspect(
    context: click.Context,
    spec: Path,
    perspective: Perspective | None,
    form: str,
    strictness: Strictness,
) -> None:
    """Show what the document SPEC means: namespaces, events, acks, rooms, security.

    With `--format json`, the whole contract as JSON.

    \b
    Examples:
      sockgen inspect specs/petstore.yaml
      sockgen inspect --format json specs/petstore.yaml | jq .namespaces[].name
    """
    from sockgen.pipeline import understand

    result = understand(spec, perspective, strictness=strictness)
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
    context.exit(report.exit_code(result.diagnostics, strictness))
