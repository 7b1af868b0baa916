"""The pairs of documents in tests/cases/diff, with the verdicts that people gave them.

A pair is a folder with `old.yaml`, `new.yaml` and what these refer to. Its
`verdict.yaml` has a reason, and for both ways, from the old to the new document and
back, the worst verdict, or `nothing`, and all that is said of it: the verdict, the
lines in both documents, and a sentence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from sockgen.comparing import Change
from sockgen.contract import Api
from sockgen.diagnostics import Span
from sockgen.pipeline import understand

CASES = Path(__file__).parent / "cases" / "diff"
NAMES = sorted(path.name for path in CASES.iterdir() if path.is_dir())
NOTHING = "nothing"


@dataclass(frozen=True)
class Pair:
    """One way through a pair: what was, what is, and what is to be said of it."""

    old: Path
    new: Path
    verdict: str
    changes: tuple[str, ...]

    def read(self) -> tuple[Api, Api]:
        return understood(self.old), understood(self.new)


@cache
def understood(path: Path) -> Api:
    result = understand(path)
    assert result.value is not None, result.diagnostics
    return result.value


def pair(name: str, *, back: bool = False) -> Pair:
    folder = CASES / name
    told: Any = yaml.safe_load((folder / "verdict.yaml").read_text("utf-8"))
    expected = told["back" if back else "there"]
    old, new = folder / "old.yaml", folder / "new.yaml"
    changes = tuple(expected.get("changes", "").splitlines())
    return Pair(*((new, old) if back else (old, new)), expected["verdict"], changes)


def worst(changes: Sequence[Change]) -> str:
    return changes[0].verdict.value if changes else NOTHING


def told(change: Change, of: Pair) -> str:
    """A change as `verdict.yaml` has it."""
    places = f"{_line(change.old, of.old)} → {_line(change.new, of.new)}"
    return f"{change.verdict.value}, {places}: {change.message}"


def _line(span: Span | None, document: Path) -> str:
    if span is None:
        return "none"
    file = Path(span.file)
    line = str(span.start.line)
    return line if file == document else f"{file.relative_to(document.parent)}:{line}"
