"""The options that the commands about documents share, as one value.

What is not given is None, so that a configuration can tell.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from sockgen.cli import completing, paths
from sockgen.diagnostics import Severity
from sockgen.diagnostics.codes import nearest, stands_for

if TYPE_CHECKING:
    from sockgen.config import Call

    _Choice = click.Choice[str]
else:
    _Choice = click.Choice

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


class Word(_Choice):
    """One of a few words; a wrong one is told with the one that is most like it."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """The word, if it is one of them."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as wrong:
            from sockgen.document.likely import likely

            close = likely(str(value).lower(), self.choices)
            meant = f" Did you mean {close!r}?" if close else ""
            raise click.BadParameter(wrong.message + meant, ctx, param) from None


_READING = (
    click.option(
        "--perspective",
        type=click.Choice(["server", "client"]),
        help="Which side the document describes, whatever it says.  [default: server]",
    ),
    click.option(
        "--events-from",
        type=click.Choice(["message", "channel"]),
        help="Whether an event is a message, or a whole channel.  [default: message]",
    ),
    click.option(
        "--allow-refs-outside/--no-allow-refs-outside",
        default=None,
        help="Follow references to files outside the folder of the document.",
    ),
)
_STRICTNESS = (
    click.option(
        "--lenient/--no-lenient",
        default=None,
        help="Turn errors that can be read past into warnings.",
    ),
    click.option(
        "--ignore",
        multiple=True,
        metavar="CODE",
        callback=_codes,
        shell_complete=completing.codes,
        help="Keep quiet about a code, or about all that begin like it, such as SG3; "
        "may be given more than once.",
    ),
    click.option(
        "--fail-on",
        type=click.Choice([one.value for one in Severity]),
        help="The least that makes the command fail.  [default: error]",
    ),
)
_CHOICES = (
    click.option(
        "--only",
        type=Word(["client", "server"]),
        help="One end of the wire, without the code of the other.  [default: both]",
    ),
    click.option(
        "--io",
        type=Word(["sync", "async"]),
        help="Ends of one kind: for threads, or for asyncio.  [default: both]",
    ),
    click.option(
        "--frozen-models/--no-frozen-models",
        default=None,
        help="Models whose fields cannot be assigned to.",
    ),
    click.option(
        "--enums",
        type=Word(["class", "literal"]),
        help="What an `enum` becomes: a class, or a type Literal.  [default: class]",
    ),
)
_CONFIGURATION = (
    click.option(
        "--config",
        type=paths.file(),
        help="The configuration.  [default: the nearest sockgen.toml, or "
        "pyproject.toml with a table [tool.sockgen]]",
    ),
    click.option("--no-config", is_flag=True, help="Read no configuration."),
)
_OPTIONS = (*_READING, *_STRICTNESS, *_CONFIGURATION)
_CHOSEN = ("only", "io", "frozen_models", "enums")
_SHARED = ("perspective", "events_from", "allow_refs_outside", "lenient", "ignore")


def document_options(command: F) -> F:
    """Add the options to a command, which gets them as its `call`."""

    @wraps(command)
    def wrapped(
        *arguments: Any,
        fail_on: str | None,
        config: Path | None,
        no_config: bool,
        **others: Any,
    ) -> Any:
        from sockgen.config import Call, Given

        if config and no_config:
            raise click.UsageError("--config and --no-config exclude one another.")
        shared = {name: others.pop(name) for name in _SHARED}
        given = Given(**shared, fail_on=Severity(fail_on) if fail_on else None)
        return command(*arguments, call=Call(given, config, no_config), **others)

    return _with_options(cast(F, wrapped), _OPTIONS)


def package_options(command: F) -> F:
    """Add the options of packages below `document_options`: they go into its `call`."""

    @wraps(command)
    def wrapped(*arguments: Any, call: Call, **others: Any) -> Any:
        given = replace(call.given, **{name: others.pop(name) for name in _CHOSEN})
        return command(*arguments, call=replace(call, given=given), **others)

    return _with_options(cast(F, wrapped), _CHOICES)


def _with_options(command: F, options: Sequence[Callable[[F], F]]) -> F:
    for option in reversed(options):
        command = option(command)
    return command
