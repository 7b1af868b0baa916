"""`sockgen diff`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sockgen.cli import completing, report, voice
from sockgen.cli.options import document_options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sockgen.config import Call
    from sockgen.contract import Api


@click.command(short_help="Tell what a new document breaks for clients of an old one.")
@click.argument("old", shell_complete=completing.files)
@click.argument("new", required=False, shell_complete=completing.files)
@document_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown", "github"]),
    default="text",
    help="How to show the changes; `markdown` is for a comment on a pull request, "
    "`github` stands beside its lines.",
)
@click.pass_context
def diff(
    context: click.Context, old: str, new: str | None, form: str, call: Call
) -> None:
    """Compare the document NEW with OLD, as clients of OLD see it.

    Each is a file, or a file in a revision of Git. A change is breaking, risky or
    compatible: what clients send must be accepted as before, and what they receive
    must be nothing that they do not know. The exit code is 1 if anything breaks, and 2
    if a document cannot be read.

    With a revision alone, all documents of the configuration are compared with what
    they were in it.

    \b
    Examples:
      sockgen diff old.yaml new.yaml
      sockgen diff main                         all that sockgen.toml lists
      sockgen diff main:specs/petstore.yaml specs/petstore.yaml
      sockgen diff --format markdown v1.0.0:specs/shop.yaml specs/shop.yaml
    """
    from sockgen.cli.comparison import FORMS
    from sockgen.comparing import Verdict, compare

    pairs = [(old, new)] if new else [*_since(context, old, call, form)]
    shown: list[str] = []
    breaks = False
    for pair in pairs:
        apis = [_understood(context, one, call, form) for one in pair]
        changes = compare(*apis)
        colour = report.has_colour(sys.stdout)
        shown.append(FORMS[form](apis[0], apis[1], changes, colour))
        breaks = breaks or any(one.verdict is Verdict.BREAKING for one in changes)
    if new is None and form == "json":
        print(f"[{','.join(shown).strip()}]")
    else:
        print("\n".join(shown), end="")
    context.exit(report.WRONG_DOCUMENT if breaks else 0)


def _since(
    context: click.Context, revision: str, call: Call, form: str
) -> Iterator[tuple[str, str]]:
    """The documents of the configuration, each after what it was in a revision."""
    from sockgen.cli.revisions import in_revision
    from sockgen.config import choose, distinct

    if ":" in revision or Path(revision).is_file():
        raise click.UsageError("Missing argument 'NEW': what is it compared with?")
    chosen = choose(call, [])
    if chosen.value is None:
        report.refuse(context, chosen.diagnostics, _said(form), sys.stderr)
    for wish in distinct(chosen.value):
        before = in_revision(revision, wish.spec)
        if before is None:
            name = click.format_filename(wish.spec)
            voice.current().news(
                f"{name} is new: {revision} does not have it", err=True
            )
        else:
            yield before, str(wish.spec)


def _understood(context: click.Context, text: str, call: Call, form: str) -> Api:
    from sockgen.cli.revisions import place_of, readable
    from sockgen.config import choose
    from sockgen.pipeline import understand_why

    said = _said(form)
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


def _said(form: str) -> str:
    """The format of what is wrong, where changes cannot be told."""
    from sockgen.diagnostics.printer import FORMATS

    return form if form in FORMATS else "text"
