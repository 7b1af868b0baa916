"""What clients do when servers are killed, and when what is on the way misbehaves."""

import asyncio
import getpass
import os
import shutil
import signal
import socket
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.wire.conftest import Peer

from petstore import (
    AckTimeout,
    ConnectFailed,
    Disconnected,
    NewOrder,
    NotConnected,
    OrderAck,
    Reconnection,
)
from petstore.async_client import AsyncPetStoreClient

SOON = 60.0
LIMIT = 60.0
MARGIN = 5.0
AUTH = {"token": "good"}
AT_ONCE = Reconnection(delay=0.02, longest=0.1)
CALLS = 1000
ANSWERED = 600
HANDLED = 1200


def order(request: object) -> NewOrder:
    return NewOrder(pet_id="pet-7", quantity=1, request_id=str(request))


class Store:
    """A server process that can be killed and started again on the same port."""

    def __init__(self, ledger: Path) -> None:
        self.ledger = ledger
        self.port = 0
        self.process: asyncio.subprocess.Process | None = None

    async def start(self, answered: int) -> None:
        self.process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.shop_process"),
            *(str(self.port), str(self.ledger), str(answered)),
            stdout=asyncio.subprocess.PIPE,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join([".", "generated/petstore"]),
            },
            cwd=Path(__file__).parents[2],
        )
        self.port = int(await self.line())

    async def line(self) -> bytes:
        assert self.process is not None
        assert self.process.stdout is not None
        return await self.process.stdout.readline()

    async def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        await self.process.communicate()
        self.process = None

    def handled(self) -> Counter[str]:
        """How often each process has handled each request."""
        return Counter(self.ledger.read_text().splitlines())


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """Not started yet."""
    store = Store(tmp_path / "ledger")
    yield store
    if store.process is not None:
        await store.kill()


async def test_a_server_that_is_killed_among_a_thousand_calls(
    store: Store, transport: str
) -> None:
    """None is lost in silence, and with `retries` every one is handled."""
    await store.start(ANSWERED)
    url = f"http://127.0.0.1:{store.port}"

    def client() -> AsyncPetStoreClient:
        return AsyncPetStoreClient(
            url, auth=AUTH, transports=[transport], reconnection=AT_ONCE
        )

    async with client() as once, client() as again:
        calls = [
            asyncio.create_task(timed(client, f"{name}-{number}", retries))
            for number in range(CALLS)
            for client, name, retries in ((once, "once", 0), (again, "again", 5))
        ]
        for _ in range(HANDLED):
            assert await store.line()
        await store.kill()
        await store.start(2 * CALLS)
        ended = await asyncio.gather(*calls)
    acks = {one.order_id for _, one in ended if isinstance(one, OrderAck)}
    errors = [one for _, one in ended if not isinstance(one, OrderAck)]
    assert len(acks) + len(errors) == 2 * CALLS
    assert {type(one) for one in errors} == {Disconnected}
    assert max(seconds for seconds, _ in ended) < LIMIT + MARGIN
    handled = store.handled()
    assert len({line.split()[0] for line in handled}) == 2
    assert max(handled.values()) == 1  # by each of the two processes
    requests = {line.split()[1] for line in handled}
    assert acks <= requests
    assert sum(one.startswith("once") for one in acks) == CALLS - len(errors)
    assert sum(one.startswith("again") for one in acks) == CALLS


async def timed(
    client: AsyncPetStoreClient, request: str, retries: int
) -> tuple[float, OrderAck | BaseException]:
    """How long a call took, and how it ended."""
    begun = time.monotonic()
    (ended,) = await asyncio.gather(
        client.orders.call_order(order(request), timeout=LIMIT, retries=retries),
        return_exceptions=True,
    )
    return time.monotonic() - begun, ended


async def test_a_network_that_fails_among_a_thousand_calls_doubles_nothing(
    store: Store, proxy: Any, transport: str
) -> None:
    """The server lives on, and gets what it has handled a second time."""
    await store.start(CALLS)
    between = await proxy(f"http://127.0.0.1:{store.port}", "pass")
    async with (
        asyncio.timeout(SOON),
        AsyncPetStoreClient(
            between.url, auth=AUTH, transports=[transport], reconnection=AT_ONCE
        ) as client,
    ):
        calls = [
            asyncio.create_task(
                client.orders.call_order(order(number), timeout=SOON, retries=9)
            )
            for number in range(CALLS)
        ]
        for _ in range(3):
            for _ in range(CALLS // 4):
                assert await store.line()
            between.down()
            between.up()
        acks = await asyncio.gather(*calls)
    assert {one.order_id for one in acks} == {str(one) for one in range(CALLS)}
    assert set(store.handled().values()) == {1}


async def test_a_client_that_gives_up_ends_its_calls_at_once(
    shop: Any, url: str, proxy: Any, transport: str
) -> None:
    asked = asyncio.Event()
    accept = shop.orders.handle

    async def hold(conn: object, order: NewOrder) -> OrderAck:
        asked.set()
        await asyncio.Event().wait()
        raise AssertionError

    shop.orders.handle = hold
    between = await proxy(url, "pass")
    policy = Reconnection(delay=0.01, longest=0.01, attempts=3)
    async with (
        asyncio.timeout(SOON),
        AsyncPetStoreClient(
            between.url, auth=AUTH, transports=[transport], reconnection=policy
        ) as client,
    ):
        call = asyncio.create_task(
            client.orders.call_order(order("held"), timeout=600, retries=9)
        )
        await asked.wait()
        between.down()
        with pytest.raises(Disconnected):
            await call
        with pytest.raises(NotConnected):
            await client.orders.call_order(order("late"), timeout=600, retries=9)
        between.up()
        shop.orders.handle = accept
        await client.connect()
        assert await client.orders.call_order(order("again"))


async def test_a_websocket_that_is_cut_after_some_frames_ends_in_polling(
    url: str, proxy: Any
) -> None:
    between = await proxy(url, "cut")
    between.frames = 12  # the handshake, the namespaces, and some acknowledgements
    async with (
        asyncio.timeout(SOON),
        AsyncPetStoreClient(between.url, auth=AUTH, reconnection=AT_ONCE) as client,
    ):
        assert client.transport == "websocket"
        for number in range(30):
            assert await client.orders.call_order(order(number), retries=5)
        assert client.transport == "polling"
    assert between.cuts == 2


@pytest.mark.parametrize(
    ("method", "share"), [("POST", 0.5), ("GET", 0.9), ("GET", 0.5), ("GET", 0.0)]
)
async def test_a_polling_request_that_is_broken_off_loses_nothing(
    shop: Any, url: str, proxy: Any, method: str, share: float
) -> None:
    """Not even with an answer of which nothing came: aiohttp would just ask again."""
    runs: list[Any] = []

    async def note(conn: object, order: NewOrder) -> OrderAck:
        runs.append(order.request_id)
        return OrderAck(success=True, order_id=str(order.request_id))

    shop.orders.handle = note
    between = await proxy(url, "pass")
    async with (
        asyncio.timeout(SOON),
        AsyncPetStoreClient(
            between.url, auth=AUTH, transports=["polling"], reconnection=AT_ONCE
        ) as client,
    ):
        for number in range(3):
            between.broken[method] = share
            acks = await asyncio.gather(
                *(
                    client.orders.call_order(
                        order(10 * number + one), timeout=600, retries=3
                    )
                    for one in range(10)
                )
            )
            assert len(acks) == 10
    assert between.cuts == 3
    assert sorted(runs) == sorted(set(runs))


async def test_a_call_ends_when_polling_cannot_send_any_more(
    peer: Peer, serve: Any, proxy: Any
) -> None:
    """The library goes on waiting for a server that does, up to 45 seconds."""
    between = await proxy(await serve(peer.app), "pass")
    async with (
        asyncio.timeout(20),  # before the first ping, after which the poll ends
        AsyncPetStoreClient(
            between.url,
            auth=AUTH,
            transports=["polling"],
            namespaces=["/orders"],
            reconnection=None,
        ) as client,
    ):
        between.broken["POST"] = 0.5
        with pytest.raises(Disconnected):
            await client.orders.call_order(order(1), timeout=600)


async def test_a_slow_way_is_only_slow(url: str, proxy: Any, transport: str) -> None:
    between = await proxy(url, "pass")
    between.latency = 0.05
    async with (
        asyncio.timeout(SOON),
        AsyncPetStoreClient(between.url, auth=AUTH, transports=[transport]) as client,
    ):
        acks = await asyncio.gather(
            *(client.orders.call_order(order(number)) for number in range(50))
        )
        assert len(acks) == 50
        between.latency = 2.0
        with pytest.raises(AckTimeout):
            await client.orders.call_order(order(50), timeout=0.1)


async def test_a_way_that_is_slower_than_the_limit_is_no_way(
    url: str, proxy: Any
) -> None:
    between = await proxy(url, "pass")
    between.latency = 60.0
    client = AsyncPetStoreClient(between.url, auth=AUTH, connect_timeout=0.3)
    begun = time.monotonic()
    with pytest.raises(ConnectFailed) as failed:
        await client.connect()
    assert time.monotonic() - begun < 2 * 0.3 + MARGIN
    assert [transport for transport, _ in failed.value.attempts] == [
        "websocket",
        "polling",
    ]


NGINX = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
PLAIN = "proxy_pass http://{upstream};"
UPGRADING = """
    proxy_pass http://{upstream};
    proxy_http_version 1.1;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection "upgrade";
    proxy_set_header Host $host;
"""
CONFIGURATION = """
daemon off;
user {user};
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        location / {{ {location} }}
    }}
}}
"""


@asynccontextmanager
async def nginx(folder: Path, upstream: str, location: str) -> AsyncIterator[str]:
    """Run nginx before a server. It is given its socket, so that it is never late."""
    assert NGINX is not None
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        location = location.format(upstream=upstream.removeprefix("http://"))
        config = folder / "nginx.conf"
        config.write_text(
            CONFIGURATION.format(
                user=getpass.getuser(), folder=folder, port=port, location=location
            )
        )
        process = await asyncio.create_subprocess_exec(
            *(NGINX, "-p", str(folder), "-c", str(config)),
            *("-e", str(folder / "error.log")),
            pass_fds=[listener.fileno()],
            env={"NGINX": f"{listener.fileno()};"},
        )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        await process.wait()


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
@pytest.mark.parametrize(
    ("location", "expected"), [(PLAIN, "polling"), (UPGRADING, "websocket")]
)
@pytest.mark.parametrize(
    "order_of_transports", [["websocket", "polling"], ["polling", "websocket"]]
)
async def test_behind_nginx(
    tmp_path: Path,
    url: str,
    location: str,
    expected: str,
    order_of_transports: list[str],
) -> None:
    async with (
        asyncio.timeout(SOON),
        nginx(tmp_path, url, location) as address,
        AsyncPetStoreClient(
            address, auth=AUTH, transports=order_of_transports
        ) as client,
    ):
        assert client.transport == expected
        acks = await asyncio.gather(
            *(client.orders.call_order(order(number)) for number in range(50))
        )
        assert len(acks) == 50
