"""As much of HTTP over ASGI as the page of a mock needs."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_LARGEST = 4_000_000

_HEADERS = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-resource-policy": "same-origin",
}


class TooLarge(Exception):
    """A request has more than any that is meant."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request; `headers` have lower-case names."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Response:
    """An answer that is sent in one piece."""

    body: bytes
    kind: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


def as_json(value: object, status: int = 200) -> Response:
    """A JSON value as an answer."""
    return Response(json.dumps(value).encode(), "application/json", status)


async def read(scope: Message, receive: Receive) -> Request:
    """A request with all of its body. Raises TooLarge."""
    headers = {
        name.decode("latin-1").lower(): value.decode("latin-1")
        for name, value in scope["headers"]
    }
    body = b""
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = bool(message.get("more_body"))
        if len(body) > _LARGEST:
            raise TooLarge
    return Request(scope["method"], str(scope["path"]), headers, body)


async def answer(send: Send, response: Response) -> None:
    """Send an answer."""
    headers = {"content-length": str(len(response.body)), **response.headers}
    await send(_start(response.status, response.kind, headers))
    await send({"type": "http.response.body", "body": response.body})


async def stream(send: Send, events: AsyncIterator[bytes]) -> None:
    """Send an answer that goes on, as server-sent events."""
    await send(_start(200, "text/event-stream; charset=utf-8", {}))
    async for one in events:
        await send({"type": "http.response.body", "body": one, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


def _start(status: int, kind: str, headers: Mapping[str, str]) -> Message:
    named = {"content-type": kind, **_HEADERS, **headers}
    return {
        "type": "http.response.start",
        "status": status,
        "headers": [(key.encode(), value.encode()) for key, value in named.items()],
    }
