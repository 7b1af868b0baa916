"""Run the contract tests of the Pet Store against servers that are wrong.

`python -m tests.faulty.trial [--node] [NAME…]` prints one JSON object a line: the name
of the fault, and the outcome and the sentence of each test that ran.
"""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from tests.faulty.class_based import ClassBasedShop
from tests.faulty.faults import FAULTS, Fault
from tests.faulty.on_node import NAMES, NodeShops
from tests.faulty.shop import Shop

from petstore._testing.hosting import hosted

TESTS = Path(__file__).parents[2] / "generated" / "petstore" / "tests"
CORRECT = "correct"
CORRECT_CLASSES = "correct classes"
"""The correct servers of python-socketio, of functions and of classes."""
NODE = "--node"


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
    options = [
        "-p",
        "no:cacheprovider",
        "-p",
        "no:unraisableexception",
        "-q",
        "--maxfail=3",
        "--url",
        url,
        *more,
    ]
    options += ["--timeout", str(timeout)] if timeout else []
    with redirect_stdout(sys.stderr):
        pytest.main([*wanted, *options], plugins=[reporter])
    return reporter.outcomes


@contextmanager
def served(shop: Shop) -> Iterator[str]:
    """The address of a server."""
    with hosted(shop.app) as url:
        yield url


def try_correct(server: AbstractContextManager[str]) -> Any:
    """What all tests say of a server that is correct."""
    with server as url:
        return run(url)


def try_fault(fault: Fault, server: AbstractContextManager[str]) -> Any:
    """What the tests that should find a fault say of a server that has it."""
    with server as url:
        return run(url, fault.tests, fault.timeout, fault.options)


def main(names: list[str]) -> None:
    """Try faults, or all of them and the correct server."""
    logging.disable()
    on_node = names[:1] == [NODE]
    names = names[1:] if on_node else names
    everything = [CORRECT, *(NAMES if on_node else [CORRECT_CLASSES, *FAULTS])]
    with closing(NodeShops()) as node:
        for name in names or everything:
            if name == CORRECT:
                found = try_correct(node.served() if on_node else served(Shop()))
            elif name == CORRECT_CLASSES:
                found = try_correct(served(ClassBasedShop()))
            else:
                fault = FAULTS[name]
                server = node.served(name) if on_node else served(fault.make())
                found = try_fault(fault, server)
            print(json.dumps({"name": name, "tests": found}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
