"""The `json` target: the whole contract, and the proof that the seam is real."""

import dataclasses
import json

from sockgen.contract import (
    Ack,
    Api,
    Argument,
    Credential,
    CredentialKind,
    CredentialLocation,
    Direction,
    Event,
    Membership,
    Namespace,
    Requirement,
    Room,
    RoomParameter,
    Server,
)
from sockgen.diagnostics import Position, Span
from sockgen.targets import Options, find_target, target_names
from sockgen.targets.json import to_text

OPTIONS = Options("shop", "shop", "shop.yaml", "")
API = Api(
    title="Shop → Straße",
    version="1",
    servers=(Server("main", "wss://x", "/socket.io", ("websocket", "polling")),),
    namespaces=(
        Namespace(
            name="/orders",
            events=(
                Event(
                    name="join",
                    direction=Direction.CLIENT_TO_SERVER,
                    arguments=(Argument("who", "Who"),),
                    ack=Ack((Argument("ok", "Ok"),)),
                    joins=(Membership("user", {"id": (0, "/id")}),),
                    timeout=2.5,
                    span=Span("f", Position(1, 1), Position(1, 2), "x"),
                ),
            ),
            rooms=(Room("user", "user-{id}", (RoomParameter("id", "Id"),)),),
            security=((Requirement("key"),),),
        ),
    ),
    schemas={
        "Who": {"type": "object", "properties": {"span": {}, "a": {"const": None}}},
        "Ok": {"const": True},
        "Id": {"enum": ["\ud800", "a\u202eb", "🐶", 1.5]},
    },
    credentials=(
        Credential("key", CredentialKind.API_KEY, CredentialLocation.HEADER, "X-Key"),
    ),
)


def test_it_is_found_by_name_and_makes_one_file() -> None:
    assert "json" in target_names()
    target = find_target("json").value
    assert target is not None
    result = target(API, OPTIONS)
    assert result.diagnostics == ()
    assert result.value == {"contract.json": to_text(API)}


def test_everything_of_the_contract_is_there_in_its_order() -> None:
    content = json.loads(to_text(API))
    names = [field.name for field in dataclasses.fields(API)]
    assert list(content) == [name for name in names if name not in {"locate", "span"}]
    [namespace] = content["namespaces"]
    [event] = namespace["events"]
    assert event["direction"] == "client → server"
    assert event["joins"] == [{"room": "user", "parameters": {"id": [0, "/id"]}}]
    assert event["timeout"] == 2.5
    assert namespace["rooms"][0]["parameters"] == [{"name": "id", "schema": "Id"}]
    assert content["credentials"][0]["kind"] == "api-key"
    assert content["schemas"] == API.schemas
    assert list(content["schemas"]) == ["Who", "Ok", "Id"]


def test_positions_are_left_out_but_not_a_property_called_span() -> None:
    content = json.loads(to_text(API))
    assert "span" not in content["namespaces"][0]
    assert "span" not in content["namespaces"][0]["events"][0]
    assert "span" in content["schemas"]["Who"]["properties"]


def test_text_is_readable_and_safe() -> None:
    text = to_text(API)
    assert '"Shop → Straße"' in text
    assert '"🐶"' in text
    assert r'"\ud800"' in text
    assert r'"a\u202eb"' in text
    text.encode()


def test_an_unknown_target_is_answered_with_what_there_is() -> None:
    result = find_target("jsno")
    assert result.value is None
    [problem] = result.diagnostics
    assert problem.code == "SG512"
    assert "`json`" in problem.message
    assert problem.hint == "did you mean `json`?"
