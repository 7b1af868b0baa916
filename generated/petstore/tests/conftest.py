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
from petstore_reference import SECRET, AsyncPetStoreClient, MakeClient, Reference

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


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server() -> AsyncIterator[Reference]:
    """A reference server that listens, for the tests of one module."""
    reference = Reference()
    app = reference.server.asgi_app()
    config = uvicorn.Config(app, log_level="warning", lifespan="off")
    uvicorn_server = uvicorn.Server(config)
    listener = socket.create_server(("127.0.0.1", 0))
    # What waits for an acknowledgement of TCP waits for 40 ms.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    reference.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    serving = asyncio.create_task(uvicorn_server.serve([listener]))
    yield reference
    # All clients have left; a poll that one of them left behind is not waited for.
    uvicorn_server.should_exit = uvicorn_server.force_exit = True
    await serving


@pytest.fixture
def reference(server: Reference) -> Reference:
    """The reference server, which has forgotten what other tests did."""
    server.reset()
    return server


@pytest.fixture
def connect(reference: Reference, transport: str) -> MakeClient:
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


@pytest_asyncio.fixture(loop_scope="module")
async def client(connect: MakeClient) -> AsyncIterator[AsyncPetStoreClient]:
    """A client that is connected to every namespace."""
    async with connect() as connected:
        yield connected
