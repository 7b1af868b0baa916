"""The options of the contract tests, and what they say of a server."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Literal
from xml.etree import ElementTree

import pytest
from tests.building import ROOT, run
from tests.faulty.shop import Shop
from tests.faulty.trial import TESTS, served

from petstore import contract
from petstore._runtime.events import CallEvent, Direction
from petstore._runtime.wire import Value, Values
from petstore._testing.defects import Untried
from petstore._testing.judging import Verdict, judged
from petstore._testing.login import Login, Presented
from petstore._testing.options import Misuse, Options, read_given, read_values
from petstore._testing.packets import Packet, put_back, read
from petstore._testing.sentences import why_no_ack

ORDER = contract.ORDERS_RECEIVE_ORDER
TRACK = contract.ORDERS_RECEIVE_TRACK_ORDER


def suite(tests: str, *options: str) -> str:
    """What pytest prints of some tests."""
    paths = [ROOT, ROOT / "generated" / "petstore", ROOT / "generator"]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths))}
    common = ["-q", "-rsf", "--tb=short", "-p", "no:cacheprovider"]
    return run(["pytest", str(TESTS / tests), *common, *options], ROOT, env).stdout


def test_the_package_does_not_import_its_tests() -> None:
    code = "import sys, petstore.client, petstore.server, petstore.async_server; " + (
        "print([x for x in sys.modules if '_testing' in x or x == 'pytest'])"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT / "generated" / "petstore")}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=env, capture_output=True, check=False)
    assert done.stdout.strip() == b"[]", done.stderr


@pytest.mark.parametrize("app", ["asgi", "wsgi"])
def test_an_application_is_started(app: str) -> None:
    said = suite(
        "test_petstore_chat.py",
        "--app",
        f"tests.faulty.applications:{app}",
        "-k",
        "message_is_acknow",
    )
    assert "passed" in said, said
    assert "failed" not in said, said


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--app", "no_such_module:app"], "--app no_such_module:app cannot be loaded"),
        (["--app", "a:b", "--url", "http://x"], "give one of them"),
        (["--auth", "{"], "--auth cannot be read as JSON"),
        (["--header", "nonsense"], "--header wants 'Name: value'"),
        (["--values", "nowhere.yaml"], "--values nowhere.yaml cannot be read"),
        (["--timeout", "soon"], "--timeout wants seconds"),
    ],
)
def test_an_option_that_cannot_be_understood_ends_the_run(
    options: list[str], told: str
) -> None:
    assert told in suite("test_petstore_root.py", *options)


def test_what_is_left_out_is_listed_with_the_reason(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    with served(Shop()) as url:
        said = suite(
            "test_petstore_chat.py",
            *("--url", url, "--exclude", "/chat message", "--transport", "polling"),
            *("--junit-xml", str(report)),
        )
    assert "left out by --exclude /chat message" in said
    cases = ElementTree.parse(report).getroot().iter("testcase")
    told = [
        {str(x.get("name")): str(x.get("value")) for x in one.iter("property")}
        for one in cases
    ]
    assert {one["transport"] for one in told} == {"polling"}
    assert {one["event"] for one in told} >= {"message", "photo", "typing"}
    assert any(one["case"] == "a malformed `jwt`" for one in told)


class Chatty(Shop):
    """A correct server that has something to say all the time."""

    async def welcome(self, namespace: str, sid: str) -> None:
        if namespace == "/chat" and not hasattr(self, "talking"):
            self.talking = asyncio.create_task(self.talk())
        await super().welcome(namespace, sid)

    async def talk(self) -> None:
        while True:
            self.messages += 1
            await self.post("", self.posted({"text": "still here"}))
            await asyncio.sleep(0.003)


def test_what_comes_anyway_is_no_effect_of_what_was_refused() -> None:
    with served(Chatty()) as url:
        options = ("--url", url, "--transport", "websocket", "-k", "message")
        said = suite("test_petstore_chat.py", *options)
    assert " passed" in said
    assert "failed" not in said, said


def test_nothing_is_told_of_a_server_that_is_not_there() -> None:
    said = suite("test_petstore_root.py", "--url", "http://127.0.0.1:9")
    assert "no connection to / over websocket" in said
    assert "an earlier test failed over it" in said


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ((), "has 0 values where the document wants 1"),
        ((None,), "is null where the document wants an object"),
        (("[1]",), "is a JSON string where the document wants an object"),
        (([{}],), "is an array"),
        (({"success": True, "order_id": "1"},), "(there is `order_id`)"),
        (({"success": False, "reason": "lazy"},), "has `reason` that is a string"),
        (({"success": True, "orderId": ""},), "must have at least 1 character"),
        (({"success": True, "orderId": 7},), "`orderId` that is an integer, 7, where"),
    ],
)
def test_a_sentence_tells_what_is_wrong_with_an_acknowledgement(
    values: tuple[object, ...], sentence: str
) -> None:
    assert sentence in why_no_ack(ORDER, values)


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        (({"success": True, "orderId": "1"},), Verdict.SUCCESS),
        (({"success": False, "reason": "sold-out"},), Verdict.ERROR),
        (({"type": "urn:sockgen:problem:refused"},), Verdict.PROBLEM),
        (("no",), Verdict.UNDECLARED),
    ],
)
def test_an_acknowledgement_is_judged(
    values: tuple[object, ...], verdict: Verdict
) -> None:
    assert judged(ORDER, values) is verdict


@pytest.mark.parametrize(
    "answer", [{"error": "no"}, {"ok": False}, {"status": 422}, {"status": "error"}]
)
def test_a_valid_acknowledgement_may_say_that_it_is_an_error(
    answer: dict[str, object],
) -> None:
    values = ({"watching": False, "stock": 0, **answer},)
    assert judged(contract.INVENTORY_RECEIVE_WATCH, values) is Verdict.ERROR


def test_values_that_exist_are_put_into_cases(tmp_path: Path) -> None:
    path = tmp_path / "values.yaml"
    path.write_text("/orders: {track-order: {/0/orderId: real-1}}", encoding="utf-8")
    options = Options(values=read_values(str(path)))
    assert options.real(TRACK, ({"orderId": "order-1001"},)) == ({"orderId": "real-1"},)
    broken = ({"orderId": 7},)
    assert options.real(TRACK, broken) == broken, "it would be broken no more"
    assert options.real(TRACK, ({},)) == ({},)


def test_values_must_be_a_table(tmp_path: Path) -> None:
    path = tmp_path / "values.yaml"
    path.write_text("/orders: [1]", encoding="utf-8")
    with pytest.raises(Misuse, match="namespace: event: pointer: value"):
        read_values(str(path))


def test_credentials_are_read_from_options(tmp_path: Path) -> None:
    path = tmp_path / "auth.json"
    path.write_text('{"token": "real"}', encoding="utf-8")
    given = read_given(f"@{path}", ["X-Key: a: b"])
    assert given is not None
    assert (given.auth, given.headers) == ({"token": "real"}, {"X-Key": "a: b"})


@pytest.mark.parametrize(
    "packet",
    [
        Packet(2, "/", ["a", 1], 7),
        Packet(2, "/x", ["a", {"b": [b"12", {"c": b"3"}]}]),
        Packet(3, "/x", [b"1"], 12),
        Packet(0, "/x", {"token": "1,2"}),
        Packet(1, "/"),
        Packet(2, "/", [1, "no id"]),
    ],
)
def test_packets_are_read_as_they_were_written(packet: Packet) -> None:
    text, *attachments = packet.frames()
    found = read(str(text))
    assert found.missing == len(attachments)
    binary = [one for one in attachments if isinstance(one, bytes)]
    assert put_back(found.data, binary) == packet.data
    assert (found.type, found.namespace, found.id) == (
        packet.type,
        packet.namespace,
        packet.id,
    )


def test_what_cannot_be_tried_is_no_defect() -> None:
    assert not issubclass(Untried, AssertionError)


def test_an_auth_that_is_wrong_has_the_right_secret() -> None:
    """Otherwise it is refused for another reason than the one that is tried."""
    given = Login("example", given=Presented({"token": "real", "room": 1}))
    wrong = {"token": "example", "device": 7}
    assert given.given_in(contract.ORDERS, wrong) == {"token": "real", "device": 7}
    assert given.given_in(contract.ORDERS, {"token": 7}) == {"token": 7}
    assert given.given_in(contract.ORDERS, "example") == "example"
    assert Login("example").given_in(contract.ORDERS, wrong) == wrong


def test_who_gave_no_credentials_is_told_how() -> None:
    assert "--auth" in Login("example").advice(contract.ORDERS)
    assert Login("example").advice(contract.ROOT) == ""
    given = Login("example", given=Presented({"token": "real"}))
    assert given.advice(contract.ORDERS) == ""


def test_values_that_are_bundled_are_told_from_those_that_are_wrong() -> None:
    held = {"reservationId": "hold-5", "petId": "pet-7", "quantity": 2}
    held["until"] = "2026-11-02T10:00:00Z"
    reserve = contract.INVENTORY_RECEIVE_RESERVE
    assert why_no_ack(reserve, ([held, 2],)) == (
        "is one array of 2 values, where the document wants each of them to be a value "
        "of its own"
    )
    assert "one array" not in why_no_ack(reserve, ([held, -1],))
    counted = CallEvent[Any](
        name="count",
        namespace="/x",
        direction=Direction.CLIENT_TO_SERVER,
        arguments=Values(),
        ack=Values(Value("all", list[int])),
    )
    told = "has 2 values, where the document wants one array of them"
    assert why_no_ack(counted, (1, 2)) == told
    assert "one array" not in why_no_ack(counted, (1, "x"))


def test_what_leaves_a_room_is_tested_last() -> None:
    """Who has left it hears nothing there, and what is sent is seldom accepted."""
    text = (TESTS / "test_petstore_inventory.py").read_text(encoding="utf-8")
    assert text.index("def test_unwatch_") > text.rindex("def test_reserve_")
    spec = (ROOT / "specs" / "petstore.yaml").read_text(encoding="utf-8")
    assert spec.index("  unwatchPet:") < spec.index("  reservePet:")


def test_a_hint_fits_what_is_wanted() -> None:
    listed = ([{"until": "tomorrow"}],)
    reserve = contract.INVENTORY_RECEIVE_RESERVE
    told = "has 1 value where the document wants 2"
    assert why_no_ack(reserve, listed) == told
    row = CallEvent[Any](
        name="row",
        namespace="/x",
        direction=Direction.CLIENT_TO_SERVER,
        arguments=Values(),
        ack=Values(Value("row", list[int]), Value("last", Literal[True])),
        errors=contract.ORDERS_RECEIVE_ORDER.errors,
    )
    told = 'has a value 1 that is a string, "42", where the document wants an array'
    assert why_no_ack(row, ("42", True)) == told
    assert why_no_ack(row, ([4], "x")).endswith("where the document wants true")
    told = "has 1 value where the document wants 2"
    assert why_no_ack(row, (7,)) == told
    assert why_no_ack(row, ({"ready": 1, "seated": 2},)) == told
    assert why_no_ack(row, (True,)) == told
