"""All documents of a configuration: planned at once, with nothing else to notice."""

import os
import pty
import re
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from tests.building import files

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="documents are planned at once on Linux only"
)

SOON = 60
JSON = "--target=json"
NAMES = ("orders", "stock", "chat")
SPEC = """
asyncapi: 3.0.0
info: {{title: {name}, version: 1.0.0}}
channels:
  it:
    address: /{name}
    messages:
      say: {{payload: {{type: string}}}}
operations:
  onSay: {{action: receive, channel: {{$ref: '#/channels/it'}}}}
"""
CALL = """
import os, signal, sys
from sockgen.cli import main, planning
processes, change = int(sys.argv.pop(1)), sys.argv.pop(1)
planning._processors = lambda: processes
parent, plan_one = os.getpid(), planning.plan_one
if "--target=json" in sys.argv:  # it takes no time, and stands for the one that does
    from sockgen.targets.python import generation
    planning.SLOW, generation.prepare = "json", lambda: None
exec(change)
main()
"""
BLOCKED = """
def blocked(build):
    os.write(1, b"%d\\n" % os.getpid())  # at once, for another does so too
    signal.pause()
planning.plan_one = blocked
"""
KILLED = """
def killed(build):
    if build.spec.stem == "stock" and os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    return plan_one(build)
planning.plan_one = killed
"""
WRONG = """
def wrong(build):
    raise ValueError(build.spec.stem)
planning.plan_one = wrong
"""

HERE = """
def here(build):
    os.write(1, b"here\\n" if os.getpid() == parent else b"elsewhere\\n")
    return plan_one(build)
planning.plan_one = here
"""


@pytest.fixture(name="project")
def _project(tmp_path: Path) -> Path:
    """A project of three documents, each of which has a warning."""
    listed = [f'[[spec]]\npath = "{name}.yaml"\n' for name in NAMES]
    (tmp_path / "sockgen.toml").write_text("".join(listed))
    for name in NAMES:
        (tmp_path / f"{name}.yaml").write_text(SPEC.format(name=name))
    return tmp_path


def command(processes: int, *words: str, change: str = "") -> list[str]:
    return [sys.executable, "-c", CALL, str(processes), change, "build", *words]


def build(
    project: Path, processes: int, *words: str, change: str = ""
) -> tuple[int, str, str]:
    """The exit code and what was said, without times."""
    done = subprocess.run(
        command(processes, *words, change=change),
        cwd=project,
        env={**os.environ, "XDG_CACHE_HOME": str(project / "cache")},
        capture_output=True,
        encoding="utf-8",
        timeout=SOON,
        check=False,
    )
    said = re.sub(r"\(\d+\.\d+ s\)", "(s)", done.stdout)
    return done.returncode, said, done.stderr


def test_at_once_comes_to_the_same(project: Path) -> None:
    said = build(project, 1)
    made = files(project / "generated")
    assert said[0] == 0
    assert [said[1].index(f"generated/{name}:") for name in NAMES] == sorted(
        said[1].index(f"generated/{name}:") for name in NAMES
    )
    for name in NAMES:
        (project / "generated" / name).rename(project / f"before-{name}")
    assert build(project, 2) == said
    assert files(project / "generated") == made


def test_errors_keep_their_order_and_nothing_is_written(project: Path) -> None:
    for name in ("orders", "chat"):
        text = SPEC.format(name=name).replace("channels/it'", "channels/at'")
        (project / f"{name}.yaml").write_text(text)
    said = build(project, 2, JSON)
    assert said == build(project, 1, JSON)
    assert said[0] == 1
    places = re.findall(r"^(\w+).yaml:.*\[SG", said[2], re.MULTILINE)
    assert {*places} == {*NAMES}
    assert not (project / "generated").exists()


@pytest.mark.parametrize("processes", [1, 2])
def test_a_terminal_shows_which_document_it_is_at(
    project: Path, processes: int
) -> None:
    ours, theirs = pty.openpty()
    done = subprocess.run(
        command(processes, JSON, "--ignore=SG301", "--force"),
        cwd=project,
        env={**os.environ, "TERM": "xterm"},
        stdout=subprocess.PIPE,
        stderr=theirs,
        timeout=SOON,
        check=True,
    )
    os.close(theirs)
    shown = os.read(ours, 1 << 16).decode()
    os.close(ours)
    steps = [f"building {at} of 3: {name}" for at, name in enumerate(NAMES, 1)]
    assert shown.split("\r\x1b[K") == ["", *steps, ""]
    assert b"building" not in done.stdout


def test_a_pipe_shows_no_such_thing(project: Path) -> None:
    assert build(project, 2, JSON, "--ignore=SG301")[2] == ""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_all(project: Path, number: signal.Signals) -> None:
    parent = subprocess.Popen(
        command(2, JSON, change=BLOCKED),
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
    assert parent.stdout is not None
    try:
        children = [int(parent.stdout.readline()) for _ in range(2)]
        assert parent.pid not in children
        # As a terminal does: to all of them.
        os.killpg(parent.pid, number)
        _, said = parent.communicate(timeout=SOON)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(parent.pid, signal.SIGKILL)
    assert parent.returncode == 128 + number
    assert said.strip() == "interrupted: nothing was written"
    for child in children:
        with pytest.raises(ProcessLookupError):
            os.kill(child, 0)


def test_a_process_that_dies_is_told_of(project: Path) -> None:
    code, _, said = build(project, 2, JSON, change=KILLED)
    assert code == 70
    assert "stock.yaml" in said
    assert "signal 9" in said
    assert not (project / "generated").exists()


def test_a_bug_looks_the_same(project: Path) -> None:
    code, _, said = build(project, 2, JSON, change=WRONG)
    assert code == 70
    assert "ValueError: orders" in said
    assert "This is a bug in sockgen" in said
    assert "ForkProcess" not in said


def test_a_log_tells_of_one_after_the_other(project: Path) -> None:
    code, made, said = build(project, 2, JSON, "--verbose", change=HERE)
    assert code == 0
    assert "took" in said
    assert [one for one in made.splitlines() if "here" in one] == ["here"] * 3
