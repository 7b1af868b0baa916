"""docs/traps.md lists the tests of traps: all that there are, and no others."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent.relative_to(ROOT)
PAGE = (ROOT / "docs" / "traps.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in PAGE.splitlines()
    if line.startswith("|") and "`test" in line
]


def names_of(path: Path) -> list[str]:
    """The tests of a module."""
    return [
        node.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and node.name.startswith("test_")
    ]


OWN = {
    name: path
    for path in sorted((ROOT / HERE).glob("test_*.py"))
    if path != Path(__file__)
    for name in names_of(path)
}


@pytest.mark.parametrize("row", ROWS, ids=[row[-1].strip("`") for row in ROWS])
def test_a_row_has_a_trap_an_answer_and_a_test_that_is_there(row: list[str]) -> None:
    trap, answer, test = row
    assert trap.endswith(".")
    assert answer.endswith(".")
    found = re.fullmatch(r"`(?:(tests/\w+(?:/\w+)?\.py)::)?(\w+)(?:\[(.+)\])?`", test)
    assert found is not None
    file, name, case = found.groups()
    if file is None:
        assert name in OWN
    else:
        assert names_of(ROOT / file).count(name) == 1
    if case is not None:
        assert (ROOT / "tests" / "cases" / "invalid" / case / "spec.yaml").is_file()


def test_every_test_of_a_trap_has_one_row() -> None:
    assert set(OWN) <= {row[-1].strip("`") for row in ROWS}
    rows = Counter(row[-1] for row in ROWS)
    assert [test for test, times in rows.items() if times > 1] == []


def test_no_two_tests_of_traps_have_one_name() -> None:
    modules = (ROOT / HERE).glob("test_*.py")
    names = Counter(name for one in modules for name in names_of(one))
    assert [name for name, times in names.items() if times > 1] == []


def test_the_page_has_all_that_can_be_met() -> None:
    assert len(ROWS) > 60
