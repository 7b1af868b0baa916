"""Every folder of tests/cases/read: documents of all dialects, and what they mean.

A case is a `spec.yaml` with the files it refers to, options as for the command
line, and the listing of what was read. `--schemas` and `--why` add to the listing.
"""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

import pytest

from sockgen.contract import Api, Argument, Event
from sockgen.diagnostics import Diagnostic, has_errors
from sockgen.document import load_document
from sockgen.reading import Dialect, Reading, explain

CASES = Path(__file__).parent / "cases" / "read"
NAMES = sorted(path.name for path in CASES.iterdir() if path.is_dir())


def options_of(folder: Path) -> Namespace:
    parser = ArgumentParser()
    parser.add_argument("--perspective")
    parser.add_argument("--events-from")
    for flag in ("--allow-refs-outside", "--schemas", "--why"):
        parser.add_argument(flag, action="store_true")
    file = folder / "options.txt"
    return parser.parse_args(file.read_text("utf-8").split() if file.exists() else [])


def listing(folder: Path) -> str:
    options = options_of(folder)
    path = folder / "spec.yaml"
    loaded = load_document(path, name=path.name, outside=options.allow_refs_outside)
    diagnostics = loaded.diagnostics
    lines: list[str] = []
    if loaded.value is not None:
        dialect = Dialect(options.perspective, options.events_from)
        read = explain(loaded.value, dialect)
        diagnostics += read.diagnostics
        if read.value is not None and not has_errors(diagnostics):
            lines = [*contract(read.value, options.why)]
            if options.schemas:
                lines += [*schemas(read.value.api)]
    return "".join(f"{one}\n" for one in (*lines, *map(diagnostic, diagnostics)))


def contract(reading: Reading, why: bool) -> Iterator[str]:
    for server in reading.api.servers:
        yield f"server {server.name}: {server.url} path {server.path}"
    for namespace in reading.api.namespaces:
        yield f"namespace {namespace.name}"
        for one in namespace.security:
            asked = [requirement(reading.api, each.credential) for each in one]
            yield f"  security: {' + '.join(asked)}"
        for what in ("auth", "query", "headers"):
            schema = getattr(namespace, what)
            if schema:
                yield f"  {what}: {schema}"
        for room in namespace.rooms:
            yield f"  room {room.key}: {room.name}"
        for event in namespace.events:
            yield f"  {line(event)}"
            if why:
                key = namespace.name, event.name, event.direction
                for part, rule in reading.reasons[key].items():
                    yield f"    {part}: {rule}"


def requirement(api: Api, key: str) -> str:
    one = next(one for one in api.credentials if one.key == key)
    place = f"{one.location.value} {one.parameter}".strip()
    return f"{one.key}, {one.kind.value} in {place}"


def line(event: Event) -> str:
    told = f"{event.name} {event.direction.value} ({arguments(event.arguments)})"
    if event.ack is None:
        return told
    errors = [f"{one.name}({arguments(one.arguments)})" for one in event.ack.errors]
    return f"{told} ack " + " | ".join([f"({arguments(event.ack.arguments)})", *errors])


def arguments(values: tuple[Argument, ...]) -> str:
    return ", ".join(
        f"{'*' * one.rest}{one.name}{'?' * (not (one.required or one.rest))}"
        f": {one.schema}"
        for one in values
    )


def schemas(api: Api) -> Iterator[str]:
    for name, schema in api.schemas.items():
        yield f"schema {name}: {json.dumps(schema)}"


def diagnostic(one: Diagnostic) -> str:
    place = "nowhere"
    if one.span:
        start = one.span.start
        place = f"{one.span.file}:{start.line}:{start.column}"
    return f"{place} {one.code} {one.severity.value} {one.message}"


@pytest.mark.parametrize("name", NAMES)
def test_reading(name: str, request: pytest.FixtureRequest) -> None:
    expected = CASES / name / "expected.txt"
    found = listing(CASES / name)
    if request.config.getoption("--update-cases"):
        expected.write_text(found, encoding="utf-8")
    assert found
    assert found == expected.read_text(encoding="utf-8")


def test_there_are_many() -> None:
    assert len(NAMES) >= 40
