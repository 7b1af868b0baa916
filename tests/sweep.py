"""Judge every document of a corpus, and compare with the verdicts that came with it.

    python -m tests.sweep CORPUS

CORPUS/asyncapi holds documents of any protocol; its `verdicts.jsonl` has a line
for each, with the keys `file` and `parser`: what the parser of the AsyncAPI
initiative said. CORPUS/socketio holds Socket.IO documents, which are read and built
as well. A corpus that is not there is passed over.
"""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sockgen.diagnostics import Diagnostic, Severity
from sockgen.document import load_document
from tests import sweep_socketio

AGREEMENT = 0.99
"""How much of a corpus must be judged alike."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One document: what was expected, what sockgen says, and why."""

    file: str
    expected: str
    actual: str
    reason: str

    @property
    def agrees(self) -> bool:
        return self.expected == self.actual


def general(folder: Path) -> Iterator[Judgement]:
    """Documents of any protocol, against the verdicts of the official parser."""
    for line in (folder / "verdicts.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found = load_document(folder / row["file"], name=row["file"]).diagnostics
        errors = [one for one in found if one.severity is Severity.ERROR]
        actual = "invalid" if errors else "valid"
        reason = told(errors[0]) if errors else "; ".join(row.get("errors", [])[:2])
        yield Judgement(row["file"], row["parser"], actual, reason)


CORPORA: dict[str, Callable[[Path], Iterator[Judgement]]] = {"asyncapi": general}
"""For each folder of a corpus, what judges the documents in it."""


def told(diagnostic: Diagnostic) -> str:
    span = diagnostic.span
    place = f"{span.start.line}:{span.start.column} " if span else ""
    return f"{place}{diagnostic.code} {diagnostic.message}"


def compare(name: str, judgements: list[Judgement]) -> bool:
    """Print how far the verdicts agree, and every one that differs."""
    different = [one for one in judgements if not one.agrees]
    alike = len(judgements) - len(different)
    share = alike / len(judgements) if judgements else 0.0
    print(f"{name}: {alike} of {len(judgements)} judged alike ({share:.1%})")
    for one in different:
        print(f"  {one.file}: {one.actual}, expected {one.expected}: {one.reason}")
    return share >= AGREEMENT


def main(arguments: list[str]) -> int:
    if not arguments or not arguments[0]:
        print("skipped: no corpus; say where it is with make sweep CORPUS=path")
        return 0
    good = True
    for name, judge in CORPORA.items():
        folder = Path(arguments[0]) / name
        if folder.is_dir():
            good = compare(name, list(judge(folder))) and good
        else:
            print(f"{name}: skipped, {folder} is not a folder")
    folder = Path(arguments[0]) / "socketio"
    if folder.is_dir():
        good = sweep_socketio.sweep(folder) == 0 and good
    else:
        print(f"socketio: skipped, {folder} is not a folder")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
