"""Acknowledgements: what they hold, and that there is one."""

import asyncio
import logging
from functools import partial
from typing import Any

import pytest
from tests.traps.conftest import SOON, End


async def test_a_list_is_one_value_and_so_is_null(end: End, store: Any) -> None:
    assert await store.call_list([1, 2]) == [1, 2]
    assert await store.send_and_wait("list", ([1, 2],), SOON) == ([1, 2],)
    assert await store.call_void(None) is None
    assert await store.send_and_wait("void", (None,), SOON) == (None,)
    assert await store.send_and_wait("silence", ("x",), SOON) == ()


async def test_an_emit_has_the_arguments_of_the_document(end: End, store: Any) -> None:
    came: asyncio.Queue[Any] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    end.handle = lambda _, value: loop.call_soon_threadsafe(came.put_nowait, value)
    told = store.tell_voids()
    async with asyncio.timeout(SOON):
        for emit, value in ((store.emit_void, None), (store.emit_list, [1, 2])):
            await emit(value)
            assert await came.get() == value
        await end.settled(end.handlers.emit_tell_void, None, to=end.conns[0])
        assert await anext(told) is None


async def test_an_exception_of_a_handler_is_in_the_log(
    end: End, store: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(conn: Any, value: Any) -> Any:
        raise KeyError("nobody catches it")

    end.handle = fail
    with pytest.raises(end.traps.RemoteError):
        await store.call_list([], timeout=SOON)
    [record] = [one for one in caplog.records if one.levelno == logging.ERROR]
    assert record.name == "traps"
    assert record.exc_info is not None
    assert record.exc_info[0] is KeyError


async def test_a_handler_that_is_cancelled_from_within_still_acks(
    end: End, store: Any
) -> None:
    """It waits for a task that somebody cancels, which is how it looks from inside."""

    def cancelled(conn: Any, value: Any) -> Any:
        raise asyncio.CancelledError

    end.handle = cancelled
    async with asyncio.timeout(SOON):
        with pytest.raises(end.traps.RemoteError) as remote:
            await store.call_list([])
        assert remote.value.problem.type.endswith(":handler-failed")
        assert await store.send_and_wait("no-such", (), SOON)

    @store.on_ask
    async def answer(value: None) -> Any:
        raise asyncio.CancelledError

    async with asyncio.timeout(SOON):
        with pytest.raises(end.traps.RemoteError):
            await end.settled(end.handlers.call_ask, None, to=end.conns[0])


async def test_a_connect_handler_that_is_cancelled_from_within_answers(
    end: End,
) -> None:
    def cancelled(conn: Any) -> Any:
        raise asyncio.CancelledError

    end.welcome = cancelled
    async with asyncio.timeout(SOON):
        with pytest.raises(end.traps.ConnectRefused) as refused:
            await end.client(connect_timeout=600).connect()
    assert refused.value.problem.type.endswith(":handler-failed")


class Callback:
    """A callable object whose call is to be awaited."""

    async def __call__(self, value: None) -> str:
        return "an object"


async def later(answer: str, value: None) -> str:
    return answer


@pytest.mark.parametrize(
    ("handler", "answer"),
    [
        (Callback(), "an object"),
        (partial(later, "a partial"), "a partial"),
        (lambda value: "a function", "a function"),
    ],
)
async def test_a_handler_may_be_any_callable(
    traps: Any, handler: Any, answer: str
) -> None:
    end = End(traps, "asyncio")
    async with end.running(), end.client() as client:
        client.traps.on_ask(handler)
        assert await end.handlers.call_ask(None, to=end.conns[0]) == answer


async def test_a_client_for_threads_tells_that_it_cannot_await(
    traps: Any, caplog: pytest.LogCaptureFixture
) -> None:
    end = End(traps, "asyncio")

    async def never(value: Any) -> None:
        raise AssertionError

    def connect() -> Any:
        client = traps.client.TrapsClient(end.url)
        client.connect()
        for take in (client.traps.on_ask, client.traps.on_tell_void):
            with pytest.raises(TypeError, match="never is a coroutine function"):
                take(never)
            take(lambda value: never(value))  # only the call shows what it makes
        return client

    async with end.running(), asyncio.timeout(SOON):
        client = await asyncio.to_thread(connect)
        await end.handlers.emit_tell_void(None, to=end.conns[0])
        with pytest.raises(traps.RemoteError) as remote:
            await end.handlers.call_ask(None, to=end.conns[0])
        await asyncio.to_thread(client.disconnect)
    assert remote.value.problem.type.endswith(":handler-failed")
    told = [one for one in caplog.records if one.exc_info]
    assert {one.exc_info[0] for one in told if one.exc_info} == {TypeError}
    assert len(told) == 2
