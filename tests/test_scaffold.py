"""`sockgen scaffold`: files of the user, written once and added to."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.building import CASES, PET_STORE, build, case_names, case_spec, files, run

from sockgen.cli.main import sockgen

CAFE = """\
asyncapi: 3.0.0
info: {title: Cafe, version: 1.0.0}
channels:
  counter:
    address: /counter
    messages:
      order: {name: order, payload: {type: string, title: drink}}
      tip: {name: tip, payload: {$ref: '#/components/schemas/Tip'}}
components:
  schemas:
    Tip: {type: object, properties: {amount: {type: number}}}
operations:
  takeOrder:
    action: receive
    channel: {$ref: '#/channels/counter'}
    messages: [{$ref: '#/channels/counter/messages/order'}]
"""
KITCHEN = """\
  kitchen:
    address: /kitchen
    messages:
      cook: {name: cook, payload: {type: integer, title: table}}
"""
TIP = """\
  takeTip:
    action: receive
    channel: {$ref: '#/channels/counter'}
    messages: [{$ref: '#/channels/counter/messages/tip'}]
"""
COOK = """\
  cook:
    action: receive
    channel: {$ref: '#/channels/kitchen'}
    messages: [{$ref: '#/channels/kitchen/messages/cook'}]
"""


def call(*arguments: str | Path) -> str:
    result = CliRunner().invoke(sockgen, ["scaffold", *map(str, arguments)])
    assert result.exit_code == 0, result.output
    return re.sub(r"(?<=\.py):\d+:", ":", result.output)


@pytest.fixture
def cafe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    spec = tmp_path / "cafe.yaml"
    spec.write_text(CAFE)
    return spec


@pytest.fixture(scope="module", params=["petstore", "arguments"])
def built(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path]:
    """A document, and the folder from which its package `made` is imported."""
    spec = PET_STORE if request.param == "petstore" else case_spec(request.param)
    folder = tmp_path_factory.mktemp(request.param)
    build(spec, folder, "made")
    return spec, folder


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What mypy has learned of libraries, for it to be learned once."""
    return tmp_path_factory.mktemp("mypy")


@pytest.mark.parametrize("options", [[], ["--sync"]])
def test_what_is_written_type_checks_and_starts(
    built: tuple[Path, Path], options: list[str], known: Path, tmp_path: Path
) -> None:
    spec, generated = built
    call(spec, "--package", "made", "--output", tmp_path, *options)
    checked = run(
        ["mypy", "--strict", "--cache-dir", known, "."],
        tmp_path,
        {**os.environ, "MYPYPATH": str(generated)},
    )
    assert checked.returncode == 0, checked.stdout
    started = subprocess.run(
        [sys.executable, "-c", "import main; assert callable(main.app)"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(generated)},
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert started.returncode == 0, started.stderr


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    call(PET_STORE, "--output", tmp_path)
    before = files(tmp_path)
    said = call(PET_STORE, "--output", tmp_path)
    assert files(tmp_path) == before
    assert {line.partition(": ")[2] for line in said.splitlines()} == {"nothing to add"}


def test_what_is_missing_is_added_and_nothing_else_changes(cafe: Path) -> None:
    call(cafe)
    handlers = cafe.parent / "server/handlers/counter.py"
    mine = """\
# mine
from cafe.async_server import (AsyncCounterHandlers,
    CounterConnection as Conn)  # as I like it


class Bar( AsyncCounterHandlers[ int ] ):

  async def on_order(self, conn: Conn[int], drink: str, /) -> None:
    print( drink )   # and nothing more

  # the end of the class


x = {  'a':1 }
"""
    handlers.write_text(mine)
    cafe.write_text(CAFE + TIP)
    said = call(cafe)
    assert "server/handlers/counter.py: added on_tip" in said
    grown = handlers.read_text()
    kept = grown.splitlines()
    lines = iter(kept)
    assert all(line in lines for line in mine.splitlines()), grown
    assert "conn: Conn[ int ], tip: Tip, /" in grown
    assert "from cafe import Tip\n" in grown
    assert "added" not in call(cafe)
    assert handlers.read_text() == grown


def test_a_new_namespace_gets_a_module_and_a_place_in_main(cafe: Path) -> None:
    call(cafe)
    main = cafe.parent / "server/main.py"
    main.write_text(main.read_text() + "\n# mine\n")
    cafe.write_text(CAFE.replace("components:", f"{KITCHEN}components:") + COOK)
    said = call(cafe)
    assert "server/handlers/kitchen.py: written" in said
    text = main.read_text()
    assert "counter=Counter(), kitchen=Kitchen()" in text
    assert "from handlers.kitchen import Kitchen\n" in text
    assert text.endswith("\n# mine\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("()", "(counter=Counter())"),
        ("(max_in_flight=2)", "(max_in_flight=2, counter=Counter())"),
        (
            "(  # a\n        max_in_flight=2,  # b\n        # c\n    )",
            "(  # a\n        max_in_flight=2,  # b\n        # c\n"
            "        counter=Counter(),\n    )",
        ),
        (
            "(\n        middleware=(),  # a\n        max_in_flight=2  # b\n    )",
            "(\n        middleware=(),  # a\n        max_in_flight=2,  # b\n"
            "        counter=Counter()\n    )",
        ),
    ],
)
def test_main_keeps_its_layout_and_comments(
    before: str, after: str, cafe: Path
) -> None:
    call(cafe)
    main = cafe.parent / "server/main.py"
    written = main.read_text()
    main.write_text(written.replace("(counter=Counter())", before))
    assert "main.py: added counter" in call(cafe)
    assert main.read_text() == written.replace("(counter=Counter())", after)


def test_a_handler_that_is_no_longer_wanted_is_named_and_kept(cafe: Path) -> None:
    cafe.write_text(CAFE + TIP)
    call(cafe)
    before = files(cafe.parent / "server")
    cafe.write_text(CAFE)
    said = call(cafe)
    assert "counter.py: on_tip handles no event of the document" in said
    assert files(cafe.parent / "server") == before


def test_classes_are_found_wherever_they_stand(cafe: Path) -> None:
    call(cafe)
    folder = cafe.parent / "server"
    moved = folder / "all.py"
    (folder / "handlers/counter.py").rename(moved)
    cafe.write_text(CAFE + TIP)
    said = call(cafe)
    assert "server/all.py: added on_tip" in said
    assert not (folder / "handlers/counter.py").exists()


def test_what_may_be_inherited_is_not_added(cafe: Path) -> None:
    call(cafe)
    handlers = cafe.parent / "server/handlers/counter.py"
    text = handlers.read_text()
    handlers.write_text(
        text.replace("(AsyncCounterHandlers)", "(Mine, AsyncCounterHandlers)")
    )
    before = handlers.read_text()
    cafe.write_text(CAFE + TIP)
    assert "Counter may inherit on_tip, so nothing was added" in call(cafe)
    assert handlers.read_text() == before


def test_while_a_file_is_no_python_nothing_is_written(cafe: Path) -> None:
    call(cafe)
    main = cafe.parent / "server/main.py"
    main.write_text("def (:\n")
    cafe.write_text(CAFE + TIP)
    before = files(cafe.parent / "server")
    result = CliRunner().invoke(sockgen, ["scaffold", str(cafe)])
    assert result.exit_code == 1
    assert "main.py:1:5: not Python: invalid syntax. Nothing was written" in (
        result.output
    )
    assert files(cafe.parent / "server") == before


def test_a_program_is_told_what_was_added_and_where(cafe: Path) -> None:
    call(cafe)
    cafe.write_text(CAFE + TIP)
    [told] = json.loads(call(cafe, "--format", "json"))
    assert (told["spec"], told["folder"]) == (str(cafe), "server")
    handlers, main = told["files"]
    text = Path(handlers["file"]).read_text().splitlines()
    assert (handlers["done"], handlers["names"]) == ("added", ["on_tip"])
    assert "def on_tip" in text[handlers["line"] - 1]
    assert (main["done"], main["line"], main["names"]) == ("kept", None, [])


def test_a_server_for_threads_stays_one(cafe: Path) -> None:
    call(cafe, "--sync")
    cafe.write_text(CAFE + TIP)
    assert "server/handlers/counter.py: added on_tip" in call(cafe)
    assert "    def on_tip" in (cafe.parent / "server/handlers/counter.py").read_text()


@pytest.mark.parametrize(
    ("before", "after"), [([], ["--sync"]), (["--sync"], ["--config", "sockgen.toml"])]
)
def test_servers_of_both_kinds_are_not_mixed(
    before: list[str], after: list[str], cafe: Path
) -> None:
    call(cafe, *before)
    (cafe.parent / "sockgen.toml").write_text('io = "async"\n' if before else "")
    written = files(cafe.parent / "server")
    result = CliRunner().invoke(sockgen, ["scaffold", str(cafe), *after])
    assert result.exit_code == 2, result.output
    assert f"is for {'threads' if before else 'asyncio'}" in result.output
    assert files(cafe.parent / "server") == written


def test_line_endings_of_windows_stay(cafe: Path) -> None:
    call(cafe)
    handlers = cafe.parent / "server/handlers/counter.py"
    handlers.write_bytes(handlers.read_bytes().replace(b"\n", b"\r\n"))
    cafe.write_text(CAFE + TIP)
    call(cafe)
    grown = handlers.read_bytes()
    assert b"on_tip" in grown
    assert grown.count(b"\n") == grown.count(b"\r\n")


@pytest.mark.parametrize("name", case_names())
def test_every_document_has_a_scaffold(name: str, tmp_path: Path) -> None:
    assert CASES.is_dir()
    call(case_spec(name), "--output", tmp_path, "--package", "made")
    for path in sorted(tmp_path.rglob("*.py")):
        compile(path.read_bytes(), path, "exec")


def test_a_second_document_leaves_the_first_server_where_it_is(cafe: Path) -> None:
    call(cafe)
    (cafe.parent / "bar.yaml").write_text(CAFE.replace("title: Cafe", "title: Bar"))
    (cafe.parent / "sockgen.toml").write_text(
        "[[spec]]\npath = 'cafe.yaml'\n[[spec]]\npath = 'bar.yaml'\n"
    )
    made = call().splitlines()
    assert "server/main.py: nothing to add" in made
    assert "server/bar/main.py: written" in made
    assert not (cafe.parent / "server" / "cafe").exists()
    again = [one for one in call().splitlines() if one.startswith("server/")]
    assert len(again) == 4, again
    assert all(one.endswith(": nothing to add") for one in again), again
