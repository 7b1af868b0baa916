"""What the commands share: options, how diagnostics are shown, and the exit code."""

import os
import shutil
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NoReturn, TextIO

import click

from sockgen.diagnostics import Diagnostic, Span, Strictness
from sockgen.diagnostics.printer import FORMATS

WRONG_DOCUMENT = STALE = 1
WRONG_CALL = 2
INTERRUPTED = 130

_UNWRAPPED = 10_000
_RELATIVE = {"sarif", "github"}
STANDARD_INPUT = Path("-")
_STDIN = Path("/dev/stdin")

spec_argument = click.argument(
    "spec",
    required=False,
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
)
specs_argument = click.argument(
    "specs",
    nargs=-1,
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
)
format_option = click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    help="How to show what is wrong with the document.",
)
inspect_format_option = click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    help="How to show what is wrong; `json` shows the contract as JSON, too.",
)

scaffold_format_option = click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    help="How to show what is wrong; `json` shows what was done as JSON, too.",
)


def show(diagnostics: Sequence[Diagnostic], form: str, stream: TextIO) -> None:
    """Print diagnostics in one of the formats; no news is no lines of stderr."""
    if stream is sys.stderr and not diagnostics:
        return
    if form in _RELATIVE:
        diagnostics = [_seen_from_there(one) for one in diagnostics]
    print(FORMATS[form](diagnostics, has_colour(stream)), end="", file=stream)


@contextmanager
def standard_output() -> Generator[TextIO]:
    """The standard output, also while what tests print goes somewhere else."""
    try:
        copy = os.dup(sys.stdout.fileno())
    except (OSError, ValueError):  # it is no file
        yield sys.stdout
        return
    sys.stdout.flush()
    encoding = sys.stdout.encoding
    try:
        with os.fdopen(copy, "w", 1, encoding, "replace") as stream:
            yield stream
    except BrokenPipeError:
        # One that has an error number click takes for its own, and ends with 1.
        raise BrokenPipeError from None


def place_of(spec: Path) -> tuple[Path, str]:
    """Where a document is read from, and what it is called; `-` is standard input."""
    return (_STDIN, "<stdin>") if spec == STANDARD_INPUT else (spec, str(spec))


def _seen_from_there(one: Diagnostic) -> Diagnostic:
    """A diagnostic whose paths lead from where somebody shows it beside its lines."""
    labels = tuple(replace(label, span=nearer(label.span)) for label in one.labels)
    return replace(one, span=one.span and nearer(one.span), labels=labels)


def nearer(span: Span) -> Span:
    """A span whose path leads from the top of a repository that GitHub has checked out.

    Elsewhere it leads from the folder that sockgen was called in.
    """
    here = Path.cwd()
    top = Path(os.environ.get("GITHUB_WORKSPACE") or here)
    path = Path(os.path.normpath(here / span.file))
    for start in (top, here):
        if path.is_relative_to(start):
            return replace(span, file=str(path.relative_to(start)))
    return span


def terminal_width(stream: TextIO) -> int:
    """Tell how wide a line may be; in a file or a pipe none is ever wrapped."""
    return shutil.get_terminal_size().columns if stream.isatty() else _UNWRAPPED


def exit_code(diagnostics: Sequence[Diagnostic], strictness: Strictness) -> int:
    """Choose the exit code after what was said of one document.

    SG51x are about the call. What is wrong with a configuration ends a command
    before, and its warnings fail as those of a document do.
    """
    if not strictness.fails(diagnostics):
        return 0
    call = any(one.code.startswith("SG51") for one in diagnostics)
    return WRONG_CALL if call else WRONG_DOCUMENT


def refuse(
    context: click.Context,
    diagnostics: Sequence[Diagnostic],
    form: str,
    stream: TextIO,
) -> NoReturn:
    """Leave with the reasons why a call cannot be followed."""
    show(diagnostics, form, stream)
    context.exit(WRONG_CALL)


def has_colour(stream: TextIO) -> bool:
    """Decide by the conventions of NO_COLOR, FORCE_COLOR and CLICOLOR."""
    wish = os.environ.get
    if wish("NO_COLOR"):
        return False
    if wish("FORCE_COLOR", "0") != "0" or wish("CLICOLOR_FORCE", "0") != "0":
        return True
    if wish("CLICOLOR") == "0" or wish("TERM") == "dumb":
        return False
    return stream.isatty()
