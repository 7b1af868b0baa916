"""What a stage does for each event does not grow with the events around it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import jsonschema_rs
import pytest
from tests.building import build

import sockgen.targets.python  # noqa: F401 - before its validators are counted
from sockgen.document import Node, editor, load_document
from sockgen.reading import read

EVENT = """\
      event{0}:
        name: event{0}
        payload:
          $ref: '#/components/schemas/Payload{0}'
        examples:
          - payload: {{before: {{}}}}
"""
OPERATION = """\
  event{0}:
    action: {2}
    channel: {{$ref: '#/channels/chat'}}
    messages: [{{$ref: '#/channels/chat/messages/event{0}'}}]
"""
WAYS = "send", "receive"
SCHEMA = """\
    Payload{0}:
      type: object
      properties:
        before: {{$ref: '#/components/schemas/Payload{1}'}}
"""


def chain(events: int, folder: Path) -> Path:
    """One namespace of events whose payloads each refer to the one before."""
    numbers = range(1, events + 1)
    path = folder / f"{events}.yaml"
    path.write_text(
        "asyncapi: 3.0.0\ninfo: {title: Chain, version: 1.0.0}\n"
        "channels:\n  chat:\n    address: /chat\n    messages:\n"
        + "".join(EVENT.format(one) for one in numbers)
        + "operations:\n"
        + "".join(OPERATION.format(one, 0, WAYS[one % 2]) for one in numbers)
        + "components:\n  schemas:\n    Payload0: {type: object}\n"
        + "".join(SCHEMA.format(one, one - 1) for one in numbers),
        encoding="utf-8",
    )
    return path


class Counter:
    """Counts the schemas that are compiled, and the references that are followed."""

    def __init__(self) -> None:
        self.schemas = 0
        self.targets = 0

    def compile(self, schema: dict[str, Any], **options: object) -> object:
        self.schemas += 1 + len(schema.get("$defs", ()))
        return made(schema, **options)

    def target(self, node: Node) -> Node:
        self.targets += 1
        return follow(node)


made: type = jsonschema_rs.Draft202012Validator
follow = Node.target


@pytest.fixture
def counter() -> Iterator[Counter]:
    one = Counter()
    with (
        patch("jsonschema_rs.Draft202012Validator", one.compile),
        patch.object(Node, "target", lambda node: one.target(node)),
    ):
        yield one


def counts(spec: Path, counter: Counter) -> tuple[int, int]:
    """How many schemas are compiled and references followed to read a document."""
    document = load_document(spec).value
    assert document is not None
    counter.schemas = counter.targets = 0
    result = read(document)
    assert result.value is not None
    assert not result.diagnostics
    return counter.schemas, counter.targets


def test_reading_does_as_much_for_each_event_of_many(
    tmp_path: Path, counter: Counter
) -> None:
    found = [counts(chain(events, tmp_path), counter) for events in (10, 20, 40)]
    for few, more, most in zip(*found, strict=True):
        assert most - more == 2 * (more - few)


def test_a_build_does_as_much_for_each_event_of_many(
    tmp_path: Path, counter: Counter
) -> None:
    found: list[int] = []
    for events in (10, 20, 40):
        counter.schemas = 0
        build(chain(events, tmp_path), tmp_path / str(events), "chain")
        found.append(counter.schemas)
    few, more, most = found
    assert most - more == 2 * (more - few)


def test_nothing_is_looked_for_around_errors_where_nothing_is_ignored(
    tmp_path: Path,
) -> None:
    path = tmp_path / "spec.yaml"
    path.write_text("asyncapi: 3.0.0\ninfo: {title: a, version: '1'}\nwrong: 1\n")
    with patch.object(editor, "_around", wraps=editor._around) as looked:
        assert load_document(path).diagnostics
        assert not looked.called
        path.write_text(path.read_text() + "x-a: {x-socketio: {ignore: [SG3]}}\n")
        assert load_document(path).diagnostics
        assert looked.called
