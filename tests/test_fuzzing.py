"""Sequences of events: how they are drawn, made short, told, and that they are true."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from typing import Annotated, Any

import pytest
from pydantic import StringConstraints
from tests.building import ROOT
from tests.faulty.faults import FAULTS
from tests.faulty.trial import TESTS, served
from tests.test_contract_tests import suite

from petstore import contract
from petstore._runtime.checks import as_object
from petstore._runtime.errors import InvalidPayload
from petstore._runtime.events import Direction, Event
from petstore._runtime.wire import Value, Values
from petstore._testing.defects import Defect
from petstore._testing.echoes import Memory
from petstore._testing.searching import Search, courses
from petstore._testing.steps import Course, Renew, Send, Utter

ORDER = contract.ORDERS_RECEIVE_ORDER
TRACK = contract.ORDERS_RECEIVE_TRACK_ORDER
KNOWN: dict[Any, Any] = {
    ORDER: [
        ({"petId": "pet-7", "quantity": 1, "note": "Please ring twice."},),
        ({"petId": "pet-7", "quantity": 1},),
    ],
    TRACK: [({"orderId": "order-1"},)],
}
DRAWN = courses(KNOWN, frozenset({"order", "track-order"}), ["polling", "websocket"])


def orders(course: Course) -> list[Send]:
    return [x for x in course.steps if isinstance(x, Send) and x.event is ORDER]


def searched(
    tried: Callable[[Course], None], many: int = 300, start: int = 0
) -> Defect | None:
    try:
        Search(tried, many, start).ends(DRAWN)
    except Defect as defect:
        return defect
    return None


def seen(many: int, start: int = 0) -> list[Course]:
    found: list[Course] = []
    assert searched(found.append, many, start) is None
    return found


def valid(step: Send) -> bool:
    try:
        step.event.arguments.decode(step.wire)
    except InvalidPayload:
        return False
    return True


def test_the_same_number_gives_the_same_sequences() -> None:
    first, again, other = ([one.key for one in seen(30, start)] for start in (1, 1, 2))
    assert first == again
    assert first != other


def test_all_kinds_of_steps_and_of_arguments_are_drawn() -> None:
    drawn = seen(200)
    steps = [step for course in drawn for step in course.steps]
    kinds = Counter(map(type, steps))
    assert min(kinds[one] for one in (Send, Utter, Renew)) > 20
    sent = [step for step in steps if isinstance(step, Send)]
    good = sum(map(valid, sent))
    assert len(sent) / 4 < good < len(sent) * 5 / 6
    assert {one.client for one in sent} == {0, 1, 2}
    assert {len(one.wire) for one in sent} >= {0, 1, 2}
    assert {one for course in drawn for one in course.transports} == {
        "polling",
        "websocket",
    }
    written = [json.dumps(one.wire, allow_nan=False) for one in sent]
    assert len(set(written)) > 50


def test_a_failure_has_no_step_that_it_does_not_need() -> None:
    def tried(course: Course) -> None:
        if len(orders(course)) >= 3:
            raise Defect(str(len(course.steps)), repr(orders(course)[0].wire))

    defect = searched(tried)
    assert defect is not None
    assert defect.sentence == "3"
    assert defect.script == repr(KNOWN[ORDER][1]), "the shortest that is known"


def test_many_sequences_are_of_good_events_alone() -> None:
    """What one event leaves for another is seldom seen if half of them are refused."""
    drawn = seen(200)
    sent = [[x for x in one.steps if isinstance(x, Send)] for one in drawn]
    long = [one for one in sent if len(one) >= 4]
    good = [one for one in long if all(map(valid, one))]
    assert len(good) > len(long) / 5
    again = [one for one in good if any(step.echoes for step in one)]
    assert len(again) > len(good) / 2


def test_a_text_with_a_number_is_drawn_with_another_one() -> None:
    """What has it may not be there, and is nothing that breaks a pattern."""
    tracked = {
        str((as_object(step.wire[0]) or {})["orderId"])
        for course in seen(300)
        for step in course.steps
        if isinstance(step, Send) and step.event is TRACK and valid(step)
    }
    numbered = [one for one in tracked if re.fullmatch(r"order-[0-9]+", one)]
    assert len(numbered) > 2, tracked


def told_by(answer: object, name: str, wire: tuple[Any, ...]) -> str:
    """The arguments of an event, after an answer in which something was made."""
    event: Event = Event(
        name="take",
        namespace="/x",
        direction=Direction.CLIENT_TO_SERVER,
        arguments=Values(Value(name, dict if wire != ("J12",) else Code)),
    )
    memory = Memory()
    memory.learn((answer,), Values(Value("made", object)), "answer1")
    return repr(memory.said_again(event, wire))


Code = Annotated[str, StringConstraints(pattern="^J[0-9]{2}$")]
NUMBER = "answer1['lines'][0]['number']"
MADE = {"id": "J77", "lines": [{"number": 9}], "paid": True}


@pytest.mark.parametrize(
    ("answer", "name", "wire", "told"),
    [
        (MADE, "Order", ({"id": "J12"},), "({'id': answer1['id']},)"),
        (MADE, "Order", ({"of": {"Id": "x"}},), "({'of': {'Id': answer1['id']}},)"),
        (MADE, "Order", ({"order": "J12"},), "({'order': answer1['id']},)"),
        (
            MADE,
            "Order",
            ({"number": 1},),
            "({'number': answer1['lines'][0]['number']},)",
        ),
        (MADE, "Order", ({"paid": False},), "({'paid': False},)"),
        (MADE, "Order", ({"note": "twelve"},), "({'note': 'twelve'},)"),
        (MADE, "JobId", ("J12",), "(answer1['id'],)"),
        ({"id": "file-3"}, "id", ("J12",), "('J12',)"),
        ("J77", "made", ("J12",), "(answer1,)"),
    ],
)
def test_what_was_made_is_named_again(
    answer: object, name: str, wire: tuple[Any, ...], told: str
) -> None:
    assert told_by(answer, name, wire) == told


def test_events_of_the_server_are_looked_at_when_sequences_were_tried() -> None:
    said = suite("test_petstore_orders.py", "--fuzz", "1", "--collect-only")
    tests = re.findall(r"::(test_\w+)", said)
    assert tests.index("test_any_sequence_of_events_is_answered") < tests.index(
        "test_order_update_arrives"
    )


def test_what_is_left_of_another_sequence_makes_none_fail() -> None:
    left = 0

    def tried(course: Course) -> None:
        nonlocal left
        if len(orders(course)) >= 2:
            left = 2
        elif left:
            left = 0
            raise Defect("something was left", "")

    defect = searched(tried)
    assert defect is not None
    assert defect.sentence == (
        "something was left, though not each time that it was tried"
    )


def fuzzed(name: str, *options: str) -> tuple[int, str, str]:
    """What is printed of a faulty server, and by the program that shows it again."""
    fault = FAULTS[name]
    paths = [ROOT, ROOT / "generated" / "petstore", ROOT / "generator"]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths))}

    def python(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words],
            env=env,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    with served(fault.make()) as url:
        tests = [str(TESTS / one) for one in fault.tests]
        words = ["-m", "pytest", *tests, "-p", "no:cacheprovider", *fault.options]
        done = python(*words, "--url", url, *options)
        script = re.search(
            r"shows it again:\n\n(.*?\n +asyncio\.run.*?\n)", done.stdout, re.S
        )
        assert script, done.stdout
        program = re.sub("(?m)^    ", "", script[1])
        told = python("-c", program)
    return done.returncode, program, told.stdout + told.stderr


def test_a_failure_comes_with_a_program_that_shows_it_again() -> None:
    code, program, told = fuzzed("orders that were made cannot be tracked")
    assert code == 1
    assert program.count(".call(") == 2, program
    assert "{'orderId': answer1['orderId']}" in program
    first, second, heard = told.splitlines()
    assert "'success': True" in first
    assert "'courier'" in second
    assert "'status'" not in second
    assert heard.startswith("one [['order-update'"), "what the client heard"


def test_two_clients_are_in_the_program_if_it_takes_two() -> None:
    code, program, told = fuzzed("nobody may show a photo after typing", "--timeout=2")
    assert code == 1
    assert "one.emit('typing')" in program
    assert "await two.call(" in program
    assert "DisconnectedError" in told or "TimeoutError" in told


def test_what_somebody_gave_to_get_in_is_not_told() -> None:
    auth = '{"token": "a.json.webtoken"}'
    _, program, _ = fuzzed("no answer to the third order", "--auth", auth)
    assert "auth=AUTH" in program
    assert "webtoken" not in program


@pytest.mark.parametrize("number", ["many", "-1", "1.5"])
def test_how_many_must_be_a_number(number: str) -> None:
    said = suite("test_petstore_chat.py", "--fuzz", number, "-k", "any_sequence")
    assert f"--fuzz wants a number, not '{number}'" in said


def test_nothing_is_fuzzed_that_nobody_asked_for() -> None:
    assert "deselected" in suite("test_petstore_chat.py", "-k", "any_sequence")
