"""`sockgen test`: the contract tests of a document, as a person runs them."""

import json
import os
import pty
import re
import signal
import subprocess
import sys
import termios
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import socketio
from tests.building import PET_STORE, ROOT
from tests.faulty.faults import FAULTS
from tests.faulty.trial import served

from petstore._testing.hosting import hosted

SIGN_UP = """\
asyncapi: 3.0.0
info: {title: Sign up, version: 1.0.0}
channels:
  root:
    address: /
    messages:
      signUp:
        name: sign-up
        payload:
          type: object
          required: [name]
          properties: {name: {type: string, minLength: 1}}
          examples: [{name: Ada}]
        x-ack:
          type: object
          required: [success]
          properties: {success: {type: boolean}, error: {type: string}}
          examples: [{success: true}]
      welcome:
        name: welcome
        payload: {type: string}
operations:
  signUp:
    action: receive
    channel: {$ref: '#/channels/root'}
    messages: [{$ref: '#/channels/root/messages/signUp'}]
  welcome:
    action: send
    channel: {$ref: '#/channels/root'}
    messages: [{$ref: '#/channels/root/messages/welcome'}]
"""
APPLICATIONS = {
    "sign_up_app": "sio = {}\n",
    "broken_app": "raise ValueError('it is broken')\n",
    "sleeping_app": "import asyncio\n"
    "async def app(scope, receive, send): await asyncio.sleep(9)\n",
}
COLOURS = {"NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE"}
ROW = re.compile(r"(passed|defect|skipped|error) .*\d+\.\d\d s")


def environment(env: Mapping[str, str] | None = None) -> dict[str, str]:
    clean = {key: one for key, one in os.environ.items() if key not in COLOURS}
    return {**clean, "PYTHONIOENCODING": "utf-8", **(env or {})}


def command(spec: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "sockgen", "test", str(spec), *options]


def trying(
    spec: Path, *options: str, cwd: Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(spec, *options),
        cwd=cwd,
        env=environment(env),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def on_terminal(
    spec: Path, *options: str, cwd: Path, columns: int, **env: str
) -> tuple[int, str]:
    """The exit code, and what a terminal of so many columns is sent."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, columns))
    with subprocess.Popen(
        command(spec, *options),
        cwd=cwd,
        env=environment({"TERM": "xterm", **env}),
        stdout=theirs,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        text = b""
        try:
            while some := os.read(ours, 1 << 16):
                text += some
        except OSError:  # the other end is closed
            pass
        os.close(ours)
    return process.returncode, text.decode()


def sign_up_server(answer: Any) -> Any:
    """A server that takes every name that is one, and answers so."""
    sio = socketio.AsyncServer(async_mode="asgi")

    async def sign_up(sid: str, *values: Any) -> Any:
        match values:
            case [{"name": str(name)}] if name:
                return answer
            case _:
                return {"success": False, "error": "no name"}

    sio.on("sign-up", sign_up)
    return socketio.ASGIApp(sio)


@pytest.fixture(name="spec")
def _spec(tmp_path: Path) -> Path:
    spec = tmp_path / "sign-up.yaml"
    spec.write_text(SIGN_UP)
    return spec


@contextmanager
def faulty(name: str) -> Iterator[str]:
    with served(FAULTS[name].make()) as url:
        yield url


def test_a_correct_server_passes_whatever_pytest_is_told(
    spec: Path, tmp_path: Path
) -> None:
    """The person's own pytest has no say, and nothing is left in the folder."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    (folder / "conftest.py").write_text("raise RuntimeError('mine')\n")
    (folder / "test_mine.py").write_text("def test_mine(): assert False\n")
    before = sorted(folder.rglob("*"))
    env = {"PYTEST_ADDOPTS": "--no-such", "PYTEST_PLUGINS": "no_such_plugin"}
    with hosted(sign_up_server({"success": True})) as url:
        done = trying(spec, "--url", url, cwd=folder, env=env)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    assert sorted(folder.rglob("*")) == before
    lines = done.stdout.splitlines()
    rows = [line for line in lines if ROW.fullmatch(line)]
    assert any(line.startswith("passed   /  sign-up  ") for line in rows), rows
    assert re.fullmatch(
        rf"\d+ passed, \d+ skipped in [\d.]+ s: Sign up 1.0.0 at {re.escape(url)}",
        lines[-1],
    )
    passed, skipped = map(int, re.findall(r"(\d+) (?:passed|skipped)", lines[-1]))
    assert len(rows) == passed + skipped > 40
    assert "never heard" in done.stdout
    assert f"  welcome ({spec}:20)" in lines, lines[-6:]
    assert done.stdout.replace("\n", "").isprintable()


def test_an_acknowledgement_in_a_string_is_one_defect(
    spec: Path, tmp_path: Path
) -> None:
    """As the example of sio-asyncapi answers, whose document says object."""
    with hosted(sign_up_server('{"success": true}')) as url:
        done = trying(spec, "--url", url, "-q", cwd=tmp_path)
    assert done.returncode == 1
    summary = done.stdout[done.stdout.index("1 defect:") :].splitlines()
    assert summary[1] == (
        "  1. the acknowledgement of `sign-up` on / over websocket and polling is a "
        "JSON string where the document wants an object (it looks like JSON that was "
        "encoded twice), after 'least' was sent"
    ), summary
    assert summary[2].startswith(f"     {spec}:8 · "), summary
    assert not [one for one in done.stdout.splitlines() if one.startswith("passed")]


def test_a_faulty_server_is_reported(tmp_path: Path) -> None:
    names = ("report.xml", "json=report", "page.html")
    reports = [word for one in names for word in ("--report", one)]
    choice = ("--only", "/orders order", "--exclude", "/chat")
    with faulty("ack is a json string") as url:
        done = trying(PET_STORE, "--url", url, *choice, *reports, cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    report = json.loads((tmp_path / "report").read_text())
    [defect] = report["defects"]
    assert "over websocket and polling is a JSON string" in defect["sentence"]
    assert defect["transports"] == ["websocket", "polling"]
    assert defect["file"] == str(PET_STORE)
    line = PET_STORE.read_text().splitlines()[defect["line"] - 1]
    assert "order" in line, line
    assert f"{PET_STORE}:{defect['line']} · " in done.stdout
    tests = report["tests"]
    assert {one["event"] for one in tests} == {"order", ""}
    assert report["counts"]["defect"] == defect["tests"]
    assert report["complete"]
    wrong = [one for one in tests if one["result"] == "defect"]
    assert len(wrong) == defect["tests"]
    assert all(f"\n  {one['sentence']}\n" in done.stdout for one in wrong)
    root = ElementTree.parse(tmp_path / "report.xml").getroot()
    assert root.get("failures") == str(defect["tests"])
    assert int(str(root.get("tests"))) == len(tests)
    failures = list(root.iter("failure"))
    assert {one.get("message") for one in failures} == {
        one["sentence"] for one in wrong
    }
    assert {one.get("line") for one in root.iter("testcase")} >= {str(defect["line"])}
    page = (tmp_path / "page.html").read_text()
    assert "<b>1 defect</b> found" in page
    assert not re.search(r"(src|href)=|@import|url\(", page)


@pytest.mark.parametrize(("colour", "columns"), [(True, 110), (False, 36)])
def test_a_terminal_shows_a_table_and_a_bar(
    spec: Path, tmp_path: Path, colour: bool, columns: int
) -> None:
    env = {} if colour else {"NO_COLOR": "1"}
    with hosted(sign_up_server({"success": "yes"})) as url:
        options = ("--url", url, "--transport", "websocket")
        code, text = on_terminal(spec, *options, cwd=tmp_path, columns=columns, **env)
    assert code == 1
    assert ("\x1b[32m" in text) is colour
    assert "━" in text, "there is no bar"
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)
    lines = [one.rpartition("\r")[2] for one in plain.split("\r\n")]
    rows = [one for one in lines if one.startswith(("passed", "defect"))]
    assert len(rows) > 20
    assert max(map(len, rows)) < columns
    assert rows[-2].endswith(" s") is colour
    assert all("…" in one for one in rows) is not colour
    assert max(map(len, lines)) <= columns


def test_an_application_has_its_own_package(spec: Path, tmp_path: Path) -> None:
    """One that was generated, and may be older than the document."""
    package = tmp_path / "sign_up"
    (package / "_runtime").mkdir(parents=True)
    (package / "__init__.py").write_text("OURS = True\n")
    (tmp_path / "main.py").write_text(
        "import socketio, sign_up\n"
        "assert sign_up.OURS\n"
        "app = socketio.ASGIApp(socketio.AsyncServer(async_mode='asgi'))\n"
    )
    options = ("--app", "main:app", "--only", "welcome")
    done = trying(spec, *options, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("app", ["asgi", "wsgi"])
def test_an_application_is_tested(app: str) -> None:
    name = f"tests.faulty.applications:{app}"
    env = {"PYTHONPATH": os.pathsep.join(map(str, (ROOT, *PACKAGES)))}
    done = trying(PET_STORE, "--app", name, "--only", "typing", cwd=ROOT, env=env)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"at {name}" in done.stdout
    assert "/chat  typing  is handled" in done.stdout


PACKAGES = (ROOT / "generated" / "petstore", ROOT / "generator")


def test_the_first_defect_can_be_the_last(spec: Path, tmp_path: Path) -> None:
    with hosted(sign_up_server({"success": "yes"})) as url:
        done = trying(spec, "--url", url, "-x", "-q", cwd=tmp_path)
    assert done.returncode == 1
    assert re.search(r"1 failed, \d+ (skipped, \d+ )?not run in", done.stdout)


def test_an_interrupted_run_tells_what_it_has(tmp_path: Path) -> None:
    with subprocess.Popen(
        command(PET_STORE, "--report", "report.json"),
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        first = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        rest, errors = process.stdout.read(), process.stderr.read()
    assert process.returncode == 130, errors
    assert ROW.fullmatch(first.rstrip("\n"))
    assert re.search(r"\d+ passed, .*\d+ not run in", rest), rest
    assert "Traceback" not in errors
    assert not json.loads((tmp_path / "report.json").read_text())["complete"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--url", "http://127.0.0.1:9"], "http://127.0.0.1:9 cannot be reached: "),
        (["--url", "127.0.0.1:9"], "it begins with http:// or https://"),
        (["--url", "http://x", "--app", "a:b"], "give one of them"),
        (["--app", "no_such_module:app"], "no_such_module:app cannot be loaded"),
        (["--app", "sign_up_app:sio"], "is no ASGI or WSGI application, but a dict"),
        (["--app", "broken_app:app"], "ValueError: it is broken ("),
        (["--app", "sleeping_app:app", "--timeout", "0.5"], "does not answer in 0.5 s"),
        (["--auth", "{"], "--auth cannot be read as JSON"),
        (["--only", "sign-upp"], "has no 'sign-upp'; did you mean 'sign-up'?"),
        (["--report", "report.pdf"], "is neither FILE.xml, FILE.json nor FILE.html"),
        (["--report", "no/such/report.xml"], "there is no folder 'no/such'"),
        (["--timeout", "0"], "'--timeout'"),
    ],
)
def test_what_cannot_be_tested_is_told_in_one_line(
    spec: Path, tmp_path: Path, options: list[str], told: str
) -> None:
    for name, text in APPLICATIONS.items():
        (tmp_path / f"{name}.py").write_text(text)
    done = trying(spec, *options, cwd=tmp_path, env={"PYTHONDONTWRITEBYTECODE": "1"})
    assert done.returncode == 2
    assert told in done.stderr, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    left = {one.name for one in tmp_path.iterdir()}
    assert left == {"sign-up.yaml", *(f"{name}.py" for name in APPLICATIONS)}


def test_what_an_application_lacks_is_told_with_a_way_out(
    spec: Path, tmp_path: Path
) -> None:
    (tmp_path / "server").mkdir()
    (tmp_path / "server/main.py").write_text("import sign_up\n")
    done = trying(spec, "--app", "main:app", cwd=tmp_path)
    told = f"No module named 'main'. There is {Path('server/main.py')}: call sockgen in"
    assert told in done.stderr
    done = trying(spec, "--app", "main:app", cwd=tmp_path / "server")
    assert done.returncode == 2
    assert "No module named 'sign_up'. It is generated: pip install " in done.stderr


def test_a_reader_may_go(spec: Path, tmp_path: Path) -> None:
    with subprocess.Popen(
        command(spec),
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()
    assert (process.returncode, errors) == (141, b"")  # not all was tested


def test_a_document_without_namespaces_has_nothing_to_test(tmp_path: Path) -> None:
    path = tmp_path / "spec.yaml"
    path.write_text("asyncapi: 3.0.0\ninfo: {title: Case, version: 1.0.0}\n", "utf-8")
    done = trying(path, "-q", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "tests, the document has no namespace to connect to" in done.stdout


def test_a_wrong_document_is_not_tested(tmp_path: Path) -> None:
    spec = tmp_path / "wrong.yaml"
    spec.write_text("asyncapi: 3.0.0\n")
    done = trying(spec, cwd=tmp_path)
    assert done.returncode == 2
    assert "error[SG" in done.stderr
    assert done.stdout == ""
