"""The engine of a client: what it does otherwise than the library's own."""

from __future__ import annotations

import asyncio
from collections import deque
from importlib import import_module
from typing import Any

try:
    import aiohttp
except ImportError as error:  # python-socketio would only log it
    package = __name__.partition(".")[0]
    hint = f"the client needs aiohttp: pip install '{package}[client]'"
    raise ImportError(hint) from error


class Http:
    """A session as the library uses one, that leaves no answer half read.

    The library does not read the answer to a POST, and an answer that is dropped
    keeps its connection.

    A GET that breaks is not sent again behind everybody's back, as aiohttp would do
    it: the packets that were in the lost answer do not come a second time.
    """

    def __init__(self) -> None:
        self._session = aiohttp.ClientSession()
        # There is no other way to say so.
        vars(self._session)["_retry_connection"] = False
        self.ws_connect = self._session.ws_connect
        self.cookie_jar = self._session.cookie_jar
        self.close = self._session.close

    @property
    def closed(self) -> bool:
        return self._session.closed

    async def get(self, url: str, **options: Any) -> aiohttp.ClientResponse:
        response = await self._session.get(url, **options)
        await response.read()
        return response

    async def post(self, url: str, **options: Any) -> aiohttp.ClientResponse:
        response = await self._session.post(url, **options)
        await response.read()
        return response


PACKETS = 16
"""How many packets a Python server takes in one request."""
PORTION = 750_000
"""How many bytes are put into one request, unless a single packet has more; a server
takes 1,000,000 unless it was told otherwise."""


class _Queue(asyncio.Queue[Any]):
    """What waits to be sent, in portions that a server takes over polling.

    The library sends all there is in one request. A server of python-socketio drops
    all of it when there are more than 16 packets, and any server ends the connection
    when there are too many bytes.
    """

    _packets = 0
    _bytes = 0

    def _init(self, maxsize: int) -> None:
        self._queue: deque[Any] = deque()

    async def get(self) -> Any:
        """The first packet of a portion."""
        self._packets = self._bytes = 0
        return await super().get()

    def get_nowait(self) -> Any:
        """A further packet of the portion. Raises QueueEmpty when it is full."""
        size = 0 if self.empty() else _size(self._queue[0])
        full = self._packets >= PACKETS or self._bytes + size > PORTION
        if self._packets and full:
            raise asyncio.QueueEmpty
        self._packets += 1
        self._bytes += size
        return super().get_nowait()


def _size(packet: Any) -> int:
    """Bytes of a packet in a request, where binary ones stand in base 64."""
    data = getattr(packet, "data", None)
    if isinstance(data, bytes):
        return len(data) * 4 // 3
    return len(data) if isinstance(data, str) else 0


def engine_client_class(_: object) -> Any:
    def create_queue(*_: object) -> _Queue:
        return _Queue()

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
            return await request if request.done() else "nothing can be sent"
        finally:
            request.cancel()

    overrides = {"create_queue": create_queue, "_send_request": send_request}
    return type("EngineClient", (base,), overrides)
