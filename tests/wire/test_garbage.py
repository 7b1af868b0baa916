"""Whatever a client sends, the server stays up, forgets it, and serves the others."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from tests.garbage import REQUESTS, TABLE, Frame
from tests.peers import Gone, speaking

from petstore import NewOrder
from petstore.async_client import AsyncPetStoreClient

ROOT = Path(__file__).parents[2]
SOON = 15.0
AT_ONCE = 8
AUTH = '{"token":"good"}'
CONNECTS = (f"40/orders,{AUTH}", f"40/chat,{AUTH}")
CALL = '42/orders,77777["order",{"petId":"pet-7","quantity":1}]'
MUTATIONS = int(os.environ.get("MUTATIONS", "150"))
SESSIONS = int(os.environ.get("SESSIONS", "10000"))
LINE = 500
"""Characters that a line of a log may have, with what a client has chosen in it."""
MARGIN = 60_000
"""Kilobytes that a server may have more than before, whatever was sent to it."""


class Server:
    """A server process, and a client of it that has nothing to do with the garbage."""

    def __init__(self, process: asyncio.subprocess.Process, url: str) -> None:
        self.process = process
        self.url = url
        self.answers = 0
        self._http = aiohttp.ClientSession()
        self.client = AsyncPetStoreClient(
            url, auth={"token": "good"}, namespaces=["/orders"], reconnection=None
        )

    @asynccontextmanager
    async def witnessed(self) -> AsyncIterator[None]:
        """Have a client make calls all the time, each of which is answered."""
        order, over = NewOrder(pet_id="pet-7", quantity=2), asyncio.Event()

        async def call() -> None:
            while not over.is_set():
                receipt = await self.client.orders.call_order(order, timeout=SOON)
                assert receipt.order_id == "order-2"
                self.answers += 1

        async with self.client:
            calling = asyncio.ensure_future(call())
            try:
                yield
            finally:
                over.set()
                await calling
            assert self.answers
            await self.forgotten()

    async def kept(self) -> dict[str, int]:
        """What the server keeps of its clients."""
        async with self._http.get(f"{self.url}/kept") as answer:
            return dict(json.loads(await answer.read()))

    async def forgotten(self) -> dict[str, int]:
        """Wait until the server keeps nothing but the client that stays."""
        alone = {"sessions": 1, "environ": 1, "inboxes": 1, "members": 2, "pending": 0}
        kept: dict[str, int] = {}
        try:
            async with asyncio.timeout(SOON):
                while True:
                    kept = await self.kept()
                    if all(kept[key] == value for key, value in alone.items()):
                        return kept
        except TimeoutError:
            raise AssertionError(f"the server still keeps {kept}") from None

    async def end(self) -> str:
        """Stop the process; returns what it has written into its log."""
        await self._http.close()
        try:
            async with asyncio.timeout(SOON):
                _, log = await self.process.communicate(b"")
        except TimeoutError:
            self.process.kill()
            _, log = await self.process.communicate()
        return log.decode()


@asynccontextmanager
async def running(kind: str, *options: int) -> AsyncIterator[Server]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.garbage_shop", kind, *map(str, options)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([".", "generated/petstore"])},
        cwd=ROOT,
    )
    assert process.stdout is not None
    port = int(await process.stdout.readline())
    server = Server(process, f"http://127.0.0.1:{port}")
    try:
        async with server.witnessed():
            yield server
    finally:
        log = await server.end()
    assert process.returncode == 0, log
    assert "Traceback" not in log, log[log.index("Traceback") :][:8000]
    assert max(map(len, log.splitlines()), default=0) < LINE


@pytest.fixture(params=["async", "threads"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest_asyncio.fixture
async def server(kind: str) -> AsyncIterator[Server]:
    async with running(kind, 1, 20, 45) as started:
        yield started


async def each(work: Iterable[Callable[[], Awaitable[str | None]]]) -> list[str]:
    """Do things, some at a time; returns what is wrong."""
    turn = asyncio.Semaphore(AT_ONCE)

    async def do(one: Callable[[], Awaitable[str | None]]) -> str | None:
        async with turn:
            return await one()

    found = await asyncio.gather(*map(do, work))
    return [one for one in found if one is not None]


async def stays(
    url: str, transport: str, frames: tuple[Frame, ...], first: bool
) -> bool:
    """Whether a connection over which garbage was sent goes on: it answers a call.

    Namespaces are connected `first`, or after the garbage.
    """
    async with speaking(url, transport) as peer:
        try:
            if first:
                await peer.say(CONNECTS)
                for _ in CONNECTS:
                    assert str(await peer.hear()).startswith("40/")
            await peer.say(frames)
            await peer.say([CALL] if first else [*CONNECTS, CALL])
            while True:
                heard = await peer.hear()
                if isinstance(heard, str) and heard.startswith("43/orders,77777["):
                    return True
        except Gone:
            return False


@pytest.mark.parametrize("first", [True, False], ids=["connected", "not-connected"])
@pytest.mark.parametrize("transport", ["websocket", "polling"])
async def test_garbage(server: Server, transport: str, first: bool) -> None:
    def sent(name: str, frames: tuple[Frame, ...], expected: bool) -> Any:
        async def send() -> str | None:
            done = await stays(server.url, transport, frames, first)
            return None if done is expected else f"{name}: {done}"

        return send

    assert await each(sent(*one) for one in TABLE) == []


async def test_requests(server: Server) -> None:
    def asked(request: Any) -> Any:
        async def ask() -> str | None:
            async with speaking(server.url, "polling") as peer:
                sid = peer.url.rpartition("=")[2]
                query = request.query.replace("{sid}", sid)
                where = f"{server.url}/socket.io/?{query}"
                status = await peer.request(request.method, where, request.body)
                right = status == request.status
                return None if right else f"{request.name}: {status}"

        return ask

    assert await each(map(asked, REQUESTS)) == []
