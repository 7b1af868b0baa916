"""The server under test, before the first test: is anything there at all?"""

from __future__ import annotations

import http.client
from collections.abc import Generator
from contextlib import contextmanager
from urllib.parse import urlsplit

from sockgen.testing.staged import Staged

_SCHEMES = {"http": "http", "https": "https", "ws": "http", "wss": "https"}
_QUESTION = "EIO=4&transport=websocket"


class Unreachable(Exception):
    """Nothing answers there; the message tells why."""


@contextmanager
def hosted(staged: Staged, app: str, path: str, limit: float) -> Generator[str]:
    """The address of an application, once it answers. Raises Misuse, Unreachable."""
    with staged.hosted(app) as url:
        try:
            probe(url, path, limit)
        except Unreachable as error:
            raise Unreachable(f"{app} did not start: {error}") from None
        yield url


def wrong_url(url: str) -> str:
    """Why an address cannot be one of a server; an empty text if it can."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        return str(error)
    if parts.scheme not in _SCHEMES or not parts.hostname:
        return "it begins with http:// or https://, such as http://localhost:3000"
    return ""


def probe(url: str, path: str, limit: float) -> None:
    """Ask at the engine path, and take any answer. Raises Unreachable.

    A server may have nothing but Socket.IO: one of Node lets other requests wait. This
    one opens no session, and python-engineio, which complains in its log about what
    comes without a version, has nothing to say about it.
    """
    parts = urlsplit(url)
    secure = _SCHEMES[parts.scheme] == "https"
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(str(parts.hostname), parts.port, timeout=limit)
    try:
        where = f"{parts.path.rstrip('/')}/{path.strip('/')}/?{_QUESTION}"
        connection.request("OPTIONS", where, headers={"Connection": "close"})
        connection.getresponse()
    except TimeoutError:
        raise Unreachable(f"{url} does not answer in {limit:g} s") from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise Unreachable(f"{url} cannot be reached: {reason}") from None
    except http.client.HTTPException as error:
        raise Unreachable(f"{url} does not speak HTTP: {error!r}") from None
    finally:
        connection.close()
