"""Whose fault an exception of a target is: a template of the user, or other code."""

from pathlib import Path
from traceback import walk_tb


def place_in(error: BaseException, folder: Path) -> tuple[Path, int] | None:
    """The file of a folder, and its line, in which an exception arose.

    Jinja puts the lines of templates into the traceback.
    """
    above = folder.resolve()
    places = [
        (path, line)
        for frame, line in walk_tb(error.__traceback__)
        if (path := Path(frame.f_code.co_filename).resolve()).is_relative_to(above)
    ]
    return places[-1] if places else None


def words(error: BaseException) -> str:
    """What an exception says, on one line."""
    said = " ".join(str(error).split())
    return f"{type(error).__name__}: {said}" if said else type(error).__name__
