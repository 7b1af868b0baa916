"""`sockgen validate`."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from sockgen.cli import report, voice
from sockgen.cli.options import document_options

if TYPE_CHECKING:
    from pathlib import Path

    from sockgen.config import Call, Wish
    from sockgen.diagnostics import Diagnostic


@click.command(short_help="Find what is wrong with documents.")
@report.specs_argument
@document_options
@report.format_option
@click.pass_context
def validate(
    context: click.Context, specs: tuple[Path, ...], form: str, call: Call
) -> None:
    """Check documents, and show what is wrong with them and where.

    SPECS are files; `-` is the standard input. Without any, those of the
    configuration are checked.

    \b
    Examples:
      sockgen validate specs/petstore.yaml
      sockgen validate specs/*.yaml --format concise
      sockgen validate --ignore SG301 --fail-on warning specs/petstore.yaml
      sockgen validate --format github specs/petstore.yaml    in GitHub Actions
      sockgen validate --format json - < petstore.yaml | jq .summary
    """
    from sockgen.config import choose, distinct
    from sockgen.pipeline import understand_why

    chosen = choose(call, specs)
    if chosen.value is None:
        report.refuse(context, chosen.diagnostics, form, sys.stdout)
    said: list[Diagnostic] = list(chosen.diagnostics)
    sound: dict[str, str] = {}
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
        if not result.diagnostics:
            sound[name] = _besides(wish) if form == "text" else ""
    report.show(said, form, sys.stdout, failed=bool(code))
    if not said and form == "text":
        news = voice.current().news
        for name, besides in sound.items():
            news(f"{click.format_filename(name)}: nothing is wrong{besides}")
    context.exit(code)


def _besides(wish: Wish) -> str:
    """How much was kept quiet about, because a code of it was to be ignored.

    The document is read again, past all errors, and nothing is ignored.
    """
    from sockgen.pipeline import understand_why

    codes = wish.strictness.ignored
    if not codes:
        return ""
    if wish.spec == report.STANDARD_INPUT:
        return " besides what is ignored"
    every = understand_why(
        wish.spec,
        wish.dialect,
        refs_outside=wish.refs_outside,
        strictness=replace(wish.strictness, lenient=True, ignored=()),
    )
    count = sum(one.code.startswith(codes) for one in every.diagnostics)
    return f" besides {count} ignored" if count else ""
