"""Calls of `sockgen diff`: which documents, which revisions, what is printed."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.pairs import CASES

from sockgen.cli.main import sockgen

CHAT = (CASES / "polling-no-more/old.yaml").read_text("utf-8")
LESS = CHAT.replace("[websocket, polling]", "[websocket]")
BROKEN = CHAT.replace("action: receive", "action: get", 1)


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in {"old": CHAT, "new": LESS, "broken": BROKEN}.items():
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    return tmp_path


def called(*words: str) -> Result:
    return CliRunner().invoke(sockgen, ["diff", *words, "--no-config"])


def committed(message: str) -> None:
    for words in (
        ["init", "-q", "-b", "main"],
        ["add", "-A"],
        ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", message],
        ["tag", message],
    ):
        subprocess.run(["git", *words], check=True)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("none.yaml", "new.yaml", "There is no file none.yaml."),
        ("old.yaml", "none.yaml", "There is no file none.yaml."),
        ("broken.yaml", "new.yaml", "broken.yaml:22:"),
        ("old.yaml", "broken.yaml", "broken.yaml:22:"),
    ],
)
@pytest.mark.parametrize("form", ["text", "markdown"])
def test_a_document_that_cannot_be_read_is_named(
    folder: Path, old: str, new: str, said: str, form: str
) -> None:
    done = called(old, new, "--format", form)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


@pytest.mark.parametrize("names", [("broken", "new"), ("old", "broken")])
def test_a_program_is_told_which_document_is_wrong(
    folder: Path, names: tuple[str, str]
) -> None:
    done = called(*(f"{one}.yaml" for one in names), "--format", "json")
    assert done.exit_code == 2
    [told] = json.loads(done.stdout)["diagnostics"]
    assert (told["file"], told["start"]["line"]) == ("broken.yaml", 22)


def test_each_format_has_the_places_in_both_documents(folder: Path) -> None:
    text = called("old.yaml", "new.yaml")
    assert (text.exit_code, text.stdout) == (
        1,
        "breaking: the server `main` does not take polling any more\n"
        "  old.yaml:4 → new.yaml:4\n\n"
        "1 breaking; after 1.0.0 this is 2.0.0 at least, not 1.0.0\n",
    )
    made = json.loads(called("old.yaml", "new.yaml", "--format", "json").stdout)
    assert made == {
        "old": "1.0.0",
        "new": "1.0.0",
        "suggested": "2.0.0",
        "changes": [
            {
                "verdict": "breaking",
                "namespace": "",
                "event": "",
                "message": "the server `main` does not take polling any more",
                "old": {"file": "old.yaml", "line": 4, "column": 3},
                "new": {"file": "new.yaml", "line": 4, "column": 3},
            }
        ],
    }
    table = called("old.yaml", "new.yaml", "--format", "markdown").stdout
    told = "the server `main` does not take polling any more"
    assert f"| breaking |  | {told} | old.yaml:4 → new.yaml:4 |\n" in table


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("1.0.0", "1.0.0", "after 1.0.0 this is 2.0.0 at least, not 1.0.0"),
        ("1.0.0", "1.9.0", "after 1.0.0 this is 2.0.0 at least, not 1.9.0"),
        ("1.0.0", "2.0.0", "1 breaking; after 1.0.0 this is 2.0.0\n"),
        ("1.0.0", "2.0.0-rc.1", "1 breaking; after 1.0.0 this is 2.0.0\n"),
        ("1.0.0", "10.0.0", "1 breaking; after 1.0.0 this is 2.0.0\n"),
        ("0.4.1", "0.4.2", "after 0.4.1 this is 0.5.0 at least, not 0.4.2"),
        ("0.4.1", "0.5.0", "1 breaking; after 0.4.1 this is 0.5.0\n"),
        ("2.0.0-rc.1", "2.0.0-rc.1", "this is 2.0.0 at least, not 2.0.0-rc.1"),
        ("2.0.0-rc.1", "2.0.0-rc.2", "1 breaking; after 2.0.0-rc.1 this is 2.0.0\n"),
        ("2026.11", "2026.12", "1 breaking\n"),
    ],
)
def test_a_version_that_is_too_low_is_told(
    folder: Path, before: str, after: str, said: str
) -> None:
    for name, version in (("old", before), ("new", after)):
        path = folder / f"{name}.yaml"
        text = path.read_text("utf-8")
        path.write_text(text.replace("version: 1.0.0", f"version: '{version}'"))
    assert said in called("old.yaml", "new.yaml").stdout


def test_a_document_that_moved_between_revisions(folder: Path) -> None:
    (folder / "specs/shared").mkdir(parents=True)
    refers = CHAT.replace(
        "say: {name: say, payload: {type: string}}",
        "say: {name: say, payload: {$ref: './shared/text.yaml#/Text'}}",
    )
    (folder / "specs/chat.yaml").write_text(refers)
    (folder / "specs/shared/text.yaml").write_text("Text: {type: string}\n")
    committed("v1")
    shutil.move(folder / "specs", folder / "apis")
    committed("v2")
    (folder / "apis/shared/text.yaml").write_text("\nText: {type: integer}\n")
    committed("v3")
    shutil.rmtree(folder / "apis")
    same = called("v1:specs/chat.yaml", "v2:apis/chat.yaml")
    assert (same.exit_code, same.stdout) == (0, "nothing has changed on the wire\n")
    other = called("v1:specs/chat.yaml", "HEAD:apis/chat.yaml")
    assert other.exit_code == 1
    places = other.stdout.splitlines()[1].split(" → ")
    assert [one.rsplit("/", 2)[1:] for one in places] == [
        ["shared", "text.yaml:1"],
        ["shared", "text.yaml:2"],
    ]


@pytest.mark.parametrize(
    ("old", "said"),
    [
        ("v9:old.yaml", "v9"),
        ("v1:none.yaml", "v1 has no file none.yaml. Paths start at the top"),
        ("v1", "There is no file v1. It is a revision: its documents are v1:PATH."),
        ("v1:broken.yaml", "v1:broken.yaml:22:"),
        ("v1:", "There is no file v1:"),
    ],
)
def test_a_revision_that_cannot_be_read_is_named(
    folder: Path, old: str, said: str
) -> None:
    committed("v1")
    done = called(old, "new.yaml")
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
