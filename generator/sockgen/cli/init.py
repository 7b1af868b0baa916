"""`sockgen init`."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import click

from sockgen.cli import paths, voice
from sockgen.cli.ending import refused, resumable


@click.command(short_help="Start a project: a document, a configuration, a workflow.")
@click.argument("folder", default=Path(), type=paths.folder(exists=False))
@click.option(
    "--name",
    metavar="NAME",
    help="What the API is called.  [default: the name of FOLDER]",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to tell what was written.",
)
def init(folder: Path, name: str | None, form: str) -> None:
    """Start a project in FOLDER, which is this one if none is named.

    Writes a document of a small API with comments, sockgen.toml, a workflow of
    GitHub Actions and lines of .gitignore. A file that is there stays as it is.

    \b
    Examples:
      sockgen init && sockgen build && sockgen scaffold
      sockgen init shop --name orders
    """
    from sockgen.config import default_package
    from sockgen.scaffolding import OWN
    from sockgen.scaffolding.project import start

    try:
        package = default_package(Path(f"{name or folder.resolve().name}.yaml"))
        with resumable():
            steps = start(folder, f"{package}_api" if package in OWN else package)
    except OSError as error:
        raise refused(error, folder) from None
    if form == "json":
        files = [
            {"file": str(one.path), "done": one.kind, "message": one.said}
            for one in steps
        ]
        click.echo(json.dumps({"files": files}, indent=2))
        return
    said = voice.current()
    for step in steps:
        said.news(f"{click.format_filename(step.path)}: {step.said}")
    there = f"cd {shlex.quote(str(folder))} && " if folder != Path() else ""
    said.news(f"\nnext: {there}sockgen build && sockgen scaffold")
