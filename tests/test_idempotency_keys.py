"""Where the idempotency key of an event stands, for the reader and for a runtime."""

import re
from pathlib import Path
from typing import Any

import pytest

from petstore._runtime.events import Direction as WireDirection
from petstore._runtime.events import Event as WireEvent
from petstore._runtime.wire import Value, Values
from sockgen.document import load_document
from sockgen.reading import read

SPEC = """\
asyncapi: 3.0.0
info: {title: Case, version: 1.0.0}
channels:
  c:
    address: /c
    messages:
      say: {name: say, payload: PAYLOAD}
operations:
  join:
    action: ACTION
    channel: {$ref: '#/channels/c'}
components:
  schemas:
    Key: {type: string, x-socketio: {idempotency: true}}
    Again: {$ref: '#/components/schemas/Key'}
    Any: {type: string}
    Base: {type: object, properties: {key: {$ref: '#/components/schemas/Key'}}}
    Tree:
      type: object
      properties:
        key: {$ref: '#/components/schemas/Key'}
        parent: {$ref: '#/components/schemas/Tree'}
"""
MARK = "x-socketio: {idempotency: true}"


def written(payload: str) -> str:
    payload = payload.replace("KEY", "{type: string, MARK}").replace("MARK", MARK)
    return re.sub(r"@(\w+)", r"$ref: '#/components/schemas/\1'", payload)


def place(
    tmp_path: Path, payload: str, action: str = "receive"
) -> tuple[int, str] | None:
    spec = tmp_path / "spec.yaml"
    text = SPEC.replace("PAYLOAD", written(payload)).replace("ACTION", action)
    spec.write_text(text, encoding="utf-8")
    loaded = load_document(spec, name=spec.name)
    assert loaded.value is not None, loaded.diagnostics
    result = read(loaded.value)
    assert result.value is not None, result.diagnostics
    assert not result.diagnostics
    (event,) = result.value.namespaces[0].events
    return event.idempotency


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ("{type: object, properties: {id: KEY}}", (0, "/id")),
        ("{properties: {a: {properties: {'b/c~': KEY}}}}", (0, "/a/b~1c~0")),
        ("{properties: {id: {@Key}}}", (0, "/id")),
        ("{properties: {id: {@Again}}}", (0, "/id")),
        ("{properties: {id: {@Any, MARK}}}", (0, "/id")),
        ("{properties: {id: {allOf: [{@Again}]}}}", (0, "/id")),
        ("{properties: {id: {allOf: [{@Any}], MARK}}}", (0, "/id")),
        ("{properties: {id: {type: [string, 'null'], MARK}}}", (0, "/id")),
        ("{properties: {id: {oneOf: [KEY, {type: 'null'}]}}}", (0, "/id")),
        ("{@Base}", (0, "/key")),
        ("{allOf: [{@Base}, {properties: {a: true}}]}", (0, "/key")),
        ("{oneOf: [{@Base}, {allOf: [{@Base}]}]}", (0, "/key")),
        ("{type: object, properties: {head: {@Base}}}", (0, "/head/key")),
        ("{@Tree}", (0, "/key")),
        ("{prefixItems: [{type: integer}, KEY]}", (1, "")),
        ("{prefixItems: [true, {properties: {id: KEY}}]}", (1, "/id")),
        ("KEY", (0, "")),
        ("{type: object, properties: {id: {type: string}}}", None),
        ("{properties: {id: {x-socketio: {idempotency: false}}}}", None),
    ],
)
def test_a_key_is_found_wherever_it_has_a_place(
    tmp_path: Path, payload: str, expected: tuple[int, str] | None
) -> None:
    assert place(tmp_path, payload) == expected


def test_what_the_server_sends_needs_no_key(tmp_path: Path) -> None:
    assert place(tmp_path, "{properties: {id: KEY}}", "send") is None


def test_schemas_that_fan_out_are_searched_once_each(tmp_path: Path) -> None:
    names = [f"S{number}" for number in range(60)]
    spec = SPEC.replace("PAYLOAD", written("{@S0}")).replace("ACTION", "receive")
    for name, below in zip(names, [*names[1:], "Any"], strict=True):
        both = written(f"a: {{@{below}}}, b: {{@{below}}}")
        spec += f"    {name}: {{properties: {{{both}}}}}\n"
    path = tmp_path / "spec.yaml"
    path.write_text(spec, encoding="utf-8")
    loaded = load_document(path, name=path.name)
    assert loaded.value is not None
    result = read(loaded.value)
    assert result.value is not None
    assert result.value.namespaces[0].events[0].idempotency is None


def event(where: tuple[int, str] | None, *values: Value) -> WireEvent:
    return WireEvent(
        name="buy",
        namespace="/",
        direction=WireDirection.CLIENT_TO_SERVER,
        arguments=Values(*values),
        idempotency=where,
    )


ANY = Value("any", dict[str, Any])


def test_a_key_that_was_left_out_is_made() -> None:
    buy = event((0, "/head/a~1b"), ANY)
    (first,), (second,) = buy.keyed(({"head": {}},)), buy.keyed(({"head": {}},))
    assert isinstance(first, dict)
    assert isinstance(second, dict)
    assert len(first["head"]["a/b"]) == 36
    assert first != second
    assert buy.key((first,)) == first["head"]["a/b"]


def test_a_key_that_was_given_stays() -> None:
    buy = event((0, "/key"), ANY)
    assert buy.keyed(({"key": "mine"},)) == ({"key": "mine"},)


def test_an_argument_may_be_the_key() -> None:
    buy = event((1, ""), ANY, Value("key", str, required=False))
    wire = buy.keyed(({},))
    assert len(wire) == 2
    assert buy.key(wire) == wire[1]
    assert buy.keyed(({}, "mine")) == ({}, "mine")


@pytest.mark.parametrize("wire", [(None,), ("text",), ({},), ({"head": 1},), ()])
def test_where_there_is_no_place_for_a_key_there_is_none(wire: Any) -> None:
    buy = event((0, "/head/key"), Value("any", Any, required=False))
    assert buy.keyed(wire) == wire
    assert buy.key(wire) is None


def test_a_key_that_the_schema_refuses_is_not_sent() -> None:
    buy = event((0, "/key"), Value("counts", dict[str, int]))
    assert buy.keyed(({"a": 1},)) == ({"a": 1},)


def test_events_without_a_key_have_none() -> None:
    assert event(None, ANY).keyed(({},)) == ({},)
    assert event(None, ANY).key(({"key": "x"},)) is None
