"""Run the contract tests of the Pet Store against servers that are wrong.

`python -m tests.faulty.trial [NAME…]` prints one JSON object a line: the name of the
fault, and the outcome and the sentence of each test that ran.
"""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from tests.faulty.faults import FAULTS, Fault
from tests.faulty.shop import Shop

from petstore._testing.hosting import hosted

TESTS = Path(__file__).parents[2] / "generated" / "petstore" / "tests"
CORRECT = "correct"


class Reporter:
    """Collects what became of each test."""

    def __init__(self) -> None:
        self.outcomes: list[dict[str, str]] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or report.outcome != "passed":
            told = dict(report.user_properties)
            self.outcomes.append(
                {
                    "test": report.nodeid.rpartition("tests/")[2],
                    "outcome": report.outcome,
                    "sentence": str(told.get("defect") or report.longrepr or ""),
                }
            )


def run(
    url: str,
    tests: tuple[str, ...] = (),
    timeout: float | None = None,
    more: tuple[str, ...] = (),
) -> Any:
    """The outcome of tests against the server of an address, until a few failed."""
    reporter = Reporter()
    wanted = [str(TESTS / one.partition("[")[0]) for one in tests] or [str(TESTS)]
    options = ["-p", "no:cacheprovider", "-q", "--maxfail=3", "--url", url, *more]
    options += ["--timeout", str(timeout)] if timeout else []
    with redirect_stdout(sys.stderr):
        pytest.main([*wanted, *options], plugins=[reporter])
    return reporter.outcomes


@contextmanager
def served(shop: Shop) -> Iterator[str]:
    """The address of a server."""
    with hosted(shop.app) as url:
        yield url


def try_fault(fault: Fault) -> Any:
    """What the tests that should find a fault say of it."""
    with served(fault.make()) as url:
        return run(url, fault.tests, fault.timeout, fault.options)


def main(names: list[str]) -> None:
    """Try faults, or all of them and the correct server."""
    logging.disable()
    for name in names or [CORRECT, *FAULTS]:
        if name == CORRECT:
            with served(Shop()) as url:
                found = run(url)
        else:
            found = try_fault(FAULTS[name])
        print(json.dumps({"name": name, "tests": found}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
