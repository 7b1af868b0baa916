"""`sockgen build`."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from sockgen.cli import completing, recall, report, voice
from sockgen.cli.options import document_options, package_options
from sockgen.cli.templates import templates_option

if TYPE_CHECKING:
    from collections.abc import Callable

    from sockgen.config import Call

F = TypeVar("F", bound="Callable[..., Any]")


def _unless_known(command: F) -> F:
    """Say what the same call has come to, if nothing has changed since.

    It comes before all else, for to import what a build needs takes longest.
    """

    @wraps(command)
    def wrapped(*arguments: Any, **options: Any) -> Any:
        started = time.perf_counter()
        context = click.get_current_context()
        anew = any(options[one] for one in ("check", "force", "watch"))
        known = None if anew else recall.recall(context)
        if known is None:
            return command(*arguments, **options)
        voice.current().detail(
            "nothing has changed since the last call; --force builds anew"
        )
        if options["form"] == "json":
            click.echo("\n".join(known.lines))
            return context.exit(0)
        report.show(known.diagnostics, options["form"], sys.stderr)
        for line in known.lines:
            voice.current().news(f"{line} ({time.perf_counter() - started:.2f} s)")
        return context.exit(0)

    return cast("F", wrapped)


@click.command(short_help="Generate code from a document.")
@report.spec_argument
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="The folder to write.  [default: generated/NAME]",
)
@click.option(
    "-t",
    "--target",
    multiple=True,
    metavar="NAME",
    shell_complete=completing.targets,
    help="What to generate; may be given more than once.  [default: python]",
)
@click.option(
    "--package",
    metavar="NAME",
    help="The import name of the package.  [default: from the name of SPEC]",
)
@click.option(
    "--distribution",
    metavar="NAME",
    help="The name that pip shows.  [default: from the name of the package]",
)
@click.option("--check", is_flag=True, help="Write nothing; fail if output is stale.")
@click.option("--force", is_flag=True, help="Overwrite what was changed by hand.")
@click.option("--watch", is_flag=True, help="Build again whenever a file is saved.")
@templates_option
@_unless_known
@document_options
@package_options
@report.format_option
@click.pass_context
def build(
    context: click.Context,
    spec: Path | None,
    output: Path | None,
    target: tuple[str, ...],
    package: str | None,
    distribution: str | None,
    check: bool,
    force: bool,
    watch: bool,
    templates: Path | None,
    form: str,
    call: Call,
) -> None:
    """Generate code from the document SPEC, or from all of the configuration.

    Files that a document no longer makes are removed. Files that were changed by
    hand are not touched: they are named, and nothing is written without --force.

    \b
    Examples:
      sockgen build                                 all that sockgen.toml lists
      sockgen build specs/petstore.yaml
      sockgen build specs/petstore.yaml --output clients/petstore --package pets
      sockgen build --check specs/petstore.yaml     for CI: is the output up to date?
      sockgen build --watch specs/petstore.yaml     again after each save
      sockgen build --target json specs/petstore.yaml
      sockgen build --only client --io async specs/petstore.yaml    a small SDK
    """
    if spec == report.STANDARD_INPUT:
        raise click.UsageError(
            "A build needs a file: package, folder and references go by its name. "
            "Save the document first; `validate` and `inspect` read `-`."
        )
    if watch and check:
        raise click.UsageError("--watch and --check exclude one another.")
    given = replace(
        call.given,
        output=output,
        target=target,
        package=package,
        distribution=distribution,
        templates=templates,
    )
    from sockgen.cli.building import Task, build_once, concerned

    task = Task(context, spec, replace(call, given=given), check, force, watch, form)
    if watch:
        from sockgen.cli.memory import Memory
        from sockgen.cli.watching import again_and_again

        task = replace(task, memory=Memory())
        again_and_again(lambda: concerned(task, build_once(task)))
    context.exit(0 if watch else build_once(task).code)
