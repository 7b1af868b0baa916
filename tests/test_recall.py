"""A call of which nothing has changed says what it said, and does no more."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

CALL = """
import sys
from sockgen.cli.main import sockgen
try:
    sockgen.main(["build", *sys.argv[1:]], prog_name="sockgen")
finally:
    print("built" if "sockgen.pipeline" in sys.modules else "recalled")
"""
SPEC = """
asyncapi: 3.0.0
info: {title: Chat, version: 1.0.0}
channels:
  chat:
    address: /chat
    messages:
      say: {payload: {$ref: 'text.yaml#/Text'}}
operations:
  onSay: {action: receive, channel: {$ref: '#/channels/chat'}}
"""


class Project:
    """A folder with a document of two files, and a cache of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "project"
        self.cache = folder / "cache"
        self.packages = folder / "packages"
        self.packages.mkdir()
        self.write("chat.yaml", SPEC)
        self.write("text.yaml", "Text: {type: string}\n")
        (self.folder / ".git").mkdir()

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def build(self, *words: str, before: str = "") -> tuple[str, list[str], str]:
        """Whether it was recalled, what it printed, and what it warned of."""
        around = {
            **os.environ,
            "XDG_CACHE_HOME": str(self.cache),
            "PYTHONPATH": os.pathsep.join([str(self.packages), *sys.path]),
        }
        program = before + CALL
        command = [sys.executable, "-c", program, "chat.yaml", "--target=json", *words]
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=around,
            capture_output=True,
            text=True,
            check=True,
        )
        *lines, how = done.stdout.splitlines()
        return how, [one.partition(" (")[0] for one in lines], done.stderr


@pytest.fixture(name="project")
def _project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_a_call_of_which_nothing_has_changed_is_recalled(project: Project) -> None:
    first, again = project.build(), project.build()
    assert [first[0], again[0]] == ["built", "recalled"]
    assert again[1] == ["generated/chat-json is up to date: 2 files"]
    assert "SG301" in first[2]  # `say` has no name
    assert again[2] == first[2]


CHANGES: dict[str, Callable[[Project], object]] = {
    "the document": lambda one: one.write("chat.yaml", f"{SPEC}# more\n"),
    "a file it refers to": lambda one: one.write("text.yaml", "Text: {type: number}\n"),
    "a configuration that appears": lambda one: one.write("sockgen.toml", "ignore=[]"),
    "a file that was made": lambda one: (
        one.folder / "generated/chat-json/contract.json"
    ).unlink(),
    "a package": lambda one: (one.packages / "new-1.0.dist-info").mkdir(),
    "what is kept": lambda one: [
        path.write_text("{") for path in one.cache.rglob("*.json")
    ],
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_is_seen(project: Project, change: str) -> None:
    project.build()
    assert project.build()[0] == "recalled"
    CHANGES[change](project)
    assert project.build()[0] == "built"


@pytest.mark.parametrize("option", ["--check", "--force", "--lenient"])
def test_another_call_is_not_recalled(project: Project, option: str) -> None:
    project.build()
    assert project.build(option)[0] == "built"


SAVED_MEANWHILE = """
from pathlib import Path
from sockgen.cli import building
carry_out = building.carry_out
def late(plans):
    Path("text.yaml").write_text("Text: {type: number}\\n")
    return carry_out(plans)
building.carry_out = late
"""


def test_what_is_saved_during_a_build_is_not_taken_for_built(project: Project) -> None:
    project.build(before=SAVED_MEANWHILE)
    assert project.build()[0] == "built"
    assert project.build()[0] == "recalled"


def test_templates_of_others_are_never_recalled(project: Project) -> None:
    (project.folder / "mine").mkdir()
    words = ("--templates", "mine")
    assert [project.build(*words)[0] for _ in range(2)] == ["built", "built"]


def test_without_a_cache_it_is_built(project: Project) -> None:
    project.cache.write_text("no folder")
    assert [project.build()[0] for _ in range(2)] == ["built", "built"]


def test_a_save_between_two_documents_of_a_call_is_not_forgotten(
    project: Project,
) -> None:
    """The first of them has read another text of the file than the second one."""
    project.write("talk.yaml", SPEC)
    project.write(
        "sockgen.toml", "[[spec]]\npath='chat.yaml'\n[[spec]]\npath='talk.yaml'\n"
    )
    before = """
from pathlib import Path
from sockgen.cli import building, planning
def one_by_one(builds, *_):
    for build in builds:
        yield planning.plan_one(build)
        Path("text.yaml").write_text("Text: {type: number}")
building.plan_all = one_by_one
"""
    program = before + CALL.replace('"build"', '"build", "--target=json"')
    made = project.folder / "generated/chat-json/contract.json"
    for source in (program, program.replace(before, "")):
        subprocess.run(
            [sys.executable, "-c", source],
            cwd=project.folder,
            env={**os.environ, "XDG_CACHE_HOME": str(project.cache)},
            check=True,
        )
    assert '"number"' in made.read_text()
