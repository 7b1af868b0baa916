"""What the commands share: options, how diagnostics are shown, and the exit code."""

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO, TypeVar

import click

from sockgen.diagnostics import Diagnostic, has_errors
from sockgen.diagnostics.printer import FORMATS

Command = TypeVar("Command", bound=Callable[..., object])

WRONG_DOCUMENT = STALE = 1
WRONG_CALL = 2

_UNWRAPPED = 10_000

spec_argument = click.argument(
    "spec", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
format_option = click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    help="How to show what is wrong with the document.",
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
    print(FORMATS[form](diagnostics, has_colour(stream)), end="", file=stream)


def terminal_width(stream: TextIO) -> int:
    """Tell how wide a line may be; in a file or a pipe none is ever wrapped."""
    return shutil.get_terminal_size().columns if stream.isatty() else _UNWRAPPED


def exit_code(diagnostics: Sequence[Diagnostic]) -> int:
    """Choose the exit code after diagnostics; SG51x are about the call."""
    if not has_errors(diagnostics):
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
