"""Connects and disconnects: who is let in, what the handlers may do meanwhile."""

import asyncio
import threading
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import socketio
from tests.blocking import serving_wsgi
from tests.traps.conftest import SOON, End, imported
from tests.traps.foreign import Foreign
from tests.wire.conftest import serving


@pytest.mark.parametrize("auth", [None, {}, {"name": "Ada"}])
async def test_an_auth_may_be_empty_or_left_out(end: End, auth: Any) -> None:
    async with end.client(auth=auth):
        [conn] = end.conns
        assert conn.auth == end.traps.TrapsAuth(**(auth or {}))
        assert conn.handshake.auth == (auth or {})


async def test_a_type_error_in_a_lifecycle_handler_runs_it_once(end: End) -> None:
    def fail(conn: Any) -> None:
        raise TypeError("takes 2 positional arguments but 3 were given")

    gone = threading.Event()

    def leave(conn: Any) -> None:
        gone.set()
        fail(conn)

    end.goodbye = leave
    async with end.client():
        pass
    assert await asyncio.to_thread(gone.wait, SOON)
    end.welcome = fail
    with pytest.raises(end.traps.ConnectRefused):
        await end.client().connect()
    assert len(end.conns) == 2
    assert len(end.reasons) == 1


async def test_false_for_an_answer_refuses_a_connect(end: End) -> None:
    end.welcome = lambda conn: False
    with pytest.raises(end.traps.ConnectRefused) as refused:
        await end.client().connect()
    assert refused.value.problem.type.endswith(":refused")
    assert end.handlers.members() == ()


@pytest.mark.parametrize(
    "error",
    [ConnectionRefusedError("no"), socketio.exceptions.ConnectionRefusedError("no")],
)
async def test_any_exception_refuses_a_connect_at_once(
    end: End, error: Exception
) -> None:
    def refuse(conn: Any) -> None:
        raise error

    end.welcome = refuse
    async with asyncio.timeout(SOON):
        with pytest.raises(end.traps.ConnectRefused) as refused:
            await end.client(connect_timeout=600).connect()
    assert refused.value.problem.type.endswith(":handler-failed")


async def test_a_call_in_on_connect_fails_at_once(end: End) -> None:
    raised: list[Exception] = []

    async def call_and_wait(conn: Any) -> None:
        try:
            await end.handlers.call_ask(None, to=conn, timeout=2 * SOON)
        except RuntimeError as error:
            raised.append(error)
            raise

    def call(conn: Any) -> None:
        try:
            end.handlers.call_ask(None, to=conn, timeout=2 * SOON)
        except RuntimeError as error:
            raised.append(error)
            raise

    end.welcome = call_and_wait if end.waits else call
    async with asyncio.timeout(SOON):
        with pytest.raises(end.traps.ConnectRefused):
            await end.client(connect_timeout=600).connect()
    assert "before on_connect has returned" in str(raised[0])


async def called_after_the_connect(url: str) -> None:
    """Answer the call of a server, which comes when one is connected."""
    async with aiohttp.ClientSession() as http:
        foreign = Foreign(url, http)
        packets = await foreign.connect()
        while len(packets) < 2:
            packets += await foreign.poll()
        connected, call = packets
        assert connected.startswith("40/traps,")
        assert call == '42/traps,1["ask",null]'
        await foreign.send('43/traps,1["another answer"]')


@pytest.mark.parametrize("welcome", [True, False])
async def test_what_on_connect_starts_may_call(end: End, welcome: bool) -> None:
    answers: asyncio.Queue[Any] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    tasks: list[Any] = []

    async def call(conn: Any) -> None:
        try:
            answer = await end.settled(
                end.handlers.call_ask, None, to=conn, timeout=SOON
            )
        except Exception as error:
            answer = type(error).__name__
        loop.call_soon_threadsafe(answers.put_nowait, answer)

    async def start_and_wait(conn: Any) -> bool:
        tasks.append(asyncio.create_task(call(conn)))
        for _ in range(9):  # in vain: the task waits for this to return
            await asyncio.sleep(0)
        return welcome

    def start(conn: Any) -> bool:
        begun = asyncio.run_coroutine_threadsafe(call(conn), loop)
        tasks.append(begun)
        with suppress(TimeoutError):
            begun.result(0.2)  # in vain: the call waits for this to return
        return welcome

    end.welcome = start_and_wait if end.waits else start
    client = end.client()

    @client.traps.on_ask
    async def answer(value: None) -> str:
        return "an answer"

    async with asyncio.timeout(SOON):
        if welcome:
            async with client:
                assert await answers.get() == "an answer"
            await called_after_the_connect(end.url)
            assert await answers.get() == "another answer"
        else:
            with pytest.raises(end.traps.ConnectRefused):
                await client.connect()
            assert await answers.get() == "Disconnected"


async def test_a_call_in_on_disconnect_fails_at_once(end: End) -> None:
    raised: asyncio.Queue[str] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def note(error: Exception) -> None:
        loop.call_soon_threadsafe(raised.put_nowait, type(error).__name__)

    async def call_and_wait(_: Any, conn: Any, reason: str) -> None:
        try:
            await end.handlers.call_ask(None, to=conn, timeout=2 * SOON)
        except Exception as error:
            note(error)

    def call(_: Any, conn: Any, reason: str) -> None:
        try:
            end.handlers.call_ask(None, to=conn, timeout=2 * SOON)
        except Exception as error:
            note(error)

    type(end.handlers).on_disconnect = call_and_wait if end.waits else call
    async with end.client():
        pass
    async with asyncio.timeout(SOON):
        assert await raised.get() == "Disconnected"


async def test_an_event_of_on_connect_is_not_lost(end: End) -> None:
    async def greet_and_wait(conn: Any) -> None:
        await end.handlers.emit_tell_any("welcome", to=conn)

    def greet(conn: Any) -> None:
        end.handlers.emit_tell_any("welcome", to=conn)

    end.welcome = greet_and_wait if end.waits else greet
    client = end.client()
    told = client.traps.tell_anies()
    async with client, asyncio.timeout(SOON):
        assert await anext(told) == "welcome"


async def test_a_server_without_async_handlers_is_not_attached(idle: End) -> None:
    make = socketio.AsyncServer if idle.waits else socketio.Server
    with pytest.raises(ValueError, match="async_handlers"):
        idle.server.attach(make(async_handlers=False))


async def test_a_client_that_was_sent_away_stays_away(end: End) -> None:
    heard: list[str] = []
    client = end.client(reconnection=end.traps.Reconnection(delay=0))

    @client.on_disconnected
    async def gone(reason: str) -> None:
        heard.append(reason)

    @client.on_reconnected
    async def back() -> None:
        raise AssertionError

    async with client, asyncio.timeout(SOON):
        told = client.traps.tell_anies()
        await end.settled(end.conns[0].disconnect)
        with pytest.raises(end.traps.NotConnected):
            await anext(told)
        with pytest.raises(end.traps.NotConnected):
            await client.traps.call_any("x", retries=3)
    assert len(end.conns) == 1


async def test_a_server_that_has_stopped_leaves_no_task(traps: Any) -> None:
    end = End(traps, "asyncio")
    sio = socketio.AsyncServer(async_mode="asgi", namespaces=["/traps"])
    async with end.running(sio):
        async with end.client():
            task = sio.eio.service_task_handle
        assert await end.server.stop()
        assert task.done()


NEWS = """
asyncapi: 3.0.0
info: {title: News, version: 1.0.0}
channels: {news: {address: /news, messages: {flash: {payload: {type: string}}}}}
operations: {flash: {action: send, channel: {$ref: '#/channels/news'}}}
"""


async def test_a_namespace_that_takes_no_events_is_there(
    tmp_path: Path, kind: str
) -> None:
    spec = tmp_path / "news.yaml"
    spec.write_text(NEWS, encoding="utf-8")
    async with AsyncExitStack() as stack:
        news = stack.enter_context(imported(spec, tmp_path / "out", "news"))
        if kind == "asyncio":
            handlers = news.async_server.AsyncNewsHandlers()
            app = news.async_server.AsyncNewsServer(news=handlers).asgi_app()
            url = await stack.enter_async_context(serving(app))
        else:
            handlers = news.server.NewsHandlers()
            app = news.server.NewsServer(news=handlers).wsgi_app()
            url = stack.enter_context(serving_wsgi(app))
        client = news.async_client.AsyncNewsClient(url)
        async with asyncio.timeout(SOON), client:
            told = client.news.flashes()
            [conn] = handlers.members()
            sent = handlers.emit_flash("we are here", to=conn)
            await sent if kind == "asyncio" else None
            assert await anext(told) == "we are here"
