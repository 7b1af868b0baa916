"""Options that make no sense are refused at once, and not when they are needed."""

from contextlib import AbstractContextManager
from typing import Any

import pytest
from tests.blocking import BlockingShop, serving_wsgi

from petstore.async_client import AsyncPetStoreClient
from petstore.client import PetStoreClient

URL = "http://127.0.0.1:9"
NAN = float("nan")


def refused(error: type[Exception], words: str) -> AbstractContextManager[object]:
    return pytest.raises(error, match=words)


@pytest.mark.parametrize("client", [AsyncPetStoreClient, PetStoreClient])
@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"buffer": -1}, ValueError, "buffer of -1"),
        ({"connect_timeout": 0}, ValueError, "connect_timeout of 0"),
        ({"connect_timeout": -1.0}, ValueError, "connect_timeout of -1.0"),
        ({"connect_timeout": NAN}, ValueError, "connect_timeout of nan"),
        ({"reconnection": True}, TypeError, "not True"),
        ({"reconnection": 5}, TypeError, "not 5"),
        ({"middleware": print}, TypeError, "middleware is a list"),
        ({"url": "ftp://x"}, ValueError, "no URL"),
        ({"url": "localhost:80"}, ValueError, "no URL"),
    ],
)
def test_clients(client: Any, options: Any, error: type[Exception], words: str) -> None:
    with refused(error, words):
        client(**{"url": URL, **options})


@pytest.mark.parametrize("url", ["ws://x", "wss://x", "HTTP://x", "https://x"])
def test_urls_that_are_some(url: str) -> None:
    assert AsyncPetStoreClient(url).url == url


def test_servers() -> None:
    with refused(TypeError, "middleware is a list"):
        BlockingShop(middleware=print)


@pytest.mark.parametrize("limit", [-1, NAN])
def test_a_stop_that_is_none_stops_nothing(limit: float) -> None:
    shop = BlockingShop()
    with serving_wsgi(shop.server.wsgi_app(async_mode="threading")) as url:
        with refused(ValueError, "is none"):
            shop.server.stop(limit)
        with PetStoreClient(url, auth={"token": "good"}, reconnection=None) as client:
            assert client.connected


async def cannot_be_called_here(*_: object) -> Any:
    """A function that a client for threads cannot await."""


HOOKS = ["on_reconnected", "on_disconnected", "on_expelled"]
TAKERS = ["on_order_update", "on_confirm_delivery", "on_invalid"]


def takers(client: Any) -> list[Any]:
    """All that a client is given handlers with."""
    return [
        *(getattr(client, name) for name in HOOKS),
        *(getattr(client.orders, name) for name in TAKERS),
    ]


@pytest.mark.parametrize("kind", [AsyncPetStoreClient, PetStoreClient])
def test_a_handler_that_cannot_be_called(kind: Any) -> None:
    for take in takers(kind(URL)):
        with refused(TypeError, r"a handler of \S+ must be a function, not 'x'"):
            take("x")


def test_a_coroutine_function_that_nobody_awaits() -> None:
    words = r"a handler of \S+: cannot_be_called_here is a coroutine function"
    client = PetStoreClient(URL)
    for take in takers(client):
        with refused(TypeError, words):
            take(cannot_be_called_here)
    for take in takers(client):
        assert take(print) is print  # nothing of those before was kept
    for take in takers(AsyncPetStoreClient(URL)):
        assert take(cannot_be_called_here) is cannot_be_called_here


@pytest.mark.parametrize("option", ["auth", "headers"])
def test_a_source_that_nobody_awaits(option: str) -> None:
    given: Any = {option: cannot_be_called_here}
    with refused(TypeError, f"{option}: .* is a coroutine function"):
        PetStoreClient(URL, **given)
    AsyncPetStoreClient(URL, **given)


@pytest.mark.parametrize("predicate", [5, cannot_be_called_here])
async def test_a_predicate_that_cannot_choose(predicate: Any) -> None:
    words = "the predicate of order-update"
    with refused(TypeError, words):
        await AsyncPetStoreClient(URL).orders.wait_for_order_update(predicate, 0)
    with refused(TypeError, words):
        PetStoreClient(URL).orders.wait_for_order_update(predicate, 0)


@pytest.mark.parametrize("one", ["x", cannot_be_called_here])
def test_a_middleware_that_cannot_be_called(one: Any) -> None:
    for client in (AsyncPetStoreClient, PetStoreClient):
        with refused(TypeError, "a middleware"):
            client(URL, middleware=[one])
    with refused(TypeError, "a middleware"):
        BlockingShop(middleware=[one])
