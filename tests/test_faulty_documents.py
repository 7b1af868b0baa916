"""The contract tests of documents of other shapes than the Pet Store's."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.building import build, case_spec, package_of, run
from tests.faulty.any_document import (
    FOLLOWED,
    AnswersAreJsonText,
    AnswersGetLonger,
    AnswersHaveAValueTooMany,
    AnyServer,
    Followed,
    LastValueIsNotChecked,
    NothingIsChecked,
    TellsOfAnother,
    served,
)
from tests.scripted import Package

pytestmark = pytest.mark.slow
CASES = {
    "arguments": "arguments of any number, also none and the rest, and no credentials",
    "one-way-up": "scalars, and an event without acknowledgement",
    "servers-polling": "one transport, and an engine path of its own",
}
Packages = Callable[[str], tuple[Package, Path]]


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Packages]:
    made: dict[str, tuple[Package, Path]] = {}
    with pytest.MonkeyPatch.context() as patch:

        def package(name: str) -> tuple[Package, Path]:
            if name not in made:
                folder = tmp_path_factory.mktemp(name)
                called = f"faulty_{package_of(name)}"
                build(case_spec(name), folder, called)
                patch.syspath_prepend(folder)
                made[name] = Package.of(case_spec(name), called), folder
            return made[name]

        yield package


def said_of(server: type[AnyServer], package: Package, folder: Path, *more: str) -> str:
    """What pytest prints of tests of a document."""
    env = {**os.environ, "COLUMNS": "400", "PYTHONPATH": str(folder)}
    options = ["-q", "-rf", "-p", "no:cacheprovider", "-W", "error", *more]
    with served(server(package)) as url:
        command = ["pytest", str(folder / "tests"), *options, "--url", url]
        return run(command, folder, env).stdout


@pytest.mark.parametrize("name", CASES)
def test_the_correct_server_passes(packages: Packages, name: str) -> None:
    transport = "polling" if name == "servers-polling" else "websocket"
    said = said_of(AnyServer, *packages(name), "--transport", transport)
    assert " passed" in said, said
    assert " failed" not in said, said


@pytest.mark.parametrize(
    ("name", "server", "tests", "sentence"),
    [
        (
            "arguments",
            AnswersHaveAValueTooMany,
            "ask_one_is_acknowledged",
            r"`ask-one` on /data .* has 2 values where the document wants 1",
        ),
        (
            "arguments",
            AnswersAreJsonText,
            "ask_many_is_acknowledged",
            r"`ask-many` on /data .* has a value 2 that .*\(an integer that was made a",
        ),
        (
            "arguments",
            AnswersGetLonger,
            "ask_none and websocket",
            r"`ask-none` on /data .* has 1 value .* 'least, beside others' was sent",
        ),
        (
            "arguments",
            NothingIsChecked,
            "ask_objects_refuses",
            r"`ask-objects` on /data .* was accepted",
        ),
        (
            "arguments",
            LastValueIsNotChecked,
            "ask_rest_refuses",
            r"`ask-rest` on /data over \w+ \(more.*\) was accepted",
        ),
        ("one-way-up", NothingIsChecked, "ask_refuses", r"`ask` on /data .* accepted"),
        (
            "servers-polling",
            NothingIsChecked,
            "say_refuses",
            r"`say` on /data over polling .* was accepted",
        ),
    ],
)
def test_a_fault_is_found(
    packages: Packages, name: str, server: type[AnyServer], tests: str, sentence: str
) -> None:
    options = ["-k", tests, "--maxfail", "3"]
    said = said_of(server, *packages(name), *options)
    lines = [one for one in said.splitlines() if one.startswith("FAILED")]
    assert any(re.search(sentence, one) for one in lines), said


def test_a_room_may_be_named_by_an_argument(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = tmp_path / "followed.yaml"
    spec.write_text(FOLLOWED, "utf-8")
    build(spec, tmp_path / "made", "followed")
    monkeypatch.syspath_prepend(tmp_path / "made")
    package = Package.of(spec, "followed")
    options = ["--transport", "websocket", "-k", "follow or nothing_else"]
    said = said_of(Followed, package, tmp_path / "made", *options)
    assert " passed" in said, said
    assert " failed" not in said, said
    said = said_of(TellsOfAnother, package, tmp_path / "made", *options)
    assert "came to a client that is not in the room `m-press-1-not`" in said, said
