"""`sockgen init`."""

from __future__ import annotations

import shlex
from pathlib import Path

import click


@click.command(short_help="Start a project: a document, a configuration, a workflow.")
@click.argument(
    "folder", default=Path(), type=click.Path(file_okay=False, path_type=Path)
)
@click.option(
    "--name",
    metavar="NAME",
    help="What the API is called.  [default: the name of FOLDER]",
)
def init(folder: Path, name: str | None) -> None:
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
        steps = start(folder, f"{package}_api" if package in OWN else package)
    except OSError as error:
        where = click.format_filename(error.filename or folder)
        raise click.ClickException(f"{where}: {error.strerror}") from None
    for step in steps:
        click.echo(f"{click.format_filename(step.path)}: {step.said}")
    there = f"cd {shlex.quote(str(folder))} && " if folder != Path() else ""
    click.echo(f"\nnext: {there}sockgen build && sockgen scaffold")
