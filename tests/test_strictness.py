"""What a user can turn off, and what nobody can."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sockgen.contract import Api
from sockgen.diagnostics import CODES, Diagnostic, Result, Severity, Strictness
from sockgen.pipeline import understand

CASES = Path(__file__).parent / "cases" / "invalid"
DOCUMENT = """\
asyncapi: 3.0.0
info: {title: Case, version: 1.0.0}
{root}channels:
  chat:
    address: chat
    {channel}
    messages:
      say:
        payload: {type: string}
        {message}
      shout: {$ref: '#/components/messages/shout'}
operations:
  onSay:
    action: receive
    channel: {$ref: '#/channels/chat'}
    {operation}
    colour: red
    x-other: {ignore: [SG2, SG3]}
components:
  messages:
    shout:
      payload: {type: string}
"""
ALL = ["SG302 5", "SG301 8", "SG207 17", "SG301 21"]


def at(**ignored: str) -> str:
    text = DOCUMENT
    for place in ("root", "channel", "message", "operation"):
        codes = ignored.get(place)
        options = f"x-socketio: {{ignore: [{codes}]}}" if codes else ""
        end = "\n" if place == "root" and codes else ""
        text = text.replace(f"{{{place}}}", f"{options}{end}" if codes else "")
    return text


def judged(
    folder: Path, text: str, strictness: Strictness | None = None
) -> Result[Api]:
    path = folder / "spec.yaml"
    path.write_text(text, encoding="utf-8")
    return understand(path, name="spec.yaml", strictness=strictness or Strictness())


def lines(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    return [
        f"{one.code} {one.span.start.line if one.span else 0}" for one in diagnostics
    ]


def codes(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    return [one.code for one in diagnostics]


def test_without_options_an_error_keeps_the_rest_from_being_read(
    tmp_path: Path,
) -> None:
    result = judged(tmp_path, at())
    assert (result.value, lines(result.diagnostics)) == (None, ["SG207 17"])


def test_lenient_makes_a_warning_of_an_error_and_reads_on(tmp_path: Path) -> None:
    result = judged(tmp_path, at(), Strictness(lenient=True))
    assert result.value is not None
    assert lines(result.diagnostics) == sorted(ALL, key=lambda one: one != "SG207 17")
    assert {one.severity for one in result.diagnostics} == {Severity.WARNING}


@pytest.mark.parametrize(
    ("ignored", "left"),
    [
        (("SG207",), ["SG302 5", "SG301 8", "SG301 21"]),
        (("SG207", "SG301"), ["SG302 5"]),
        (("SG2", "SG30"), []),
        (("SG",), []),
    ],
)
def test_a_code_is_ignored(
    tmp_path: Path, ignored: tuple[str, ...], left: list[str]
) -> None:
    result = judged(tmp_path, at(), Strictness(ignored=ignored))
    assert lines(result.diagnostics) == left
    assert result.value is not None


@pytest.mark.parametrize(
    ("place", "ignored", "gone"),
    [
        ("root", "SG207, SG3", ALL),
        ("channel", "SG3", ["SG302 5", "SG301 8"]),
        ("message", "SG3", ["SG301 8"]),
        ("operation", "SG207", ["SG207 17"]),
        ("operation", "SG3", []),
        ("channel", "SG207", []),
    ],
)
def test_a_code_is_ignored_on_an_object_and_in_all_that_is_inside(
    tmp_path: Path, place: str, ignored: str, gone: list[str]
) -> None:
    text = at(**{place: ignored})
    shift = text.count("\n") - at().count("\n")
    result = judged(tmp_path, text, Strictness(lenient=True))
    left = [one for one in ALL if one not in gone]
    moved = [f"{one[:5]} {int(one[6:]) + shift}" for one in left]
    assert sorted(lines(result.diagnostics)) == sorted(moved)


def test_a_message_elsewhere_is_not_inside_the_channel_that_lists_it(
    tmp_path: Path,
) -> None:
    result = judged(tmp_path, at(channel="SG3", operation="SG2"))
    assert lines(result.diagnostics) == ["SG301 21"]


def test_an_operation_is_left_out_with_true_and_kept_with_a_list(
    tmp_path: Path,
) -> None:
    text = at(operation="SG2")
    kept = judged(tmp_path, text).value
    left_out = judged(tmp_path, text.replace("ignore: [SG2]}", "ignore: true}"))
    assert kept is not None
    assert [len(one.events) for one in kept.namespaces] == [2]
    assert codes(left_out.diagnostics) == ["SG207"]
    lenient = judged(
        tmp_path,
        text.replace("x-socketio: {ignore: [SG2]}", "x-socketio: {ignore: true}"),
        Strictness(lenient=True),
    )
    assert lenient.value is not None
    assert [len(one.events) for one in lenient.value.namespaces] == [0]


@pytest.mark.parametrize(
    "name",
    sorted(path.parent.name for path in CASES.glob("*/expected.txt")),
)
def test_what_stops_the_reading_can_neither_be_softened_nor_ignored(name: str) -> None:
    strictness = Strictness(lenient=True, ignored=("SG",))
    result = understand(CASES / name / "spec.yaml", strictness=strictness)
    assert all(one.firm or CODES[one.code].stops for one in result.diagnostics)
    assert (result.value is None) is bool(result.diagnostics)


def test_lenient_leaves_notes_as_they_are() -> None:
    spec = CASES / "event-of-libraries" / "spec.yaml"
    [one] = understand(spec, strictness=Strictness(lenient=True)).diagnostics
    assert (one.code, one.severity) == ("SG307", Severity.NOTE)


INSIDE = """\
asyncapi: 3.0.0
info: {title: Case, version: 1.0.0}
x-first: &again {ignore: [SG207]}
x-second: &named {title: A trait.}
channels:
  chat: {address: /chat}
operations:
  onSay:
    action: receive
    channel: {$ref: '#/channels/chat'}
    traits:
      - summary: Said.
      - colour: red
        x-socketio: *again
      - {colour: blue}
      - *named
"""


def test_an_object_of_a_list_and_an_alias(tmp_path: Path) -> None:
    result = judged(tmp_path, INSIDE)
    assert lines(result.diagnostics) == ["SG207 15"]


def test_a_document_on_one_line(tmp_path: Path) -> None:
    channel = {"address": "chat", "x-socketio": {"ignore": ["SG302"]}}
    other = {"address": "talk"}
    document = {
        "asyncapi": "3.0.0",
        "info": {"title": "Case", "version": "1.0.0"},
        "channels": {"chat": channel, "talk": other},
    }
    [one] = judged(tmp_path, json.dumps(document)).diagnostics
    assert "`talk`" in one.message


FAULTY = """\
asyncapi: 3.0.0
info: {title: Case, version: 1.10}
servers:
  here: {host: localhost, protocol: ws, description: 3.0}
channels:
  chat:
    address: /chat
    tags: {name: no list}
    messages:
      say: {name: say, payload: {type: text, minLength: 3}}
      say: {name: tell, payload: {type: string, pattern: '['}}
operations:
  onSay:
    action: receive
    channel: {$ref: '#/channels/chat'}
    messages: [say, {$ref: '#/channels/chat/messages/say'}, {$ref: 7}]
components:
  tags: [{name: chat}]
  schemas:
    Union: {oneOf: [{type: string}, 1, {type: nothing}], required: all}
"""


def test_values_that_are_at_fault_are_left_out(tmp_path: Path) -> None:
    strict = judged(tmp_path, FAULTY)
    lenient = judged(tmp_path, FAULTY, Strictness(lenient=True))
    api = lenient.value
    assert strict.value is None
    assert api is not None
    assert api.version == "1.10"
    assert api.servers[0].description == "3.0"
    [event] = api.namespaces[0].events
    assert (event.name, api.schemas[event.arguments[0].schema]) == (
        "tell",
        {"type": "string"},
    )
    assert {one.severity for one in lenient.diagnostics} == {Severity.WARNING}
    assert lines(lenient.diagnostics) == [
        *("SG104 11", "SG209 2", "SG209 4", "SG209 8", "SG209 16", "SG209 16"),
        *("SG209 18", "SG211 20", "SG211 20", "SG211 20", "SG211 11"),
    ]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("info: 3", ["SG209 2", "SG208 1"]),
        ("info: {title: Case, version: 1.0.0}\nservers: [{security: []}]", ["SG209 3"]),
        (
            "info: {title: Case, version: 1.0.0}\n"
            "components: {securitySchemes: {token: {type: http, scheme: 3}}}",
            ["SG209 3"],
        ),
    ],
)
def test_what_is_needed_and_what_guards_is_not_left_out(
    tmp_path: Path, written: str, said: list[str]
) -> None:
    text = f"asyncapi: 3.0.0\n{written}\n"
    result = judged(tmp_path, text, Strictness(lenient=True, ignored=("SG4",)))
    assert result.value is None
    assert sorted(lines(result.diagnostics)) == sorted(said)


def test_values_at_fault_in_other_files(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text(
        "messages:\n  say:\n    name: say\n    tags: none\n    title: 1.10\n"
        "    payload: {type: array, items: {enum: [a, b], minLength: x}}\n"
    )
    text = DOCUMENT.partition("channels:")[0].replace("{root}", "") + (
        "channels:\n  chat: {address: /chat, messages: "
        "{say: {$ref: 'other.yaml#/messages/say'}}}\n"
        "operations: {on: {action: send, channel: {$ref: '#/channels/chat'}}}\n"
    )
    result = judged(tmp_path, text, Strictness(lenient=True))
    assert result.value is not None
    [event] = result.value.namespaces[0].events
    assert (event.name, event.title) == ("say", "1.10")
    assert lines(result.diagnostics) == ["SG209 4", "SG209 5", "SG211 6"]


def test_a_typo_that_is_ignored_does_not_hide_what_it_breaks() -> None:
    spec = CASES / "key-misspelt-and-referred-to" / "spec.yaml"
    strict = understand(spec)
    lenient = understand(spec, strictness=Strictness(lenient=True))
    assert codes(strict.diagnostics) == ["SG207"]
    assert codes(lenient.diagnostics) == ["SG207", "SG203"]
    assert lenient.value is None


def test_a_key_that_was_needed_is_missed_even_leniently() -> None:
    spec = CASES / "key-misspelt-and-needed" / "spec.yaml"
    lenient = understand(spec, strictness=Strictness(lenient=True, ignored=("SG2",)))
    assert codes(lenient.diagnostics) == ["SG208"]


@pytest.mark.parametrize(
    ("least", "failing"),
    [
        (Severity.ERROR, {Severity.ERROR}),
        (Severity.WARNING, {Severity.ERROR, Severity.WARNING}),
        (Severity.NOTE, set(Severity)),
    ],
)
def test_what_fails(least: Severity, failing: set[Severity]) -> None:
    strictness = Strictness(fail_on=least)
    assert not strictness.fails([])
    for severity in Severity:
        one = Diagnostic("SG301", severity, "m")
        assert strictness.fails([one]) is (severity in failing)


def run(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sockgen", *arguments],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_options_of_the_commands(tmp_path: Path) -> None:
    (tmp_path / "spec.yaml").write_text(at())
    for command in ("validate", "inspect", "build"):
        target = ["--target", "json"] if command == "build" else []
        call = (command, "spec.yaml", *target)
        assert run(*call, cwd=tmp_path).returncode == 1
        assert run(*call, "--lenient", cwd=tmp_path).returncode == 0
        assert run(*call, "--ignore", "sg207", cwd=tmp_path).returncode == 0
        soft = ("--lenient", "--fail-on", "warning")
        assert run(*call, *soft, cwd=tmp_path).returncode == 1
        assert run(*call, *soft, "--ignore", "SG2,SG3", cwd=tmp_path).returncode == 0


def test_nothing_is_written_when_a_warning_fails_the_build(tmp_path: Path) -> None:
    (tmp_path / "spec.yaml").write_text(at(operation="SG2"))
    call = ("build", "spec.yaml", "--target", "json")
    done = run(*call, "--fail-on", "warning", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert not (tmp_path / "generated").exists()
    assert run(*call, cwd=tmp_path).returncode == 0
    assert (tmp_path / "generated").exists()


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("SG3O1", "There is no code SG3O1. Did you mean SG301,"),
        ("nonsense", "There is no code nonsense"),
        ("SG203", "SG203 cannot be ignored: nothing can be read after such an error."),
        ("SG50", "SG50 cannot be ignored"),
    ],
)
def test_a_code_that_cannot_be_ignored_is_a_wrong_call(
    tmp_path: Path, word: str, said: str
) -> None:
    (tmp_path / "spec.yaml").write_text(at())
    done = run("validate", "spec.yaml", "--ignore", word, cwd=tmp_path)
    assert done.returncode == 2
    assert said in " ".join(done.stderr.split())


def test_a_target_is_heard_by_the_same_judge(tmp_path: Path) -> None:
    site = tmp_path / "plugin.dist-info"
    site.mkdir()
    (site / "entry_points.txt").write_text("[sockgen.targets]\nnoisy = noisy:render\n")
    (site / "METADATA").write_text("Name: plugin\nVersion: 1\n")
    (tmp_path / "noisy.py").write_text(
        "from sockgen.diagnostics import Diagnostic, Result, Severity\n"
        "def render(api, options):\n"
        "    said = Diagnostic('SG404', Severity.NOTE, 'renamed')\n"
        "    return Result({'a.txt': 'a'}, (said,))\n"
    )
    (tmp_path / "spec.yaml").write_text(at(root="SG207, SG3"))
    call = ("build", "spec.yaml", "--target", "noisy", "--format", "json")
    loud = run(*call, cwd=tmp_path)
    assert [one["code"] for one in json.loads(loud.stdout)["diagnostics"]] == ["SG404"]
    deaf = run(*call, "--ignore", "SG404", cwd=tmp_path)
    assert json.loads(deaf.stdout)["diagnostics"] == []
    (tmp_path / "spec.yaml").write_text(at(root="SG207, SG3, SG404"))
    assert json.loads(run(*call, cwd=tmp_path).stdout)["diagnostics"] == []


def test_lenient_reads_past_a_reference_that_stands_inside_its_target(
    tmp_path: Path,
) -> None:
    text = """\
asyncapi: 3.0.0
info: {title: Case, version: 1.0.0}
channels:
  chat:
    address: /chat
    messages:
      say:
        name: say
        payload:
          type: integer
          minimum: {$ref: '#'}
operations:
  onSay:
    action: receive
    channel: {$ref: '#/channels/chat'}
"""
    lenient = judged(tmp_path, text, Strictness(lenient=True))
    assert lines(lenient.diagnostics) == ["SG211 11"]
    assert lenient.value is not None
    [schema] = lenient.value.schemas.values()
    assert "minimum" not in schema
