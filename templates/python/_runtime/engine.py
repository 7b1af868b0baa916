"""The engine of a client: what it does otherwise than the library's own."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import deque
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from .packets import Malformed, check_answer, check_frame

if TYPE_CHECKING:
    import aiohttp

LARGEST = 100 * 1024 * 1024
"""How many bytes a message of a server may have over a websocket."""
GRACE = 0.2
"""Seconds that a server has to close a websocket that is left."""


class Websocket:
    """A websocket as the library uses one, that gives it nothing but Engine.IO."""

    def __init__(
        self, ws: aiohttp.ClientWebSocketResponse, heard: Callable[[str], None]
    ) -> None:
        """`heard` is shown the first frame, the handshake."""
        self._ws = ws
        self._heard = heard
        self._opened = False
        self.send_str = ws.send_str
        self.send_bytes = ws.send_bytes
        self.close = ws.close

    async def end(self) -> None:
        """Close, and hardly wait for the server to do the same."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GRACE):
                await self._ws.close()

    async def receive(self) -> aiohttp.WSMessage:
        """The next message. Raises Malformed for garbage."""
        message = await self._ws.receive()
        frame: object = message.data
        if self._opened:
            check_frame(frame)
        elif isinstance(frame, str):
            check_answer(frame)
            self._heard(frame)
        else:
            raise Malformed("no handshake, and closed the websocket")
        self._opened = True
        return message


class Http:
    """A session as the library uses one, that leaves no answer half read.

    The library does not read the answer to a POST, and an answer that is dropped
    keeps its connection.

    A GET that breaks is not sent again behind everybody's back, as aiohttp would do
    it: the packets that were in the lost answer do not come a second time.

    `most` is how many bytes the server takes at once, which the library does not
    keep of the handshake.
    """

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession = import_module("aiohttp").ClientSession()
        # There is no other way to say so.
        vars(self._session)["_retry_connection"] = False
        self.most: int | None = None
        self._shaken = False
        self.cookie_jar = self._session.cookie_jar
        self._websockets: list[Websocket] = []

    @property
    def closed(self) -> bool:
        return self._session.closed

    async def ws_connect(self, url: str, **options: Any) -> Websocket:
        session = cast(Any, self._session)  # whose options are many
        made = await session.ws_connect(url, max_msg_size=LARGEST, **options)
        ws = Websocket(made, self._note)
        self._websockets.append(ws)
        return ws

    async def close(self) -> None:
        """Close, with the websockets that the library has only let go of."""
        for ws in self._websockets:
            await ws.end()
        await self._session.close()

    async def get(self, url: str, **options: Any) -> aiohttp.ClientResponse:
        response = await self._session.get(url, **options)
        self._note(await response.read())
        return response

    async def post(self, url: str, **options: Any) -> aiohttp.ClientResponse:
        response = await self._session.post(url, **options)
        await response.read()
        return response

    def _note(self, data: str | bytes) -> None:
        """Read the handshake, which is the first that comes."""
        if self._shaken:
            return
        self._shaken = True
        text = data if isinstance(data, str) else data.decode(errors="replace")
        with contextlib.suppress(ValueError):  # for the library to complain of
            said: Any = json.loads(text.partition("\x1e")[0].removeprefix("0"))
            if isinstance(said, dict):
                most = cast("dict[str, object]", said).get("maxPayload")
                self.most = most if isinstance(most, int) else None


PACKETS = 16
"""How many packets a Python server takes in one request."""
PORTION = 750_000
"""How many bytes are put into one request of a server that takes as many, unless a
single packet has more."""


class _Queue(asyncio.Queue[Any]):
    """What waits to be sent, in portions that a server takes over polling.

    The library sends all there is in one request. A server of python-socketio drops
    all of it when there are more than 16 packets, and any server ends the connection
    when there are too many bytes.
    """

    _packets = 0
    _bytes = 0

    def __init__(self, client: Any) -> None:
        super().__init__()
        self._client = client

    def _init(self, maxsize: int) -> None:
        self._queue: deque[Any] = deque()

    async def get(self) -> Any:
        """The first packet of a portion."""
        self._packets = self._bytes = 0
        return await super().get()

    def get_nowait(self) -> Any:
        """A further packet of the portion. Raises QueueEmpty when it is full."""
        size = 0 if self.empty() else _size(self._queue[0])
        portion = min(PORTION, getattr(self._client.http, "most", None) or PORTION)
        full = self._packets >= PACKETS or self._bytes + size > portion
        if self._packets and full:
            raise asyncio.QueueEmpty
        self._packets += 1
        self._bytes += size
        return super().get_nowait()


def _size(packet: Any) -> int:
    """Bytes of a packet in a request, and of what separates it from the one before."""
    data = getattr(packet, "data", None)
    return 1 + size_of(data if isinstance(data, (str, bytes)) else "", "polling")


def size_of(data: str | bytes, transport: str) -> int:
    """Bytes of a packet on its way. Over polling, binary ones stand in base 64."""
    if isinstance(data, str):
        return 1 + len(data.encode())
    return 1 + -(-len(data) // 3) * 4 if transport == "polling" else len(data)


async def _checked(client: Any, answer: aiohttp.ClientResponse) -> object:
    """The answer to a poll, or a text that says what is wrong with it."""
    try:
        frames = (await answer.read()).decode()
        if frames:
            check_answer(frames)
        elif client.sid is None:
            raise Malformed("no handshake")
    except UnicodeDecodeError:
        return "the server sent bytes that are no text"
    except Malformed as error:
        return f"the server sent {error}"
    return answer


def engine_client_class(_: object) -> Any:
    def create_queue(client: Any) -> _Queue:
        return _Queue(client)

    base = import_module("engineio").AsyncClient

    async def send_request(
        client: Any, method: str, *given: Any, **options: Any
    ) -> Any:
        """Drop the request that hangs at the server when nothing more can be sent.

        The library would notice that the connection is broken when that is over.
        """
        request = asyncio.ensure_future(
            base._send_request(client, method, *given, **options)
        )
        sending = client.write_loop_task if method == "GET" else None
        try:
            await asyncio.wait(
                {request, sending} if sending else {request},
                return_when=asyncio.FIRST_COMPLETED,
            )
            if not request.done():
                return "nothing can be sent"
            answer = await request
            # what went wrong on the way is a text
            if isinstance(answer, str) or answer.status != 200 or method != "GET":
                return answer
            return await _checked(client, answer)
        finally:
            request.cancel()

    overrides = {"create_queue": create_queue, "_send_request": send_request}
    return type("EngineClient", (base,), overrides)
