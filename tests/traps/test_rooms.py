"""Rooms and targets, also of servers that share a message queue."""

import asyncio
import json
import queue
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
import socketio
from socketio.async_pubsub_manager import AsyncPubSubManager
from socketio.pubsub_manager import PubSubManager
from tests.traps.conftest import SOON, End


async def test_rooms_are_entered_and_left_alike_on_both_kinds(
    end: End, store: Any
) -> None:
    [conn] = end.conns
    room = end.traps.Room("quiet")
    await end.settled(conn.enter, room)
    assert conn.is_in(room)
    assert end.handlers.members(room) == (conn,)
    await end.settled(conn.leave, room)
    assert not conn.is_in(room)
    assert end.handlers.members(room) == ()


async def test_a_room_may_be_entered_in_on_connect(end: End) -> None:
    room = end.traps.Room("hall")

    async def enter_and_wait(conn: Any) -> None:
        await conn.enter(room)

    def enter(conn: Any) -> None:
        conn.enter(room)

    end.welcome = enter_and_wait if end.waits else enter
    async with end.client() as client, asyncio.timeout(SOON):
        told = client.traps.tell_anies()
        await end.settled(end.handlers.emit_tell_any, "hello", to=room)
        assert await anext(told) == "hello"


async def test_nobody_enters_a_room_that_is_somebody_else(end: End) -> None:
    """Every connection has a room of its own, whose name is its session id."""
    async with end.client() as ada, end.client() as eve, asyncio.timeout(SOON):
        of_ada = end.conns[0].sid
        with pytest.raises(end.traps.RemoteError):
            await eve.traps.call_enter(end.traps.TrapsEnter(room=of_ada))
        heard = [one.traps.tell_anies() for one in (ada, eve)]
        await end.settled(end.handlers.emit_tell_any, "a secret", to=end.conns[0])
        await end.settled(end.handlers.emit_tell_any, "the news", to=end.conns)
        assert [await anext(one) for one in heard] == ["a secret", "the news"]


async def test_a_call_goes_to_one_connection(end: End, store: Any) -> None:
    for to in (end.traps.Room("quiet"), end.traps.EVERYONE, end.conns, "x"):
        with pytest.raises(TypeError, match="one connection"):
            await end.settled(end.handlers.call_ask, None, to=to)


class AsyncQueue(AsyncPubSubManager):  # type: ignore[misc]
    """A message queue that several servers of this process share, in JSON."""

    def __init__(self, others: list[Any]) -> None:
        super().__init__()
        self.messages: asyncio.Queue[str] = asyncio.Queue()
        self.others = others
        others.append(self)

    async def _publish(self, data: Any) -> None:
        for one in self.others:
            one.messages.put_nowait(json.dumps(data))

    async def _listen(self) -> AsyncIterator[str]:
        while True:
            yield await self.messages.get()


class BlockingQueue(PubSubManager):  # type: ignore[misc]
    """The same for servers of threads."""

    def __init__(self, others: list[Any]) -> None:
        super().__init__()
        self.messages: queue.Queue[str] = queue.Queue()
        self.others = others
        others.append(self)

    def _publish(self, data: Any) -> None:
        for one in self.others:
            one.messages.put(json.dumps(data))

    def _listen(self) -> Iterator[str]:
        while True:
            yield self.messages.get()


@asynccontextmanager
async def two(traps: Any, kind: str) -> AsyncIterator[tuple[End, End]]:
    """Two servers that share a queue."""
    others: list[Any] = []
    ends = End(traps, kind), End(traps, kind)
    async with AsyncExitStack() as stack:
        for end in ends:
            options: dict[str, Any] = {"namespaces": ["/traps"]}
            if kind == "asyncio":
                manager = AsyncQueue(others)
                sio = socketio.AsyncServer(
                    async_mode="asgi", client_manager=manager, **options
                )
            else:
                sio = socketio.Server(
                    async_mode="threading",
                    client_manager=BlockingQueue(others),
                    **options,
                )
            await stack.enter_async_context(end.running(sio))
        yield ends
        for one in others:
            if kind == "asyncio":
                one.thread.cancel()


async def test_a_null_that_is_alone_comes_through_a_message_queue(
    traps: Any, kind: str
) -> None:
    async with (
        two(traps, kind) as (here, there),
        here.client() as ada,
        there.client() as grace,
        asyncio.timeout(SOON),
    ):
        heard = [one.traps.tell_voids() for one in (ada, grace)]
        everyone = traps.EVERYONE
        await here.settled(here.handlers.emit_tell_void, None, to=everyone)
        assert [await anext(one) for one in heard] == [None, None]

        @ada.traps.on_ask
        async def answer(question: Any) -> Any:
            return question

        for question in (None, [None], [], {"a": b"bytes"}):
            ask = here.handlers.call_ask
            assert await here.settled(ask, question, to=here.conns[0]) == question
