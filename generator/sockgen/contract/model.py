"""The contract: namespaces, events, acknowledgements, rooms and credentials of one API.

Everything here is frozen, ordered as the document orders it, and free of
AsyncAPI and of any output language. Every target, the contract tests and the
diff read this and nothing else.

A payload is JSON Schema. `Api.schemas` is the one table of named schemas, in
draft 2020-12 with every reference of the form `#/$defs/NAME`; arguments, acks
and parameters name an entry of it. The keys are the document's own words and
may be any text; each target makes its identifiers from them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from sockgen.diagnostics import Span

JsonValue: TypeAlias = (
    "None | bool | int | float | str | list[JsonValue] | dict[str, JsonValue]"
)
JsonObject: TypeAlias = "dict[str, JsonValue]"


Locate: TypeAlias = "Callable[[str, tuple[str | int, ...]], Span | None]"


def nowhere(key: str, path: tuple[str | int, ...]) -> Span | None:
    """The place of a part of a schema in a document that nobody knows."""
    return None


class Direction(Enum):
    """Who sends an event. The value is the arrow that every listing prints."""

    CLIENT_TO_SERVER = "client → server"
    SERVER_TO_CLIENT = "server → client"


@dataclass(frozen=True, slots=True)
class Argument:
    """One positional argument of an event, or one value of an acknowledgement.

    `name` is what the document calls it (a title, a property, the message), and
    `schema` a key of `Api.schemas`. A rest argument stands last and takes any
    number of values; it is never required.
    """

    name: str
    schema: str
    required: bool = True
    rest: bool = False
    description: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """One example of the document: the arguments as JSON values, in order.

    Binary values stand as text, the way the schema of the place says.
    """

    arguments: tuple[JsonValue, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class AckError:
    """An error that an acknowledgement may carry instead of its values."""

    name: str
    arguments: tuple[Argument, ...]
    summary: str = ""
    description: str = ""
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Ack:
    """The answer to an event: its values, or one of the declared errors."""

    arguments: tuple[Argument, ...]
    errors: tuple[AckError, ...] = ()
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class RoomParameter:
    """A `{name}` in the name of a room; `schema` is a key of `Api.schemas`."""

    name: str
    schema: str


@dataclass(frozen=True, slots=True)
class Room:
    """A kind of room, such as `user` with the name `user-{userId}`."""

    key: str
    name: str
    parameters: tuple[RoomParameter, ...]
    description: str = ""


@dataclass(frozen=True, slots=True)
class Membership:
    """An event puts its sender into a room, or takes it out.

    `parameters` gives each parameter of the room the place of its value in the
    event: the index of the argument, then the JSON pointer inside it.
    """

    room: str
    parameters: Mapping[str, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Event:
    """A named message in one direction.

    `name` is the name on the wire. `rooms` are the keys of the rooms that a
    server → client event goes to; empty: to connections, or to everyone.
    `timeout` is how long the sender waits for the acknowledgement, in seconds.
    `ordered` events of one connection are handled one after the other.
    `idempotency` is the place of the key that tells a repeat from a new request, as
    in a membership. `places` are where options and the acknowledgement stand, by name.
    """

    name: str
    direction: Direction
    arguments: tuple[Argument, ...]
    ack: Ack | None = None
    title: str = ""
    summary: str = ""
    description: str = ""
    rooms: tuple[str, ...] = ()
    joins: tuple[Membership, ...] = ()
    leaves: tuple[Membership, ...] = ()
    timeout: float | None = None
    ordered: bool = False
    idempotency: tuple[int, str] | None = None
    deprecated: bool = False
    examples: tuple[Example, ...] = ()
    span: Span | None = None
    places: tuple[tuple[str, Span], ...] = ()

    def where(self, what: str) -> Span | None:
        """Where an option or the acknowledgement stands, or would stand."""
        return dict(self.places).get(what, self.span)


class CredentialKind(Enum):
    """What a credential is made of."""

    BEARER = "bearer"
    """One token: `http` bearer, `oauth2` and `openIdConnect`."""
    BASIC = "basic"
    """A user name and a password."""
    API_KEY = "api-key"
    """One key."""


class CredentialLocation(Enum):
    """Where a credential travels."""

    AUTH = "auth"
    """In the connect `auth` object of the namespace."""
    HEADER = "header"
    QUERY = "query"
    COOKIE = "cookie"


@dataclass(frozen=True, slots=True)
class Credential:
    """A security scheme: what a client presents, and where.

    `key` is the scheme's key in the document. `parameter` is the name of the
    property, header, query parameter or cookie; for a BASIC credential in
    `auth`, empty: the properties are `username` and `password`.
    """

    key: str
    kind: CredentialKind
    location: CredentialLocation
    parameter: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """A credential that is asked for (a key of `Api.credentials`), with its scopes."""

    credential: str
    scopes: tuple[str, ...] = ()


Way: TypeAlias = tuple[Requirement, ...]
"""One way in: credentials that must all be there, in the order of `Api.credentials`."""


@dataclass(frozen=True, slots=True)
class Namespace:
    """A Socket.IO namespace, such as `/orders`.

    `security` lists the ways in: any one of them is enough, and an empty tuple
    leaves the namespace open. `auth`, `query` and `headers` are
    keys of `Api.schemas`, or None where the document says nothing.
    """

    name: str
    events: tuple[Event, ...]
    title: str = ""
    description: str = ""
    rooms: tuple[Room, ...] = ()
    auth: str | None = None
    auth_examples: tuple[JsonValue, ...] = ()
    query: str | None = None
    headers: str | None = None
    security: tuple[Way, ...] = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Server:
    """Where the API is served.

    `url` has no path: `wss://api.petstoreapi.com`. `path` is the engine path,
    such as `/socket.io`. `transports` are `websocket` and `polling` in the
    order in which a client tries them.
    """

    name: str
    url: str
    path: str
    transports: tuple[str, ...]
    description: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Api:
    """A whole Socket.IO API.

    `license_url`, `terms` and `documentation` are addresses, as the document has them.
    `locate` tells where a path inside a schema of the table stands in the document,
    and `span` where its version does.
    """

    title: str
    version: str
    servers: tuple[Server, ...]
    namespaces: tuple[Namespace, ...]
    schemas: Mapping[str, JsonObject]
    credentials: tuple[Credential, ...] = ()
    description: str = ""
    license: str = ""
    license_url: str = ""
    contact: Mapping[str, str] | None = None
    terms: str = ""
    documentation: str = ""
    span: Span | None = field(default=None, compare=False, repr=False)
    locate: Locate = field(default=nowhere, compare=False, repr=False)
