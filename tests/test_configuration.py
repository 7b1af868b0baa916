"""The configuration: which file it is, what it says, and what is said about it."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from sockgen.cli.main import sockgen
from sockgen.config.entries import FOR_ALL, FOR_ONE
from sockgen.diagnostics.codes import CODES
from sockgen.diagnostics.pages import page_of

DOCS = Path(__file__).parents[1] / "docs"
DOCUMENT = """\
asyncapi: 3.0.0
info: {title: Case, version: 1.0.0}
channels:
  chat:
    address: /chat
    messages:
      say: {name: say, payload: {type: string}}
operations:
  onSay: {action: receive, channel: {$ref: '#/channels/chat'}}
"""
UNSLASHED = DOCUMENT.replace("address: /chat", "address: chat")
CODED = [code for code in CODES if code.startswith("SG52")]
EXAMPLES = [code for code in CODED if page_of(code).language == "toml"]


@pytest.fixture(name="home", autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository, with two documents; sockgen is called in it."""
    home = tmp_path / "home"
    (home / ".git").mkdir(parents=True)
    write(home, {"cafe.yaml": DOCUMENT, "shop.yaml": DOCUMENT})
    monkeypatch.chdir(home)
    return home


def write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(sockgen, [str(one) for one in arguments])


def said(*arguments: object) -> list[dict[str, Any]]:
    """What a call that must not go through is told."""
    done = run(*arguments, "--format", "json")
    assert done.exit_code == 2, done.output
    told: list[dict[str, Any]] = json.loads(done.output)["diagnostics"]
    return told


def places(told: list[dict[str, Any]]) -> list[str]:
    return [
        f"{one['file']}:{one['start']['line']}:{one['start']['column']} {one['code']}"
        for one in told
    ]


def contract(folder: str) -> dict[str, Any]:
    text = Path(folder, "contract.json").read_text(encoding="utf-8")
    content: dict[str, Any] = json.loads(text)
    return content


def arrow(folder: str) -> str:
    return str(contract(folder)["namespaces"][0]["events"][0]["direction"])


def config(text: str, name: str = "sockgen.toml") -> None:
    Path(name).write_text(text, encoding="utf-8")


SPEC = '[[spec]]\npath = "cafe.yaml"\n'
JSON = 'target = "json"\n'
TWO = f'{JSON}{SPEC}[[spec]]\npath = "shop.yaml"\n'


def test_a_build_without_documents_builds_all() -> None:
    config(TWO)
    done = run("build")
    assert done.exit_code == 0, done.output
    assert contract("generated/cafe-json")["title"] == "Case"
    assert contract("generated/shop-json")["title"] == "Case"
    fresh = run("build", "--check")
    assert fresh.output == (
        "generated/cafe-json is up to date\ngenerated/shop-json is up to date\n"
    )
    Path("generated/shop-json/contract.json").write_text("{}", encoding="utf-8")
    stale = run("build", "--check")
    assert stale.exit_code == 1
    assert "run `sockgen build` and commit the result" in stale.output


def test_nothing_is_written_when_one_of_the_documents_is_wrong(home: Path) -> None:
    config(TWO)
    write(home, {"shop.yaml": DOCUMENT.replace("address", "adress")})
    done = run("build")
    assert done.exit_code == 1
    assert "shop.yaml:5:5: error[SG207]" in done.output
    assert not Path("generated").exists()


def test_validate_and_inspect_without_documents_take_all() -> None:
    config(TWO)
    assert run("validate").output == (
        "cafe.yaml: nothing is wrong\nshop.yaml: nothing is wrong\n"
    )
    assert run("inspect").output.count("namespace /chat") == 2
    shown = run("inspect", "--format", "json").output
    first, second = json.loads(shown)
    assert first == second


def test_a_document_for_two_targets_is_judged_once(home: Path) -> None:
    config(f'{SPEC}{JSON}{SPEC}output = "two"\n{JSON}')
    write(home, {"cafe.yaml": UNSLASHED})
    assert run("validate").output.count("warning[SG302]") == 1
    assert run("build").output.count("warning[SG302]") == 1
    assert run("inspect").output.count("namespace /chat") == 1
    assert contract("generated/cafe-json") == contract("two")


@pytest.mark.parametrize("command", ["build", "validate", "inspect"])
def test_a_call_without_any_document_is_wrong(command: str) -> None:
    [one] = said(command)
    assert (one["code"], one["file"]) == ("SG526", None)
    assert "there is no configuration" in one["message"]
    config("lenient = true\n")
    [one] = said(command)
    assert (one["code"], "`sockgen.toml` lists none" in one["message"]) == (
        "SG526",
        True,
    )


def test_every_key_of_a_document_has_its_effect(home: Path) -> None:
    write(home, {"templates/contract.py.jinja": "EMPTY = 1\n", "other.yaml": "{}"})
    write(
        home,
        {
            "specs/cafe.yaml": UNSLASHED.replace(
                "type: string", "$ref: '../text.yaml'"
            ),
            "text.yaml": "type: string\n",
        },
    )
    config(
        """\
        [[spec]]
        path = "specs/cafe.yaml"
        output = "out"
        package = "barista"
        distribution = "Barista-Client"
        target = ["python"]
        templates = "templates"
        perspective = "client"
        events-from = "message"
        allow-refs-outside = true
        lenient = true
        ignore = ["sg302"]
        fail-on = "note"
        """
    )
    done = run("build")
    assert done.exit_code == 0, done.output
    assert Path("out/barista/contract.py").read_text() == "EMPTY = 1\n"
    assert 'name = "Barista-Client"' in Path("out/pyproject.toml").read_text()
    manifest = json.loads(Path("out/.sockgen.json").read_text())
    assert manifest["options"] == {
        "distribution": "Barista-Client",
        "events-from": "message",
        "package": "barista",
        "perspective": "client",
        "target": "python",
    }
    lines = Path("sockgen.toml").read_text().splitlines()
    for gone, code in {"allow-refs": "SG205", "ignore": "SG302"}.items():
        config("\n".join(line for line in lines if gone not in line))
        failed = run("build")
        assert (failed.exit_code, code in failed.output) == (1, True), failed.output


def test_leniency_can_be_taken_back(home: Path) -> None:
    write(home, {"cafe.yaml": DOCUMENT + "colour: red\n"})
    config(SPEC + "lenient = true\n")
    assert run("validate").exit_code == 0
    assert run("validate", "--no-lenient").exit_code == 1
    assert run("validate", "--fail-on", "warning").exit_code == 1


def test_what_is_said_of_one_wins_over_what_is_said_of_all(home: Path) -> None:
    write(home, {"cafe.yaml": DOCUMENT + "colour: red\n"})
    config(f"lenient = true\nfail-on = 'warning'\n{SPEC}fail-on = 'error'\n")
    assert run("validate").exit_code == 0
    config(f"lenient = true\nfail-on = 'error'\n{SPEC}lenient = false\n")
    assert run("validate").exit_code == 1


def test_each_document_has_its_own_strictness(home: Path) -> None:
    write(home, {"cafe.yaml": UNSLASHED, "shop.yaml": DOCUMENT})
    config(f'{SPEC}[[spec]]\npath = "shop.yaml"\nfail-on = "warning"\n')
    assert run("validate").exit_code == 0
    write(home, {"cafe.yaml": DOCUMENT, "shop.yaml": UNSLASHED})
    assert run("validate").exit_code == 1


def test_codes_to_ignore_add_up(home: Path) -> None:
    text = UNSLASHED.replace("name: say, ", "")
    write(home, {"cafe.yaml": text + "colour: red\n"})
    config(f'ignore = "SG302"\n{SPEC}ignore = ["SG301"]\n')
    assert "SG207" in run("validate").output
    quiet = run("validate", "--ignore", "SG207")
    assert quiet.output == "cafe.yaml: nothing is wrong besides 3 ignored\n"


@pytest.mark.parametrize(
    ("call", "document", "configured", "wins"),
    [
        (None, None, None, "client → server"),
        (None, None, "client", "server → client"),
        (None, "client", "server", "server → client"),
        (None, "server", "client", "client → server"),
        ("client", "server", "server", "server → client"),
        ("server", "client", "client", "client → server"),
    ],
)
def test_the_call_wins_over_the_document_and_that_over_the_configuration(
    home: Path,
    call: str | None,
    document: str | None,
    configured: str | None,
    wins: str,
) -> None:
    if document:
        own = f"x-socketio: {{perspective: {document}}}\n"
        write(home, {"cafe.yaml": DOCUMENT + own})
    config(SPEC + JSON + (f'perspective = "{configured}"\n' if configured else ""))
    options = ("--perspective", call) if call else ()
    assert run("build", *options).exit_code == 0
    assert arrow("generated/cafe-json") == wins


@pytest.mark.parametrize(
    ("call", "document", "configured", "namespace"),
    [
        (None, None, "channel", "/"),
        (None, "message", "channel", "/chat"),
        (None, "channel", "message", "/"),
        ("message", "channel", "channel", "/chat"),
    ],
)
def test_so_it_is_with_what_an_event_is(
    home: Path,
    call: str | None,
    document: str | None,
    configured: str,
    namespace: str,
) -> None:
    if document:
        own = f"x-socketio: {{events: {document}}}\n"
        write(home, {"cafe.yaml": DOCUMENT + own})
    config(f'{SPEC}events-from = "{configured}"\n')
    options = ("--events-from", call) if call else ()
    shown = run("inspect", "--format", "json", *options).stdout
    assert json.loads(shown)["namespaces"][0]["name"] == namespace


def test_why_names_the_configuration() -> None:
    config(SPEC + 'perspective = "client"\n')
    assert "(the configuration)" in run("inspect", "--why").output


def test_a_document_that_is_named_keeps_its_options(home: Path) -> None:
    config(f'{SPEC}output = "here"\n{JSON}')
    assert run("build", home / "cafe.yaml").exit_code == 0
    assert Path("here/contract.json").exists()
    assert run("build", "cafe.yaml", "--output", "there").exit_code == 0
    assert Path("there/contract.json").exists()


def test_a_document_that_is_not_listed_has_the_defaults() -> None:
    config(JSON + SPEC)
    assert run("build", "shop.yaml").exit_code == 0
    assert Path("generated/shop-json/contract.json").exists()
    assert not Path("generated/cafe-json").exists()


def test_paths_start_at_the_folder_of_the_configuration(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config(SPEC + JSON)
    below = home / "deep" / "er"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    done = run("build")
    assert done.exit_code == 0, done.output
    assert "wrote ../../generated/cafe-json" in done.output
    assert (home / "generated/cafe-json/contract.json").exists()
    assert run("validate").output == "../../cafe.yaml: nothing is wrong\n"
    config(SPEC.replace("cafe", "coffee"), name="../../sockgen.toml")
    assert places(said("build")) == ["../../sockgen.toml:2:8 SG524"]


def test_the_nearest_configuration_wins(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = home / "below"
    shared = "[[tool.sockgen.spec]]\npath = 'cafe.yaml'\n"
    write(home, {"sockgen.toml": '[[spec]]\npath = "shop.yaml"\n'})
    write(below, {"cafe.yaml": DOCUMENT, "pyproject.toml": "[project]\nname = 'a'\n"})
    monkeypatch.chdir(below)
    assert run("validate").output == "../shop.yaml: nothing is wrong\n"
    config(f"[project]\nname = 'a'\n{shared}", name="pyproject.toml")
    assert run("validate").output == "cafe.yaml: nothing is wrong\n"
    config("[[spec]]\npath = '../cafe.yaml'\n")
    assert run("validate").output == "../cafe.yaml: nothing is wrong\n"


@pytest.mark.parametrize("marker", [".git/", ".git", ".hg/"])
def test_the_search_ends_at_the_root_of_the_repository(
    home: Path, monkeypatch: pytest.MonkeyPatch, marker: str
) -> None:
    inner = home / "inner"
    write(inner, {"cafe.yaml": DOCUMENT})
    config(SPEC)
    monkeypatch.chdir(inner)
    assert run("validate").exit_code == 0
    path = inner / marker
    path.mkdir() if marker.endswith("/") else path.touch()
    assert [one["code"] for one in said("validate")] == ["SG526"]


def test_a_configuration_can_be_named_or_left_alone(home: Path) -> None:
    config("nonsense = 1\n")
    write(home, {"ci/strict.toml": '[[spec]]\npath = "../cafe.yaml"\n'})
    assert run("validate", "cafe.yaml").exit_code == 2
    assert run("validate", "--no-config", "cafe.yaml").exit_code == 0
    named = run("validate", "--config", "ci/strict.toml")
    assert named.output == "ci/../cafe.yaml: nothing is wrong\n"
    assert run("validate", "--config", "absent.toml").exit_code == 2
    both = run("validate", "--config", "ci/strict.toml", "--no-config", "cafe.yaml")
    assert (both.exit_code, "exclude one another" in both.output) == (2, True)


def test_a_file_that_is_named_must_have_the_table() -> None:
    config("[project]\nname = 'a'\n", name="pyproject.toml")
    [one] = said("validate", "--config", "pyproject.toml")
    assert (one["code"], "[tool.sockgen]" in one["message"]) == ("SG523", True)


def test_a_project_without_sockgen_may_have_any_pyproject() -> None:
    for content in (b"= nonsense", b"\xff", b"[tool.other]\n"):
        Path("pyproject.toml").write_bytes(content)
        assert run("validate", "cafe.yaml").exit_code == 0
    Path("pyproject.toml").write_bytes(b"[tool.sockgen\n")
    assert places(said("validate", "cafe.yaml")) == ["pyproject.toml:1:14 SG520"]


@pytest.mark.parametrize(
    ("text", "expected", "hint"),
    [
        ("specs = []\n", "1:1 SG521", "did you mean `spec`?"),
        ("events_from = 1\n", "1:1 SG521", "did you mean `events-from`?"),
        ("Fail-On = 1\n", "1:1 SG521", "did you mean `fail-on`?"),
        ("check = true\n", "1:1 SG521", "it belongs to a call: `--check`"),
        ("output = 'out'\n", "1:1 SG521", "it is said of one document"),
        ("[tool.sockgen]\n", "1:2 SG521", "stand at the top"),
        (f"{SPEC}refs = 1\n", "3:1 SG521", "there is `allow-refs-outside`"),
        ("lenient = 'true'\n", "1:11 SG522", "write it as `true`, without quotes"),
        ("lenient = 1\n", "1:11 SG522", None),
        ("target = 3\n", "1:10 SG522", "put it in quotes"),
        ("target = 1979-05-27 07:32:00\n", "1:10 SG522", "put it in quotes"),
        ("ignore = [['SG301']]\n", "1:11 SG522", None),
        ("templates = {a = 1}\n", "1:13 SG522", None),
        ("templates = ''\n", "1:13 SG522", None),
        ("fail-on = 'warnings'\n", "1:11 SG522", "did you mean `warning`?"),
        ("perspective = 'x'\n", "1:15 SG522", "there is `server`, `client`"),
        ("spec = 'cafe.yaml'\n", "1:8 SG522", "begin each document with `[[spec]]`"),
        ("spec = ['cafe.yaml']\n", "1:9 SG522", "begin each document with `[[spec]]`"),
        ("[spec]\npath = 'cafe.yaml'\n", "1:1 SG522", "with `[[spec]]`"),
        (f'{SPEC}output = "a\\u0000b"\n', "3:10 SG522", None),
        (f"{SPEC}package = 'class'\n", "3:11 SG513", None),
        (f"{SPEC}distribution = '-a'\n", "3:16 SG513", None),
        ("target = ['json', 'jsno']\n", "1:19 SG512", "did you mean `json`?"),
        (
            f"{SPEC}target = ['json', 'python']\noutput = 'a'\n",
            "4:10 SG515",
            "list the document once for each",
        ),
        ("[[spec]]\n", "1:1 SG523", "it names the document"),
        ("[[spec]]\npath = 'caffe.yaml'\n", "2:8 SG524", "did you mean `cafe.yaml`?"),
        ("[[spec]]\npath = 'no/thing'\n", "2:8 SG524", "paths start at the folder of"),
        ("[[spec]]\npath = '.'\n", "2:8 SG524", None),
        ("templates = 'cafe.yaml'\n", "1:13 SG524", None),
        (SPEC + SPEC.replace("cafe", "./cafe"), "4:8 SG525", "an `output` of its own"),
        (
            f"{SPEC}output = 'a'\n[[spec]]\npath = 'shop.yaml'\noutput = 'b/../a'\n",
            "5:8 SG525",
            "an `output` of its own",
        ),
        ("path = cafe.yaml\n", "1:8 SG520", None),
        ("a = 1\nb = '\n", "2:6 SG520", None),
        ("[[spec]]\npath = [", "2:9 SG520", None),
        ("a = 1\na = 2\n", "2:6 SG520", None),
    ],
)
def test_mistakes_are_shown_at_their_place(
    text: str, expected: str, hint: str | None
) -> None:
    config(text)
    for command in ("build", "validate", "inspect"):
        [one] = said(command)
        assert places([one]) == [f"sockgen.toml:{expected}"]
        assert (hint or "") in (one["hint"] or "")
    shown = run("validate").output
    line = text.split("\n")[one["start"]["line"] - 1]
    assert f"\n{one['start']['line']} | {line}\n" in shown
    assert not Path("generated").exists()


def test_every_mistake_of_a_file_is_shown_at_once() -> None:
    config("lenint = true\nfail-on = 1\n[[spec]]\npath = 'cafe.yaml'\npackge = 'a'\n")
    assert places(said("build")) == [
        "sockgen.toml:1:1 SG521",
        "sockgen.toml:2:11 SG522",
        "sockgen.toml:5:1 SG521",
    ]


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"a = '\xff'", "SG102", "not UTF-8"),
        (b"a = " + b"[" * 5000 + b"]" * 5000, "SG520", "nested too deep"),
        (b"a = " + b"9" * 5000, "SG520", "not well-formed TOML"),
    ],
)
def test_a_file_that_is_no_toml_is_told_of(
    content: bytes, code: str, words: str
) -> None:
    Path("sockgen.toml").write_bytes(content)
    [one] = said("build")
    assert one["code"] == code
    assert words in one["message"]


def test_a_file_that_cannot_be_read_is_told_of() -> None:
    Path("sockgen.toml").mkdir()
    [one] = said("build")
    assert (one["code"], "it is a folder" in one["message"]) == ("SG101", True)


def test_a_code_that_does_not_exist_is_a_warning() -> None:
    config(f'{SPEC}ignore = ["SG302", "SG399", "SG203"]\n')
    done = run("validate")
    assert done.exit_code == 0
    assert "sockgen.toml:3:20: warning[SG290]: `SG399`" in done.output
    assert "sockgen.toml:3:29: warning[SG291]: `SG203`" in done.output
    assert run("validate", "--fail-on", "warning").exit_code == 1
    assert run("validate", "--ignore", "SG29").output.startswith("cafe.yaml: nothing")


@pytest.mark.parametrize("name", ["output", "package", "distribution"])
def test_what_is_for_one_document_is_not_for_two(name: str) -> None:
    config(TWO)
    [one] = said("build", f"--{name}", "a")
    assert (one["code"], f"--{name}" in one["message"]) == ("SG515", True)
    assert run("build", "cafe.yaml", f"--{name}", "a").exit_code == 0


def test_targets_of_a_call_may_bring_two_outputs_together(home: Path) -> None:
    write(home, {"b/cafe.yaml": DOCUMENT})
    config(f'{SPEC}[[spec]]\npath = "b/cafe.yaml"\n{JSON}')
    assert run("validate").exit_code == 0
    [one] = said("build", "--target", "json")
    assert one["code"] == "SG525"


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_examples_of_a_page_tell_the_truth(home: Path, code: str) -> None:
    page = page_of(code)
    write(home, {"petstore.yaml": DOCUMENT})
    config(page.wrong)
    assert {one["code"] for one in said("validate")} == {code}
    config(page.right)
    assert run("validate").exit_code == 0


def test_every_code_is_met_here() -> None:
    assert CODED == ["SG520", "SG521", "SG522", "SG523", "SG524", "SG525", "SG526"]


def test_the_page_about_the_configuration(home: Path) -> None:
    page = (DOCS / "configuration.md").read_text(encoding="utf-8")
    [own, shared] = re.findall(r"^```toml\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    files = re.findall(r'^path = "(.*)"', own + shared, re.MULTILINE)
    write(home, dict.fromkeys(files, DOCUMENT))
    config(own)
    assert run("validate").exit_code == 0, run("validate").output
    Path("sockgen.toml").unlink()
    config(shared, name="pyproject.toml")
    assert run("validate").exit_code == 0, run("validate").output
    listed = re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE)
    assert set(listed) == {*FOR_ALL, *FOR_ONE}


def test_keys_are_the_long_options() -> None:
    build = sockgen.get_command(click.Context(sockgen), "build")
    assert build is not None
    options = {name[2:] for one in build.params for name in one.opts}
    assert {*FOR_ALL, *FOR_ONE} - {"path"} <= options
