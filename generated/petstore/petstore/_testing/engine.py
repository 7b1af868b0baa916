"""The two transports of Engine.IO, as bare as they come."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp

from .defects import Unreachable

_SEPARATOR = "\x1e"
_OPEN, _CLOSE, _PING, _PONG, _MESSAGE, _UPGRADE = "0", "1", "2", "3", "4", "5"
GOODBYE = 2.0
"""Seconds that a close takes at most."""


@dataclass(frozen=True)
class Address:
    """Where a server is, and what each request to it carries."""

    url: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    query: Mapping[str, str] = field(default_factory=dict[str, str])

    def request(self, transport: str, sid: str = "") -> tuple[str, dict[str, str]]:
        """The address and the query of a request."""
        query = {**self.query, "EIO": "4", "transport": transport}
        base, _, given = self.url.partition("?")
        for one in filter(None, given.split("&")):
            key, _, value = one.partition("=")
            query.setdefault(key, value)
        if sid:
            query["sid"] = sid
        base = base.replace("ws://", "http://", 1).replace("wss://", "https://", 1)
        return f"{base.rstrip('/')}/{self.path.strip('/')}/", query


class Turned(Exception):
    """The server answered a handshake with 401 or 403: these credentials do not do."""


class Engine:
    """One connection over one transport; what comes is handed to `receive`."""

    def __init__(
        self,
        address: Address,
        receive: Callable[[str | bytes], None],
        lost: Callable[[str], None],
    ) -> None:
        self._address = address
        self._receive = receive
        self._lost = lost
        self._http: Final = aiohttp.ClientSession()
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._reader: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()
        self._over = False
        self.sid = ""
        self.upgrades: Sequence[str] = ()
        self.transport = ""

    async def open(self, transport: str, limit: float) -> None:
        """Do the handshake. Raises Unreachable, or Turned."""
        self.transport = transport
        try:
            async with asyncio.timeout(limit):
                if transport == "polling":
                    packets = await self._poll()
                else:
                    self._socket = await self._dial("")
                    packets = [await self._frame(self._socket)]
        except TimeoutError:
            raise Unreachable(f"no answer to the handshake in {limit:g} s") from None
        except aiohttp.WSServerHandshakeError as error:
            self._check(error.status)
            raise Unreachable(f"answered with status {error.status}") from None
        except (aiohttp.ClientError, OSError) as error:
            raise Unreachable(str(error) or type(error).__name__) from None
        first = packets[0] if packets else ""
        if not isinstance(first, str) or first[:1] != _OPEN:
            raise Unreachable("the first packet is no handshake of Engine.IO")
        try:
            said: Any = json.loads(first[1:])
            self.sid, self.upgrades = str(said["sid"]), list(said.get("upgrades", ()))
        except (ValueError, KeyError, TypeError):
            raise Unreachable("the handshake of Engine.IO has no session id") from None
        for one in packets[1:]:
            await self._take(one)
        self._reader = asyncio.create_task(self._read())

    async def send(self, frames: Sequence[str | bytes]) -> None:
        """Send a message and its attachments. Raises Unreachable if that fails."""
        async with self._turn:
            try:
                if self._socket is not None:
                    for one in frames:
                        if isinstance(one, bytes):
                            await self._socket.send_bytes(one)
                        else:
                            await self._socket.send_str(_MESSAGE + one)
                else:
                    await self._post([_text(one) for one in frames])
            except (aiohttp.ClientError, OSError) as error:
                self._end(str(error) or type(error).__name__)
                raise Unreachable(str(error)) from None

    async def upgrade(self, limit: float) -> None:
        """Go from polling to a websocket. Raises Unreachable."""
        try:
            async with asyncio.timeout(limit):
                socket = await self._dial(self.sid)
                await socket.send_str(f"{_PING}probe")
                answer = await self._frame(socket)
                if answer != f"{_PONG}probe":
                    raise Unreachable(f"the probe was answered with {answer!r}")
                await socket.send_str(_UPGRADE)
        except TimeoutError:
            raise Unreachable(f"no upgrade in {limit:g} s") from None
        except aiohttp.WSServerHandshakeError as error:
            raise Unreachable(f"answered with status {error.status}") from None
        except (aiohttp.ClientError, OSError) as error:
            raise Unreachable(str(error) or type(error).__name__) from None
        polling, self._reader = self._reader, None
        self._socket, self.transport = socket, "websocket"
        self._reader = asyncio.create_task(self._read())
        if polling is not None:
            polling.cancel()
            await asyncio.gather(polling, return_exceptions=True)

    async def close(self) -> None:
        """Say goodbye, and wait for nothing."""
        over, self._over = self._over, True
        with contextlib.suppress(TimeoutError, aiohttp.ClientError, OSError):
            async with asyncio.timeout(GOODBYE):
                if not over and self._socket is None and self.sid:
                    await self._post([_CLOSE])
                if self._socket is not None:
                    await self._socket.close()
        if self._reader is not None:
            self._reader.cancel()
            await asyncio.gather(self._reader, return_exceptions=True)
        await self._http.close()

    async def _dial(self, sid: str) -> aiohttp.ClientWebSocketResponse:
        url, query = self._address.request("websocket", sid)
        return await self._http.ws_connect(
            url, params=query, headers=dict(self._address.headers), max_msg_size=0
        )

    async def _frame(self, socket: aiohttp.ClientWebSocketResponse) -> str | bytes:
        message = await socket.receive()
        if message.type in {aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY}:
            data: str | bytes = message.data
            return data
        raise aiohttp.ClientConnectionError("the server closed the websocket")

    async def _poll(self) -> list[str | bytes]:
        url, query = self._address.request("polling", self.sid)
        async with self._http.get(
            url, params=query, headers=dict(self._address.headers)
        ) as response:
            body = await response.text()
            if response.status != 200:
                if not self.sid:
                    self._check(response.status)
                raise aiohttp.ClientConnectionError(
                    f"answered with status {response.status}"
                )
        return [_packet(one) for one in body.split(_SEPARATOR) if one]

    async def _post(self, packets: Sequence[str]) -> None:
        url, query = self._address.request("polling", self.sid)
        async with self._http.post(
            url,
            params=query,
            data=_SEPARATOR.join(packets).encode(),
            headers={**self._address.headers, "Content-Type": "text/plain"},
        ) as response:
            await response.read()
            if response.status != 200:
                raise aiohttp.ClientConnectionError(
                    f"a request was answered with status {response.status}"
                )

    def _check(self, status: int) -> None:
        if status in {401, 403}:
            raise Turned(f"status {status}")

    async def _read(self) -> None:
        try:
            while not self._over:
                if self._socket is not None:
                    await self._take(await self._frame(self._socket))
                else:
                    for one in await self._poll():
                        await self._take(one)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            self._end(str(error) or type(error).__name__)

    async def _take(self, packet: str | bytes) -> None:
        if isinstance(packet, bytes) or packet[:1] == _MESSAGE:
            self._receive(packet if isinstance(packet, bytes) else packet[1:])
        elif packet[:1] == _PING:
            async with self._turn:
                if self._socket is not None:
                    await self._socket.send_str(_PONG + packet[1:])
                else:
                    await self._post([_PONG + packet[1:]])
        elif packet[:1] == _CLOSE:
            self._end("the server closed the connection")

    def _end(self, reason: str) -> None:
        if not self._over:
            self._over = True
            self._lost(reason)


def _text(frame: str | bytes) -> str:
    if isinstance(frame, bytes):
        return f"b{base64.b64encode(frame).decode()}"
    return _MESSAGE + frame


def _packet(text: str) -> str | bytes:
    return base64.b64decode(text[1:]) if text[0] == "b" else text
