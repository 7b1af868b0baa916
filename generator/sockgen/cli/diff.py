"""`sockgen diff`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from sockgen.cli import completing, report
from sockgen.cli.options import document_options

if TYPE_CHECKING:
    from sockgen.config import Call
    from sockgen.contract import Api


@click.command(short_help="Tell what a new document breaks for clients of an old one.")
@click.argument("old", shell_complete=completing.files)
@click.argument("new", shell_complete=completing.files)
@document_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    help="How to show the changes; `markdown` is for a comment on a pull request.",
)
@click.pass_context
def diff(context: click.Context, old: str, new: str, form: str, call: Call) -> None:
    """Compare the document NEW with OLD, as clients of OLD see it.

    Each is a file, or a file in a revision of Git. A change is breaking, risky or
    compatible: what clients send must be accepted as before, and what they receive
    must be nothing that they do not know. The exit code is 1 if anything breaks, and 2
    if a document cannot be read.

    \b
    Examples:
      sockgen diff old.yaml new.yaml
      sockgen diff main:specs/petstore.yaml specs/petstore.yaml
      sockgen diff --format markdown v1.0.0:specs/shop.yaml specs/shop.yaml
    """
    from sockgen.cli.comparison import FORMS
    from sockgen.comparing import Verdict, compare

    apis = [_understood(context, one, call, form) for one in (old, new)]
    changes = compare(*apis)
    colour = report.has_colour(sys.stdout)
    print(FORMS[form](apis[0], apis[1], changes, colour), end="")
    breaks = any(one.verdict is Verdict.BREAKING for one in changes)
    context.exit(report.WRONG_DOCUMENT if breaks else 0)


def _understood(context: click.Context, text: str, call: Call, form: str) -> Api:
    from sockgen.cli.revisions import place_of, readable
    from sockgen.config import choose
    from sockgen.diagnostics.printer import FORMATS
    from sockgen.pipeline import understand_why

    said = form if form in FORMATS else "text"
    place = place_of(text)
    chosen = choose(call, [place.path])
    if chosen.value is None:
        report.refuse(context, chosen.diagnostics, said, sys.stderr)
    wish = chosen.value[0]
    with readable(place, whole=wish.refs_outside) as path:
        result = understand_why(
            path,
            wish.dialect,
            refs_outside=wish.refs_outside,
            name=text,
            strictness=wish.strictness,
        )
    if result.value is None or wish.strictness.fails(result.diagnostics):
        report.refuse(context, result.diagnostics, said, sys.stderr)
    return result.value.api
