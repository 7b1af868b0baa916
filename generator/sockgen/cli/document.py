"""The one document that a command is about which runs something."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from sockgen.cli import report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sockgen.config import Call
    from sockgen.diagnostics import Diagnostic
    from sockgen.pipeline import Build


def the_document(
    context: click.Context, spec: Path | None, form: str, call: Call, does: str
) -> tuple[Build, Sequence[Diagnostic]]:
    """The build of the document that a call means, and what is to be said of the call.

    Leaves if there is none, or more than one: `does` says what one is wanted for.
    """
    from sockgen.config import choose, configure_all, distinct
    from sockgen.pipeline import then

    builds = then(
        choose(call, [spec] if spec else []),
        lambda wishes: configure_all(distinct(wishes)),
    )
    if builds.value is None:
        report.refuse(context, builds.diagnostics, form, sys.stderr)
    first, *others = builds.value
    if others:
        names = ", ".join(click.format_filename(one.spec) for one in builds.value)
        raise click.UsageError(f"{does} one document: name one of {names}.")
    return first, builds.diagnostics
