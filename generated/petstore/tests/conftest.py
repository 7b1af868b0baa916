"""The reference server on a free port, and clients for it over each transport."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
import uvicorn

# isort: split
from petstore_reference import SECRET, AsyncPetStoreClient, Connect, Reference

TRANSPORTS = ("websocket", "polling")
AUTH: dict[str, Any] = {}


def credentials(secret: str) -> dict[str, Any]:
    """What a client with a secret presents, as keywords of a client."""
    return {
        "auth": {**AUTH, "token": secret},
        "headers": {},
        "query": "",
    }


@pytest.fixture(params=TRANSPORTS)
def transport(request: pytest.FixtureRequest) -> str:
    """The transport of a test: each test runs once with each."""
    return str(request.param)


@pytest_asyncio.fixture
async def reference() -> AsyncIterator[Reference]:
    """A fresh reference server, listening on `reference.url`."""
    reference = Reference()
    config = uvicorn.Config(
        reference.server.asgi_app(),
        log_level="warning",
        lifespan="off",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    listener = socket.create_server(("127.0.0.1", 0))
    reference.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    serving = asyncio.create_task(server.serve([listener]))
    yield reference
    server.should_exit = True
    await serving


@pytest.fixture
def connect(reference: Reference, transport: str) -> Connect:
    """A function that makes a client of the reference server.

    It presents the secret that it is given, or nothing for an empty one.
    """

    def make(secret: str = SECRET, **options: Any) -> AsyncPetStoreClient:
        given = credentials(secret) if secret else {"query": ""}
        url = reference.url + given.pop("query")
        chosen: dict[str, Any] = {
            **given,
            "transports": [transport],
            "reconnection": None,
            **options,
        }
        return AsyncPetStoreClient(url, **chosen)

    return make


@pytest_asyncio.fixture
async def client(connect: Connect) -> AsyncIterator[AsyncPetStoreClient]:
    """A client that is connected to every namespace."""
    async with connect() as connected:
        yield connected
