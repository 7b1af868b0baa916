"""The contract tests of the Pet Store against wrong servers, and against correct ones.

`tests/faulty/` has the table of what is wrong, in servers of python-socketio, and the
servers of socket.io on Node that have the same faults. Each kind is tried in
processes of its own, which find much in little time.
"""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.faulty.faults import FAULTS
from tests.faulty.on_node import NAMES, NOT_ON_NODE, NodeShops, names_on_node
from tests.faulty.trial import CORRECT, CORRECT_CLASSES, NODE
from tests.node_programs import needs_node

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[1]
Outcomes = dict[str, list[dict[str, Any]]]
_AT_ONCE = 2
"""Processes that try faults."""


@pytest.fixture(name="on_python", scope="module")
def _on_python() -> Outcomes:
    return outcomes()


@pytest.fixture(name="on_node", scope="module")
def _on_node() -> Outcomes:
    return outcomes(NODE)


def outcomes(kind: str = "") -> Outcomes:
    """What was found of each server of a kind."""
    on_node = names_on_node() if kind else ()
    known = [one for one in NAMES if one in on_node]
    names = [CORRECT, *(known if kind else [CORRECT_CLASSES, *FAULTS])]
    parts = [names[number::_AT_ONCE] for number in range(_AT_ONCE)]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        found = pool.map(lambda part: tried([*([kind] if kind else []), *part]), parts)
        return {name: tests for part in found for name, tests in part.items()}


def tried(arguments: list[str]) -> Outcomes:
    lines = said_by("tests.faulty.trial", *arguments).splitlines()
    told = [json.loads(line) for line in lines if line.startswith('{"name"')]
    return {one["name"]: one["tests"] for one in told}


def said_by(*command: str, limit: float | None = None) -> str:
    """What a module prints that is run with arguments, with no failure."""
    paths = [ROOT, ROOT / "generated" / "petstore", ROOT / "generator"]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths))}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env=env,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=limit,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-5000:]
    return done.stdout


def check_correct(found: Outcomes, name: str = CORRECT) -> None:
    tests = found[name]
    assert [one for one in tests if one["outcome"] == "failed"] == []
    assert sum(one["outcome"] == "passed" for one in tests) > 1000


def check_fault(name: str, found: Outcomes) -> None:
    fault = FAULTS[name]
    assert name in found, "it was not tried"
    failed = [one for one in found[name] if one["outcome"] == "failed"]
    where = [one for one in failed if one["test"].startswith(fault.tests)]
    assert where, "no test failed"
    assert any(fault.sentence.search(one["sentence"]) for one in where), where[0]
    assert all("\n" not in one["sentence"] for one in failed)


def test_the_correct_server_passes(on_python: Outcomes) -> None:
    check_correct(on_python)


def test_the_correct_server_of_classes_passes(on_python: Outcomes) -> None:
    check_correct(on_python, CORRECT_CLASSES)


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_by_the_test_that_should_find_it(
    name: str, on_python: Outcomes
) -> None:
    check_fault(name, on_python)


class TestOnNode:
    """The same of servers of another implementation, at their address."""

    pytestmark = needs_node("socket.io")

    def test_the_correct_server_passes(self, on_node: Outcomes) -> None:
        check_correct(on_node)

    def test_all_faults_are_tried(self) -> None:
        missing, unknown = set(NAMES) - names_on_node(), names_on_node() - set(NAMES)
        assert not missing, "neither in tests/node/faults nor in NOT_ON_NODE"
        assert not unknown, "not in tests/faulty, or in NOT_ON_NODE all the same"

    def test_silence_at_another_path_is_not_waited_out(self) -> None:
        with closing(NodeShops()) as node, node.served() as url:
            paths = f"{ROOT}/generated/petstore/tests/test_petstore.py"
            run = [paths, "-k", "another_engine_path", "-p", "no:cacheprovider"]
            said = said_by("pytest", *run, "--url", url, "--timeout=600", limit=120)
        assert "2 passed" in said

    def test_what_is_not_on_node_is_a_fault(self) -> None:
        assert NOT_ON_NODE.keys() <= FAULTS.keys()

    @pytest.mark.parametrize("name", NAMES)
    def test_a_fault_is_found_by_the_test_that_should_find_it(
        self, name: str, on_node: Outcomes
    ) -> None:
        check_fault(name, on_node)
