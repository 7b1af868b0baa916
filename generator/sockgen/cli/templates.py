"""The option `--templates`, which takes a folder or the name of a package."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click


class _Templates(click.Path):
    """A folder, which the shell completes, or the import name of a package."""

    name = "folder or package"

    def __init__(self) -> None:
        super().__init__(file_okay=False, path_type=Path)

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Any:
        from sockgen.config.templates import templates_of

        found = templates_of(str(value), Path())
        if isinstance(found, str):
            self.fail(f"{found}.", param, ctx)
        return found


templates_option = click.option(
    "--templates",
    type=_Templates(),
    metavar="FOLDER",
    help="Templates that take precedence over those of sockgen: a folder, or the "
    "import name of a package.",
)
