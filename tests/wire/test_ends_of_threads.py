"""What a function of the application ends with, on ends for threads, ends no end."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from queue import Queue
from typing import Any

import pytest
from tests.blocking import BlockingShop, serving_wsgi
from tests.serving import on_a_thread
from tests.wire.test_garbage_from_servers import ORDER, Faulty, after

from petstore import (
    ConnectRefused,
    Delivery,
    DeliveryReceipt,
    Disconnected,
    OrderUpdate,
    RemoteError,
)
from petstore._runtime import problems
from petstore.client import PetStoreClient

SOON = 10.0
UPDATE = (
    '42/orders,["order-update",'
    '{"orderId":"order-1","status":"shipped","at":"2026-11-02T15:04:05Z"}]'
)
QUESTION = '42/orders,9["confirm-delivery",{"orderId":"order-1","courier":"Tim"}]'


def leave() -> Any:
    sys.exit("enough")


def run_out() -> Any:
    return next(iter(()))


@pytest.fixture(params=[leave, run_out], ids=["sys.exit", "StopIteration"])
def end(request: pytest.FixtureRequest) -> Callable[[], Any]:
    """A function that ends with an exception that no future can carry."""
    ending: Callable[[], Any] = request.param
    return ending


@contextmanager
def clients_of(server: Faulty, **options: Any) -> Iterator[PetStoreClient]:
    with on_a_thread(server.served()) as url:
        given = {"auth": {"token": "good"}, **options}
        client = PetStoreClient(
            url, namespaces=["/orders"], transports=["websocket"], **given
        )
        try:
            yield client
        finally:
            client.disconnect()


def test_handlers_of_a_client(end: Callable[[], Any]) -> None:
    """Each is called again, the server has its answer, and calls go on."""
    heard: Queue[str] = Queue()
    answers: Queue[str] = Queue()
    server = Faulty()
    server.to_call = partial(after, (UPDATE, QUESTION))
    replies = server.replies

    def replies_and_notes(frame: str) -> Any:
        if frame.startswith("43/orders,9"):
            answers.put(frame)
        return replies(frame)

    server.replies = replies_and_notes  # type: ignore[method-assign]
    with clients_of(server, reconnection=None) as client:

        @client.orders.on_order_update
        def hear(update: OrderUpdate) -> None:
            heard.put(update.order_id)
            end()

        @client.orders.on_confirm_delivery
        def confirm(delivery: Delivery) -> DeliveryReceipt:
            receipt: DeliveryReceipt = end()
            return receipt

        client.connect()
        for _ in range(2):
            assert client.orders.call_order(ORDER, timeout=SOON).order_id == "o-1"
            assert heard.get(timeout=SOON) == "order-1"
            assert problems.HANDLER_FAILED in answers.get(timeout=SOON)


def test_hooks_of_a_client(
    end: Callable[[], Any], caplog: pytest.LogCaptureFixture
) -> None:
    """The client comes back all the same, and what failed is in the log."""
    server = Faulty()
    back: Queue[None] = Queue()
    with clients_of(server) as client:
        client.on_disconnected(lambda _: end())
        client.on_reconnected(lambda: back.put(None))
        client.connect()
        server.to_call = lambda _: ("1",)
        with pytest.raises(Disconnected):
            client.orders.call_order(ORDER, timeout=SOON)
        back.get(timeout=SOON)
        server.to_call = lambda id: after((), id)
        assert client.orders.call_order(ORDER, timeout=SOON).order_id == "o-1"
    assert "on_disconnected of the client failed" in caplog.text


def test_the_auth_of_a_client(end: Callable[[], Any]) -> None:
    """It is heard of at the connect, and the next one may do better."""
    given: list[Callable[[], Any]] = [end, lambda: {"token": "good"}]
    with clients_of(Faulty(), auth=lambda: given.pop(0)()) as client:
        with pytest.raises(RuntimeError, match="ended with"):
            client.connect()
        client.connect()
        assert client.orders.call_order(ORDER, timeout=SOON).order_id == "o-1"


def test_handlers_of_a_server(end: Callable[[], Any]) -> None:
    """The acknowledgement that was asked for is given, and a connect is refused."""
    shop = BlockingShop()
    shop.orders.handle = lambda *_: end()
    with serving_wsgi(shop.server.wsgi_app(async_mode="threading")) as url:
        options: dict[str, Any] = {
            "auth": {"token": "good"},
            "namespaces": ["/orders"],
            "reconnection": None,
        }
        with PetStoreClient(url, **options) as client:
            with pytest.raises(RemoteError) as failed:
                client.orders.call_order(ORDER, timeout=SOON)
            assert failed.value.problem.type == problems.HANDLER_FAILED
        shop.orders.welcome = lambda _: end()
        with pytest.raises(ConnectRefused):
            PetStoreClient(url, connect_timeout=SOON, **options).connect()
