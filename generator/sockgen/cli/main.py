"""The group of commands, and what happens around each of them."""

import gc
import os
import sys
from importlib import import_module
from typing import NoReturn, cast

import click

from sockgen import __version__
from sockgen.cli import ending
from sockgen.cli.voice import with_voice

_COMMANDS = frozenset(
    """build completion diff explain init inspect mock scaffold test validate""".split()
)
"""Each is a function of the module of its name."""


class _Commands(click.Group):
    """Imports a command when it is asked for, and not before."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, as help shows them."""
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One of them, unless there is none of that name."""
        if cmd_name not in self.commands:
            # Where there is none, all are: click asks which one was meant.
            for name in {cmd_name} & _COMMANDS or _COMMANDS:
                module = import_module(f"sockgen.cli.{name}")
                command = cast("click.Command", getattr(module, name))
                self.add_command(with_voice(command))
        return super().get_command(ctx, cmd_name)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 88},
)
@click.version_option(__version__, prog_name="sockgen")
def sockgen() -> None:
    """Typed Socket.IO servers, clients and contract tests from an AsyncAPI document.

    \b
    Examples:
      sockgen init                           start a project
      sockgen build specs/petstore.yaml      write generated/petstore
      sockgen validate specs/petstore.yaml   find what is wrong with a document
      sockgen inspect specs/petstore.yaml    list its namespaces and events
      sockgen diff OLD.yaml NEW.yaml         what breaks clients of the old one
      sockgen test specs/petstore.yaml       hold a server to it, see --help
      sockgen mock specs/petstore.yaml       serve it before its server exists
      sockgen scaffold specs/petstore.yaml   write handlers of your own, once
      sockgen explain SG204                  tell what a code means
    """


with_voice(sockgen)


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    # A build allocates much and keeps it until it ends: there is nothing to collect.
    gc.disable()
    ending.open_streams()
    ending.end_on_signals()
    code = _run()
    # Taking the interpreter apart would take a sixth of a build, for nothing.
    os._exit(code)


def _run() -> int:
    try:
        result: object = sockgen.main(prog_name="sockgen", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort as error:
        return ending.interrupted(error.__cause__)
    except KeyboardInterrupt as error:
        return ending.interrupted(error)
    except BrokenPipeError:
        return ending.UNREAD
    except BaseException as error:
        return ending.failed(error)
    return result if isinstance(result, int) else 0
