"""The group of commands, and what happens around each of them."""

import gc
import os
import sys
import traceback
from io import TextIOWrapper
from typing import NoReturn

import click

from sockgen import __version__
from sockgen.cli import report
from sockgen.cli.build import build
from sockgen.cli.completion import completion
from sockgen.cli.diff import diff
from sockgen.cli.explain import explain
from sockgen.cli.init import init
from sockgen.cli.inspect import inspect
from sockgen.cli.mock import mock
from sockgen.cli.scaffold import scaffold
from sockgen.cli.test import test
from sockgen.cli.validate import validate
from sockgen.diagnostics.printer_text import visible

_BUG = 70


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 88}
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


for command in (
    build,
    validate,
    inspect,
    diff,
    test,
    mock,
    explain,
    scaffold,
    init,
    completion,
):
    sockgen.add_command(command)


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    # A build allocates much and keeps it until it ends: there is nothing to collect.
    gc.disable()
    _never_fail_to_encode()
    try:
        code = _run()
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        # The reader has gone, as `sockgen inspect … | head` makes it. What is
        # still in the buffer goes nowhere when Python shuts down.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    # Taking the interpreter apart would take a sixth of a build, for nothing.
    os._exit(code)


def _run() -> int:
    try:
        result: object = sockgen.main(prog_name="sockgen", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return report.INTERRUPTED
    except BrokenPipeError:
        raise
    except Exception:
        _show_bug(traceback.format_exc())
        return _BUG
    return result if isinstance(result, int) else 0


def _show_bug(trace: str) -> None:
    for line in trace.splitlines():
        click.echo(visible(line), err=True)
    click.echo(
        "\nThis is a bug in sockgen, not in your document. "
        "Please report it with the lines above.",
        err=True,
    )


def _never_fail_to_encode() -> None:
    """Let a terminal that has no arrows show `?` for them."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
