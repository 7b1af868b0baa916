"""The contract tests of the Pet Store against wrong servers, and against a correct one.

All of them are tried in one process of their own; `tests/faulty/` has the table.
"""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.building import run
from tests.faulty.faults import FAULTS
from tests.faulty.trial import CORRECT

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[1]


@cache
def outcomes() -> dict[str, Any]:
    """What was found of each server."""
    paths = [ROOT, ROOT / "generated" / "petstore", ROOT / "generator"]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths))}
    done = run(["tests.faulty.trial"], ROOT, env)
    assert done.returncode == 0, done.stdout[-5000:]
    lines = done.stdout.splitlines()
    told = [json.loads(line) for line in lines if line.startswith('{"name"')]
    return {one["name"]: one["tests"] for one in told}


def test_the_correct_server_passes() -> None:
    found = outcomes()[CORRECT]
    assert [one for one in found if one["outcome"] == "failed"] == []
    assert sum(one["outcome"] == "passed" for one in found) > 1000


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_by_the_test_that_should_find_it(name: str) -> None:
    fault = FAULTS[name]
    failed = [one for one in outcomes()[name] if one["outcome"] == "failed"]
    where = [one for one in failed if one["test"].startswith(fault.tests)]
    assert where, "no test failed"
    assert any(fault.sentence.search(one["sentence"]) for one in where), where[0]


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_in_one_line(name: str) -> None:
    failed = [one for one in outcomes()[name] if one["outcome"] == "failed"]
    assert all("\n" not in one["sentence"] for one in failed)
