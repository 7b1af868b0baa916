"""The store that lets a server answer a repeat as it answered the first time."""

import asyncio
import logging
from dataclasses import dataclass
from typing import Any

import pytest

from petstore import contract
from petstore._runtime import problems
from petstore._runtime.observing import Outcome
from petstore._runtime.replays import Replays, Reply, Request
from petstore._runtime.waiting import AsyncWaiting

ORDER = contract.ORDERS_RECEIVE_ORDER
ACK = Reply(({"success": True},), Outcome.DONE)


class Clock:
    """A time that stands still until a test moves it."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class Work:
    """Counts how often it is done, and answers what a test wants."""

    def __init__(self, reply: Reply = ACK) -> None:
        self.times = 0
        self.answer = reply
        self.begun = asyncio.Event()
        self.go_on = asyncio.Event()
        self.go_on.set()

    async def __call__(self) -> Reply:
        self.times += 1
        self.begun.set()
        await self.go_on.wait()
        return self.answer


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def replays(clock: Clock) -> Replays:
    return Replays(AsyncWaiting(), window=10.0, limit=3, clock=clock)


def request(
    replays: Replays, key: str = "one", quantity: int = 1, principal: Any = "Ada"
) -> Request:
    wire = ({"petId": "pet-7", "quantity": quantity, "requestId": key},)
    found = replays.request(ORDER, wire, principal)
    assert found is not None
    return found


async def test_a_repeat_gets_the_first_answer(replays: Replays) -> None:
    work = Work()
    assert await replays.reply(request(replays), work) == (ACK, False)
    assert await replays.reply(request(replays), work) == (ACK, True)
    assert work.times == 1


@pytest.mark.parametrize(
    "other", [{"key": "two"}, {"quantity": 2}, {"principal": "Bob"}]
)
async def test_another_request_is_handled(
    replays: Replays, other: dict[str, Any]
) -> None:
    work = Work()
    await replays.reply(request(replays), work)
    assert await replays.reply(request(replays, **other), work) == (ACK, False)
    assert work.times == 2


async def test_the_order_of_properties_makes_no_difference(replays: Replays) -> None:
    one = replays.request(ORDER, ({"requestId": "k", "petId": b"7"},), None)
    two = replays.request(ORDER, ({"petId": b"7", "requestId": "k"},), None)
    assert one == two
    assert hash(one) == hash(two)


async def test_arguments_without_a_key_are_no_request(replays: Replays) -> None:
    assert replays.request(ORDER, ({"petId": "pet-7"},), None) is None


async def test_a_repeat_waits_for_the_first_one(replays: Replays) -> None:
    work = Work()
    work.go_on.clear()
    async with asyncio.TaskGroup() as group:
        first = group.create_task(replays.reply(request(replays), work))
        await work.begun.wait()
        others = [
            group.create_task(replays.reply(request(replays), work)) for _ in range(3)
        ]
        given_up = group.create_task(replays.reply(request(replays), work))
        await asyncio.sleep(0)
        given_up.cancel()  # which is nobody else's business
        await asyncio.sleep(0)
        work.go_on.set()
    assert first.result() == (ACK, False)
    assert [one.result() for one in others] == [(ACK, True)] * 3
    assert work.times == 1


async def test_a_problem_is_shared_with_those_who_wait_and_then_forgotten(
    replays: Replays,
) -> None:
    problem = Reply(({},), Outcome.PROBLEM, problems.HANDLER_FAILED)
    work = Work(problem)
    work.go_on.clear()
    async with asyncio.TaskGroup() as group:
        group.create_task(replays.reply(request(replays), work))
        await work.begun.wait()
        second = group.create_task(replays.reply(request(replays), work))
        await asyncio.sleep(0)
        work.go_on.set()
    assert second.result() == (problem, True)
    work.answer = ACK
    assert await replays.reply(request(replays), work) == (ACK, False)
    assert work.times == 2


async def test_a_declared_error_is_an_answer(replays: Replays) -> None:
    rejected = Reply(({"success": False},), Outcome.DECLARED_ERROR)
    work = Work(rejected)
    await replays.reply(request(replays), work)
    assert await replays.reply(request(replays), work) == (rejected, True)


async def test_a_first_one_that_is_cancelled_leaves_nobody_waiting(
    replays: Replays,
) -> None:
    work = Work()
    work.go_on.clear()
    first = asyncio.create_task(replays.reply(request(replays), work))
    await work.begun.wait()
    second = asyncio.create_task(replays.reply(request(replays), work))
    await asyncio.sleep(0)
    first.cancel()
    reply, _ = await second
    assert reply.problem == problems.UNAVAILABLE
    work.go_on.set()
    assert await replays.reply(request(replays), work) == (ACK, False)


async def test_answers_are_forgotten_after_the_window(
    replays: Replays, clock: Clock
) -> None:
    work = Work()
    await replays.reply(request(replays), work)
    clock.now = 9.9
    await replays.reply(request(replays), work)
    assert work.times == 1
    clock.now = 10.0
    await replays.reply(request(replays), work)
    assert work.times == 2


async def test_what_nobody_asks_for_again_goes_with_the_next_request(
    replays: Replays, clock: Clock
) -> None:
    for key in ("one", "two", "three"):
        await replays.reply(request(replays, key), Work())
    clock.now = 11.0
    await replays.reply(request(replays, "four"), Work())
    assert len(replays) == 1


async def test_the_oldest_answers_give_way(replays: Replays) -> None:
    work = Work()
    for key in ("one", "two", "three", "four"):
        await replays.reply(request(replays, key), work)
    assert len(replays) == 3
    assert await replays.reply(request(replays, "four"), work) == (ACK, True)
    assert await replays.reply(request(replays, "one"), work) == (ACK, False)


@pytest.mark.parametrize(("window", "limit"), [(0.0, 10), (10.0, 0)])
async def test_nothing_is_kept_where_nothing_may_be(window: float, limit: int) -> None:
    replays = Replays(AsyncWaiting(), window, limit, Clock())
    work = Work()
    for _ in range(2):
        await replays.reply(request(replays), work)
    assert work.times == 2


@dataclass
class Guest:
    """A principal that has no hash, but is equal to another one."""

    name: str


class Stranger:
    """A principal that is equal to itself only."""


async def test_principals_are_compared_by_value(
    replays: Replays, caplog: pytest.LogCaptureFixture
) -> None:
    work = Work()
    for _ in range(2):
        await replays.reply(request(replays, principal=Guest("Ada")), work)
    assert work.times == 1
    await replays.reply(request(replays, principal=Guest("Bob")), work)
    assert work.times == 2
    assert caplog.records == []


async def test_principals_that_cannot_be_compared_are_told_of_once(
    replays: Replays, caplog: pytest.LogCaptureFixture
) -> None:
    work = Work()
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            await replays.reply(request(replays, principal=Stranger()), work)
    assert work.times == 2
    assert [one.getMessage().split(":")[0] for one in caplog.records] == [
        "principals of Stranger are compared by identity"
    ]
