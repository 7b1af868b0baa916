"""Paths that a call names, and what is said of those that it cannot have."""

from __future__ import annotations

import os
from pathlib import Path

import click

from sockgen.diagnostics.machine import advice, reason

_DOCUMENTS = (".yaml", ".yml", ".json")


class Place(click.Path):
    """A file or a folder; what is wrong with it ends with what to do."""

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        """Take a path. Raises click.BadParameter."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as error:
            message = f"{error.message} {_advice(Path(value), self.name)}"
        raise click.BadParameter(message, ctx, param)


def file(*, dash: bool = False) -> Place:
    """A file that can be read; with a dash for the standard input."""
    return Place(exists=True, dir_okay=False, allow_dash=dash, path_type=Path)


def folder(*, exists: bool = True) -> Place:
    """A folder, which may have to be there already."""
    return Place(exists=exists, file_okay=False, path_type=Path)


def missing(path: Path) -> str:
    """What to do about a path that leads nowhere."""
    above = path.parent
    try:
        names = sorted(one.name for one in above.iterdir())
        _ = path.exists()  # a folder may be listed and not entered
    except PermissionError:
        return f"The folder {_shown(above)} cannot be entered: `ls -ld` shows who may."
    except FileNotFoundError:
        return f"There is no folder {_shown(above)} either."
    except OSError as error:
        return f"{reason(error)}: {advice(error)}."
    close = _nearest(path.name, names)
    if close:
        return f"Did you mean {_shown(path.with_name(close))}?"
    here = "" if path.is_absolute() else f" Paths start at {_shown(Path.cwd())}."
    return f"Is it spelt right?{here}"


def _advice(path: Path, kind: str) -> str:
    """What to do about a path that cannot be taken."""
    try:
        is_folder, is_there = path.is_dir(), path.exists()
    except OSError:
        return missing(path)
    if not is_there:
        return missing(path)
    if not os.access(path, os.R_OK):
        return "`ls -ld` shows who may read it."
    if is_folder:
        inside = sorted(one for one in path.iterdir() if one.suffix in _DOCUMENTS)
        example = f", such as {_shown(inside[0])}" if inside else ""
        return f"Name a file in it{example}."
    return f"A {kind} is wanted."


def _nearest(name: str, names: list[str]) -> str | None:
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, names, 1, 0.7)), None)


def _shown(path: Path) -> str:
    return repr(click.format_filename(path))
