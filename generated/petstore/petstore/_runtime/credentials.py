"""What a client presents when it connects to a namespace."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from http.cookies import CookieError, SimpleCookie
from typing import Any, TypeAlias, cast
from urllib.parse import parse_qsl


class Kind(Enum):
    """What a credential is made of."""

    BEARER = "bearer"
    BASIC = "basic"
    API_KEY = "api-key"


class Location(Enum):
    """Where a credential travels."""

    AUTH = "auth"
    HEADER = "header"
    QUERY = "query"
    COOKIE = "cookie"


@dataclass(frozen=True)
class Scheme:
    """A security scheme of the document.

    `parameter` is the property of the connect `auth`, the header, the query
    parameter or the cookie that carries it.
    """

    name: str
    kind: Kind
    location: Location
    parameter: str


Wanted: TypeAlias = tuple[Scheme, tuple[str, ...]]
"""A scheme that is asked for, and its scopes."""


@dataclass(frozen=True)
class AllOf:
    """Schemes that are asked for together; `make` holds their credentials by name."""

    make: Callable[..., object]
    wanted: Mapping[str, Wanted]


@dataclass(frozen=True)
class Handshake:
    """The connect of one client to one namespace.

    `auth` is the connect `auth` object as it came, `headers` have lower-case
    names, `environ` is what python-socketio keeps of the request.
    """

    namespace: str
    auth: Mapping[str, object] = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    query: Mapping[str, str] = field(repr=False)
    cookies: Mapping[str, str] = field(repr=False)
    environ: Mapping[str, Any] = field(repr=False)

    @property
    def address(self) -> str:
        """Where the connection comes from: the client, or the last proxy.

        The `REMOTE_ADDR` of the environ is always this machine under ASGI.
        """
        scope: Mapping[str, Any] = self.environ.get("asgi.scope") or {}
        peer = scope.get("client")
        return str(peer[0] if peer else self.environ.get("REMOTE_ADDR", ""))


@dataclass(frozen=True)
class BearerToken:
    """One token. `scopes` are those that the namespace asks for."""

    token: str = field(repr=False)
    scheme: str
    scopes: tuple[str, ...]
    handshake: Handshake = field(repr=False)


@dataclass(frozen=True)
class BasicLogin:
    """A user name and a password."""

    username: str
    password: str = field(repr=False)
    scheme: str
    scopes: tuple[str, ...]
    handshake: Handshake = field(repr=False)


@dataclass(frozen=True)
class ApiKey:
    """One key."""

    key: str = field(repr=False)
    scheme: str
    scopes: tuple[str, ...]
    handshake: Handshake = field(repr=False)


Credential: TypeAlias = BearerToken | BasicLogin | ApiKey


def read_handshake(
    namespace: str, environ: Mapping[str, Any], auth: object
) -> Handshake:
    """What the WSGI-like environ and the connect `auth` say."""
    headers = {
        key[5:].replace("_", "-").lower(): str(value)
        for key, value in environ.items()
        if key.startswith("HTTP_")
    }
    cookies: SimpleCookie = SimpleCookie()
    try:
        cookies.load(headers.get("cookie", ""))
    except CookieError:
        cookies.clear()
    return Handshake(
        namespace=namespace,
        auth=cast("dict[str, object]", auth) if isinstance(auth, dict) else {},
        headers=headers,
        query=dict(parse_qsl(str(environ.get("QUERY_STRING", "")))),
        cookies={name: morsel.value for name, morsel in cookies.items()},
        environ=environ,
    )


def find_way(way: Wanted | AllOf, handshake: Handshake) -> object | None:
    """What `authenticate` gets of one way in, or None where something is missing."""
    if not isinstance(way, AllOf):
        scheme, scopes = way
        return find_credential(scheme, scopes, handshake)
    found = {
        name: find_credential(scheme, scopes, handshake)
        for name, (scheme, scopes) in way.wanted.items()
    }
    return None if None in found.values() else way.make(**found)


def name_way(way: Wanted | AllOf) -> str:
    """The schemes that a way in asks for."""
    wanted = way.wanted.values() if isinstance(way, AllOf) else [way]
    return " and ".join(scheme.name for scheme, _ in wanted)


def find_credential(
    scheme: Scheme, scopes: tuple[str, ...], handshake: Handshake
) -> Credential | None:
    """The credential of one scheme, or None where the client does not present it."""
    if scheme.kind is Kind.BASIC:
        pair = _login(scheme, handshake)
        return pair and BasicLogin(*pair, scheme.name, scopes, handshake)
    text = _text(scheme, handshake)
    if scheme.kind is Kind.BEARER and scheme.location is Location.HEADER:
        text = _authorization(text, "bearer")
    if not text:
        return None
    if scheme.kind is Kind.BEARER:
        return BearerToken(text, scheme.name, scopes, handshake)
    return ApiKey(text, scheme.name, scopes, handshake)


def _text(scheme: Scheme, handshake: Handshake) -> str | None:
    if scheme.location is Location.AUTH:
        value = handshake.auth.get(scheme.parameter)
        return value if isinstance(value, str) else None
    if scheme.location is Location.HEADER:
        return handshake.headers.get(scheme.parameter.lower())
    if scheme.location is Location.QUERY:
        return handshake.query.get(scheme.parameter)
    return handshake.cookies.get(scheme.parameter)


def _authorization(header: str | None, wanted: str) -> str | None:
    word, _, rest = (header or "").partition(" ")
    return rest.strip() if word.lower() == wanted else None


def _login(scheme: Scheme, handshake: Handshake) -> tuple[str, str] | None:
    if scheme.location is Location.AUTH:
        username, password = (
            handshake.auth.get(name) for name in ("username", "password")
        )
        if isinstance(username, str) and isinstance(password, str):
            return username, password
        return None
    encoded = _authorization(_text(scheme, handshake), "basic")
    try:
        decoded = base64.b64decode(encoded or "", validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None
    username, colon, password = decoded.partition(":")
    return (username, password) if colon else None
