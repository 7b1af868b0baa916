"""Peers that speak Engine.IO by hand, so that they can say anything."""

import asyncio
import base64
import io
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Protocol

import aiohttp
from tests.garbage import Frame

ENGINE = "/socket.io/?EIO=4"
SOON = 15.0


class Gone(Exception):
    """The server has ended the connection."""


class Peer(Protocol):
    """One end of a connection over either transport."""

    async def say(self, frames: Sequence[Frame]) -> None:
        """Send frames. What the server makes of it is heard later."""

    async def hear(self) -> Frame:
        """The next frame, pings aside. Raises Gone."""
        ...


class OnWebsocket:
    """Speaks over a websocket."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse) -> None:
        self.ws = ws

    async def say(self, frames: Sequence[Frame]) -> None:
        for frame in frames:
            try:
                if isinstance(frame, bytes):
                    await self.ws.send_bytes(frame)
                else:
                    await self.ws.send_str(frame)
            except (aiohttp.ClientError, ConnectionError):
                return  # it was enough

    async def hear(self) -> Frame:
        async with asyncio.timeout(SOON):
            while True:
                message = await self.ws.receive()
                if not isinstance(message.data, str | bytes) or message.data == "1":
                    raise Gone
                if message.data != "2":
                    return message.data
                await self.say(["3"])


class OnPolling:
    """Speaks over requests."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self.http = http
        self.url = url
        self._heard: list[Frame] = []
        self._over = False

    async def say(self, frames: Sequence[Frame]) -> None:
        body = b"\x1e".join(map(polled, frames))
        if await self.request("POST", self.url, body) != 200:
            self._over = True

    async def request(self, method: str, url: str, body: bytes = b"") -> int:
        async with asyncio.timeout(SOON):
            async with self.http.request(method, url, data=io.BytesIO(body)) as answer:
                await answer.read()
                return answer.status

    async def hear(self) -> Frame:
        async with asyncio.timeout(SOON):
            while True:
                while not self._heard:
                    await self._poll()
                frame = self._heard.pop(0)
                if frame == "1":
                    raise Gone
                if frame != "2":
                    return frame
                await self.say(["3"])

    async def _poll(self) -> None:
        async with self.http.get(self.url) as answer:
            text = await answer.text()
        if answer.status != 200 or self._over or not text:
            raise Gone
        self._heard.extend(text.split("\x1e"))


def polled(frame: Frame) -> bytes:
    """A frame in the body of a request."""
    if isinstance(frame, bytes):
        return b"b" + base64.b64encode(frame)
    return frame.encode("utf-8", "surrogatepass")


@asynccontextmanager
async def speaking(url: str, transport: str) -> AsyncIterator[Any]:
    """A peer that has a session with a server."""
    async with aiohttp.ClientSession() as http:
        where = f"{url}{ENGINE}&transport={transport}"
        if transport == "websocket":
            async with http.ws_connect(where, max_msg_size=0) as ws:
                peer = OnWebsocket(ws)
                await peer.hear()
                yield peer
        else:
            async with http.get(where) as answer:
                sid = json.loads((await answer.text())[1:])["sid"]
            polling = OnPolling(http, f"{where}&sid={sid}")
            yield polling
            await polling.say(["1"])
