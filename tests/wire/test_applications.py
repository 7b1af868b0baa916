"""The generated server inside the applications that people have."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import (
    AbstractAsyncContextManager,
    asynccontextmanager,
    contextmanager,
)
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import fastapi
import flask
import pytest
import socketio
import starlette.applications
from aiohttp import web
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from tests.blocking import BlockingShop, serving_wsgi
from tests.building import ROOT
from tests.serving import under_aiohttp, under_uvicorn
from tests.wire.conftest import Shop

from petstore import EVERYONE, NewOrder, OrderUpdate
from petstore.async_client import AsyncPetStoreClient

SOON = 10.0
AUTH = {"token": "good"}
ORDER = NewOrder(pet_id="pet-7", quantity=2)
UPDATE = OrderUpdate.model_validate(
    {"orderId": "order-1", "status": "shipped", "at": "2026-11-02T15:04:05Z"}
)


@dataclass
class Place:
    """Where a shop is served, and what else is there."""

    url: str
    path: str | None = None
    """The engine path, if it is not that of the document."""
    web: str | None = None
    """What a web application next to it says at `/hello`."""
    heard: list[str] = field(default_factory=list[str])
    """The parts of its life that the web application has heard of."""


@asynccontextmanager
async def asgi_alone(shop: Any) -> AsyncIterator[Place]:
    async with under_uvicorn(shop.server.asgi_app()) as url:
        yield Place(url)


def alive(heard: list[str]) -> Callable[[Any], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: Any) -> AsyncIterator[None]:
        heard.append("startup")
        yield
        heard.append("shutdown")

    return lifespan


def fastapi_app(heard: list[str]) -> fastapi.FastAPI:
    app = fastapi.FastAPI(lifespan=alive(heard))

    @app.get("/hello")
    async def hello() -> str:
        return "from FastAPI"

    return app


def starlette_app(heard: list[str], *more: Any) -> starlette.applications.Starlette:
    async def hello(_: Any) -> PlainTextResponse:
        return PlainTextResponse("from Starlette")

    routes = [Route("/hello", hello), *more]
    return starlette.applications.Starlette(routes=routes, lifespan=alive(heard))


@asynccontextmanager
async def around_fastapi(shop: Any) -> AsyncIterator[Place]:
    place = Place("", web='"from FastAPI"')
    app = shop.server.asgi_app(fastapi_app(place.heard))
    async with under_uvicorn(app) as place.url:
        yield place
    assert place.heard == ["startup", "shutdown"]


@asynccontextmanager
async def around_starlette(shop: Any) -> AsyncIterator[Place]:
    place = Place("", web="from Starlette")
    app = shop.server.asgi_app(starlette_app(place.heard))
    async with under_uvicorn(app) as place.url:
        yield place
    assert place.heard == ["startup", "shutdown"]


@asynccontextmanager
async def around_an_application_without_lifespan(shop: Any) -> AsyncIterator[Place]:
    async def hello(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": scope["path"].encode()})

    async with under_uvicorn(shop.server.asgi_app(hello)) as url:
        yield Place(url, web="/hello")


@asynccontextmanager
async def around_an_application_that_raises(shop: Any) -> AsyncIterator[Place]:
    async def hello(scope: Any, receive: Any, send: Any) -> None:
        assert scope["type"] == "http"
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": scope["path"].encode()})

    async with under_uvicorn(shop.server.asgi_app(hello)) as url:
        yield Place(url, web="/hello")


@asynccontextmanager
async def inside_fastapi(shop: Any) -> AsyncIterator[Place]:
    """A mounted application hears of no shutdown: the outer one has to stop it."""
    place = Place("", "/shop/socket.io", '"from FastAPI"')
    app = fastapi_app(place.heard)
    app.mount("/shop", shop.server.asgi_app())
    async with under_uvicorn(app) as place.url:
        yield place
        assert await shop.server.stop()
    assert place.heard == ["startup", "shutdown"]


@asynccontextmanager
async def inside_starlette_at_the_engine_path(shop: Any) -> AsyncIterator[Place]:
    place = Place("", web="from Starlette")
    mount = Mount("/socket.io", shop.server.asgi_app())
    async with under_uvicorn(starlette_app(place.heard, mount)) as place.url:
        yield place
        assert await shop.server.stop()


@asynccontextmanager
async def inside_starlette_at_the_root(shop: Any) -> AsyncIterator[Place]:
    place = Place("", web="from Starlette")
    mount = Mount("/", shop.server.asgi_app())
    async with under_uvicorn(starlette_app(place.heard, mount)) as place.url:
        yield place
        assert await shop.server.stop()


@asynccontextmanager
async def aiohttp_alone(shop: Any) -> AsyncIterator[Place]:
    async with under_aiohttp(shop.server.aiohttp_app()) as url:
        yield Place(url)


@asynccontextmanager
async def in_an_aiohttp_application(shop: Any) -> AsyncIterator[Place]:
    async def hello(_: web.Request) -> web.Response:
        return web.Response(text="from aiohttp")

    app = web.Application()
    app.router.add_get("/hello", hello)
    assert shop.server.aiohttp_app(app) is app
    async with under_aiohttp(app) as url:
        yield Place(url, web="from aiohttp")


@asynccontextmanager
async def attached(shop: Any) -> AsyncIterator[Place]:
    sio = socketio.AsyncServer(async_mode="asgi")
    shop.server.attach(sio)
    async with under_uvicorn(socketio.ASGIApp(sio)) as url:
        yield Place(url)
        assert await shop.server.stop()


ASYNC = (
    asgi_alone,
    around_fastapi,
    around_starlette,
    around_an_application_without_lifespan,
    around_an_application_that_raises,
    inside_fastapi,
    inside_starlette_at_the_engine_path,
    inside_starlette_at_the_root,
    aiohttp_alone,
    in_an_aiohttp_application,
    attached,
)


@contextmanager
def wsgi_alone(shop: BlockingShop) -> Iterator[Place]:
    with serving_wsgi(shop.server.wsgi_app()) as url:
        yield Place(url)


@contextmanager
def around_a_wsgi_application(shop: BlockingShop) -> Iterator[Place]:
    def hello(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"from " + environ["PATH_INFO"].encode()]

    with serving_wsgi(shop.server.wsgi_app(hello)) as url:
        yield Place(url, web="from /hello")


@contextmanager
def in_flask(shop: BlockingShop) -> Iterator[Place]:
    app = flask.Flask(__name__)
    app.add_url_rule("/hello", view_func=lambda: "from Flask", endpoint="hello")
    app.wsgi_app = shop.server.wsgi_app(app.wsgi_app)  # type: ignore[method-assign]
    with serving_wsgi(app) as url:
        yield Place(url, web="from Flask")


@contextmanager
def attached_to_a_server_of_threads(shop: BlockingShop) -> Iterator[Place]:
    sio = socketio.Server(async_mode="threading")
    shop.server.attach(sio)
    with serving_wsgi(socketio.WSGIApp(sio)) as url:
        yield Place(url)


BLOCKING = (
    wsgi_alone,
    around_a_wsgi_application,
    in_flask,
    attached_to_a_server_of_threads,
)


def visitor(place: Place, transport: str) -> AsyncPetStoreClient:
    return AsyncPetStoreClient(
        place.url,
        auth=AUTH,
        transports=[transport],
        path=place.path,
        reconnection=None,
        all_namespaces=True,
    )


async def fetch(url: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.text()


async def visit(place: Place, transport: str) -> None:
    """Use each way of the API, and the web application beside it."""
    async with asyncio.timeout(SOON), visitor(place, transport) as store:
        assert store.transport == transport
        ack = await store.orders.call_order(ORDER)
        assert ack.order_id == "order-2"
        reservation, left = await store.inventory.call_reserve("pet-7", 1, 30)
        assert (reservation.reservation_id, left) == ("hold-30", 3)
    status, text = await fetch(f"{place.url}/hello")
    wanted = (404, None) if place.web is None else (200, place.web)
    assert (status, place.web and text) == wanted


@pytest.mark.parametrize("application", ASYNC)
async def test_the_api_in_an_asyncio_application(
    application: Any, transport: str
) -> None:
    shop = Shop()
    async with application(shop) as place:
        await visit(place, transport)
        async with asyncio.timeout(SOON), visitor(place, transport) as store:
            said = store.root.announcements()
            await shop.root.emit_announcement("hello", to=EVERYONE)
            assert await anext(said) == "hello"
    assert [one.stopping for one in shop.server._services] == [True]


@pytest.mark.parametrize("application", BLOCKING)
async def test_the_api_in_an_application_of_threads(
    application: Any, transport: str
) -> None:
    shop = BlockingShop()
    with application(shop) as place:
        await visit(place, transport)
        async with asyncio.timeout(SOON), visitor(place, transport) as store:
            said = store.root.announcements()
            await asyncio.to_thread(shop.root.emit_announcement, "hello", to=EVERYONE)
            assert await anext(said) == "hello"


@pytest.mark.parametrize("how", ["gevent", "patched gevent", "patched threading"])
async def test_the_api_under_gevent(how: str) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-W", "error", "-m", "tests.gevent_shop", *how.split()),
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT / "generated" / "petstore")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        port = (await process.stdout.readline()).decode().strip()
        for transport in ("websocket", "polling"):
            await visit(Place(f"http://127.0.0.1:{port}"), transport)
        stopped, errors = await asyncio.wait_for(process.communicate(b""), SOON)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert (stopped.decode(), errors.decode()) == ("True\n", "")


async def test_a_browser_of_the_same_origin_gets_in_over_https(transport: str) -> None:
    """The ASGI server that ends the TLS says so in the scope, and not in a header."""
    app = Shop().server.asgi_app()

    async def over_tls(scope: Any, receive: Any, send: Any) -> None:
        secure = {"http": "https", "websocket": "wss"}.get(scope["type"])
        await app({**scope, "scheme": secure}, receive, send)

    async with under_uvicorn(over_tls) as url, aiohttp.ClientSession() as session:
        headers = {"Origin": url.replace("http:", "https:")}
        place = f"{url}/socket.io/?EIO=4&transport={transport}"
        if transport == "websocket":
            async with session.ws_connect(place, headers=headers) as websocket:
                assert str((await websocket.receive()).data).startswith("0{")
        else:
            async with session.get(place, headers=headers) as answer:
                assert answer.headers["Access-Control-Allow-Origin"] in headers.values()
                assert (await answer.text()).startswith("0{")
