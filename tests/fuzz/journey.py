"""All that sockgen does with a document, in memory, and what must hold after it."""

import json
import warnings
from collections.abc import Sequence
from pathlib import Path

from tests.fuzz.documents import Broken

from sockgen.cli.table import to_table
from sockgen.cli.why import to_json, to_why
from sockgen.diagnostics import Diagnostic, Strictness, has_errors
from sockgen.diagnostics.printer import FORMATS
from sockgen.document import load_document
from sockgen.output import Plan
from sockgen.pipeline import Build, Output, plan, then
from sockgen.reading import Dialect, EventsFrom, Perspective, Reading, explain
from sockgen.targets.json import to_text

_PERSPECTIVES: tuple[Perspective | None, ...] = (None, None, "client", "server")
_EVENTS: tuple[EventsFrom | None, ...] = (None, None, "channel", "message")


def journey(folder: Path, one: Broken, *, build: bool) -> str:
    """What becomes of a document: invalid, valid, built or not to be built.

    An exception is what this looks for.
    """
    path = folder / "spec.yaml"
    path.write_bytes(one.text)
    if b"other.yaml" in one.text:
        (folder / "other.yaml").write_bytes(one.other)
    number = int(one.chance * 1_000_000)
    dialect = Dialect(_PERSPECTIVES[number % 4], _EVENTS[number // 4 % 4])
    strictness = Strictness(lenient=number % 3 == 0)
    loaded = load_document(path, strictness=strictness)
    read = then(loaded, lambda document: explain(document, dialect))
    colour = number // 16 % 2 == 0
    _show(read.diagnostics, colour)
    if read.value is None or has_errors(read.diagnostics):
        return "invalid"
    _list(read.value, colour, why=number // 32 % 2 == 0)
    if not build:
        return "valid"
    outputs = tuple(
        Output(target, folder / "made" / target, "made", "made")
        for target in ("python", "json")
    )
    made = plan(Build(path, outputs, dialect, strictness=strictness))
    _show(made.diagnostics, colour)
    if made.value is None:
        return "not built"
    for each in made.value:
        _compile(each)
    return "built"


def _show(said: Sequence[Diagnostic], colour: bool) -> None:
    for one in said:
        if one.span is not None:
            assert one.span.start < one.span.end
    for name, form in FORMATS.items():
        shown = form(said, colour)
        shown.encode("utf-8", "replace")
        if name in ("json", "sarif"):
            json.loads(shown)


def _list(reading: Reading, colour: bool, why: bool) -> None:
    columns = 80 if colour else 10_000
    if why:
        to_why(reading, columns, colour)
    else:
        to_table(reading.api, columns, colour)
    json.loads(to_json(reading))
    json.loads(to_text(reading.api))


def _compile(made: Plan) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for path, data in made.after.items():
            if path.endswith(".py") and "/_runtime/" not in path:
                compile(data, path, "exec")
            if path.endswith(".json"):
                json.loads(data)
