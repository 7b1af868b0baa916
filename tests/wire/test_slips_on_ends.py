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
