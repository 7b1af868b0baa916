"""The parts of a mock, without a process: words, rooms, rates, what is made up."""

import socket
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
import socketio
from click import unstyle
from click.testing import CliRunner, Result
from tests.building import PET_STORE
from tests.serving import under_uvicorn

from sockgen.cli.mock import mock
from sockgen.cli.traffic import Lines
from sockgen.contract import (
    Api,
    Argument,
    Direction,
    Event,
    Namespace,
    Room,
    RoomParameter,
)
from sockgen.mock import Faults, Mock, Settings, Spot, WrongFault, WrongWords
from sockgen.mock.aims import room_of
from sockgen.mock.crowd import parameters_of
from sockgen.mock.origins import Origins, host_of, is_loopback
from sockgen.mock.page import page
from sockgen.mock.samples import Values, fitted
from sockgen.mock.spots import read_schedule, read_trigger
from sockgen.mock.traffic import Kind, Record, Traffic, shown
from sockgen.pipeline import Build, Output, understand
from sockgen.staging import stage

WEATHER = """\
asyncapi: 3.0.0
info: {title: TITLE, version: 1.0.0}
channels:
  weather:
    address: /weather
    messages:
      ask: {name: ask, payload: {type: string, title: town}}
      report: {name: report, payload: {type: string}}
      answer:
        payload:
          type: object
          required: [degrees, at]
          properties:
            degrees: {type: number, minimum: -40, maximum: 50}
            at: {type: string, format: date-time}
            sky: {enum: [clear, cloudy, rain]}
  sea:
    address: /sea
    messages:
      report: {name: report, payload: {type: integer, title: metres}}
operations:
  ask:
    action: receive
    channel: {$ref: '#/channels/weather'}
    messages: [{$ref: '#/channels/weather/messages/ask'}]
    reply: {messages: [{$ref: '#/channels/weather/messages/answer'}]}
  tell:
    action: send
    channel: {$ref: '#/channels/weather'}
    messages: [{$ref: '#/channels/weather/messages/report'}]
  wave: {action: send, channel: {$ref: '#/channels/sea'}}
"""


@pytest.fixture(name="api", scope="module")
def _api() -> Api:
    understood = understand(PET_STORE)
    assert understood.value is not None
    return understood.value


@pytest.fixture(name="weather")
def _weather(tmp_path: Path) -> Path:
    spec = tmp_path / "weather.yaml"
    spec.write_text(WEATHER)
    return spec


def build(spec: Path) -> Build:
    return Build(spec, (Output("python", Path("nowhere"), "mocked", "mocked"),))


def test_words_mean_events(api: Api) -> None:
    schedule = read_schedule(api, "order-update=2.5")
    assert (schedule.event, schedule.seconds) == (Spot("/orders", "order-update"), 2.5)
    trigger = read_trigger(api, "/chat:message=message")
    assert trigger.cause == trigger.effect == Spot("/chat", "message")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("order-updat=5", "`order-updat` that the server sends: did you mean `order-u"),
        ("/orders:order-updat=5", "did you mean `/orders:order-update`?"),
        ("nothing-like-it=5", "; there is `announcement`, `order-update`"),
        ("order=5", "`order` that the server sends"),
        ("order-update", "has no `=`: EVENT=SECONDS"),
        ("order-update=soon", "'soon' is not a number of seconds"),
        ("order-update=0", "0.01 or more"),
        ("order-update=inf", "0.01 or more"),
    ],
)
def test_a_schedule_that_means_nothing(api: Api, text: str, words: str) -> None:
    with pytest.raises(WrongWords) as raised:
        read_schedule(api, text)
    assert words in str(raised.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("oder=order-update", "`oder` that clients send: did you mean `order`?"),
        ("order=order", "`order` that the server sends"),
        ("order", "has no `=`: EVENT=EVENT"),
    ],
)
def test_a_trigger_that_means_nothing(api: Api, text: str, words: str) -> None:
    with pytest.raises(WrongWords) as raised:
        read_trigger(api, text)
    assert words in str(raised.value)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["--on", "ask=raport"], "'--on': there is no event `raport`"),
        (["--every", "report=5"], "say /weather:report or /sea:report"),
        (["--delay", "2-1"], "'--delay': a delay is 0 to 3600 seconds"),
        (["--delay", "soon"], "'soon' is neither SECONDS nor LEAST-MOST"),
        (["--error-rate", "2"], "'--error-rate': 2.0 is not in the range"),
        (["--path", "/"], "'--path': an engine path has a name"),
    ],
)
def test_a_wrong_call_is_told(weather: Path, given: list[str], words: str) -> None:
    done = called(weather, "--port", "0", *given)
    assert done.exit_code == 2
    assert words in " ".join(done.output.split())


def called(*arguments: object) -> Result:
    """What a call ends with that must not come as far as to serve."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sockgen.mock.serving.serve", lambda *_: pytest.fail("serves"))
        return CliRunner().invoke(mock, list(map(str, arguments)))


def test_a_port_that_is_taken_is_told(weather: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = called(weather, "--port", port)
    assert done.exit_code == 1
    assert f"cannot listen on 127.0.0.1, port {port}: Address" in done.output
    assert "--port 0 takes a free one" in done.output


def test_a_wrong_document_is_told(tmp_path: Path) -> None:
    spec = tmp_path / "wrong.yaml"
    spec.write_text(WEATHER.replace("address: /sea", "adress: /sea"))
    done = called(spec, "--port", "0")
    assert done.exit_code == 1
    assert "wrong.yaml:" in done.output


def test_a_configuration_may_name_the_document(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(WEATHER)
    (tmp_path / "b.yaml").write_text(WEATHER)
    listed = "\n".join(f'[[spec]]\npath = "{one}.yaml"' for one in "ab")
    (tmp_path / "sockgen.toml").write_text(listed)
    done = called("--config", tmp_path / "sockgen.toml")
    assert done.exit_code == 2
    assert "A mock serves one document" in done.output


@pytest.mark.parametrize(
    ("template", "known", "name", "found"),
    [
        ("order-{id}", ["id"], "order-order-5", {"id": "order-5"}),
        ("order-{id}", ["id"], "pet-5", None),
        ("order-{id}", ["id"], "order-", None),
        ("{b}/{a}", ["a", "b"], "x/y", {"a": "y", "b": "x"}),
        ("{a}-{a}", ["a"], "x-x", {"a": "x"}),
        ("{a}-{a}", ["a"], "x-y", None),
        ("lobby.{x}", [], "lobby.{x}", {}),
        ("lobby", [], "lobbyx", None),
    ],
)
def test_a_room_tells_its_parameters(
    template: str, known: list[str], name: str, found: dict[str, str] | None
) -> None:
    parameters = tuple(RoomParameter(one, "Id") for one in known)
    assert parameters_of(Room("room", template, parameters), name) == found


def test_the_arguments_of_an_event_name_the_room_of_its_effect() -> None:
    """As a property of an argument does, or an argument of its own."""
    parameters = tuple(RoomParameter(one, "Text") for one in ("hall", "table"))
    room = Room("table", "table-{hall}-{table}", parameters)
    server, client = Direction.SERVER_TO_CLIENT, Direction.CLIENT_TO_SERVER
    effect = Event("call", server, (), rooms=("table",))
    both = (Argument("hall", "Text"), Argument("table", "Text"))
    cause = Event("pay", client, both)
    namespace = Namespace("/", events=(effect, cause), rooms=(room,))
    found = room_of(namespace, effect, cause, ["red", 4])
    assert found == (room, {"hall": "red", "table": 4})
    assert room_of(namespace, effect, cause, ["red"]) is None
    alone = Event("pay", client, (Argument("bill", "Bill"),))
    bill: list[object] = [{"hall": "red", "table": 4}]
    assert room_of(namespace, effect, alone, bill) == found


def test_an_event_is_about_the_thing_that_its_room_is_for() -> None:
    written: Values = ({"table": 7, "open": True, "id": "7", "other": 1}, "table", None)
    told = fitted(written, {"table": "35", "open": "false", "id": "36", "new": "1"})
    assert told == (
        {"table": 35, "open": False, "id": "36", "other": 1},
        "table",
        None,
    )
    assert fitted(({"table": 7},), {"table": "a"}) == ({"table": "a"},)


@pytest.mark.parametrize(
    "wishes",
    [
        {"delay_least": 2},
        {"delay_most": float("nan")},
        {"delay_most": 1e9},
        {"error_rate": 1.1},
        {"drop_rate": -1},
        {"drop_rate": True},
        {"drop_rate": "1"},
        {"nothing": 1},
    ],
)
def test_a_fault_that_cannot_be(wishes: dict[str, object]) -> None:
    with pytest.raises(WrongFault):
        Faults().changed(wishes)


def test_faults_change_one_by_one() -> None:
    changed = Faults((1, 2), 0.5).changed({"delay_most": 3, "drop_rate": 1})
    assert changed == Faults((1, 3), 0.5, 1)


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("localhost", True),
        ("LocalHost.", True),
        ("app.localhost", True),
        ("127.8.0.1", True),
        ("[::1]", True),
        ("localhost.evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("192.0.2.1", False),
        ("", False),
    ],
)
def test_which_hosts_are_this_machine(host: str, local: bool) -> None:
    assert is_loopback(host) is local


def test_the_host_of_a_header() -> None:
    assert host_of("localhost:8000") == "localhost"
    assert host_of("[::1]:8000") == "::1"
    assert host_of("[broken") == ""


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        (None, True),
        ("http://localhost:3000", True),
        ("http://mock.example:8000", True),
        ("https://shop.example", True),
        ("https://evil.example", False),
        ("null", False),
        ("http://[", False),
    ],
)
def test_which_pages_may_connect(origin: str | None, allowed: bool) -> None:
    origins = Origins(("https://shop.example/",))
    assert origins(origin, {"HTTP_HOST": "mock.example:8000"}) is allowed
    assert Origins(("*",))(origin, {})


def test_a_record_shows_bytes_by_their_number_and_ends() -> None:
    assert shown((b"123", {"a": "é"})) == '["<3 bytes>", {"a": "é"}]'
    assert len(shown(("x" * 100_000,))) < 2_100
    assert shown(None) == ""


def line(*, colour: bool = False, payloads: bool = False) -> str:
    stream = StringIO()
    lines = Lines(stream, colour=colour, payloads=payloads)
    kind, words = Kind.RECEIVED, "/ha\x1b[2J"
    lines.write(Record(1, 0.0, kind, words, 7, "say\n", "no", "[1]", "[2]", True, 0.1))
    return stream.getvalue()


def test_a_line_tells_what_happened_and_obeys_nobody() -> None:
    assert line()[12:] == "   #7 → /ha\\x1b[2J say\\n  no (100.0 ms)\n"
    assert line(payloads=True).splitlines()[1:] == [
        "              payload [1]",
        "              answer [2]",
    ]
    coloured = line(colour=True)
    assert "\x1b[31mno" in coloured
    assert "\x1b[2J" not in coloured
    assert unstyle(coloured) == line()


def test_a_record_keeps_little_of_what_a_client_sends() -> None:
    traffic = Traffic()
    large = "x" * 100_000
    for _ in range(400):
        traffic.add(
            Kind.RECEIVED,
            "/",
            event=large,
            detail=large,
            payload=[large],
            answer=[large],
        )
    assert len(traffic.latest()) == 300
    assert sum(len(str(one)) for one in traffic.latest()) < 2_000_000


async def answers(spec: Path, seed: int) -> list[object]:
    with stage(build(spec)) as staged:
        assert staged.value is not None
        served = Mock(staged.value, Settings(seed=seed))
        async with served.running(), under_uvicorn(served.asgi_app(None)) as url:
            sio = socketio.AsyncClient()
            await sio.connect(url, namespaces=["/weather"], transports=["websocket"])
            given = [
                await sio.call("ask", "Bath", namespace="/weather") for _ in range(20)
            ]
            await sio.disconnect()
            return given


async def test_what_is_made_up_is_that_of_the_seed(weather: Path) -> None:
    one, again, other = [await answers(weather, seed) for seed in (1, 1, 2)]
    assert one == again != other
    assert len({str(each) for each in one}) > 3


class Tags(HTMLParser):
    """The elements of a page, and their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


HOSTILE = (
    "</title></script><script>alert(1)</script>"
    """<img src=x onerror='alert(2)'>"{{ 7 }}"""
)


def hostile(tmp_path: Path) -> Path:
    """A document with markup in everything that a page shows of it."""
    quoted = HOSTILE.replace("'", "''")
    text = PET_STORE.read_text()
    for words in ("Pet Store", "Order a pet.", "An order moved on.", "puppy"):
        text = text.replace(f": {words}\n", f": '{quoted}'\n")
    spec = tmp_path / "hostile.yaml"
    spec.write_text(text.replace("On the van.", HOSTILE.replace('"', "")))
    return spec


def test_a_document_cannot_put_anything_into_the_page(tmp_path: Path) -> None:
    with stage(build(hostile(tmp_path))) as staged:
        assert staged.value is not None, staged.diagnostics
        assert staged.value.api.title == HOSTILE
        shown_page = page(Mock(staged.value, Settings()), "token", "run")
    tags = Tags()
    tags.feed(shown_page.body.decode())
    assert [one for one, _ in tags.found].count("script") == 1
    assert "img" not in {one for one, _ in tags.found}
    assert not [name for _, each in tags.found for name in each if name[:2] == "on"]
    assert any(HOSTILE in one for one in tags.text)
    policy = dict(shown_page.headers)["content-security-policy"]
    nonces = {each.get("nonce") for tag, each in tags.found if tag == "script"}
    assert f"script-src 'nonce-{nonces.pop()}'" in policy
    assert "default-src 'none'" in policy


def test_a_page_is_shown_for_whatever_a_document_has(tmp_path: Path) -> None:
    spec = tmp_path / "none.yaml"
    text = WEATHER.replace("TITLE", '"a \\\\uD800 lone half"')
    spec.write_text(text)
    with stage(build(spec)) as staged:
        assert staged.value is not None, staged.diagnostics
        assert page(Mock(staged.value, Settings()), "token", "run").body
