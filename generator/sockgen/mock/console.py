"""The console of a mock: a page beside the engine path, and what it asks for."""

import asyncio
import hmac
import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import asdict
from typing import Any, cast
from urllib.parse import urlsplit

from sockgen.contract import Direction, JsonValue
from sockgen.mock import http
from sockgen.mock.http import Message, Receive, Request, Response, Send
from sockgen.mock.origins import host_of, is_loopback
from sockgen.mock.page import page
from sockgen.mock.service import Mock
from sockgen.mock.settings import Spot, WrongFault
from sockgen.mock.spots import events_of
from sockgen.mock.traffic import Record

_HEADER = "x-sockgen-mock"
_WAITING = 1_000
"""Records that wait for a page; one that is slower than that misses some."""
_ALIVE = 15.0
"""Seconds after which a stream says that it is still there."""

Action = Callable[[Mapping[str, object]], Awaitable[Response]]


class Wrong(Exception):
    """What a page asks for cannot be done; the words are for the person before it."""


class Console:
    """An ASGI application: the page, the traffic as it comes, and what a person does.

    A page of somebody else must not do anything here. What changes something needs a
    token that only this page has; and as long as the mock listens on this machine
    only, it answers to the names of this machine only.
    """

    def __init__(self, mock: Mock, host: str) -> None:
        self._mock = mock
        self._local = is_loopback(host)
        self._token = secrets.token_urlsafe(24)
        self._run = secrets.token_hex(4)
        self._streams: set[asyncio.Queue[Record | None]] = set()
        self._emitted = events_of(mock.api, Direction.SERVER_TO_CLIENT)
        self._actions: dict[str, Action] = {
            "/_mock/emit": self._emit,
            "/_mock/drop": self._drop,
            "/_mock/faults": self._faults,
        }

    def close(self) -> None:
        """End the streams of all pages."""
        for one in self._streams:
            one.put_nowait(None)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})
            return
        try:
            request = await http.read(scope, receive)
        except http.TooLarge:
            await http.answer(send, http.as_json({"error": "too large"}, 413))
            return
        if request.method == "GET" and request.path == "/_mock/traffic":
            if (refused := self._refused(request)) is not None:
                await http.answer(send, refused)
            else:
                await self._stream(receive, send)
            return
        await http.answer(send, await self._answer(request))

    async def _answer(self, request: Request) -> Response:
        if (refused := self._refused(request)) is not None:
            return refused
        if request.path in self._actions:
            return await self._act(request)
        if request.method not in {"GET", "HEAD"}:
            return http.as_json({"error": "there is nothing to do here"}, 405)
        if request.path == "/":
            return page(self._mock, self._token, self._run)
        if request.path == "/_mock/state":
            return http.as_json(self._state())
        return Response(b"Not found. The console is at /\n", "text/plain", 404)

    def _refused(self, request: Request) -> Response | None:
        """Why a request is not answered, None if it is.

        A page of another name that leads to this machine would be of the same origin
        to a browser.
        """
        if self._local and not is_loopback(host_of(request.headers.get("host", ""))):
            return Response(b"This mock is reached as localhost.\n", "text/plain", 421)
        return None

    async def _act(self, request: Request) -> Response:
        if request.method != "POST":
            return http.as_json({"error": "POST is the way to do this"}, 405)
        if not self._is_own(request):
            error = "only the console itself may do this: load it again"
            return http.as_json({"error": error}, 403)
        try:
            return await self._actions[request.path](_wish(request.body))
        except (Wrong, WrongFault) as error:
            return http.as_json({"error": str(error)}, 400)

    def _is_own(self, request: Request) -> bool:
        """Whether a request comes from the page that this console has made."""
        headers = request.headers
        kind = headers.get("content-type", "").partition(";")[0].strip()
        token = headers.get(_HEADER, "").encode()
        if kind != "application/json" or not hmac.compare_digest(
            token, self._token.encode()
        ):
            return False
        origin = headers.get("origin")
        return origin is None or urlsplit(origin).netloc == headers.get("host")

    async def _emit(self, wish: Mapping[str, object]) -> Response:
        spot = Spot(str(wish.get("namespace")), str(wish.get("event")))
        values = wish.get("arguments")
        if spot not in self._emitted:
            raise Wrong(f"the server sends no event {spot.event} on {spot.namespace}")
        if not isinstance(values, list):
            raise Wrong("the arguments are a list, in JSON: [ … ]")
        whom = self._whom(spot, wish)
        try:
            arguments = cast("list[JsonValue]", values)
            count = await self._mock.emitter.emit(spot, arguments, **whom)
        except self._mock.runtime.invalid_payload as error:
            return http.as_json({"errors": _faults_of(error)}, 400)
        return http.as_json({"reached": count})

    def _whom(self, spot: Spot, wish: Mapping[str, object]) -> dict[str, Any]:
        room, number = wish.get("room"), wish.get("client")
        if isinstance(room, str):
            if not room:
                raise Wrong("a room has a name")
            return {"room": room}
        if number is None:
            return {}
        for one in self._mock.crowd.of(spot.namespace):
            if one.number == number:
                return {"client": one}
        raise Wrong(f"client #{number} is not connected to {spot.namespace} any more")

    async def _drop(self, wish: Mapping[str, object]) -> Response:
        number = wish.get("client")
        if number is not None and not isinstance(number, int):
            raise Wrong("a client is a number")
        return http.as_json({"dropped": await self._mock.drop(number)})

    async def _faults(self, wish: Mapping[str, object]) -> Response:
        self._mock.faults = self._mock.faults.changed(wish)
        return http.as_json(self._state()["faults"])

    def _state(self) -> dict[str, Any]:
        """Who is connected, in which rooms, and what goes wrong on purpose."""
        mock = self._mock
        return {
            "run": self._run,
            "namespaces": {
                one.name: {
                    "clients": sorted(each.number for each in mock.crowd.of(one.name)),
                    "rooms": mock.crowd.rooms(one.name),
                }
                for one in mock.api.namespaces
            },
            "faults": {
                "delay_least": mock.faults.delay[0],
                "delay_most": mock.faults.delay[1],
                "error_rate": mock.faults.error_rate,
                "drop_rate": mock.faults.drop_rate,
            },
        }

    async def _stream(self, receive: Receive, send: Send) -> None:
        """Send the records that are kept and those that come, until the page goes."""
        queue: asyncio.Queue[Record | None] = asyncio.Queue()

        def hear(record: Record) -> None:
            if queue.qsize() < _WAITING:
                queue.put_nowait(record)

        for one in self._mock.traffic.latest():
            queue.put_nowait(one)
        self._streams.add(queue)
        with self._mock.traffic.heard(hear):
            streaming = asyncio.create_task(http.stream(send, _lines(queue)))
            leaving = asyncio.create_task(_left(receive))
            try:
                await asyncio.wait(
                    {streaming, leaving}, return_when=asyncio.FIRST_COMPLETED
                )
            finally:
                self._streams.discard(queue)
                streaming.cancel()
                leaving.cancel()
                await asyncio.gather(streaming, leaving, return_exceptions=True)


def _wish(body: bytes) -> Mapping[str, object]:
    """What a page asks for. Raises Wrong."""
    try:
        wish = json.loads(body, parse_constant=_no_json)
    except (ValueError, RecursionError) as error:
        raise Wrong(f"that is not JSON: {error}") from None
    if not isinstance(wish, dict):
        raise Wrong("a JSON object is wanted")
    return cast("dict[str, object]", wish)


def _no_json(word: str) -> None:
    raise ValueError(f"{word} is no value of JSON")


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _lines(queue: asyncio.Queue[Record | None]) -> AsyncIterator[bytes]:
    """Records as server-sent events, None is the last."""
    yield b": the traffic of this mock\n\n"
    while True:
        try:
            async with asyncio.timeout(_ALIVE):
                record = await queue.get()
        except TimeoutError:
            yield b": still there\n\n"
            continue
        if record is None:
            return
        shown = {**asdict(record), "kind": record.kind.value}
        yield f"id: {record.number}\ndata: {json.dumps(shown)}\n\n".encode()


def _faults_of(error: Any) -> list[dict[str, str]]:
    return [{"pointer": one.pointer, "detail": one.detail} for one in error.violations]
