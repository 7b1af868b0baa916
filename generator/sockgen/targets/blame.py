"""Whose fault an exception of a target is: a template of the user, or other code."""

import ast
import json
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from traceback import walk_tb

_READ: Mapping[str, Callable[[str], object]] = {
    ".json": json.loads,
    ".py": ast.parse,
    ".toml": tomllib.loads,
}


def unreadable(files: Mapping[str, str]) -> tuple[str, Exception] | None:
    """The first file that is not what its name says, with what is wrong with it."""
    for path, text in files.items():
        try:
            _READ.get(Path(path).suffix, str)(text)
        except (ValueError, SyntaxError, RecursionError) as error:
            return path, error
    return None


def place_in(error: BaseException, folder: Path) -> str | None:
    """The file of a folder and its line, `README.md.jinja:2`, where something arose.

    Jinja puts the lines of templates into the traceback. A module beside them is none.
    """
    above = folder.resolve()
    places = [
        f"{folder / path.relative_to(above)}:{line}"
        for frame, line in walk_tb(error.__traceback__)
        if (path := Path(frame.f_code.co_filename).resolve()).is_relative_to(above)
        and path.suffix != ".py"
    ]
    return places[-1] if places else None


def words(error: BaseException) -> str:
    """What an exception says, on one line."""
    said = " ".join(str(error).split())
    return f"{type(error).__name__}: {said}" if said else type(error).__name__
