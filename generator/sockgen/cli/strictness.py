"""The options that tell how strict to be, as one value."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import click

from sockgen.diagnostics import Severity, Strictness
from sockgen.diagnostics.codes import nearest, stands_for

F = TypeVar("F", bound=Callable[..., Any])


def _codes(
    _context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]
) -> tuple[str, ...]:
    """Take codes and what codes begin with; refuse what can have no effect."""
    words = [word for one in given for word in one.replace(",", " ").split()]
    codes = [word.upper() for word in words]
    for word, code in zip(words, codes, strict=True):
        found = stands_for(code)
        if not found:
            close = nearest(word)
            hint = f"Did you mean {close.id}, {close.title}?" if close else "."
            raise click.BadParameter(f"There is no code {word}. {hint}".rstrip(" ."))
        if all(one.severity is Severity.ERROR and one.stops for one in found):
            raise click.BadParameter(
                f"{word} cannot be ignored: nothing can be read after such an error."
            )
    return tuple(codes)


_OPTIONS = (
    click.option(
        "--lenient",
        is_flag=True,
        help="Turn errors that can be read past into warnings.",
    ),
    click.option(
        "--ignore",
        "ignored",
        multiple=True,
        metavar="CODE",
        callback=_codes,
        help="Keep quiet about a code, or about all that begin like it, such as SG3; "
        "may be given more than once.",
    ),
    click.option(
        "--fail-on",
        type=click.Choice([one.value for one in Severity]),
        default=Severity.ERROR.value,
        help="The least that makes the command fail.  [default: error]",
    ),
)


def strictness_options(command: F) -> F:
    """Add the options to a command, which gets them as its `strictness`."""

    @wraps(command)
    def wrapped(
        *arguments: Any,
        lenient: bool,
        ignored: tuple[str, ...],
        fail_on: str,
        **others: Any,
    ) -> Any:
        strictness = Strictness(lenient, ignored, Severity(fail_on))
        return command(*arguments, strictness=strictness, **others)

    decorated: Any = wrapped
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    return decorated  # type: ignore[no-any-return]
