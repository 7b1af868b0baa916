"""The reports of `sockgen test`: what is distinct, and that nothing in them breaks."""

import json
import socket
import threading
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.building import PET_STORE

from sockgen.cli.verdict import to_summary
from sockgen.contract import (
    Ack,
    Api,
    Argument,
    Direction,
    Event,
    JsonObject,
    Namespace,
)
from sockgen.diagnostics import Position, Span
from sockgen.pipeline import understand
from sockgen.testing import (
    Outcome,
    Subject,
    Trial,
    Unreachable,
    Verdict,
    WrongReport,
    probe,
    read_report,
)
from sockgen.testing.defects import Finding, distinct
from sockgen.testing.places import place_of
from sockgen.testing.raised import raised
from sockgen.testing.report_html import to_html
from sockgen.testing.report_json import to_json
from sockgen.testing.report_junit import to_junit
from sockgen.testing.servers import wrong_url

HOSTILE = (
    "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&]]>\x00\x1b[31m"
)
STRANGE = f"{HOSTILE}\ud800\uffff\u202e"


def at(line: int) -> Span:
    return Span("shop.yaml", Position(line, 1), Position(line, 2), "")


UP, DOWN = Direction.CLIENT_TO_SERVER, Direction.SERVER_TO_CLIENT
API = Api(
    "Shop",
    "1.0.0",
    (),
    (
        Namespace(
            "/orders",
            (
                Event("order", UP, (), span=at(10)),
                Event("update", DOWN, (), span=at(20)),
                Event("order", DOWN, (), span=at(30)),
            ),
            span=at(5),
        ),
    ),
    {},
)
ORDER = Subject("tests/test_shop.py::test_order", "is acknowledged", "/orders", "order")


def outcome(
    sentence: str = "",
    verdict: Verdict = Verdict.DEFECT,
    case: str = "least",
    transport: str = "websocket",
    direction: Direction = UP,
    output: str = "",
) -> Outcome:
    subject = replace(ORDER, case=case, transport=transport, direction=direction)
    return Outcome(subject, verdict, 0.25, sentence, output)


def trial(*outcomes: Outcome, api: Api = API, chosen: int = 0) -> Trial:
    started = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
    chosen = chosen or len(outcomes)
    return Trial(api, "shop.yaml", "http://x", started, 1.5, outcomes, chosen)


def lines(one: Trial) -> list[int]:
    return [defect.span.start.line for defect in one.defects if defect.span]


LOG = """\
ERROR    shop:dispatch.py:120 the handler of `buy` on /shop failed
Traceback (most recent call last):
  File "/lib/shop/_runtime/dispatch.py", line 118, in run
    return await self._handled(call)
           ^^^^^^^^^^^^^^^^^^^^^^^^^
  File "HERE/handlers/shop.py", line 7, in on_buy
    raise KeyError(
        found)
KeyError: 'found'
ERROR    shop:dispatch.py:120 something else
Traceback (most recent call last):
  File "/lib/other.py", line 1, in x
ValueError
"""


def test_what_a_server_has_raised_is_told_beside_the_defect() -> None:
    assert raised(LOG.replace("HERE", str(Path.cwd()))) == (
        f"KeyError: 'found' ({Path('handlers/shop.py')}:7)"
    )
    assert (
        raised(LOG.replace("HERE", "/app"))
        == "KeyError: 'found' (/app/handlers/shop.py:7)"
    )
    assert raised("") == raised("Traceback (most recent call last):\n") == ""
    [defect] = distinct([Finding("is wrong"), Finding("is wrong", raised="KeyError")])
    assert defect.raised == "KeyError"
    found = Outcome(Subject("t", "check"), Verdict.DEFECT, 0, "is wrong", LOG)
    summary = to_summary(trial(found), 80, colour=False)
    assert "the server raised KeyError: 'found' (HERE/handlers/shop.py:7)" in summary


def test_the_same_defect_over_both_transports_is_one() -> None:
    sentence = "`order` on /orders over {} (least) was not acknowledged in {} s"
    found = [
        Finding(sentence.format("websocket", 10), "least", "websocket", at(1)),
        Finding(sentence.format("websocket", 1), "least", "websocket", at(1)),
        Finding(sentence.format("polling", 10), "least", "polling", at(1)),
    ]
    [defect] = distinct(found)
    assert defect.sentence == (
        "`order` on /orders over websocket and polling (least) "
        "was not acknowledged in 10 s"
    )
    assert defect.transports == ("websocket", "polling")
    assert (defect.tests, defect.cases) == (3, ("least",))


@pytest.mark.parametrize(
    "sentence",
    [
        "`order` on / over polling ({case}) was accepted, and answered with [{n}]",
        "`x` from the server on / over polling has `a` that is null ([{n}]), while "
        "`order` on /orders over polling ({case}) was sent",
        "the acknowledgement of `order` on / over polling is null, after {case!r} was "
        "sent (and {n} more)",
        "the acknowledgement of `order` on / over polling has `at` that is {case!r}, "
        "which must be a date",
        "`x` from the server on / over polling has `n` that is an integer, {n}, where "
        "the document wants a string ([{n}])",
        "`x` from the server on / over polling came to a client that is not in the "
        "room `order-{n}`",
        "the server emitted `x` on / over polling, an event that the document does not "
        "have there, while `order-{n}` on /orders over websocket ({case}) was sent",
    ],
)
def test_the_same_defect_in_several_cases_is_one(sentence: str) -> None:
    cases = ["least", "it's (full)", "a.*", "x: 7, a number"]
    found = [
        Finding(sentence.format(case=case, n=number), case, "polling")
        for number, case in enumerate(cases)
    ]
    [defect] = distinct(found)
    assert defect.cases == tuple(cases)
    assert defect.sentence == found[0].sentence


def test_a_test_without_a_case_finds_what_the_cases_found() -> None:
    sentence = "the acknowledgement of `order` is null, after {} was sent"
    found = [
        Finding(sentence.format("'least'"), "least", "polling"),
        Finding(sentence.format("'puppy, beside others'"), "", "polling"),
    ]
    assert [one.tests for one in distinct(found)] == [2]


def test_what_is_wrong_otherwise_is_another_defect() -> None:
    one = "the acknowledgement of `order` on / over polling is {}"
    kinds = ["null", "a string", "an array"]
    found = [Finding(one.format(kind), "least", "polling") for kind in kinds]
    assert len(distinct(found)) == 3
    elsewhere = [Finding(one, "least", "polling", at(line)) for line in (1, 2)]
    assert len(distinct(elsewhere)) == 2


def test_a_defect_has_the_line_of_its_event() -> None:
    assert lines(trial(outcome("wrong"))) == [10]
    assert lines(trial(outcome("wrong", direction=DOWN))) == [30]


@pytest.mark.parametrize(
    ("sentence", "line"),
    [
        ("`update` from the server on /orders over polling is null", 20),
        ("`order` from the server on /orders over polling is null", 30),
        ("the server emitted `no` on /orders over polling, an event that", 5),
        ("the server of /orders over websocket sent garbage", 5),
    ],
)
def test_what_was_heard_has_the_line_of_what_was_sent(sentence: str, line: int) -> None:
    assert lines(trial(outcome(sentence))) == [line]


@pytest.mark.parametrize(
    ("event", "said", "word"),
    [
        ("track-order", "has `orderId` that is an integer, 7, where", "orderId:"),
        ("track-order", "lacks `petId`", "petId:"),
        ("reserve", "has `petId` in value 1 that is null where", "petId:"),
        ("reserve", "lacks `until` of value 1 (there is `Until`)", "until:"),
        ("order", "lacks `reason`", ""),
        ("reserve", "has a value 2 that is null where", ""),
        ("track-order", "is null where the document wants an object", ""),
    ],
)
def test_a_property_that_is_wrong_has_its_own_line(
    event: str, said: str, word: str
) -> None:
    api = understand(PET_STORE).value
    assert api is not None
    for namespace in api.namespaces:
        for one in namespace.events:
            if one.name == event:
                where = f"`{event}` on {namespace.name} over polling"
                sentence = f"the acknowledgement of {where} {said}"
                place = place_of(api, namespace.name, event, UP, sentence)
                assert place is not None
                assert one.ack is not None
                if not word:
                    assert place is one.span
                    return
                assert place.text.split()[0] == word
                schema = api.locate(one.ack.arguments[0].schema, ())
                assert schema is not None
                assert 0 < place.start.line - schema.start.line < 30
                return
    pytest.fail(event)


def test_a_property_of_what_was_heard_has_its_own_line() -> None:
    api = understand(PET_STORE).value
    assert api is not None
    sentence = "`order-update` from the server on /orders over polling lacks `status`"
    place = place_of(api, "/chat", "", None, sentence)
    assert place is not None
    assert place.text.split()[0] == "status:"


def test_a_property_behind_references_and_in_a_list_is_found() -> None:
    def locate(key: str, path: tuple[str | int, ...]) -> Span | None:
        return replace(at(1), text=f"{key} {path}")

    schemas: dict[str, JsonObject] = {
        "Answer": {"$ref": "#/$defs/Loop"},
        "Loop": {"properties": {"list": {"items": {"$ref": "#/$defs/Item"}}}},
        "Item": {"properties": {"a b": {"type": "string"}}},
        "Self": {"$ref": "#/$defs/Self"},
    }
    answers = (Argument("one", "Answer"), Argument("two", "Self"))
    event = replace(API.namespaces[0].events[0], ack=Ack(answers))
    api = Api("Shop", "1", (), (Namespace("/", (event,)),), schemas, locate=locate)
    start = "the acknowledgement of `order` on / over polling"
    for said in (
        "has `list/3/a b` in value 1 that is null",
        "lacks `a b` in `list/3` of value 1",
    ):
        place = place_of(api, "/", "order", UP, f"{start} {said}")
        assert place is not None
        assert place.text == "Item ('properties', 'a b')"
    loop = f"{start} lacks `x` of value 2"
    assert place_of(api, "/", "order", UP, loop) == event.span


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]


def hostile() -> Trial:
    """A run in which every text that can be anything is hostile."""
    event = Event(HOSTILE, UP, (), span=Span(HOSTILE, *(Position(1, 1),) * 2, ""))
    heard = Event(f"{HOSTILE}!", DOWN, (), span=at(1))
    api = Api(HOSTILE, HOSTILE, (), (Namespace(HOSTILE, (event, heard)),), {})
    subject = Subject(HOSTILE, HOSTILE, HOSTILE, HOSTILE, UP, HOSTILE, "polling")
    silent = replace(subject, event=heard.name, direction=DOWN)
    outcomes = (
        Outcome(subject, Verdict.PASSED, 0, "", STRANGE),
        Outcome(subject, Verdict.DEFECT, 0, f"`{STRANGE}` {STRANGE}", STRANGE),
        Outcome(subject, Verdict.SKIPPED, 0, STRANGE),
        Outcome(subject, Verdict.BROKEN, 0, f"{STRANGE}\n{STRANGE}"),
        Outcome(silent, Verdict.SKIPPED, 0, "not heard: nothing made it"),
    )
    return replace(trial(*outcomes, api=api), spec=HOSTILE, server=HOSTILE)


def test_hostile_text_is_text_on_the_page() -> None:
    page = to_html(hostile())
    parser = Tags()
    parser.feed(page)
    assert parser.tags.count("script") == 1
    assert "img" not in parser.tags
    assert "onerror" not in parser.attributes
    assert page.count("&lt;/script&gt;") > 10
    assert "\x1b" not in page
    assert "\u202e" not in page


def test_hostile_text_is_text_in_xml(tmp_path: Path) -> None:
    path = tmp_path / "report.xml"
    path.write_text(to_junit(hostile()), encoding="utf-8")
    root = ElementTree.parse(path).getroot()
    [failure] = root.iter("failure")
    assert "</script><script>alert(1)</script>" in str(failure.get("message"))
    assert r"\x00\x1b[31m" in str(failure.text)
    numbers = [root.get(one) for one in ("tests", "failures", "errors", "skipped")]
    assert numbers == ["5", "1", "1", "2"]


def test_hostile_text_is_text_in_json_and_on_a_terminal() -> None:
    report = json.loads(to_json(hostile()))
    assert report["defects"][0]["sentence"] == f"`{STRANGE}` {STRANGE}"
    summary = to_summary(hostile(), 80, colour=False).replace("\n", "")
    assert {unicodedata.category(one) for one in summary}.isdisjoint(HIDDEN)


def test_a_report_differs_in_nothing_but_times() -> None:
    first = trial(outcome("wrong"), outcome("", Verdict.PASSED))
    later = replace(
        first,
        started=datetime.now(UTC),
        seconds=9.0,
        outcomes=[replace(one, seconds=7.0) for one in first.outcomes],
    )
    reports = [json.loads(to_json(one)) for one in (first, later)]
    for one in reports:
        del one["started"], one["seconds"]
        for test in one["tests"]:
            del test["seconds"]
    assert reports[0] == reports[1]


def test_the_json_has_what_is_documented() -> None:
    """docs/testing.md names every key."""
    text = (Path(__file__).parents[1] / "docs" / "testing.md").read_text()
    report = json.loads(to_json(hostile()))
    parts = [report, report["document"], *(report[one][0] for one in LISTS)]
    for part in parts:
        for key in part:
            assert f"`{key}`" in text, key


HIDDEN = {"Cc", "Cf", "Cs"}
LISTS = ("defects", "skipped", "unheard", "tests")


def test_a_page_tells_how_a_run_went() -> None:
    passed = outcome("", Verdict.PASSED)
    assert "No defect found." in to_html(trial(passed))
    assert "No defect so far." in to_html(trial(passed, chosen=3))
    assert "2 tests were not run" in to_html(trial(passed, chosen=3))
    assert "<b>1 test</b> did not come" in to_html(trial(outcome("x", Verdict.BROKEN)))
    assert "<code>order</code> is" in to_html(trial(outcome("`order` is wrong")))


@pytest.mark.parametrize(
    ("words", "form", "name"),
    [
        ("a.xml", "junit", "a.xml"),
        ("a.json", "json", "a.json"),
        ("a.HTML", "html", "a.HTML"),
        ("junit=a", "junit", "a"),
        ("html=a.xml", "html", "a.xml"),
        ("a=b.json", "json", "a=b.json"),
    ],
)
def test_a_report_is_read(words: str, form: str, name: str) -> None:
    report = read_report(words)
    assert (report.form, str(report.path)) == (form, name)


@pytest.mark.parametrize("words", ["a", "a.txt", "junit=", "pdf=a", "", "no/a.xml"])
def test_a_report_that_cannot_be(words: str) -> None:
    with pytest.raises(WrongReport):
        read_report(words)


@pytest.mark.parametrize(
    "url", ["http://x", "https://x:1/y?z=1", "ws://[::1]:8000", "wss://x"]
)
def test_an_address(url: str) -> None:
    assert not wrong_url(url)


@pytest.mark.parametrize(
    "url", ["", "x:80", "//x", "ftp://x", "http://x:port", "http:"]
)
def test_no_address(url: str) -> None:
    assert wrong_url(url)


def test_what_is_no_http_is_unreachable(silent_port: Callable[[bytes], int]) -> None:
    with pytest.raises(Unreachable, match="does not speak HTTP"):
        probe(f"http://127.0.0.1:{silent_port(b'SSH-2.0-x')}", "/socket.io", 5)
    with pytest.raises(Unreachable, match=r"does not answer in 0\.1 s"):
        probe(f"http://127.0.0.1:{silent_port(b'')}", "/socket.io", 0.1)


def test_a_server_may_have_nothing_but_its_engine_path() -> None:
    asked: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                asked.append(connection.recv(1 << 16).decode().splitlines()[0])
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        serving = threading.Thread(target=serve, daemon=True)
        serving.start()
        probe(f"http://127.0.0.1:{listener.getsockname()[1]}/shop/", "/socket.io", 5)
        serving.join()
    assert asked == ["OPTIONS /shop/socket.io/?EIO=4&transport=websocket HTTP/1.1"]


@pytest.fixture(name="silent_port")
def _silent_port() -> Iterator[Callable[[bytes], int]]:
    """The port of a server that says something and waits."""
    with ExitStack() as stack:

        def start(words: bytes) -> int:
            listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))

            def serve() -> None:
                connection, _ = listener.accept()
                if words:
                    connection.recv(1 << 16)
                    connection.sendall(words)
                    connection.close()
                else:
                    stack.callback(connection.close)

            threading.Thread(target=serve, daemon=True).start()
            return int(listener.getsockname()[1])

        yield start
