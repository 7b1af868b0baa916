"""What a plan would change, as a unified diff."""

import difflib
from collections.abc import Iterator
from pathlib import Path

from sockgen.output.compare import Plan

_NO_FILE = Path("/dev/null")


def difference(plan: Plan) -> str:
    """Show a plan as a diff from what is in the folder to what the document makes."""
    changes = plan.changes
    paths = sorted((*changes.added, *changes.changed, *changes.removed))
    return "".join(line for path in paths for line in _lines(plan, path))


def _lines(plan: Plan, path: str) -> Iterator[str]:
    place = plan.folder / path
    lines = difflib.unified_diff(
        _split(plan.before.get(path, b"")),
        _split(plan.after.get(path, b"")),
        str(place if path in plan.before else _NO_FILE),
        str(place if path in plan.after else _NO_FILE),
    )
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _split(data: bytes) -> list[str]:
    # Not splitlines: a diff knows one line break, and a form feed is none.
    lines = data.decode(errors="replace").split("\n")
    return [f"{line}\n" for line in lines[:-1]] + lines[-1:] * bool(lines[-1])
