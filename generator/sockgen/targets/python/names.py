"""The Python names of an API, given once and for all modules."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sockgen.contract import AckError, Api, Direction, Event, Namespace
from sockgen.naming import Names, constant, pascal, snake, words
from sockgen.targets.python.combinations import (
    Combination,
    Together,
    name_combinations,
)
from sockgen.targets.python.flavours import TWIN
from sockgen.targets.python.notes import Notes

_TYPES = frozenset(
    """AckTimeout AllOf Annotated Any ApiError ApiKey AsyncClient AsyncConnection
    AsyncEventStream AsyncHandlers AsyncNamespaceClient AsyncServer Awaitable
    AwareDatetime BaseModel BasicLogin BearerToken CallError CallEvent Callable
    Cases ClassVar Client ConfigDict ConnectFailed ConnectRefused Connection
    Contract Credential Crossing Date DeclaredError Direction Disconnected EVERYONE
    Enum ErrorSpec Event EventStream Everyone False Field Final Generic Handler
    Handlers Heard IDEMPOTENCY_LIMIT IDEMPOTENCY_WINDOW IntEnum InvalidAck
    InvalidPayload Kind Literal Location
    MAX_IN_FLIGHT MISSING MakeClient Mapping Membership Middleware Model Namespace
    NamespaceClient None NotConnected OneOrMany Outcome P Problem Reconnection
    Reference Refused RemoteError Room RootModel S SECRET Scheme Sequence Server
    SockgenRoot StrEnum StreamOverflow StrictBool StrictBytes StrictFloat StrictInt
    StrictStr TIMEOUT True TypeAlias TypeAliasType TypeVar UUID Uuid Value Values
    Violation WhenFull Wire dataclass date datetime""".split()
)
"""What generated modules and their tests import or define, besides the document's."""
CLIENT_ATTRIBUTES = (
    "back connect connected disconnect keep link make_namespaces middleware "
    "on_disconnected on_reconnected portal refusals transport twin twins url"
).split()
SERVER_ATTRIBUTES = (
    "aiohttp_app asgi_app attach authenticate contract cors_allowed_origins heard "
    "idempotency_limit idempotency_window max_in_flight middleware self server stop "
    "wsgi_app"
).split()
NAMESPACE_ATTRIBUTES = (
    "connected finished lost on_invalid refusal send send_and_wait trigger"
).split()
LIFECYCLE = ("connect", "disconnect", "error", "invalid")


@dataclass(slots=True)
class EventNames:
    """The names of one event of one direction.

    `stem` is what stands behind `on_`, `emit_` and `call_`, `stream` the method
    that iterates, `constant` the event in the contract.
    """

    stem: str
    constant: str
    stream: str = ""


@dataclass(slots=True)
class NamespaceNames:
    """The names of one namespace: `attribute` on server and client, and classes."""

    attribute: str
    handlers: str
    connection: str
    client: str
    rooms: str
    reference: str
    constant: str = ""
    room_classes: dict[str, str] = field(default_factory=dict[str, str])
    room_attributes: dict[str, str] = field(default_factory=dict[str, str])
    events: dict[tuple[str, Direction], EventNames] = field(
        default_factory=dict[tuple[str, Direction], EventNames]
    )


@dataclass(slots=True)
class ApiNames:
    """All names; `types` holds the classes and aliases that are public.

    Classes of servers and clients have their plain names, see `Flavour.name`.
    """

    client: str
    server: str
    types: Names
    credentials: dict[str, str]
    combinations: dict[Together, Combination]
    namespaces: dict[str, NamespaceNames]
    errors: dict[str, str]
    schemas: dict[str, str]


def name_api(api: Api, notes: Notes) -> ApiNames:
    """Name everything that a contract brings to Python."""
    types = Names(_TYPES)
    title = pascal("".join(one[:1].upper() + one[1:] for one in words(api.title)))
    client = types.take(f"{title}Client", twin=TWIN)
    server = types.take(f"{title}Server", twin=TWIN)
    attributes = Names([*CLIENT_ATTRIBUTES, *SERVER_ATTRIBUTES])
    namespaces = {
        one.name: _name_namespace(one, types, attributes) for one in api.namespaces
    }
    errors = {
        key: types.take(pascal(error.name), f"{pascal(error.name)}Error")
        for key, error in declared_errors(api).items()
    }
    schemas = {
        key: types.take(pascal(key), f"{pascal(key)}Model") for key in api.schemas
    }
    combinations = name_combinations(api, types)
    constants = Names(
        [*_TYPES, "API", *errors.values(), *schemas.values()], keywords=True
    )
    credentials = {
        one.key: constants.take(f"SCHEME_{constant(one.key)}")
        for one in api.credentials
    }
    for one in api.namespaces:
        plain = one.name.strip("/")
        named = namespaces[one.name]
        named.constant = constants.take(
            constant(plain) if plain else "ROOT",
            f"{constant(plain or 'root')}_NAMESPACE",
        )
    for one in api.namespaces:
        _name_events(one, namespaces[one.name], constants, notes)
    _tell_collisions("schema", schemas, pascal, notes)
    _tell_collisions(
        "namespace", {key: x.attribute for key, x in namespaces.items()}, snake, notes
    )
    return ApiNames(
        client,
        server,
        types,
        credentials,
        combinations,
        namespaces,
        errors,
        schemas,
    )


def _tell_collisions(
    what: str, given: dict[str, str], name: Callable[[str], str], notes: Notes
) -> None:
    """Say which names of the document are not what they would be alone, and why."""
    owners: dict[str, str] = {}
    for wire, got in given.items():
        wanted = name(wire)
        other = owners.setdefault(wanted, wire)
        if other != wire:
            notes.renamed(what, wire, got, other)


def declared_errors(api: Api) -> dict[str, AckError]:
    """The errors of all acknowledgements; those that are the same stand once."""
    return {
        error_key(error): error
        for namespace in api.namespaces
        for event in namespace.events
        for error in (event.ack.errors if event.ack else ())
    }


def error_key(error: AckError) -> str:
    """What makes two declared errors the same: their name and their values."""
    return "\n".join([error.name, *(one.schema for one in error.arguments)])


def _name_namespace(
    namespace: Namespace, types: Names, attributes: Names
) -> NamespaceNames:
    plain = namespace.name.strip("/")
    stem = pascal(plain) if plain else "Root"
    attribute = snake(plain) if plain else "root"
    names = NamespaceNames(
        attribute=attributes.take(attribute, f"{attribute}_namespace"),
        handlers=types.take(f"{stem}Handlers", twin=TWIN),
        connection=types.take(f"{stem}Connection"),
        client=types.take(f"{stem}Client", f"{stem}NamespaceClient", twin=TWIN),
        rooms=types.take(f"{stem}Rooms"),
        reference=types.take(f"{stem}Reference"),
    )
    rooms = Names()
    for room in namespace.rooms:
        names.room_classes[room.key] = types.take(f"{stem}{pascal(room.key)}Room")
        names.room_attributes[room.key] = rooms.take(snake(room.key))
    return names


def _name_events(
    namespace: Namespace, names: NamespaceNames, constants: Names, notes: Notes
) -> None:
    stems = _stems(namespace.events, notes)
    methods = Names(
        [
            *NAMESPACE_ATTRIBUTES,
            *(
                f"{verb}_{x}"
                for verb in ("on", "emit", "call", "wait_for")
                for x in stems.values()
            ),
        ]
    )
    for event in namespace.events:
        stem = stems[event.name]
        way = "RECEIVE" if event.direction is Direction.CLIENT_TO_SERVER else "SEND"
        names.events[event.name, event.direction] = EventNames(
            stem=stem,
            constant=constants.take(f"{names.constant}_{way}_{constant(stem)}"),
            stream=methods.take(_plural(stem), f"{stem}_events"),
        )


def _stems(events: Iterable[Event], notes: Notes) -> dict[str, str]:
    """What each event name is in the names of methods."""
    stems: dict[str, str] = {}
    owners: dict[str, Event] = {}
    free = Names(LIFECYCLE, keywords=True)
    for event in events:
        if event.name in stems:
            continue
        wanted = snake(event.name)
        stems[event.name] = free.take(wanted, f"{wanted}_event")
        other = owners.setdefault(wanted, event)
        if other is not event:
            notes.renamed_event(event, stems[event.name], other)
    return stems


def _plural(stem: str) -> str:
    if stem.endswith(("s", "x", "z", "ch", "sh")):
        return f"{stem}es"
    if stem.endswith("y") and stem[-2:-1] not in {"a", "e", "i", "o", "u", ""}:
        return f"{stem[:-1]}ies"
    return f"{stem}s"
