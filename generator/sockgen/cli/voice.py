"""How much a call says: little with `--quiet`, much with `--verbose`.

Every command has these options, and so has the group. What a command was asked for is
printed in any case, and so is what is wrong; this is about all else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import click

C = TypeVar("C", bound=click.Command)
F = TypeVar("F", bound=Callable[..., Any])
_EXCLUDED = "--quiet and --verbose exclude one another."


@dataclass(slots=True)
class Voice:
    """How loud a call is, and who hears its log."""

    quiet: bool = False
    verbose: bool = False

    def news(self, text: str = "", *, err: bool = False) -> None:
        """Say what was done, or is about to be."""
        if not self.quiet:
            click.echo(text, err=err)

    def detail(self, text: str) -> None:
        """Say on the standard error what only some want to know."""
        if self.verbose:
            click.echo(text, err=True)


def current() -> Voice:
    """The voice of the call that is under way."""
    context = click.get_current_context(silent=True)
    return context.find_root().ensure_object(Voice) if context else Voice()


def with_voice(command: C) -> C:
    """Give a command `--quiet` and `--verbose`, unless it has words of its own."""
    own = {name for one in command.params for name in one.opts}
    command.params += [one for one in _OPTIONS if not own & set(one.opts)]
    return command


def _be_quiet(context: click.Context, _: click.Parameter, given: bool) -> None:
    if given and not context.resilient_parsing:
        voice = current()
        voice.quiet = True
        if voice.verbose:
            raise click.UsageError(_EXCLUDED)


def _be_verbose(context: click.Context, _: click.Parameter, given: bool) -> None:
    if given and not context.resilient_parsing:
        voice = current()
        voice.verbose = True
        if voice.quiet:
            raise click.UsageError(_EXCLUDED)
        _listen()


def _listen() -> None:
    """Have the stages heard by whoever is verbose."""
    import logging

    from sockgen.diagnostics.log import LOG
    from sockgen.diagnostics.printer_text import visible

    class Heard(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            current().detail(visible(record.getMessage()))

    if not LOG.handlers:
        LOG.addHandler(Heard())
        LOG.setLevel(logging.INFO)


def quiet_option(help: str) -> Callable[[F], F]:
    """`--quiet`, of a command that keeps quiet about less than others."""
    return click.option(*_QUIET, **_flag(_be_quiet, help))


def verbose_option(help: str) -> Callable[[F], F]:
    """`--verbose`, of a command that has more to tell than others."""
    return click.option(*_VERBOSE, **_flag(_be_verbose, help))


def _flag(chosen: Callable[..., None], help: str) -> dict[str, Any]:
    return {"is_flag": True, "expose_value": False, "callback": chosen, "help": help}


_QUIET, _VERBOSE = ("-q", "--quiet"), ("-v", "--verbose")
_OPTIONS = (
    click.Option(_QUIET, **_flag(_be_quiet, "Say only what is wrong.")),
    click.Option(
        _VERBOSE, **_flag(_be_verbose, "Tell what is read and written, and how fast.")
    ),
)
