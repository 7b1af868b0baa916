"""What the tests share."""

import signal

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-cases",
        action="store_true",
        help="write what sockgen says now into the expected files of tests/cases",
    )


def pytest_configure() -> None:
    # A shell has what it starts in the background ignore Ctrl-C, and so would all
    # the programs that tests start and interrupt.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
