"""Proxies that stand between a client and its server, and are good for nothing.

A proxy is told what to do by the attributes of a `Between`, also while it runs.
"""

import asyncio
import base64
import contextlib
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Between:
    """A proxy at `url`.

    `manner` is what becomes of a websocket: `refuse` answers with 502, `swallow`
    accepts it and says nothing, `cut` ends it after the handshake or after `frames`
    frames of the server, `pass` lets it through. `broken` has methods: the next
    request with one of them is broken off when so much of it has come through, of POST
    the request itself, of GET the answer. `latency` is how long everything that arrives
    is kept, in seconds.
    """

    def __init__(self, upstream: str, manner: str = "pass") -> None:
        host, _, port = upstream.removeprefix("http://").partition(":")
        self.upstream = host, int(port)
        self.url = ""
        self.manner = manner
        self.frames = 0
        self.broken: dict[str, float] = {}
        self.latency = 0.0
        self.cuts = 0
        self.is_down = False
        self.tasks: set[asyncio.Task[None]] = set()

    def down(self) -> None:
        """End every connection, and take no more."""
        self.is_down = True
        for task in self.tasks:
            task.cancel()

    def up(self) -> None:
        """Take connections again."""
        self.is_down = False

    async def accept(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        with contextlib.suppress(
            ConnectionError, asyncio.CancelledError, asyncio.IncompleteReadError
        ):
            if self.is_down:
                raise ConnectionError
            await self._take(reader, writer)
        writer.close()

    async def _take(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        upgrade = b"upgrade: websocket" in head.lower()
        if upgrade and self.manner == "refuse":
            writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
            await writer.drain()
            return
        if upgrade and self.manner == "swallow":
            writer.write(switching(head))
            await writer.drain()
            await reader.read()
            return
        up_reader, up_writer = await asyncio.open_connection(*self.upstream)
        try:
            if upgrade:
                up_writer.write(head)
                await self._upgraded(reader, writer, up_reader, up_writer)
            else:  # each request has a connection of its own, and is looked at
                head = head.removesuffix(b"\r\n") + b"Connection: close\r\n\r\n"
                await self._request(head, reader, writer, up_reader, up_writer)
        finally:
            up_writer.close()

    async def _upgraded(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        up_reader: asyncio.StreamReader,
        up_writer: asyncio.StreamWriter,
    ) -> None:
        if self.manner != "cut":
            await self._both(reader, writer, up_reader, up_writer)
            return
        upwards = asyncio.ensure_future(self._copy(reader, up_writer))
        try:
            writer.write(await up_reader.readuntil(b"\r\n\r\n"))
            for _ in range(self.frames):
                writer.write(await frame(up_reader))
            await writer.drain()
        finally:
            self.cuts += 1
            upwards.cancel()

    async def _request(
        self,
        head: bytes,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        up_reader: asyncio.StreamReader,
        up_writer: asyncio.StreamWriter,
    ) -> None:
        method = head.split(b" ", 1)[0].decode()
        share = self.broken.pop(method, None)
        if share is None:
            up_writer.write(head)
            await self._both(reader, writer, up_reader, up_writer)
            return
        if method == "POST":
            body = await reader.readexactly(int(headers(head)["content-length"]))
            up_writer.write(head + body[: int(len(body) * share)])
            await up_writer.drain()
        else:
            up_writer.write(head)
            answer = await up_reader.read()
            writer.write(answer[: int(len(answer) * share)])
            await writer.drain()
        self.cuts += 1

    async def _both(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        up_reader: asyncio.StreamReader,
        up_writer: asyncio.StreamWriter,
    ) -> None:
        await asyncio.gather(
            self._copy(reader, up_writer), self._copy(up_reader, writer)
        )

    async def _copy(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        while data := await reader.read(65536):
            if self.latency:
                await asyncio.sleep(self.latency)
            writer.write(data)
            await writer.drain()
        writer.close()


@asynccontextmanager
async def proxying(upstream: str, manner: str = "pass") -> AsyncIterator[Between]:
    """Stand before the server at `upstream`."""
    between = Between(upstream, manner)
    server = await asyncio.start_server(between.accept, "127.0.0.1", 0)
    between.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield between
    finally:
        server.close()
        between.down()
        await asyncio.gather(*between.tasks, return_exceptions=True)


async def frame(reader: asyncio.StreamReader) -> bytes:
    """One frame of a websocket, as a server sends it."""
    head = await reader.readexactly(2)
    size = head[1] & 127
    if size > 125:
        more = await reader.readexactly(2 if size == 126 else 8)
        head, size = head + more, int.from_bytes(more, "big")
    return head + await reader.readexactly(size)


def headers(head: bytes) -> dict[str, str]:
    """The headers of a request, by their names in small letters."""
    lines = [line for line in head.decode().split("\r\n")[1:] if line]
    pairs = (line.split(": ", 1) for line in lines)
    return {name.lower(): value for name, value in pairs}


def switching(head: bytes) -> bytes:
    """How a server accepts a websocket."""
    key = headers(head)["sec-websocket-key"]
    digest = hashlib.sha1(
        (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()
    ).digest()
    return (
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\n"
        f"Sec-WebSocket-Accept: {base64.b64encode(digest).decode()}\r\n\r\n"
    ).encode()
