"""Applications on a port of their own, as their servers run them."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from typing import Any

import uvicorn
from aiohttp import web

LIMIT = 10.0


@asynccontextmanager
async def under_uvicorn(
    app: Any, kind: type[uvicorn.Server] = uvicorn.Server
) -> AsyncIterator[str]:
    """Serve an ASGI application that must have a lifespan; stop as at SIGTERM."""
    server = kind(uvicorn.Config(app, log_level="error", lifespan="on"))
    listener = socket.create_server(("127.0.0.1", 0))
    task = asyncio.create_task(server.serve([listener]))
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        async with asyncio.timeout(LIMIT):
            await task


@asynccontextmanager
async def under_aiohttp(app: Any) -> AsyncIterator[str]:
    """Serve an application of aiohttp."""
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        site = web.SockSite(runner, socket.create_server(("127.0.0.1", 0)))
        await site.start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        async with asyncio.timeout(LIMIT):
            await runner.cleanup()


@contextmanager
def on_a_thread(served: AbstractAsyncContextManager[str]) -> Iterator[str]:
    """Serve on the event loop of another thread, so that this one may block."""
    ready: Future[tuple[str, Callable[[], object]]] = Future()

    async def main() -> None:
        over, loop = asyncio.Event(), asyncio.get_running_loop()
        async with served as url:
            ready.set_result((url, lambda: loop.call_soon_threadsafe(over.set)))
            await over.wait()

    with ThreadPoolExecutor(1) as thread:
        done = thread.submit(asyncio.run, main())
        url, leave = ready.result(LIMIT)
        try:
            yield url
        finally:
            leave()
            done.result(2 * LIMIT)
