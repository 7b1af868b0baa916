"""`sockgen scaffold`."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sockgen.cli import paths, report, voice
from sockgen.cli.ending import refused, resumable
from sockgen.cli.options import document_options
from sockgen.cli.templates import templates_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sockgen.config import Call
    from sockgen.config.building import Wish
    from sockgen.diagnostics import Diagnostic
    from sockgen.scaffolding import Step


@click.command(short_help="Write handlers of your own, and add what is missing.")
@report.spec_argument
@click.option(
    "-o",
    "--output",
    type=paths.folder(exists=False),
    help="The folder of your server.  [default: server]",
)
@click.option("--package", metavar="NAME", help="The import name, as for a build.")
@click.option(
    "--sync",
    "threads",
    is_flag=True,
    help="For threads, not for asyncio.  [default: as what is there]",
)
@templates_option
@document_options
@report.scaffold_format_option
@click.pass_context
def scaffold(
    context: click.Context,
    spec: Path | None,
    output: Path | None,
    package: str | None,
    threads: bool,
    templates: Path | None,
    form: str,
    call: Call,
) -> None:
    """Write handlers and a main for the server of the document SPEC.

    These files are yours. When the document has changed, call it again: it adds
    what is missing, removes and changes nothing, and says what it did.

    \b
    Examples:
      sockgen scaffold                        for all that sockgen.toml lists
      sockgen scaffold specs/petstore.yaml
      sockgen scaffold specs/petstore.yaml --output app --sync
    """
    from sockgen.config import choose

    if spec == report.STANDARD_INPUT:
        raise click.UsageError("A scaffold needs a file: its names go by its name.")
    given = replace(
        call.given, package=package, templates=templates, target=("python",)
    )
    chosen = choose(replace(call, given=given), [spec] if spec else [])
    if chosen.value is None:
        report.refuse(context, chosen.diagnostics, form, sys.stderr)
    served = [one for one in chosen.value if one.choices.only != "client"]
    if not served:
        raise click.UsageError(
            "There is no server to write handlers for: a package is made of clients "
            "alone, see `only` in the configuration."
        )
    wishes = list({one.spec: one for one in reversed(served)}.values())[::-1]
    if threads and any(one.choices.io == "async" for one in wishes):
        raise click.UsageError(
            "There is no server for threads: a package is for asyncio alone, see `io` "
            "in the configuration."
        )
    code = 0
    said: list[Diagnostic] = [*chosen.diagnostics]
    if form != report.JSON:
        report.show(said, form, sys.stderr)
    done: list[tuple[Wish, Path, list[Step]]] = []
    for wish in wishes:
        folder = output or wish.home / "server"
        folder = folder if len(wishes) == 1 else _part_of(folder, wish)
        blocks = threads or wish.choices.io == "sync"
        failed, steps, about = _one(wish, folder, blocks)
        code = max(code, failed)
        said += about
        if not failed:
            done.append((wish, folder, steps))
        if form != report.JSON:
            report.show(about, form, sys.stderr, failed=bool(failed))
            _tell(steps)
    if form == report.JSON:
        report.show(said, form, sys.stderr if done else sys.stdout)
        if done:
            click.echo(_as_json(done))
    context.exit(code)


def _part_of(folder: Path, wish: Wish) -> Path:
    """The folder of one server of several: its own, but for one that was there before.

    Raises click.UsageError where it cannot be seen.
    """
    from sockgen.config import configure
    from sockgen.scaffolding import kinds

    own, built = folder / wish.spec.stem, configure(wish).value
    if own.is_dir() or built is None:
        return own
    try:
        return folder if kinds(folder, built.outputs[0].package) else own
    except OSError as error:
        raise refused(error, folder) from None


def _one(
    wish: Wish, folder: Path, threads: bool
) -> tuple[int, list[Step], Sequence[Diagnostic]]:
    """Scaffold the server of one document: the exit code, what was done and said."""
    from sockgen.config import configure
    from sockgen.pipeline import plan, then
    from sockgen.rendering import Renderer
    from sockgen.scaffolding import OWN, Unreadable, kinds, wanted_of
    from sockgen.scaffolding import scaffold as carry_out

    built = configure(replace(wish, force=True))
    planned = then(built, plan)
    said = planned.diagnostics
    code = report.exit_code(said, wish.strictness)
    if planned.value is None or built.value is None or code:
        return code or report.WRONG_DOCUMENT, [], said
    package = built.value.outputs[0].package
    if package in OWN:
        raise click.UsageError(
            f"A package `{package}` would be hidden by the module of that name in the "
            "folder of the server. Give it another one with --package."
        )
    try:
        there = kinds(folder, package)
        files = planned.value[0].after
        if there == {"server"} and f"{package}/server.py" in files:
            threads = True
        kind, other = ("threads", "asyncio") if threads else ("asyncio", "threads")
        if there == {"async_server" if threads else "server"}:
            raise click.UsageError(
                f"What is in {click.format_filename(folder)} is for {other}. A server "
                f"for {kind} has a folder of its own: give it with --output."
            )
        wanted = wanted_of(package, files, threads)
        renderer = Renderer("project", wish.templates)
        with resumable():
            steps = carry_out(wanted, folder, renderer, threads=threads)
        return 0, steps, said
    except Unreadable as error:
        raise click.ClickException(f"{error}. Nothing was written.") from None
    except OSError as error:
        raise refused(error, folder) from None


def _tell(steps: Sequence[Step]) -> None:
    for step in steps:
        at = f":{step.line}" if step.line else ""
        line = f"{click.format_filename(step.path)}{at}: {step.said}"
        if step.kind == "note":  # somebody has to do something
            click.echo(line)
        else:
            voice.current().news(line)


def _as_json(done: Sequence[tuple[Wish, Path, list[Step]]]) -> str:
    """What was done, for a program."""
    import json

    made = [
        {
            "spec": str(wish.spec),
            "folder": str(folder),
            "files": [
                {
                    "file": str(one.path),
                    "line": one.line,
                    "done": one.kind,
                    "names": one.names,
                    "message": one.said,
                }
                for one in steps
            ],
        }
        for wish, folder, steps in done
    ]
    return json.dumps(made, indent=2, ensure_ascii=False)
