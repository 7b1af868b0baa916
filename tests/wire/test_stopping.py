"""A server of asyncio that stops: what has begun is finished, nothing new begins."""

import asyncio
import socket
from typing import Any

import pytest
import socketio
import uvicorn
from aiohttp import web
from tests.wire.conftest import Open, Shop

from petstore import (
    ChatText,
    ConnectFailed,
    Disconnected,
    NewOrder,
    OrderAck,
    Reconnection,
    RemoteError,
)
from petstore._runtime import problems
from petstore.async_client import AsyncPetStoreClient

SOON = 10.0
AUTH = {"token": "good"}
ORDER = NewOrder(pet_id="pet-7", quantity=2)


class Held:
    """An order that is being handled until the test lets it go on."""

    def __init__(self, shop: Shop) -> None:
        self.begun = asyncio.Event()
        self.go_on = asyncio.Event()
        self.done = False
        self.shop = shop
        shop.orders.handle = self.handle

    async def handle(self, conn: Any, order: NewOrder) -> OrderAck:
        self.begun.set()
        await self.go_on.wait()
        self.done = True
        return await self.shop.orders.accept(conn, order)


async def until_it_fails(client: AsyncPetStoreClient) -> None:
    while True:
        await client.chat.call_message(ChatText(text="one more"))


async def until_unavailable(client: AsyncPetStoreClient) -> None:
    with pytest.raises(RemoteError) as remote:
        await until_it_fails(client)
    assert remote.value.problem.type == problems.UNAVAILABLE


async def test_handlers_finish_and_clients_are_told(client: Any, shop: Shop) -> None:
    held = Held(shop)
    lost: asyncio.Queue[str] = asyncio.Queue()

    @client.on_disconnected
    async def note(reason: str) -> None:
        lost.put_nowait(reason)

    async with asyncio.timeout(SOON):
        answer = asyncio.create_task(client.orders.call_order(ORDER))
        await held.begun.wait()
        stopping = asyncio.create_task(shop.server.stop(SOON))
        await until_unavailable(client)
        held.go_on.set()
        assert (await answer).success
        assert await stopping is True
        assert await lost.get()
    assert shop.orders.connections == []


async def test_a_client_that_takes_a_close_first_has_its_answer_before(
    url: str, shop: Shop, transport: str
) -> None:
    """The client of python-socketio looks at a close before what came with it."""
    held = Held(shop)
    client = socketio.AsyncClient(reconnection=False, handle_sigint=False)
    await client.connect(url, auth=AUTH, namespaces=["/orders"], transports=[transport])
    order = {"petId": "pet-7", "quantity": 2}
    async with asyncio.timeout(SOON):
        answer = asyncio.create_task(client.call("order", order, namespace="/orders"))
        await held.begun.wait()
        stopping = asyncio.create_task(shop.server.stop(SOON))
        held.go_on.set()
        assert await answer == {"success": True, "orderId": "order-2"}
        assert await stopping is True
        await client.wait()


async def test_a_limit_is_a_limit(client: Any, shop: Shop) -> None:
    held = Held(shop)
    async with asyncio.timeout(SOON):
        answer = asyncio.create_task(client.orders.call_order(ORDER))
        await held.begun.wait()
        assert await shop.server.stop(0.0) is False
        with pytest.raises(Disconnected):
            await answer
    held.go_on.set()


async def test_nobody_is_let_in_any_more(opened: Open, transport: str) -> None:
    """A refusal of the namespace would be the last word to clients of browsers."""
    end = await opened()
    async with asyncio.timeout(SOON):
        assert await end.settled(end.shop.server.stop) is True
        with pytest.raises(ConnectFailed):
            await end.client(transport).connect()


async def test_stopping_twice_is_stopping_once(client: Any, shop: Shop) -> None:
    async with asyncio.timeout(SOON):
        twice = await asyncio.gather(shop.server.stop(), shop.server.stop())
        assert list(twice) == [True, True]
        assert await shop.server.stop() is True


async def test_clients_come_back_to_another_server(transport: str) -> None:
    """Two servers behind one address, as a load balancer has it."""
    old, new = Shop(), Shop()
    app = old.server.asgi_app()
    successor = new.server.asgi_app()

    async def balanced(scope: Any, receive: Any, send: Any) -> None:
        await app(scope, receive, send)

    back = asyncio.Event()
    server, task, url = serve_with(uvicorn.Server, balanced)
    async with (
        asyncio.timeout(SOON),
        AsyncPetStoreClient(
            url,
            auth=AUTH,
            transports=[transport],
            reconnection=Reconnection(delay=0.01, jitter=0),
        ) as client,
    ):

        @client.on_reconnected
        async def note() -> None:
            back.set()

        await client.orders.call_order(ORDER)
        app = successor
        assert await old.server.stop()
        await back.wait()
        assert (await client.orders.call_order(ORDER)).success
        assert len(new.orders.connections) == 1
    server.should_exit = True
    await task


def serve_with(kind: Any, app: Any) -> tuple[Any, asyncio.Task[None], str]:
    listener = socket.create_server(("127.0.0.1", 0))
    server = kind(uvicorn.Config(app, log_level="error", lifespan="on"))
    task = asyncio.create_task(server.serve([listener]))
    return server, task, f"http://127.0.0.1:{listener.getsockname()[1]}"


async def test_uvicorn_lets_handlers_finish_but_not_their_acknowledgements() -> None:
    """It closes websockets first, and ends the lifespan afterwards."""
    shop = Shop()
    held = Held(shop)
    server, task, url = serve_with(uvicorn.Server, shop.server.asgi_app())
    async with asyncio.timeout(SOON):
        async with AsyncPetStoreClient(url, auth=AUTH, reconnection=None) as client:
            answer = asyncio.create_task(client.orders.call_order(ORDER))
            await held.begun.wait()
            server.should_exit = True  # what its handler of SIGTERM does
            with pytest.raises(Disconnected):
                await answer
        held.go_on.set()
        await task
    assert held.done


async def test_uvicorn_that_stops_the_api_first_loses_nothing(transport: str) -> None:
    shop = Shop()
    held = Held(shop)

    class Server(uvicorn.Server):
        async def shutdown(self, sockets: Any = None) -> None:
            await shop.server.stop()
            await super().shutdown(sockets)

    server, task, url = serve_with(Server, shop.server.asgi_app())
    async with (
        asyncio.timeout(SOON),
        AsyncPetStoreClient(
            url, auth=AUTH, transports=[transport], reconnection=None
        ) as client,
    ):
        answer = asyncio.create_task(client.orders.call_order(ORDER))
        await held.begun.wait()
        server.should_exit = True
        await until_unavailable(client)
        held.go_on.set()
        assert (await answer).success
        await task


async def test_aiohttp_stops_the_api_first(transport: str) -> None:
    shop = Shop()
    held = Held(shop)
    runner = web.AppRunner(shop.server.aiohttp_app())
    await runner.setup()
    listener = socket.create_server(("127.0.0.1", 0))
    await web.SockSite(runner, listener).start()
    async with (
        asyncio.timeout(SOON),
        AsyncPetStoreClient(
            f"http://127.0.0.1:{listener.getsockname()[1]}",
            auth=AUTH,
            transports=[transport],
            reconnection=None,
        ) as client,
    ):
        answer = asyncio.create_task(client.orders.call_order(ORDER))
        await held.begun.wait()
        stopping = asyncio.create_task(runner.cleanup())
        held.go_on.set()
        assert (await answer).success
        await stopping
    assert held.done
