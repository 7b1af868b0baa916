"""Namespaces of one document that ask for different things at their connect."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from tests.blocking import serving_wsgi
from tests.building import build
from tests.wire.conftest import serving

SPEC = """
asyncapi: 3.0.0
info: {title: Gates, version: 1.0.0}
channels:
  a:
    address: /a
    x-socketio:
      auth:
        type: object
        title: Ticket
        required: [ticket]
        properties: {ticket: {type: integer}}
        additionalProperties: false
    messages: {hi: {payload: {type: string}}}
  b:
    address: /b
    x-socketio:
      auth:
        type: object
        title: Name
        required: [name]
        properties: {name: {type: string}, token: {type: string}}
        additionalProperties: false
    messages: {hi: {payload: {type: string}}}
  c:
    address: /c
    messages: {hi: {payload: {type: string}}}
operations:
  a: {action: receive, channel: {$ref: '#/channels/a'}}
  b:
    action: receive
    channel: {$ref: '#/channels/b'}
    security: [{type: http, scheme: bearer, x-socketio: {auth: token}}]
  c: {action: receive, channel: {$ref: '#/channels/c'}}
"""
RIGHT = {"/a": {"ticket": 7}, "/b": {"name": "Ada", "token": "good"}}


@pytest.fixture(scope="module")
def gates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The names of the package that is built from the document."""
    folder = tmp_path_factory.mktemp("gates")
    (folder / "gates.yaml").write_text(SPEC, encoding="utf-8")
    build(folder / "gates.yaml", folder / "out", "gates")
    sys.path.insert(0, str(folder / "out"))
    yield __import__("gates.async_client", fromlist=["AsyncGatesClient"])
    sys.path.remove(str(folder / "out"))
    for name in [one for one in sys.modules if one.partition(".")[0] == "gates"]:
        del sys.modules[name]


class Doors:
    """Servers of both kinds, and what was presented at their doors."""

    def __init__(self) -> None:
        from gates.async_server import (  # type: ignore[import-not-found]
            AsyncAHandlers,
            AsyncBHandlers,
            AsyncCHandlers,
            AsyncGatesServer,
        )
        from gates.server import (  # type: ignore[import-not-found]
            AHandlers,
            BHandlers,
            CHandlers,
            GatesServer,
        )

        seen: dict[str, Any] = {}
        self.seen = seen

        def note(conn: Any) -> None:
            seen[conn.namespace] = getattr(conn, "auth", conn.handshake.auth)

        async def note_soon(_: Any, conn: Any) -> None:
            note(conn)

        async def hi(*_: Any) -> None:
            pass

        def made(base: Any, waits: bool) -> Any:
            methods = {
                "on_connect": note_soon if waits else lambda _, conn: note(conn),
                "on_hi": hi if waits else lambda *_: None,
            }
            return type("Made", (base,), methods)()

        several = (AsyncAHandlers, AsyncBHandlers, AsyncCHandlers)
        a, b, c = (made(one, waits=True) for one in several)
        options: dict[str, Any] = {"authenticate": lambda credential: credential.token}
        self.asyncio = AsyncGatesServer(a=a, b=b, c=c, **options)
        a, b, c = (made(one, waits=False) for one in (AHandlers, BHandlers, CHandlers))
        self.threads = GatesServer(a=a, b=b, c=c, **options)


@pytest.fixture(params=["asyncio", "threads"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def connected(gates: Any, kind: str, doors: Doors, auth: Any) -> Any:
    """Which namespaces an asyncio client and one for threads are refused by."""
    from gates.client import GatesClient  # type: ignore[import-not-found]

    def visit(url: str) -> Any:
        with GatesClient(url, auth=auth) as client:
            return set(client.refusals)

    with ExitStack() as stack:
        if kind == "threads":
            url = stack.enter_context(serving_wsgi(doors.threads.wsgi_app()))
            async with gates.AsyncGatesClient(url, auth=auth) as client:
                assert await asyncio.to_thread(visit, url) == set(client.refusals)
                return set(client.refusals)
        async with (
            serving(doors.asyncio.asgi_app()) as url,
            gates.AsyncGatesClient(url, auth=auth) as client,
        ):
            assert await asyncio.to_thread(visit, url) == set(client.refusals)
            return set(client.refusals)


async def test_each_namespace_gets_its_own(gates: Any, kind: str) -> None:
    doors = Doors()
    assert await connected(gates, kind, doors, RIGHT) == set()
    assert doors.seen["/a"].ticket == 7
    assert (doors.seen["/b"].name, doors.seen["/b"].token) == ("Ada", "good")
    assert doors.seen["/c"] == {}


async def test_it_may_be_asked_for(gates: Any, kind: str) -> None:
    doors = Doors()
    assert await connected(gates, kind, doors, lambda: RIGHT) == set()
    assert doors.seen["/a"].ticket == 7


async def test_one_that_is_left_out_is_refused_alone(gates: Any, kind: str) -> None:
    doors = Doors()
    auth = {"/a": {"ticket": 7}}
    assert await connected(gates, kind, doors, auth) == {"/b"}
    assert doors.seen.keys() == {"/a", "/c"}


@pytest.mark.parametrize(
    ("auth", "error", "text"),
    [
        ({"/a": {"ticket": "x"}}, "InvalidPayload", "^auth for /a: /ticket: "),
        (
            {"/a": {"ticket": 7}, "/b": {"token": "x"}},
            "InvalidPayload",
            "^auth for /b: /name: ",
        ),
        ({"/z": {}}, "ValueError", "/z"),
        ({"ticket": 7}, "InvalidPayload", "/name"),
    ],
)
async def test_what_breaks_its_schema_does_not_leave(
    gates: Any, auth: Any, error: str, text: str
) -> None:
    client = gates.AsyncGatesClient("http://127.0.0.1:9", auth=auth)
    with pytest.raises(Exception, match=text) as raised:
        await client.connect()
    assert type(raised.value).__name__ == error
