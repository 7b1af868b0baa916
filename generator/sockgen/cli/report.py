"""What the commands share: options, how diagnostics are shown, and the exit code."""

import os
import shutil
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn, TextIO, TypeVar

import click

from sockgen.cli import paths, voice
from sockgen.cli.ending import WRONG_CALL
from sockgen.diagnostics import Diagnostic, Severity, Span, Strictness
from sockgen.diagnostics.printer import FORMATS

F = TypeVar("F", bound=Callable[..., Any])
WRONG_DOCUMENT = STALE = 1
INTERRUPTED = 130

_UNWRAPPED = 10_000
_FOR_PEOPLE = {"text", "concise"}
JSON = "json"
_RELATIVE = {"sarif", "github"}
STANDARD_INPUT = Path("-")
_STDIN = Path("/dev/stdin")

spec_argument = click.argument(
    "spec",
    required=False,
    type=paths.file(dash=True),
)
specs_argument = click.argument(
    "specs",
    nargs=-1,
    type=paths.file(dash=True),
)


def _format(help: str) -> Callable[[F], F]:
    return click.option(
        "--format", "form", type=click.Choice(list(FORMATS)), default="text", help=help
    )


_WRONG = "How to show what is wrong"
format_option = _format(f"{_WRONG} with the document.")
inspect_format_option = _format(f"{_WRONG}; `json` shows the contract as JSON, too.")
scaffold_format_option = _format(f"{_WRONG}; `json` shows what was done as JSON, too.")


def show(
    diagnostics: Sequence[Diagnostic],
    form: str,
    stream: TextIO,
    *,
    failed: bool = False,
) -> None:
    """Print diagnostics in one of the formats; no news is no lines of stderr.

    A call that is to be quiet says to a person what is wrong, and no more. What made
    it fail, if that was no error, is wrong too.
    """
    if voice.current().quiet and form in _FOR_PEOPLE:
        errors = [one for one in diagnostics if one.severity is Severity.ERROR]
        diagnostics = diagnostics if failed and not errors else errors
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
    if spec != STANDARD_INPUT:
        return spec, str(spec)
    if sys.stdin and sys.stdin.isatty():
        voice.current().news("type the document; Ctrl-D ends it", err=True)
    return _STDIN, "<stdin>"


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


def judge(
    diagnostics: Sequence[Diagnostic], form: str, strictness: Strictness, *, made: bool
) -> int:
    """Show what is said of a document before it is used, and choose the exit code.

    Where nothing can be made of it, that is all that a program of JSON gets.
    """
    code = exit_code(diagnostics, strictness) or (0 if made else WRONG_DOCUMENT)
    stream = sys.stdout if code and form == JSON else sys.stderr
    show(diagnostics, form, stream, failed=bool(code))
    return code


def refuse(
    context: click.Context,
    diagnostics: Sequence[Diagnostic],
    form: str,
    stream: TextIO,
) -> NoReturn:
    """Leave with the reasons why a call cannot be followed.

    A program that reads JSON has it on the standard output, whatever it is about.
    """
    show(diagnostics, form, sys.stdout if form == JSON else stream, failed=True)
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
