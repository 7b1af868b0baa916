"""How a document is to be read: options of the command line, and `inspect --why`."""

import json
from pathlib import Path
from textwrap import dedent

import pytest
from click.testing import CliRunner, Result

from sockgen.cli.main import sockgen

SPEC = """\
    asyncapi: 2.6.0
    info: {title: Case, version: '1.0'}
    channels:
      said:
        publish:
          message: {name: Said, payload: {$ref: ../text.yaml}}
    """


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    (tmp_path / "text.yaml").write_text("type: string\n", encoding="utf-8")
    path = tmp_path / "home" / "spec.yaml"
    path.write_text(dedent(SPEC), encoding="utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(sockgen, [str(one) for one in arguments])


OPTIONS = (
    *("--events-from", "channel", "--perspective", "client"),
    "--allow-refs-outside",
)


def test_inspect_shows_each_event_with_its_arrow(spec: Path) -> None:
    plain = run("inspect", spec, "--allow-refs-outside").stdout
    assert "namespace /said" in plain
    assert "Said   client → server" in plain
    turned = run("inspect", spec, *OPTIONS).stdout
    assert "namespace /\n" in turned
    assert "said   server → client" in turned


def test_why_tells_the_rules(spec: Path) -> None:
    lines = run("inspect", "--why", spec, *OPTIONS).stdout.splitlines()
    assert [line.split(None, 1) for line in lines[:6]] == [
        ["/", "said  server → client"],
        ["namespace", "`/`: there is no server"],
        ["name", "the key of the channel, which is one event"],
        [
            "direction",
            "`publish` of the client that the document describes (--perspective)",
        ],
        ["arguments", "one: the payload is no tuple"],
        ["ack", "none: nothing describes one"],
    ]


def test_why_as_json(spec: Path) -> None:
    (event,) = json.loads(
        run("inspect", "--why", "--format", "json", spec, *OPTIONS).stdout
    )
    assert (event["namespace"], event["event"]) == ("/", "said")
    assert event["direction"] == "server → client"
    assert event["why"]["name"] == "the key of the channel, which is one event"


@pytest.mark.parametrize("command", ["validate", "inspect", "build"])
def test_references_stay_in_the_folder_unless_they_may_leave(
    command: str, spec: Path, tmp_path: Path
) -> None:
    more = ["--target", "json", "--output", tmp_path / "out"]
    arguments = [command, spec, *(more if command == "build" else [])]
    refused = run(*arguments)
    assert refused.exit_code == 1
    assert "--allow-refs-outside" in refused.output
    assert run(*arguments, "--allow-refs-outside").exit_code == 0


def test_a_build_reads_as_it_is_told(spec: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("build", spec, *OPTIONS, "--target", "json", "--output", out)
    contract = json.loads((out / "contract.json").read_text("utf-8"))
    (event,) = contract["namespaces"][0]["events"]
    assert (event["name"], event["direction"]) == ("said", "server → client")
    options = json.loads((out / ".sockgen.json").read_text("utf-8"))["options"]
    assert options["events-from"] == "channel"
    assert options["perspective"] == "client"
