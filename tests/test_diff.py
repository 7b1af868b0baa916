"""What `sockgen diff` says of two documents, and whether it is so."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.building import PET_STORE

from sockgen.cli.main import sockgen
from sockgen.comparing import Change, Verdict, compare, suggested
from sockgen.contract import Api
from sockgen.pipeline import understand
from sockgen.sampling import Oracle, Sampler

B, R, C = Verdict.BREAKING, Verdict.RISKY, Verdict.COMPATIBLE
TEXT, WHOLE, NUMBER = {"type": "string"}, {"type": "integer"}, {"type": "number"}


def thing(*required: str, closed: bool = True, **properties: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"type": "object", "properties": properties}
    made |= {"required": [*required]} if required else {}
    return {**made, "additionalProperties": False} if closed else made


def many(items: Any, **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": items, **more}


def pair(*items: Any) -> dict[str, Any]:
    return {"type": "array", "prefixItems": [*items], "items": False, "minItems": 2}


SAME = None, None
TREE = thing("name", name=TEXT, below=many({"$ref": "#/components/schemas/Payload"}))
SCHEMAS: dict[str, tuple[Any, Any, Verdict | None, Verdict | None]] = {
    "the same": (TEXT, TEXT, None, None),
    "another description": (TEXT, {**TEXT, "description": "More."}, None, None),
    "another type": (TEXT, WHOLE, B, B),
    "integer to number": (WHOLE, NUMBER, C, B),
    "number to integer": (NUMBER, WHOLE, B, C),
    "null as well": (TEXT, {"type": ["string", "null"]}, C, B),
    "no null any more": ({"type": ["string", "null"]}, TEXT, B, C),
    "any value": (TEXT, {}, C, B),
    "not any value": ({}, TEXT, B, C),
    "a shorter text": ({**TEXT, "maxLength": 9}, {**TEXT, "maxLength": 8}, B, C),
    "a longer text": ({**TEXT, "maxLength": 8}, {**TEXT, "maxLength": 9}, C, B),
    "a limit": (TEXT, {**TEXT, "maxLength": 8}, B, C),
    "no empty text": (TEXT, {**TEXT, "minLength": 1}, B, C),
    "a pattern": (TEXT, {**TEXT, "pattern": "^a"}, B, C),
    "another pattern": ({**TEXT, "pattern": "a"}, {**TEXT, "pattern": "b"}, B, B),
    "a wider pattern": ({**TEXT, "pattern": "^a"}, {**TEXT, "pattern": "a"}, C, B),
    "a format": (TEXT, {**TEXT, "format": "date"}, B, C),
    "no format": ({**TEXT, "format": "uuid"}, TEXT, C, B),
    "another format": (
        *({**TEXT, "format": "date"}, {**TEXT, "format": "date-time"}),
        *(B, B),
    ),
    "one value more": ({"enum": ["a", "b"]}, {"enum": ["a", "b", "c"]}, C, B),
    "one value less": ({"enum": ["a", "b"]}, {"enum": ["a"]}, B, C),
    "other order of values": ({"enum": ["a", "b"]}, {"enum": ["b", "a"]}, None, None),
    "another constant": ({"const": "a"}, {"const": "b"}, B, B),
    "a constant of values": ({"enum": ["a", "b"]}, {"const": "a"}, B, C),
    "values of a text": (TEXT, {**TEXT, "enum": ["a"]}, B, C),
    "a greater minimum": ({**WHOLE, "minimum": 0}, {**WHOLE, "minimum": 1}, B, C),
    "a smaller minimum": ({**WHOLE, "minimum": 1}, {**WHOLE, "minimum": 0}, C, B),
    "an open bound of integers": (
        *({**WHOLE, "minimum": 1}, {**WHOLE, "exclusiveMinimum": 0}),
        *(None, None),
    ),
    "an open bound of numbers": (
        *({**NUMBER, "minimum": 0}, {**NUMBER, "exclusiveMinimum": 0}),
        *(B, C),
    ),
    "multiples that floats do not know": (
        *({**NUMBER, "multipleOf": 0.3}, {**NUMBER, "multipleOf": 0.1}),
        *(C, B),
    ),
    "a huge bound": ({**NUMBER, "minimum": 10**90}, NUMBER, C, B),
    "a greater maximum": ({**NUMBER, "maximum": 1}, {**NUMBER, "maximum": 2}, C, B),
    "multiples": (WHOLE, {**WHOLE, "multipleOf": 5}, B, C),
    "multiples of multiples": (
        *({**WHOLE, "multipleOf": 10}, {**WHOLE, "multipleOf": 5}),
        *(C, B),
    ),
    "a required property more": (
        *(thing("a", a=TEXT), thing("a", "b", a=TEXT, b=TEXT)),
        *(B, B),
    ),
    "an optional property more": (thing("a", a=TEXT), thing("a", a=TEXT, b=TEXT), C, B),
    "an optional property more, open": (
        *(thing("a", closed=False, a=TEXT), thing("a", closed=False, a=TEXT, b=TEXT)),
        *(C, C),
    ),
    "a property less": (thing("a", a=TEXT, b=TEXT), thing("a", a=TEXT), B, C),
    "a property less, open": (
        *(thing("a", closed=False, a=TEXT, b=TEXT), thing("a", closed=False, a=TEXT)),
        *(C, C),
    ),
    "optional to required": (thing(a=TEXT), thing("a", a=TEXT), B, C),
    "required to optional": (thing("a", a=TEXT), thing(a=TEXT), C, B),
    "a property of another type": (thing(a=TEXT), thing(a=WHOLE), B, B),
    "closed": (thing(closed=False, a=TEXT), thing(a=TEXT), R, C),
    "opened": (thing(a=TEXT), thing(closed=False, a=TEXT), C, R),
    "a nested property": (
        *(thing("a", a=thing(b=TEXT)), thing("a", a=thing("b", b=TEXT))),
        *(B, C),
    ),
    "fewer properties": (
        *(thing(a=TEXT, b=TEXT), {**thing(a=TEXT, b=TEXT), "maxProperties": 1}),
        *(B, C),
    ),
    "items of another type": (many(TEXT), many(WHOLE), B, B),
    "narrower items": (many(NUMBER), many(WHOLE), B, C),
    "more items": (many(TEXT, maxItems=2), many(TEXT, maxItems=3), C, B),
    "at least one item": (many(TEXT), many(TEXT, minItems=1), B, C),
    "distinct items": (many(TEXT), many(TEXT, uniqueItems=True), B, C),
    "a list in place of one": (thing("a", a=TEXT), thing("a", a=many(TEXT)), B, B),
    "a tuple of another second": (
        *(thing("a", a=pair(TEXT, NUMBER)), thing("a", a=pair(TEXT, WHOLE))),
        *(B, C),
    ),
    "a choice more": ({"oneOf": [TEXT]}, {"oneOf": [TEXT, WHOLE]}, C, B),
    "a choice less": ({"anyOf": [TEXT, WHOLE]}, {"anyOf": [TEXT]}, B, C),
    "a choice in place of one": (TEXT, {"anyOf": [WHOLE, TEXT]}, C, B),
    "choices in other order": (
        *({"oneOf": [TEXT, WHOLE]}, {"oneOf": [WHOLE, TEXT]}),
        *(None, None),
    ),
    "a choice of types": ({"anyOf": [TEXT, WHOLE]}, {"type": "string"}, B, C),
    "parts in place of a whole": (
        *(
            thing("a", closed=False, a=TEXT),
            {"allOf": [thing(closed=False, a=TEXT), {"required": ["a"]}]},
        ),
        *(None, None),
    ),
    "one part more": (
        *({"allOf": [thing(closed=False, a=TEXT)]},),
        {"allOf": [thing(closed=False, a=TEXT), {"required": ["a"]}]},
        *(B, C),
    ),
    "a negation": (TEXT, {**TEXT, "not": {"const": "a"}}, B, C),
    "a recursive schema": (TREE, {**TREE, "required": ["name", "below"]}, B, C),
}
"""Old and new, and what the change is to what clients send, and to what they get."""

EITHER = {"required": ["b"]}, {"required": ["c"]}
CHOICE = {**thing("a", closed=False, a=TEXT), "oneOf": [*EITHER]}
CAT, DOG = ({"const": one} for one in ("cat", "dog"))
PETS = {"oneOf": [thing("kind", kind=CAT, age=NUMBER), thing("kind", kind=DOG)]}
MAP = {"type": "object", "additionalProperties": TEXT}
MARKED = {"type": "object", "patternProperties": {"^x-": TEXT}}
CHOICES: dict[str, tuple[Any, Any, Verdict | None, Verdict | None]] = {
    "a choice beside what holds for all": (CHOICE, {**CHOICE, "title": "T"}, *SAME),
    "more for all of a choice": (CHOICE, {**CHOICE, "required": ["a", "d"]}, B, C),
    "types as a choice": (
        *({"type": ["string", "null"]}, {"anyOf": [TEXT, {"type": "null"}]}),
        *SAME,
    ),
    "a boolean as values": ({"type": "boolean"}, {"enum": [True, False]}, *SAME),
    "one boolean": ({"type": "boolean"}, {"const": True}, B, C),
    "integers as values": (
        *({**WHOLE, "minimum": 1, "maximum": 3}, {"enum": [1, 2, 3]}),
        *SAME,
    ),
    "choices that overlap": (NUMBER, {"oneOf": [NUMBER, WHOLE]}, B, C),
    "any in place of one": (
        *({"oneOf": [NUMBER, WHOLE]}, {"anyOf": [NUMBER, WHOLE]}),
        *(C, B),
    ),
    "a value that no type takes": (
        *({"type": "string", "enum": ["a", None]}, {"enum": ["a"]}),
        *SAME,
    ),
    "a kind less": (PETS, {"oneOf": PETS["oneOf"][:1]}, B, C),
    "a kind more": (
        *(PETS, {"oneOf": [*PETS["oneOf"], thing("kind", kind={"const": "cow"})]}),
        *(C, B),
    ),
    "another type in a kind": (
        *(PETS, {"oneOf": [thing("kind", kind=CAT, age=WHOLE), PETS["oneOf"][1]]}),
        *(B, C),
    ),
    "kinds taken apart": (
        *(thing("kind", kind={"enum": ["cat", "dog"]}),),
        {"oneOf": [thing("kind", kind=CAT), thing("kind", kind=DOG)]},
        *SAME,
    ),
    "an open kind more": (
        {"oneOf": [thing("a", closed=False, a=TEXT)]},
        {"oneOf": [thing(one, closed=False, **{one: TEXT}) for one in ("a", "b")]},
        *(C, B),
    ),
    "parts that share a property": (
        {
            "allOf": [
                thing(closed=False, a=TEXT),
                thing(closed=False, a={"maxLength": 3}),
            ]
        },
        thing(closed=False, a={**TEXT, "maxLength": 3}),
        *SAME,
    ),
    "a shorter text in a part": (
        {
            "allOf": [
                thing(closed=False, a=TEXT),
                thing(closed=False, a={"maxLength": 5}),
            ]
        },
        thing(closed=False, a={**TEXT, "maxLength": 3}),
        *(B, C),
    ),
    "as many properties as are required": (
        *(thing("a", "b", a=TEXT, b=TEXT),),
        {**thing("a", "b", a=TEXT, b=TEXT), "minProperties": 2},
        *SAME,
    ),
    "as many items as have a place": (
        thing("a", a=pair(TEXT, TEXT)),
        thing("a", a={**pair(TEXT, TEXT), "maxItems": 2}),
        *SAME,
    ),
    "a length that a format keeps": (
        *({**TEXT, "format": "uuid"}, {**TEXT, "format": "uuid", "maxLength": 64}),
        *(R, C),
    ),
    "a format that nobody checks": (TEXT, {**TEXT, "format": "phone"}, R, C),
    "a wider format": (
        *({**TEXT, "format": "email"}, {**TEXT, "format": "idn-email"}),
        *(C, B),
    ),
    "a longer integer": (
        *({**WHOLE, "format": "int32"}, {**WHOLE, "format": "int64"}),
        *(C, R),
    ),
    "a name of a map": (MAP, {**MAP, "properties": {"a": WHOLE}}, B, B),
    "a map of another type": (MAP, {**MAP, "additionalProperties": WHOLE}, B, B),
    "no names of a pattern": (
        {**MARKED, "additionalProperties": False},
        *(thing(a=TEXT), B, B),
    ),
    "multiples of one": ({**NUMBER, "multipleOf": 1}, WHOLE, *SAME),
    "the same negation": (
        *({**TEXT, "not": {"const": "a"}}, {"not": {"const": "a"}, **TEXT}),
        *SAME,
    ),
    "a property that needs another": (
        *(thing(a=TEXT, b=TEXT),),
        {**thing(a=TEXT, b=TEXT), "dependentRequired": {"a": ["b"]}},
        *(B, C),
    ),
    "a text among items": (
        *({"type": "array"}, {"type": "array", "contains": TEXT}),
        *(B, C),
    ),
    "short names": (
        *(MAP, {**MAP, "propertyNames": {"maxLength": 3}}),
        *(B, C),
    ),
    "a constant object": ({"const": {"a": 1}}, thing("a", a=WHOLE), C, B),
    "a list that must be empty": (many(TEXT, maxItems=0), many(WHOLE), C, B),
    "a recursive choice": (
        {"anyOf": [TEXT, many({"$ref": "#/components/schemas/Payload"})]},
        {"anyOf": [WHOLE, TEXT, many({"$ref": "#/components/schemas/Payload"})]},
        *(C, B),
    ),
}
"""As above, where one keyword alone does not tell."""
SCHEMAS.update(CHOICES)
TELLING = {
    "no names of a pattern": [{"x-a": "b"}],
    "a property that needs another": [{"a": "b"}],
}
"""Values to try that the sampler does not think of."""


def document(payload: Any, action: str = "receive", **message: Any) -> dict[str, Any]:
    said = {"name": "say", "payload": {"$ref": "#/components/schemas/Payload"}}
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Chat", "version": "1.2.3"},
        "channels": {
            "chat": {"address": "/chat", "messages": {"say": {**said, **message}}}
        },
        "operations": {
            "say": {"action": action, "channel": {"$ref": "#/channels/chat"}}
        },
        "components": {"schemas": {"Payload": payload}},
    }


def read(folder: Path, name: str, made: Any) -> Api:
    path = folder / name
    path.write_text(json.dumps(made))
    api = understand(path).value
    assert api is not None
    return api


def worst(changes: list[Change]) -> Verdict | None:
    return changes[0].verdict if changes else None


@pytest.mark.parametrize("name", SCHEMAS)
@pytest.mark.parametrize("action", ["receive", "send"])
def test_a_schema_that_changes(tmp_path: Path, name: str, action: str) -> None:
    old, new, sent, received = SCHEMAS[name]
    apis = [
        read(tmp_path, f"{index}.json", document(one, action))
        for index, one in enumerate((old, new))
    ]
    changes = compare(*apis)
    expected = sent if action == "receive" else received
    assert worst(changes) is expected, changes
    judged = R if "open" in name else expected  # nobody means those values
    first, second = apis if action == "receive" else apis[::-1]
    check_agreement(first, second, judged, TELLING.get(name, ()))


def check_agreement(
    first: Api, second: Api, verdict: Verdict | None, telling: Sequence[Any]
) -> None:
    """Values that the first document accepts, as the second one takes them."""
    [argument] = first.namespaces[0].events[0].arguments
    [other] = second.namespaces[0].events[0].arguments
    mine, theirs = Sampler(first.schemas), Sampler(second.schemas)
    tried = [*mine.good((argument,), (), 100).listed]
    if valid := theirs.arguments((other,), ()):
        tried += theirs.broken((other,), valid, 400).listed
    values: list[Any] = [one.arguments[0] for one in tried if one.arguments]
    values += telling
    before, after = Oracle(first.schemas), Oracle(second.schemas)
    accepted = [one for one in values if before.accepts(argument.schema, one)]
    refused = [one for one in accepted if not after.accepts(other.schema, one)]
    assert accepted
    if verdict is B:
        assert refused
    elif verdict is not R:
        assert not refused


BASE = """
asyncapi: 3.0.0
info: {title: Shop, version: 1.4.2}
servers:
  main:
    host: shop.example
    protocol: wss
    pathname: /socket.io
    x-socketio: {transports: [websocket, polling]}
channels:
  shop:
    address: /shop
    x-socketio: {rooms: {order: {name: 'order-{id}', parameters: {id: {type: string}}}}}
    messages:
      buy: {name: buy, payload: {$ref: '#/components/schemas/Buy'}}
      bought: {name: bought, payload: {type: string}}
      soldOut: {name: soldOut, payload: {type: string}, x-socketio: {error: true}}
      news: {name: news, payload: {type: string}}
      ask: {name: ask, payload: {type: string}}
      answer: {name: answer, payload: {type: string}}
      two: {name: two, payload: [PAIR]}
  chat: {address: /chat, messages: {say: {name: say, payload: {type: string}}}}
operations:
  buy:
    action: receive
    channel: {$ref: '#/channels/shop'}
    messages: [{$ref: '#/channels/shop/messages/buy'}]
    reply: {messages: [{$ref: '#/channels/shop/messages/bought'}]}
    x-socketio: {joins: [order], timeout: 5}
  news:
    action: send
    channel: {$ref: '#/channels/shop'}
    messages: [{$ref: '#/channels/shop/messages/news'}]
  ask:
    action: send
    channel: {$ref: '#/channels/shop'}
    messages: [{$ref: '#/channels/shop/messages/ask'}]
    reply: {messages: [{$ref: '#/channels/shop/messages/answer'}]}
  two:
    action: receive
    channel: {$ref: '#/channels/shop'}
    messages: [{$ref: '#/channels/shop/messages/two'}]
    x-socketio: {ordered: true}
  say:
    action: receive
    channel: {$ref: '#/channels/chat'}
components:
  schemas:
    Buy: {type: object, required: [id], properties: {id: {type: string}}}
    Pair: {type: array, prefixItems: [{type: string}, {type: integer}], items: false}
  securitySchemes:
    token: {type: http, scheme: bearer}
    key: {type: httpApiKey, in: query, name: key}
""".replace("[PAIR]", "{$ref: '#/components/schemas/Pair'}")
NEWS = "    messages: [{$ref: '#/channels/shop/messages/news'}]\n"
CHANGES: dict[str, tuple[str, str, Verdict, Verdict, str]] = {
    "a namespace": ("address: /chat,", "address: /talk,", B, B, "/chat is gone"),
    "an event": (
        "{name: say,",
        "{name: tell,",
        B,
        B,
        "`say` (client → server) is gone",
    ),
    "the engine path": ("/socket.io\n", "/live\n", B, B, "the engine path /live"),
    "a transport less": (", polling]", "]", B, C, "does not take polling any more"),
    "an address": ("shop.example", "buy.example", R, R, "is at wss://buy.example"),
    "no acknowledgement": (
        "    reply: {messages: [{$ref: '#/channels/shop/messages/bought'}]}\n",
        *("", B, C, "`buy` has no acknowledgement any more"),
    ),
    "no answer": (
        "    reply: {messages: [{$ref: '#/channels/shop/messages/answer'}]}\n",
        *("", C, B, "`ask` has no acknowledgement any more"),
    ),
    "another answer": (
        *("{name: answer, payload: {type: string}}",),
        *("{name: answer, payload: {type: integer}}", B, B, "`ask`"),
    ),
    "a declared error": (
        "messages: [{$ref: '#/channels/shop/messages/bought'}]",
        "messages: [{$ref: '#/channels/shop/messages/bought'}, "
        "{$ref: '#/channels/shop/messages/soldOut'}]",
        *(R, C, "`buy` may answer with the error `soldOut`"),
    ),
    "the other direction": (
        f"    action: send\n    channel: {{$ref: '#/channels/shop'}}\n{NEWS}",
        f"    action: receive\n    channel: {{$ref: '#/channels/shop'}}\n{NEWS}",
        *(B, B, "`news` goes in the other direction"),
    ),
    "only for a room": (
        *(NEWS, f"{NEWS}    x-socketio: {{rooms: [order]}}\n"),
        *(B, R, "`news` reaches only clients in the room order"),
    ),
    "no room is joined": (
        *("joins: [order], ", ""),
        *(B, R, "`buy` no longer lets its sender enter the room order"),
    ),
    "a longer timeout": ("timeout: 5", "timeout: 9", R, C, "it was 5 s, it is 9 s"),
    "a shorter time to answer": (
        "messages: [{$ref: '#/channels/shop/messages/ask'}]\n",
        "messages: [{$ref: '#/channels/shop/messages/ask'}]\n"
        "    x-socketio: {timeout: 3}\n",
        *(R, C, "the answer to `ask` has less time"),
    ),
    "an event of the server": (
        "  say:\n    action: receive\n",
        "  hear:\n    action: send\n    channel: {$ref: '#/channels/chat'}\n"
        "  say:\n    action: receive\n",
        *(C, B, "`say` (server → client) is new"),
    ),
    "a question of the server": (
        "  say:\n    action: receive\n",
        "  hear:\n    action: send\n    channel: {$ref: '#/channels/shop'}\n"
        "    messages: [{$ref: '#/channels/shop/messages/soldOut'}]\n"
        "    reply: {messages: [{$ref: '#/channels/shop/messages/answer'}]}\n"
        "  say:\n    action: receive\n",
        *(R, B, "the server waits for an answer that no client gives"),
    ),
    "a query": (
        "    address: /shop\n",
        "    address: /shop\n    bindings: {ws: {query: {type: object, "
        "required: [v], properties: {v: {type: string}}}}}\n",
        *(B, C, "/shop asks for `query` of a schema"),
    ),
    "a query that may be left out": (
        "    address: /shop\n",
        "    address: /shop\n    bindings: {ws: {query: {type: object, "
        "properties: {v: {type: string}}}}}\n",
        *(C, C, "/shop asks for `query` of a schema"),
    ),
    "no order": ("ordered: true", "ordered: false", R, C, "in another order"),
    "a third argument": (
        "{type: integer}], items",
        "{type: integer}, {type: integer}], items",
        *(B, B, "`two`"),
    ),
    "credentials": (
        "  say:\n    action: receive\n",
        "  say:\n    action: receive\n    security: [{$ref: "
        "'#/components/securitySchemes/token'}]\n",
        *(B, C, "/chat was open, and asks for credentials"),
    ),
}
"""What takes the place of what, the verdicts there and back, and what is said."""


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    (tmp_path / "old.yaml").write_text(BASE)
    return tmp_path


def called(*words: object) -> Result:
    return CliRunner().invoke(sockgen, ["diff", *map(str, words), "--no-config"])


@pytest.mark.parametrize("name", CHANGES)
def test_a_document_that_changes(folder: Path, name: str) -> None:
    before, after, there, back, said = CHANGES[name]
    assert before in BASE
    (folder / "new.yaml").write_text(BASE.replace(before, after, 1))
    old, new = (understand(folder / f"{one}.yaml") for one in ("old", "new"))
    assert old.value is not None, old.diagnostics
    assert new.value is not None, new.diagnostics
    changes = compare(old.value, new.value)
    assert worst(changes) is there, changes
    assert said in changes[0].message
    again = compare(new.value, old.value)
    assert worst(again) is back or not again, again


def test_a_room_is_the_same_by_its_key_or_by_its_name(folder: Path) -> None:
    """No client sees the key of a room, and none its name."""
    other_key = BASE.replace("{order:", "{way:").replace("[order]", "[way]")
    for new in (other_key, BASE.replace("order-{id}", "parcel-{id}")):
        assert new != BASE
        (folder / "new.yaml").write_text(new)
        done = called(folder / "old.yaml", folder / "new.yaml")
        assert (done.exit_code, done.output) == (0, "nothing has changed on the wire\n")


def test_it_says_where_and_why(folder: Path) -> None:
    new = BASE.replace("required: [id]", "required: [id, name]").replace(
        "{id: {type: string}}}\n    Pair",
        "{id: {type: string}, name: {type: string}}}\n    Pair",
    )
    (folder / "new.yaml").write_text(new)
    done = called(folder / "old.yaml", folder / "new.yaml")
    assert done.exit_code == 1
    assert "breaking /shop: `buy`: `Buy.name`: it is required\n" in done.output
    lines = [one for one in done.output.splitlines() if "→" in one]
    assert lines[0].endswith(f"{folder}/new.yaml:49")
    assert "1 breaking; after 1.4.2 this is 2.0.0 at least, not 1.4.2" in done.output


def test_a_program_and_a_pull_request_are_told_the_same(folder: Path) -> None:
    (folder / "new.yaml").write_text(BASE.replace("/chat,", "/a|<b>,"))
    files = folder / "old.yaml", folder / "new.yaml"
    made = json.loads(called(*files, "--format", "json").stdout)
    assert made["suggested"] == "2.0.0"
    assert [one["verdict"] for one in made["changes"]] == ["breaking", "compatible"]
    assert made["changes"][0]["old"]["line"] == 22
    table = called(*files, "--format", "markdown").stdout
    assert "| compatible | /a\\|&lt;b> | the namespace /a\\|&lt;b> is new |" in table


def test_nothing_that_changes_breaks_nothing(folder: Path) -> None:
    done = called(folder / "old.yaml", folder / "old.yaml")
    assert (done.exit_code, done.output) == (0, "nothing has changed on the wire\n")


def test_a_document_in_a_revision(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    (folder / "specs").mkdir()
    spec = folder / "specs/shop.yaml"
    spec.write_text(
        BASE.replace("{$ref: '#/components/schemas/Buy'}", "{$ref: 'buy.yaml'}")
    )
    buy = "{type: object, required: [id], properties: {id: {type: string}}}\n"
    (folder / "specs/buy.yaml").write_text(buy)
    committed(folder)
    (folder / "specs/buy.yaml").write_text(buy.replace("[id]", "[id, at]"))
    done = called("main:specs/shop.yaml", "specs/shop.yaml")
    assert done.exit_code == 1, done.output
    assert "specs/buy.yaml:1" in done.output
    for wrong, said in {
        "none:specs/shop.yaml": "Git says",
        "main:specs/none.yaml": "main has no file specs/none.yaml",
        "none.yaml": "There is no file none.yaml",
    }.items():
        done = called(wrong, spec)
        assert done.exit_code == 2
        assert said in done.output


def test_all_documents_since_a_revision(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (folder / "old.yaml").read_text()
    (folder / "specs").mkdir()
    for name in ("shop", "bar"):
        (folder / f"specs/{name}.yaml").write_text(text)
    committed(folder)
    specs = ["specs/shop.yaml", "specs/bar.yaml", "specs/new.yaml"]
    tables = "".join(f"[[spec]]\npath = '{one}'\n" for one in specs)
    (folder / "sockgen.toml").write_text(tables)
    (folder / "specs/new.yaml").write_text(text)
    (folder / "specs/bar.yaml").write_text(text.replace("name: buy", "name: get"))
    monkeypatch.chdir(folder / "specs")

    def since(*words: str) -> Result:
        return CliRunner().invoke(sockgen, ["diff", *words])

    done = since("main")
    assert done.exit_code == 1, done.output
    assert "new.yaml is new: main does not have it" in done.stderr
    assert done.stdout.startswith("nothing has changed on the wire\n\nbreaking ")
    assert "main:specs/bar.yaml:" in done.stdout
    told = since("main", "--format", "json")
    assert [bool(x["changes"]) for x in json.loads(told.stdout)] == [False, True]
    for wrong, said in {
        "nix": "Git knows no revision nix",
        "shop.yaml": "Missing argument 'NEW'",
        "main:specs/shop.yaml": "Missing argument 'NEW'",
        "--": "Missing argument 'OLD'",
    }.items():
        done = since(wrong)
        assert done.exit_code == 2
        assert said in done.output


def test_changes_stand_beside_their_lines(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = folder / "new.yaml"
    text = (folder / "old.yaml").read_text()
    new.write_text(text.replace("name: buy", "name: get"))
    monkeypatch.setenv("GITHUB_WORKSPACE", str(folder))
    monkeypatch.chdir(folder.parent)
    done = called(folder / "old.yaml", new, "--format", "github")
    assert done.exit_code == 1, done.output
    *commands, summary = done.output.splitlines()
    gone, added = sorted(commands)
    assert gone.startswith("::error title=breaking since 1.4.2::")
    assert added.startswith("::notice file=new.yaml,line=")
    assert summary.startswith("1 breaking, 1 compatible")


def committed(folder: Path) -> None:
    for words in (
        *(["init", "-q", "-b", "main"], ["add", "."]),
        ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "One."],
    ):
        subprocess.run(["git", *words], cwd=folder, check=True)


def test_a_revision_is_read_as_git_has_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Paths from the top, what is not exported, links, and references outside."""
    (folder / "old.yaml").unlink()
    (folder / "specs").mkdir()
    (folder / "specs/shop.yaml").write_text(
        json.dumps(document({"$ref": "../buy.yaml"}))
    )
    (folder / "buy.yaml").write_text("{type: object, required: [id]}\n")
    (folder / ".gitattributes").write_text("*.yaml export-ignore\n")
    (folder / "specs/outside").symlink_to("/etc")
    committed(folder)
    (folder / "buy.yaml").write_text("{type: object, required: [id, at]}\n")
    monkeypatch.chdir(folder / "specs")
    for name in ("main:specs/shop.yaml", "main:./shop.yaml"):
        done = called(name, "shop.yaml", "--allow-refs-outside")
        assert done.exit_code == 1, done.output
        assert ".at`: it is required" in done.output


def test_a_revision_is_read_with_the_options_of_its_document(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "old.yaml").write_text(json.dumps(document(TEXT)))
    (folder / "sockgen.toml").write_text(
        '[[spec]]\npath = "old.yaml"\nperspective = "client"\n'
    )
    committed(folder)
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(sockgen, ["diff", "main:old.yaml", "old.yaml"])
    assert (done.exit_code, done.output) == (0, "nothing has changed on the wire\n")


def test_a_document_that_is_wrong_is_not_compared(folder: Path) -> None:
    (folder / "new.yaml").write_text("asyncapi: 3.0.0\n")
    done = called(folder / "old.yaml", folder / "new.yaml")
    assert done.exit_code == 2
    assert "`info`" in done.output


@pytest.mark.parametrize(
    ("version", "verdicts", "suggestion"),
    [
        ("1.2.3", [C, B], "2.0.0"),
        ("1.2.3", [R], "1.3.0"),
        ("1.2.3", [], "1.2.3"),
        ("0.2.3", [B], "0.3.0"),
        ("0.2.3", [C], "0.2.4"),
        ("1.2", [B], None),
        ("1.2.3-rc.1", [C], "1.3.0"),
        ("1.2.3-rc.1", [B], "2.0.0"),
        ("1.2.0-rc.1", [R], "1.2.0"),
        ("2.0.0-rc.1", [B], "2.0.0"),
        ("2.0.0-rc.1+5", [C], "2.0.0"),
        ("2.0.0-rc.1", [], "2.0.0-rc.1"),
        ("0.3.0-beta", [B], "0.3.0"),
        ("0.3.1-beta", [C], "0.3.1"),
        ("1.2.3+build-7", [C], "1.3.0"),
        ("0.0.3", [B], "0.1.0"),
        ("10.9.8", [B], "11.0.0"),
    ],
)
def test_a_version_is_suggested(
    version: str, verdicts: list[Verdict], suggestion: str | None
) -> None:
    assert suggested(version, [Change(one, "") for one in verdicts]) == suggestion


def test_a_large_document_is_compared_with_itself() -> None:
    api = understand(PET_STORE).value
    assert api is not None
    assert compare(api, api) == []
