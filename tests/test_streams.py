"""What a stream keeps for a reader that is too slow, and what it says of it."""

import logging
import re

import pytest

from petstore._runtime import streams
from petstore._runtime.streams import Store, WhenFull


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(streams, "time", clock)
    return clock


def lost(caplog: pytest.LogCaptureFixture) -> list[int]:
    """How many events each line of the log speaks of."""
    lines = [one.getMessage() for one in caplog.records if "slow" in one.getMessage()]
    assert all(one.levelno == logging.WARNING for one in caplog.records)
    return [int(re.findall(r"\d+$", one)[0]) for one in lines]


@pytest.mark.parametrize(
    ("when_full", "kept"), [("drop-oldest", [998, 999]), ("drop-newest", [0, 1])]
)
def test_a_burst_that_is_too_large_is_not_a_burst_in_the_log(
    when_full: WhenFull,
    kept: list[int],
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    store = Store("tick", 2, when_full)
    for number in range(1000):
        store.put(number)
    assert lost(caplog) == [1]
    clock.now += streams.EVERY
    assert [store.take(), store.take()] == kept
    assert lost(caplog) == [1, 997]


def test_a_reader_that_stays_slow_is_told_of_once_a_second(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    store = Store("tick", 1, "drop-oldest")
    for number in range(101):
        store.put(number)
        if number % 10 == 9:
            clock.now += streams.EVERY
    assert lost(caplog) == [1, 9, *[10] * 9]


def test_the_end_of_a_stream_tells_of_the_rest(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    store = Store("tick", 1, "drop-newest")
    for number in range(6):
        store.put(number)
    store.end(None)
    assert lost(caplog) == [1, 4]
