"""Whatever a client sends, the server stays up, forgets it, and serves the others."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from itertools import product
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from tests.garbage import PROBES, REQUESTS, TABLE, Frame, Garbage, mutations
from tests.peers import ENGINE, Gone, OnWebsocket, speaking
from tests.wire.conftest import Shop

from petstore import Delivery, InvalidAck, NewOrder
from petstore._runtime.credentials import BearerToken
from petstore.async_client import AsyncPetStoreClient

ROOT = Path(__file__).parents[2]
SOON = 15.0
AT_ONCE = 8
AUTH = '{"token":"good"}'
CONNECTS = (f"40/orders,{AUTH}", f"40/chat,{AUTH}")
CALL = '42/orders,77777["order",{"petId":"pet-7","quantity":1}]'
MUTATIONS = int(os.environ.get("MUTATIONS", "60"))
SESSIONS = int(os.environ.get("SESSIONS", "800"))
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

    async def forgotten(self, **most: int) -> dict[str, int]:
        """Wait until the server keeps nothing but the client that stays.

        And that it has no more than `most` of what is not counted by clients.
        """
        # The work of forgetting grows with the sessions that there were.
        limit = SOON * max(1, SESSIONS / 2_000)
        alone = {"sessions": 1, "environ": 1, "inboxes": 1, "members": 2, "pending": 0}
        alone.update(most)
        kept: dict[str, int] = {}
        try:
            async with asyncio.timeout(limit):
                while True:
                    kept = await self.kept()
                    if all(kept[key] <= value for key, value in alone.items()):
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


async def test_garbage(server: Server) -> None:
    def sent(garbage: Garbage, transport: str, first: bool) -> Any:
        async def send() -> str | None:
            done = await stays(server.url, transport, garbage.frames, first)
            right = done is garbage.stays
            return None if right else f"{garbage.name} over {transport}: {done}"

        return send

    ways = product(TABLE, ["websocket", "polling"], [True, False])
    assert await each(sent(*one) for one in ways) == []


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


async def test_probes(server: Server) -> None:
    """A session goes on over polling when its websocket is nonsense."""

    def probed(name: str, frames: tuple[Frame, ...]) -> Any:
        async def probe() -> str | None:
            async with speaking(server.url, "polling") as peer:
                await peer.say(CONNECTS[:1])
                assert str(await peer.hear()).startswith("40/orders")
                where = peer.url.replace("transport=polling", "transport=websocket")
                async with peer.http.ws_connect(where) as ws:
                    await OnWebsocket(ws).say(frames)
                await peer.say([CALL])
                while not str(heard := await peer.hear()).startswith("43/orders"):
                    if heard != "6":
                        return f"{name}: {heard!r}"
            return None

        return probe

    assert await each(probed(*one) for one in PROBES) == []


async def test_requests_that_are_cut_off(server: Server) -> None:
    async with speaking(server.url, "polling") as peer:
        path = peer.url.removeprefix(server.url)
        host, port = server.url.removeprefix("http://").split(":")
        for head in ("Content-Length: 99", "Content-Length: -1", "Content-Length: x"):
            reader, writer = await asyncio.open_connection(host, int(port))
            request = f"POST {path} HTTP/1.1\r\nHost: {host}\r\n{head}\r\n\r\n40"
            writer.write(request.encode())
            writer.write_eof()
            await reader.read()
            writer.close()
        # two that wait at a time, and what comes for them
        waiting = [asyncio.ensure_future(peer.request("GET", peer.url)) for _ in "ab"]
        await peer.say(["1"])
        await asyncio.gather(*waiting)


async def test_mutations(server: Server) -> None:
    """Whatever becomes of them, nobody else notices, and nothing is kept."""

    def sent(frames: tuple[Frame, ...], transport: str) -> Any:
        async def send() -> None:
            with suppress(Gone):
                async with speaking(server.url, transport) as peer:
                    await peer.say(frames)

        return send

    ways = product(mutations(1, MUTATIONS), ["websocket", "polling"])
    await each(sent(*one) for one in ways)


async def test_memory_returns(kind: str) -> None:
    """Sessions without a namespace are forgotten, however many they are."""
    many = SESSIONS if kind == "async" else SESSIONS // 4

    async with running(kind, 25, 20, 2) as server:

        def opened(_: object) -> Any:
            async def open_() -> None:
                where = f"{server.url}{ENGINE}&transport=polling"
                async with http.get(where) as answer:
                    assert answer.status == 200

            return open_

        async with aiohttp.ClientSession() as http:
            await each(map(opened, range(many // 10)))
            before = await server.forgotten()
            await each(map(opened, range(many)))
            await server.forgotten(**no_more_than(before))


def no_more_than(before: dict[str, int]) -> dict[str, int]:
    """What may be left of garbage: what connections that are kept alive take."""
    return {
        "threads": before["threads"] + AT_ONCE,
        "tasks": before["tasks"] + AT_ONCE,
        "kilobytes": before["kilobytes"] + MARGIN,
    }


async def test_clients_that_fall_silent(kind: str) -> None:
    """A websocket that answers no ping is closed, with all that waits for it."""
    async with running(kind, 1, 3, 45) as server:
        before = await server.kept()
        async with aiohttp.ClientSession() as http:
            where = f"{server.url}{ENGINE}&transport=websocket"
            silent = [await http.ws_connect(where) for _ in range(20)]
            for ws in silent:
                await ws.send_str(CONNECTS[0])
            await server.forgotten(**no_more_than(before))


async def test_a_client_that_goes_while_it_is_authenticated(
    shop: Shop, url: str
) -> None:
    """It was never there: the library would count it as connected for ever."""
    asked, answer = asyncio.Event(), asyncio.Event()

    async def authenticate(credential: BearerToken) -> str:
        asked.set()
        await answer.wait()
        return credential.token

    shop.server._authenticate = shop.server._services[0].authenticate = authenticate
    async with speaking(url, "polling") as peer:
        connecting = asyncio.ensure_future(peer.say(CONNECTS[:1]))
        await asked.wait()
        await peer.say(["1"])
        answer.set()
        await connecting
    assert shop.orders.members() == ()


async def test_acknowledgement_0_breaks_no_call(shop: Shop, url: str) -> None:
    delivery = Delivery(order_id="o-1", courier="Rex")
    async with speaking(url, "websocket") as peer:
        await peer.say([CONNECTS[0], CALL])
        while not str(await peer.hear()).startswith("43/orders"):
            pass
        for id in (1, 2):
            calling = asyncio.ensure_future(
                shop.orders.call_confirm_delivery(
                    delivery, to=shop.orders.connections[0], timeout=SOON
                )
            )
            assert str(await peer.hear()).startswith(f"42/orders,{id}[")
            await peer.say(["43/orders,0[]", f"43/orders,{id}[]"])
            with pytest.raises(InvalidAck):
                await calling
