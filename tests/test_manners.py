"""What every command owes a tired user: help, quiet, JSON, and an orderly end.

A new command must have a call in `CALLS`; then all of this holds for it, too.
"""

import ctypes
import fcntl
import json
import os
import pty
import re
import resource
import signal
import stat
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from sockgen.cli import ending, recall
from sockgen.cli.main import sockgen
from sockgen.pipeline import carry_out

GROUP = click.Context(sockgen)
COMMANDS = sorted(sockgen.list_commands(GROUP))
SPEC = """\
asyncapi: 3.0.0
info: {title: Cafe, version: 1.0.0}
channels:
  counter:
    address: /counter
    messages:
      order: {payload: {type: string}}
operations:
  onOrder: {action: receive, channel: {$ref: '#/channels/counter'}}
"""
"""A document with one warning: the message has no name."""

WRONG = SPEC.replace("address", "adress")


@dataclass(frozen=True)
class Call:
    """A call of a command that goes well, and what it promises."""

    words: tuple[str, ...]
    json: tuple[str, ...] = ()
    """The keys of its JSON; none for a command that has no such format."""
    reads: bool = True
    """Whether it is about a document."""
    answers: bool = True
    """Whether somebody wants to have what it prints, also with --quiet."""
    serves: bool = False
    """Whether it runs longer than a test that only wants to see what it prints."""


DIAGNOSED = ("diagnostics", "summary")
CALLS = {
    "build": Call(
        ("cafe.yaml", "--target", "json"), (*DIAGNOSED, "outputs"), answers=False
    ),
    "completion": Call(("bash",), reads=False),
    "diff": Call(("cafe.yaml", "cafe.yaml"), ("old", "new", "suggested", "changes")),
    "explain": Call(
        ("SG204",),
        ("code", "title", "severity", "stops", "says", "why", "wrong", "right"),
        reads=False,
    ),
    "init": Call(("project",), ("files",), reads=False, answers=False),
    "inspect": Call(("cafe.yaml",), ("title", "version", "servers", "namespaces")),
    "mock": Call(("cafe.yaml", "--port", "0"), ("kind", "title", "url"), serves=True),
    "scaffold": Call(("cafe.yaml",), answers=False),
    "test": Call(
        ("cafe.yaml", "--only", "order"),
        ("format", "sockgen", "document", "counts", "defects", "tests"),
        serves=True,
    ),
    "validate": Call(("cafe.yaml",), DIAGNOSED, answers=False),
}
SHORT = [name for name in COMMANDS if name not in CALLS or not CALLS[name].serves]
READING = [name for name in COMMANDS if name not in CALLS or CALLS[name].reads]


@pytest.fixture(name="home", autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a document, in which calls are made, and no cache."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.chdir(home)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE"):
        monkeypatch.delenv(name, raising=False)
    Path("cafe.yaml").write_text(SPEC)
    Path("wrong.yaml").write_text(WRONG)
    Path(".git").mkdir()
    return home


def call(*words: str, columns: int = 80) -> Result:
    return CliRunner().invoke(sockgen, words, terminal_width=columns)


def run(
    *words: str,
    before: Callable[[], None] | None = None,
    **options: Any,
) -> subprocess.CompletedProcess[str]:
    """A call as a process of its own."""
    command = [sys.executable, "-m", "sockgen", *words]
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.run(
        command, preexec_fn=before, encoding="utf-8", timeout=60, **options
    )


def command(name: str) -> click.Command:
    found = sockgen.get_command(GROUP, name)
    assert found is not None
    return found


def forms(name: str) -> list[str]:
    """The formats that a command has."""
    for one in command(name).params:
        if "--format" in one.opts and isinstance(one.type, click.Choice):
            return [str(form) for form in one.type.choices]
    return []


def on_wrong(name: str) -> list[str]:
    return ["wrong.yaml" if one == "cafe.yaml" else one for one in CALLS[name].words]


def test_every_command_has_its_call_here() -> None:
    assert sorted(CALLS) == COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_examples_and_words_for_every_option(name: str) -> None:
    shown = call(name, "-h").stdout
    assert shown == call(name, "--help").stdout
    assert "\n  Examples:\n    " in shown
    assert f"\n    sockgen {name}" in shown
    for one in command(name).params:
        if isinstance(one, click.Option):
            assert one.help, one.opts
            assert one.opts[-1] in shown


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_readable_on_a_narrow_terminal(name: str) -> None:
    shown = call(name, "-h", columns=40)
    assert shown.exit_code == 0
    told = shown.stdout.partition("Options:")[2]
    assert all(len(line) <= 78 for line in told.splitlines())


@pytest.mark.parametrize("name", COMMANDS)
def test_a_wrong_option_ends_with_what_to_do(name: str) -> None:
    done = call(name, "--surely-not")
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"Try 'sockgen {name} --help' for help." in done.stderr


def test_a_wrong_command_names_the_nearest() -> None:
    done = call("biuld")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "'build'" in done.stderr


@pytest.mark.parametrize("name", READING)
def test_a_missing_file_ends_with_the_nearest(name: str) -> None:
    words = ["caffe.yaml" if one == "cafe.yaml" else one for one in CALLS[name].words]
    done = call(name, *words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.endswith(" Did you mean 'cafe.yaml'?\n")
    lost = call(name, *(one.replace("caffe", "nowhere/caffe") for one in words))
    assert lost.stderr.endswith(" There is no folder 'nowhere' either.\n")


@pytest.mark.parametrize("name", READING)
def test_a_folder_in_place_of_a_file_ends_with_what_to_do(name: str) -> None:
    words = ["." if one == "cafe.yaml" else one for one in CALLS[name].words]
    done = call(name, *words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert re.search(r"ame a (file|document) in it", done.stderr)


@pytest.mark.parametrize("name", COMMANDS)
def test_quiet_and_verbose_exclude_one_another(name: str) -> None:
    words = CALLS[name].words
    for both in (["-q", "-v", name, *words], ["-q", name, *words, "--verbose"]):
        done = call(*both)
        assert (done.exit_code, done.stdout) == (2, "")
        assert "--quiet and --verbose exclude one another" in done.stderr


@pytest.mark.parametrize("name", SHORT)
def test_quiet_leaves_what_was_asked_for(name: str) -> None:
    words = CALLS[name].words
    before, after = call("--quiet", name, *words), call(name, *words, "-q")
    assert before.exit_code == after.exit_code == 0
    assert before.stderr == after.stderr == ""
    assert bool(before.stdout) is bool(after.stdout) is CALLS[name].answers


@pytest.mark.parametrize("name", READING)
def test_quiet_hides_no_error(name: str) -> None:
    loud, quiet = call(name, *on_wrong(name)), call("-q", name, *on_wrong(name))
    assert quiet.exit_code == loud.exit_code > 0
    assert "error[SG207]" in quiet.output
    assert "warning[" not in quiet.output
    assert Path("generated").exists() is False


@pytest.mark.parametrize("name", [one for one in READING if one != "diff"])
def test_a_warning_that_is_to_fail_is_said_aloud(name: str) -> None:
    words = (*CALLS[name].words, "--fail-on", "warning")
    loud, quiet = call(name, *words), call("-q", name, *words)
    assert quiet.exit_code == loud.exit_code > 0
    assert "warning[SG301]" in quiet.output


@pytest.mark.parametrize("name", [one for one in SHORT if one in READING])
def test_verbose_tells_what_is_read_and_how_fast(name: str, home: Path) -> None:
    plain = call(name, *CALLS[name].words, "--no-config")
    loud = call(name, *CALLS[name].words, "-v")
    assert "configuration: none\n" in loud.stderr
    assert "\nread cafe.yaml\n" in loud.stderr
    assert re.search(r"^reading took \d\.\d\d s$", loud.stderr, re.MULTILINE)
    if CALLS[name].answers:
        assert loud.stdout == plain.stdout
    (home / "sockgen.toml").write_text('[[spec]]\npath = "cafe.yaml"\n')
    assert (
        "configuration: sockgen.toml\n" in call("-v", name, *CALLS[name].words).stderr
    )
    assert "took" not in call(name, *CALLS[name].words).stderr


def test_verbose_tells_what_is_written() -> None:
    assert "  + contract.json\n" in call("-v", "build", *CALLS["build"].words).stdout
    again = call("-v", "build", *CALLS["build"].words)
    assert "nothing has changed since the last call; --force" in again.stderr
    Path("cafe.yaml").write_text(SPEC.replace("Cafe", "Bar"))
    changed = call("-v", "build", *CALLS["build"].words)
    assert "  ~ contract.json\n" in changed.stdout
    assert "making json took" in changed.stderr
    assert "writing took" in changed.stderr
    assert "wrote " in call("-v", "init", "project").stderr


@pytest.mark.parametrize("name", [one for one in SHORT if "json" in forms(one)])
def test_json_is_one_document_on_the_standard_output(name: str) -> None:
    for words in ((), ("-q",), ("-v",)):
        done = call(name, *CALLS[name].words, "--format", "json", *words)
        assert done.exit_code == 0
        if CALLS[name].json:
            assert set(CALLS[name].json) <= set(json.loads(done.stdout))


@pytest.mark.parametrize("name", [one for one in READING if CALLS[one].json])
def test_json_tells_of_a_wrong_document_likewise(name: str) -> None:
    done = call(name, *on_wrong(name), "--format", "json")
    assert done.exit_code > 0
    assert done.stderr == ""
    told = json.loads(done.stdout)
    assert "SG207" in {one["code"] for one in told["diagnostics"]}
    assert told["summary"]["errors"] > 0


def test_json_of_a_build_tells_of_each_folder(home: Path) -> None:
    def outputs(*words: str, code: int = 0) -> list[tuple[str, str, list[str]]]:
        targets = ("--target", "json", "--format", "json")
        done = call("build", "cafe.yaml", *targets, *words)
        assert done.exit_code == code
        return [
            (one["folder"], one["state"], one["added"] + one["changed"])
            for one in json.loads(done.stdout)["outputs"]
        ]

    files = [".sockgen.json", "contract.json"]
    folder = "generated/cafe-json"
    assert outputs("--check", code=1) == [(folder, "stale", files)]
    assert outputs("--fail-on", "warning", code=1) == [(folder, "kept", files)]
    assert outputs() == [(folder, "written", files)]
    assert outputs() == outputs() == outputs("--check") == [(folder, "unchanged", [])]
    (home / folder / "contract.json").unlink()
    assert outputs() == [(folder, "written", ["contract.json"])]


def test_json_of_several_documents_is_a_list(home: Path) -> None:
    Path("bar.yaml").write_text(SPEC.replace("Cafe", "Bar"))
    Path("sockgen.toml").write_text(
        '[[spec]]\npath = "cafe.yaml"\n[[spec]]\npath = "bar.yaml"\n'
    )
    shown = json.loads(call("inspect", "--format", "json").stdout)
    assert [one["title"] for one in shown] == ["Cafe", "Bar"]
    built = json.loads(call("build", "--format", "json").stdout)
    assert len(built["outputs"]) == 2


def test_json_of_a_scaffold_is_one_document_though_one_is_wrong() -> None:
    Path("sockgen.toml").write_text(
        '[[spec]]\npath = "cafe.yaml"\n[[spec]]\npath = "wrong.yaml"\n'
    )
    done = call("scaffold", "--format", "json")
    assert done.exit_code == 1
    assert [one["spec"] for one in json.loads(done.stdout)] == ["cafe.yaml"]
    told = json.loads(done.stderr)["diagnostics"]
    assert {one["code"] for one in told} == {"SG207", "SG301"}
    alone = call("scaffold", "wrong.yaml", "--format", "json")
    assert json.loads(alone.stdout)["summary"]["errors"] == 1


def test_json_of_a_run_of_tests_is_its_report() -> None:
    done = run("test", *CALLS["test"].words, "--format", "json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert set(CALLS["test"].json) <= set(told)
    assert {one["result"] for one in told["tests"]} <= {"passed", "skipped"}


def test_json_of_a_mock_is_a_line_for_each_thing_that_happens() -> None:
    words = [sys.executable, "-m", "sockgen", "mock", *CALLS["mock"].words]
    with subprocess.Popen(
        [*words, "--format", "json"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        process.send_signal(signal.SIGTERM)
        assert process.stdout.read() == b""
    assert (told["kind"], told["title"], process.returncode) == ("listening", "Cafe", 0)


def no_rights() -> None:
    """Have root ask for permission, too: what is closed to all is closed to it."""
    if os.geteuid() == 0:
        for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
            ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP


@pytest.fixture(name="locked")
def _locked() -> Iterator[str]:
    folder = Path("locked")
    folder.mkdir(mode=0)
    yield "locked"
    folder.chmod(stat.S_IRWXU)


INTO = {
    "build": ("build", "cafe.yaml", "--target", "json", "--output"),
    "init": ("init",),
    "scaffold": ("scaffold", "cafe.yaml", "--output"),
    "a report": ("test", "cafe.yaml", "--report"),
}


@pytest.mark.skipif(sys.platform != "linux", reason="capabilities are of Linux")
@pytest.mark.parametrize(
    ("what", "mode"),
    [*((one, 0) for one in INTO), ("build", 0o500), ("a report", 0o500)],
)
def test_a_folder_without_permission_is_named(
    what: str, mode: int, locked: str
) -> None:
    Path(locked).chmod(mode)
    done = run(*INTO[what], f"{locked}/report.xml", before=no_rights)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Permission denied" in done.stderr
    assert "locked" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="capabilities are of Linux")
def test_a_file_that_may_not_be_read_is_named(locked: str) -> None:
    Path("cafe.yaml").chmod(0)
    for words in (("validate", "cafe.yaml"), ("diff", "cafe.yaml", "wrong.yaml")):
        done = run(*words, before=no_rights)
        assert done.returncode == 2
        assert "`ls -ld` shows who may" in done.stderr
    hidden = run("validate", f"{locked}/cafe.yaml", before=no_rights)
    assert "The folder 'locked' cannot be entered" in hidden.stderr


def small_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))


@pytest.mark.parametrize("what", ["build", "init", "scaffold"])
def test_a_full_disk_is_no_bug_and_leaves_nothing_half(what: str) -> None:
    done = run(*INTO[what], "out", before=small_files)
    assert (done.returncode, done.stdout) == (2, "")
    assert "File too large" in done.stderr
    assert "`ulimit -f` shows the limit" in done.stderr
    left = [one for one in Path().rglob("*") if "out" in str(one) and one.is_file()]
    assert all(one.stat().st_size < 100 for one in left)
    assert what != "build" or not left


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize(
    "words", [["explain"], ["--version"], ["inspect", "cafe.yaml"]]
)
def test_an_output_that_is_full_is_told(words: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = run(*words, stdout=full)
    assert done.returncode == 2
    assert "the standard output: No space left on device" in done.stderr
    assert "make room" in done.stderr


@pytest.mark.parametrize(
    ("words", "code"),
    [(("explain", "--format", "json"), 0), (("validate", "wrong.yaml"), 1)],
)
def test_a_reader_that_leaves_early_changes_no_exit_code(
    words: tuple[str, ...], code: int
) -> None:
    read, write = os.pipe()
    os.close(read)
    done = run(*words, stdout=write)
    os.close(write)
    assert (done.returncode, done.stderr) == (code, "")


def test_closed_streams_are_no_matter() -> None:
    done = run(
        *("build", *CALLS["build"].words),
        before=lambda: os.closerange(0, 3),
        stdout=None,
        stderr=None,
    )
    assert done.returncode == 0
    assert json.loads(Path("generated/cafe-json/contract.json").read_text())


@pytest.mark.parametrize(
    ("name", "number", "code"),
    [
        *((name, signal.SIGINT, 130) for name in READING if name != "test"),
        ("build", signal.SIGTERM, 143),
        ("mock", signal.SIGHUP, 129),
    ],
)
def test_a_signal_ends_a_call_with_a_word(name: str, number: int, code: int) -> None:
    os.mkfifo("endless.yaml")
    words = ["endless.yaml" if one == "cafe.yaml" else one for one in CALLS[name].words]
    command = [sys.executable, "-m", "sockgen", name, *words]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        writer = None
        while writer is None and process.poll() is None:
            with suppress(OSError):  # until sockgen is reading
                writer = os.open("endless.yaml", os.O_WRONLY | os.O_NONBLOCK)
            os.sched_yield()
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
        if writer is not None:
            os.close(writer)
    assert (process.returncode, out) == (code, "")
    assert err.strip() == "interrupted: nothing was written"
    assert not Path("generated").exists()


def test_an_interrupted_build_says_what_is_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("bar.yaml").write_text(SPEC)
    Path("sockgen.toml").write_text(
        'target = "json"\n[[spec]]\npath = "cafe.yaml"\n[[spec]]\npath = "bar.yaml"\n'
    )
    from sockgen.cli import building

    def interrupted_after_one(plans: list[Any]) -> Any:
        carry_out(plans)
        raise KeyboardInterrupt

    monkeypatch.setattr(building, "carry_out", interrupted_after_one)
    with pytest.raises(click.Abort) as caught:
        sockgen.main(["build"], prog_name="sockgen", standalone_mode=False)
    assert ending.interrupted(caught.value.__cause__) == 130
    said = capsys.readouterr().err.splitlines()[-1]
    assert said == "interrupted: generated/cafe-json is written, and nothing else"
    assert not Path("generated/bar-json").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="such names are of Linux")
def test_a_name_that_is_no_utf_8_is_a_name() -> None:
    name = os.fsdecode(b"caf\xe9.yaml")
    Path(name).write_text(SPEC)
    assert run("validate", name).returncode == 0
    built = run("build", "--target", "json", name, "--format", "json")
    assert json.loads(built.stdout)["summary"]["errors"] == 0
    assert Path("generated/caf-json/contract.json").exists()


def test_a_very_long_name_is_told() -> None:
    long = "x" * 5000
    for words in (
        ("validate", long),
        ("init", long),
        ("build", "cafe.yaml", "-o", long),
    ):
        done = call(*words)
        assert done.exit_code == 2
        assert "choose a shorter name" in done.stderr


def test_a_user_without_a_home_gets_no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    homeless = Path("~/.cache/sockgen")
    monkeypatch.setattr(recall, "user_cache_path", lambda _: homeless)
    assert call("build", *CALLS["build"].words).exit_code == 0
    assert sorted(one.name for one in Path().iterdir()) == [
        *(".git", "cafe.yaml", "generated", "wrong.yaml")
    ]


def test_the_page_about_commands_tells_of_all_of_them() -> None:
    page = (Path(__file__).parents[1] / "docs" / "commands.md").read_text()
    for name in COMMANDS:
        has = "json" in forms(name)
        assert (f"\n| `{name}` |" in page) is has, name
    built = json.loads(call("build", "cafe.yaml", "--format", "json").stdout)
    for key in (*CALLS["init"].json, *built, *built["outputs"][0]):
        assert f"`{key}`" in page
    codes = (0, 1, ending.WRONG_CALL, ending.BUG, 128 + signal.SIGINT, ending.UNREAD)
    assert all(f"\n| {code} |" in page for code in codes)
    assert f"\n| {128 + signal.SIGHUP}, {128 + signal.SIGTERM} |" in page


def on_terminal(*words: str, columns: int, typed: bytes = b"") -> str:
    """What a call shows on a terminal."""
    process, terminal = pty.fork()
    if not process:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        around = {**os.environ, "TERM": "dumb"}
        python = [sys.executable, "-m", "sockgen", *words]
        os.execve(sys.executable, python, around)
    shown = b""
    os.write(terminal, typed)
    with suppress(OSError):  # it is over
        while chunk := os.read(terminal, 4096):
            shown += chunk
    os.waitpid(process, 0)
    os.close(terminal)
    return shown.decode().replace("\r\n", "\n")


def test_a_narrow_terminal_has_lists_for_tables() -> None:
    wide = on_terminal("inspect", "cafe.yaml", "--ignore", "SG301", columns=80)
    assert "  event  direction        arguments " in wide
    shown = on_terminal("inspect", "cafe.yaml", "--ignore", "SG301", columns=40)
    assert shown.splitlines()[-3:] == [
        "  order",
        "    direction: client → server",
        "    arguments: order: counter-order",
    ]


def test_a_terminal_is_asked_for_the_document() -> None:
    shown = on_terminal("validate", "-", columns=80, typed=b"asyncapi: 1\n\x04")
    assert "type the document; Ctrl-D ends it\n" in shown
    assert "<stdin>:1:11: error[SG202]" in shown
