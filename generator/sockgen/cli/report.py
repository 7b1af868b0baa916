"""What the commands share: options, how diagnostics are shown, and the exit code."""

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TextIO, TypeVar

import click

from sockgen.diagnostics import Diagnostic, Span, Strictness
from sockgen.diagnostics.printer import FORMATS

Command = TypeVar("Command", bound=Callable[..., object])

WRONG_DOCUMENT = STALE = 1
WRONG_CALL = 2

_UNWRAPPED = 10_000
_RELATIVE = {"sarif", "github"}
_STDIN = Path("/dev/stdin")

spec_argument = click.argument(
    "spec", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
specs_argument = click.argument(
    "specs",
    nargs=-1,
    required=True,
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
_READING_OPTIONS = (
    click.option(
        "--perspective",
        type=click.Choice(["server", "client"]),
        help="Which side the document describes, if it does not say so itself.",
    ),
    click.option(
        "--events-from",
        type=click.Choice(["message", "channel"]),
        help="Whether an event is a message, or a whole channel.  [default: message]",
    ),
    click.option(
        "--allow-refs-outside",
        is_flag=True,
        help="Follow references to files outside the folder of the document.",
    ),
)


def reading_options(command: Command) -> Command:
    """Add the options that tell how a document is to be read."""
    for option in reversed(_READING_OPTIONS):
        command = option(command)
    return command


def show(diagnostics: Sequence[Diagnostic], form: str, stream: TextIO) -> None:
    """Print diagnostics in one of the formats; no news is no lines of stderr."""
    if stream is sys.stderr and not diagnostics:
        return
    if form in _RELATIVE:
        diagnostics = [_seen_from_here(one) for one in diagnostics]
    print(FORMATS[form](diagnostics, has_colour(stream)), end="", file=stream)


def place_of(spec: Path) -> tuple[Path, str]:
    """Where a document is read from, and what it is called; `-` is standard input."""
    return (_STDIN, "<stdin>") if str(spec) == "-" else (spec, str(spec))


def _seen_from_here(one: Diagnostic) -> Diagnostic:
    """A diagnostic whose paths lead from the folder that sockgen was called in.

    Whoever shows it beside the lines of a repository knows no other paths.
    """
    labels = tuple(replace(label, span=_nearer(label.span)) for label in one.labels)
    return replace(one, span=one.span and _nearer(one.span), labels=labels)


def _nearer(span: Span) -> Span:
    path = Path(span.file)
    if not path.is_absolute() or not path.is_relative_to(Path.cwd()):
        return span
    return replace(span, file=str(path.relative_to(Path.cwd())))


def terminal_width(stream: TextIO) -> int:
    """Tell how wide a line may be; in a file or a pipe none is ever wrapped."""
    return shutil.get_terminal_size().columns if stream.isatty() else _UNWRAPPED


def exit_code(diagnostics: Sequence[Diagnostic], strictness: Strictness) -> int:
    """Choose the exit code after diagnostics; SG51x are about the call."""
    if not strictness.fails(diagnostics):
        return 0
    call = any(one.code.startswith("SG51") for one in diagnostics)
    return WRONG_CALL if call else WRONG_DOCUMENT


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
