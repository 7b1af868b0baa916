"""Whose fault an exception of a target is: a template of the user, or other code."""

from __future__ import annotations

import ast
import json
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from traceback import walk_tb
from typing import TYPE_CHECKING

from sockgen.contract import Api
from sockgen.diagnostics import Diagnostic, Result, Severity

if TYPE_CHECKING:
    from sockgen.targets import Files, Options, Target

_READ: Mapping[str, Callable[[str], object]] = {
    ".json": json.loads,
    ".py": ast.parse,
    ".toml": tomllib.loads,
}


def make(target: Target, api: Api, options: Options) -> Result[Files]:
    """What a target makes; an error where templates of the user are wrong."""
    if options.templates is None:
        return target(api, options)
    try:
        made = target(api, options)
    except Exception as error:
        place = place_in(error, options.templates)
        # What templates make is read as Python, to see what it has to import.
        if not place and not isinstance(error, SyntaxError):
            raise
        return _faulty(place or options.templates, error)
    for path, text in (made.value or {}).items():
        try:
            _READ.get(Path(path).suffix, str)(text)
        except (ValueError, SyntaxError, RecursionError) as error:
            return _faulty(path, error)
    return made


def _faulty(where: object, error: Exception) -> Result[Files]:
    message = f"a template does not work: `{where}`: {words(error)}"
    return Result(None, (Diagnostic("SG518", Severity.ERROR, message),))


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
