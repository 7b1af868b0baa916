"""`sockgen explain`."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Iterator
from itertools import groupby

import click

from sockgen.cli import completing, ending, report
from sockgen.diagnostics.codes import CODES, Code, Severity, family_of, nearest
from sockgen.diagnostics.pages import page_of
from sockgen.diagnostics.reference import firmness

_WIDEST = 88


@click.command(short_help="Tell what a code such as SG204 means.")
@click.argument("code", required=False, shell_complete=completing.codes)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to show the page of a code, or all of them.",
)
@click.pass_context
def explain(context: click.Context, code: str | None, form: str) -> None:
    """Tell what CODE means, why it matters, and how to put it right.

    Without CODE, list all of them.

    \b
    Examples:
      sockgen explain SG204
      sockgen explain
      sockgen explain --format json | jq -r .[].title
    """
    if code is None:
        text = _all_as_json() if form == "json" else _all()
    else:
        found = _found(code)
        if found is None:
            context.exit(ending.WRONG_CALL)
        text = _dumped(_plain(found)) if form == "json" else _page(found)
    print(text, end="")


def _found(word: str) -> Code | None:
    code = CODES.get(word.strip().upper())
    if code is None:
        close = nearest(word)
        hint = (
            f"did you mean {close.id}, {close.title}?"
            if close
            else "`sockgen explain` lists all codes"
        )
        click.echo(f"Error: there is no code {click.format_filename(word)}", err=True)
        click.echo(f"       {hint}", err=True)
    return code


def _all() -> str:
    return "\n".join(
        "".join([f"{family}\n", *map(_line, codes)])
        for family, codes in groupby(CODES.values(), lambda one: family_of(one.id))
    )


def _line(code: Code) -> str:
    return f"  {code.id}  {code.severity.value:<7}  {code.title}\n"


def _page(code: Code) -> str:
    return "\n".join(_lines(code)) + "\n"


def _lines(code: Code) -> Iterator[str]:
    page = page_of(code.id)
    columns = min(report.terminal_width(sys.stdout), _WIDEST)
    yield _bold(f"{code.id}: {code.title}")
    yield firmness(code)
    if page.says:
        yield f"\n{textwrap.fill(page.says, columns)}"
    if page.why:
        yield f"\n{_bold('Why it matters')}\n{textwrap.fill(page.why, columns)}"
    for title, example in (("Wrong", page.wrong), ("Right", page.right)):
        if example:
            yield f"\n{_bold(title)}\n{textwrap.indent(example.rstrip(), '    ')}"


def _bold(text: str) -> str:
    return click.style(text, bold=True) if report.has_colour(sys.stdout) else text


def _plain(code: Code) -> dict[str, object]:
    page = page_of(code.id)
    return {
        "code": code.id,
        "title": code.title,
        "severity": code.severity.value,
        "stops": code.severity is Severity.ERROR and code.stops,
        "says": page.says,
        "why": page.why,
        "wrong": page.wrong,
        "right": page.right,
    }


def _all_as_json() -> str:
    return _dumped([_plain(code) for code in CODES.values()])


def _dumped(content: object) -> str:
    return json.dumps(content, indent=2) + "\n"
