"""Clients of both kinds, for tests that mean either."""

import asyncio
from collections.abc import Callable
from typing import Any

from petstore.async_client import AsyncPetStoreClient
from petstore.client import PetStoreClient

SOON = 10.0
AUTH = {"token": "good"}


class Visitor:
    """A client of either kind, driven by a coroutine."""

    def __init__(self, kind: str, url: str, **options: Any) -> None:
        self.waits = kind == "asyncio"
        make: Any = AsyncPetStoreClient if self.waits else PetStoreClient
        self.client: Any = make(url, **{"auth": AUTH, **options})
        self.orders = self.client.orders
        self.told: asyncio.Queue[tuple[str, ...]] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()

    async def __aenter__(self) -> "Visitor":
        await self.does(self.client.connect)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.does(self.client.disconnect)

    async def does(self, function: Callable[..., Any], *a: Any, **b: Any) -> Any:
        """What a method of the client returns."""
        if self.waits:
            return await function(*a, **b)
        return await asyncio.to_thread(function, *a, **b)

    async def next(self, stream: Any) -> Any:
        """The next event of a stream."""
        if self.waits:
            return await anext(stream)
        return await asyncio.to_thread(stream.get, SOON)

    def hears(self, *hooks: str) -> None:
        """Note what these hooks of the client are told."""
        for hook in hooks:
            getattr(self.client, hook)(self._noting(hook))

    def moved_to(self, url: str) -> None:
        """Come back to another server."""
        inner: Any = self.client if self.waits else self.client._inner
        inner.url = url

    def _noting(self, hook: str) -> Callable[..., Any]:
        def note(*values: str) -> None:
            self._loop.call_soon_threadsafe(self.told.put_nowait, (hook, *values))

        async def note_and_wait(*values: str) -> None:
            note(*values)

        return note_and_wait if self.waits else note
