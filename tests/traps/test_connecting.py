"""Clients: how they connect, what a refusal tells them, and how they come back."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp.web
import pytest
import socketio
from tests.serving import under_aiohttp
from tests.traps.conftest import SOON, End
from tests.wire.conftest import Peer, serving

PROBLEM = {"type": "urn:sockgen:problem:mine", "title": "Mine", "wait": 3}


async def refused(traps: Any, url: str) -> Any:
    client = traps.async_client.AsyncTrapsClient(url, connect_timeout=SOON)
    with pytest.raises(traps.ConnectRefused) as caught:
        await client.connect()
    return caught.value


@pytest.mark.parametrize(
    ("arguments", "message", "data"),
    [
        ((), "Connection rejected by server", None),
        (("full",), "full", None),
        (("full", "data"), "full", "data"),
        (("full", PROBLEM), "full", PROBLEM),
        (("full", 1, 2), "full", [1, 2]),
    ],
)
async def test_every_refusal_of_a_python_server_is_understood(
    traps: Any, arguments: tuple[object, ...], message: str, data: object
) -> None:
    peer = Peer()

    async def refuse(sid: str, environ: Any, auth: Any) -> None:
        raise socketio.exceptions.ConnectionRefusedError(*arguments)

    peer.sio.on("connect", refuse, namespace="/traps")
    async with serving(peer.app) as url:
        error = await refused(traps, url)
    assert error.message == message
    assert error.data == data
    assert (error.problem and error.problem.to_wire()) == (
        PROBLEM if data is PROBLEM else None
    )


async def test_a_namespace_that_the_server_does_not_have_is_refused(traps: Any) -> None:
    async with serving(Peer().app) as url:
        assert (await refused(traps, url)).message == "Unable to connect"


@asynccontextmanager
async def node(answer: str) -> AsyncIterator[str]:
    """A server that answers the connect of a namespace in some words of its own."""

    async def handle(request: aiohttp.web.Request) -> aiohttp.web.WebSocketResponse:
        websocket = aiohttp.web.WebSocketResponse()
        await websocket.prepare(request)
        await websocket.send_str(
            '0{"sid":"a","upgrades":[],"pingInterval":25000,"pingTimeout":20000}'
        )
        async for message in websocket:
            if str(message.data).startswith("40/traps,"):
                await websocket.send_str(answer)
        return websocket

    app = aiohttp.web.Application()
    app.router.add_get("/socket.io/", handle)
    async with under_aiohttp(app) as url:
        yield url


SHORT = {"type": "urn:sockgen:problem:x", "title": "X"}
SILENCE = "the server gave no reason"


@pytest.mark.parametrize(
    ("said", "message", "data"),
    [
        ('{"message":"Invalid namespace"}', "Invalid namespace", None),
        ('{"message":"no","data":{"code":7}}', "no", {"code": 7}),
        (f'{{"message":"no","data":{json.dumps(SHORT)}}}', "no", SHORT),
        (json.dumps(SHORT), "", SHORT),
        ('"a text"', "a text", None),
        ('["a text",{"code":7}]', "a text", [{"code": 7}]),
        ("{}", "", None),
        ("null", SILENCE, None),
        ("[]", SILENCE, None),
        ("", SILENCE, None),
    ],
)
async def test_every_refusal_of_a_node_server_is_understood(
    traps: Any, said: str, message: str, data: object
) -> None:
    async with node(f"44/traps,{said}") as url:
        error = await refused(traps, url)
    assert error.message == message
    assert error.data == data
    assert (error.problem and error.problem.to_wire()) == (
        SHORT if data == SHORT else None
    )


async def test_an_emit_without_a_connection_raises(traps: Any) -> None:
    client = traps.async_client.AsyncTrapsClient("http://127.0.0.1:9")
    with pytest.raises(traps.NotConnected):
        await client.traps.emit_any("x")
    blocking = traps.client.TrapsClient("http://127.0.0.1:9")

    def emit() -> None:
        with pytest.raises(traps.NotConnected):
            blocking.traps.emit_any("x")
        blocking.disconnect()

    await asyncio.to_thread(emit)


async def test_errors_are_those_of_the_package(end: End) -> None:
    """Whatever goes wrong on its way, no error of the library reaches a caller."""
    client, slow = end.client(), threading.Event()
    end.handle = lambda conn, value: slow.wait(SOON) and value
    raised: list[BaseException] = []

    async def fail(work: Any) -> None:
        try:
            await work
        except Exception as error:
            raised.append(error)

    nobody = end.traps.async_client.AsyncTrapsClient("http://127.0.0.1:9")
    await fail(nobody.connect())
    await fail(client.traps.call_any("x"))
    async with client:
        if not end.waits:
            await fail(client.traps.call_any("x", timeout=0.05))
        call = end.settled(end.handlers.call_ask, None, to=end.conns[0], timeout=0)
        await fail(call)
    slow.set()
    call = end.settled(end.handlers.call_ask, None, to=end.conns[0])
    await fail(call)
    await fail(client.traps.emit_any("x"))
    assert len(raised) == (5 if end.waits else 6)
    for error in raised:
        assert isinstance(error, end.traps.ApiError)
        assert not isinstance(error, socketio.exceptions.SocketIOError)


async def test_a_client_that_gave_up_comes_back_again_after_a_new_connect(
    traps: Any,
) -> None:
    end = End(traps, "asyncio")
    sio = socketio.AsyncServer(async_mode="asgi", namespaces=["/traps"])

    async def cut() -> None:
        eio_sid = sio.manager.eio_sid_from_sid(end.conns[-1].sid, "/traps")
        await sio.eio.disconnect(eio_sid)

    async with end.running(sio), asyncio.timeout(SOON):
        policy = traps.Reconnection(delay=0, longest=0, attempts=1)
        client = end.client(reconnection=policy)
        back = asyncio.Event()

        @client.on_reconnected
        async def reconnected() -> None:
            back.set()

        await client.connect()
        told = client.traps.tell_anies()
        client.url = "http://127.0.0.1:9"
        await cut()
        with pytest.raises(traps.ConnectFailed):
            await anext(told)
        client.url = end.url
        await client.connect()
        await cut()
        await back.wait()
        assert await client.traps.call_any("x") == "x"
        await client.disconnect()


async def test_a_client_that_comes_back_can_enter_its_rooms_again(traps: Any) -> None:
    end = End(traps, "asyncio")
    sio = socketio.AsyncServer(async_mode="asgi", namespaces=["/traps"])
    room = traps.Room("quiet")
    async with end.running(sio), asyncio.timeout(SOON):
        client = end.client(reconnection=traps.Reconnection(delay=0))
        back = asyncio.Event()

        @client.on_reconnected
        async def enter_again() -> None:
            assert end.handlers.members(room) == ()
            await client.traps.call_enter(traps.TrapsEnter(room="quiet"))
            back.set()

        async with client:
            await client.traps.call_enter(traps.TrapsEnter(room="quiet"))
            [first] = end.handlers.members(room)
            await sio.eio.disconnect(sio.manager.eio_sid_from_sid(first.sid, "/traps"))
            await back.wait()
            [second] = end.handlers.members(room)
            assert second.sid != first.sid
            assert not first.connected


async def test_headers_are_the_same_on_every_connect(traps: Any) -> None:
    end = End(traps, "asyncio")
    sio = socketio.AsyncServer(async_mode="asgi", namespaces=["/traps"])
    headers = {"Cookie": "flavour=vanilla", "X-Shop": "north"}
    async with end.running(sio), asyncio.timeout(SOON):
        client = end.client(headers=headers, reconnection=traps.Reconnection(delay=0))
        back = asyncio.Event()

        @client.on_reconnected
        async def reconnected() -> None:
            back.set()

        async with client:
            [conn] = end.conns
            await sio.eio.disconnect(sio.manager.eio_sid_from_sid(conn.sid, "/traps"))
            await back.wait()
    assert headers == {"Cookie": "flavour=vanilla", "X-Shop": "north"}
    for conn in end.conns:
        assert conn.handshake.cookies == {"flavour": "vanilla"}
        assert conn.handshake.headers["x-shop"] == "north"
    assert len(end.conns) == 2


async def test_the_address_of_a_client_is_its_own(end: End) -> None:
    async with end.client():
        assert end.conns[0].handshake.address == "127.0.0.1"
    if not end.waits:
        return
    app = End(end.traps, "asyncio")
    inner = app.server.asgi_app()

    async def elsewhere(scope: Any, receive: Any, send: Any) -> None:
        await inner({**scope, "client": ("203.0.113.7", 7)}, receive, send)

    async with serving(elsewhere) as app.url, app.client():
        assert app.conns[0].handshake.address == "203.0.113.7"
        assert app.conns[0].handshake.environ["REMOTE_ADDR"] == "127.0.0.1"


async def test_a_client_leaves_sigint_alone(
    traps: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for library in ("engineio", "socketio"):  # they take it once in a process
        name = f"{library}.base_client.original_signal_handler"
        monkeypatch.setattr(name, None)
    assert threading.current_thread() is threading.main_thread()
    before = signal.getsignal(signal.SIGINT)
    nobody = "http://127.0.0.1:9"
    with pytest.raises(traps.ConnectFailed):
        await traps.async_client.AsyncTrapsClient(nobody).connect()
    assert signal.getsignal(signal.SIGINT) == before
    with pytest.raises(traps.ConnectFailed):
        traps.client.TrapsClient(nobody).connect()
    assert signal.getsignal(signal.SIGINT) == before


def test_a_client_without_aiohttp_says_what_to_install(traps: Any) -> None:
    code = (
        "import sys; sys.modules['aiohttp'] = None; import traps.async_client as one; "
        "print('imported'); one.AsyncTrapsClient('http://localhost')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(Path(traps.__file__).parents[1])},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "imported\n")
    assert "pip install 'traps[client]'" in done.stderr.splitlines()[-1]


def test_a_client_for_threads_leaves_at_once(traps: Any, transport: str) -> None:
    async def serve() -> str:
        async with end.running():
            return await asyncio.to_thread(visit)

    def visit() -> str:
        client = traps.client.TrapsClient(end.url, transports=[transport])
        client.connect()
        begun = time.monotonic()
        client.disconnect()
        return f"{time.monotonic() - begun:.0f} s"

    end = End(traps, "threads")
    assert asyncio.run(serve()) in {"0 s", "1 s"}
