"""The Python names of an API, given once and for all modules."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from sockgen.contract import AckError, Api, Direction, Event, Namespace
from sockgen.diagnostics import Span
from sockgen.naming import Names, constant, distinct, owners, pascal, snake, words
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
    AwareDatetime BaseModel BasicLogin BearerToken CONNECT_TIMEOUT CallError
    CallEvent Callable ClassVar Client ConfigDict ConnectFailed ConnectRefused
    Connection Contract Credential Crossing Date DeclaredError Direction
    Disconnected EVERYONE Enum ErrorSpec Event EventStream Everyone False Field
    Final FrozenModel Generic Handler Handlers IDEMPOTENCY_LIMIT IDEMPOTENCY_WINDOW
    IntEnum InvalidAck InvalidPayload Kind Literal Location MAX_IN_FLIGHT MISSING
    Mapping Membership Middleware Model Namespace NamespaceClient None NotConnected
    OneOrMany Outcome P Problem Reconnection Reference Refused RemoteError Room
    RootModel S Scheme Sequence Server SockgenRoot StrEnum StreamOverflow
    StrictBool StrictBytes StrictFloat StrictInt StrictStr TooLarge True TypeAlias
    TypeAliasType TypeVar UUID Uuid Value Values Violation WhenFull dataclass date
    datetime""".split()
)
"""What generated modules and their tests import or define, besides the document's."""
CLIENT_ATTRIBUTES = (
    "active back connect connected disconnect keep link make_namespaces middleware "
    "on_disconnected on_expelled on_reconnected portal refusals transport twin twins "
    "url"
).split()
SERVER_ATTRIBUTES = (
    "aiohttp_app app asgi_app attach authenticate connect_timeout contract "
    "cors_allowed_origins idempotency_limit idempotency_window max_in_flight "
    "middleware notes self senders server stop wsgi_app"
).split()
NAMESPACE_ATTRIBUTES = (
    "absence connected expects finished lost on_invalid refusal send send_and_wait "
    "trigger"
).split()
NOWHERE: Mapping[str, Span | None] = {}
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
    namespaces = _name_namespaces(api.namespaces, types, attributes)
    errors = _name_errors(declared_errors(api), types)
    taken = {
        key: types.take(name, f"{name}Model")
        for key, name in distinct(api.schemas, pascal).items()
    }
    schemas = {key: taken[key] for key in api.schemas}
    combinations = name_combinations(api, types)
    constants = Names(
        [*_TYPES, "API", "RULES", *errors.values(), *schemas.values()], keywords=True
    )
    credentials = {
        key: constants.take(f"SCHEME_{name}")
        for key, name in distinct([x.key for x in api.credentials], constant).items()
    }
    by_name = {one.name: one for one in api.namespaces}
    prefixes = {x: constant(y) for x, y in _attributes(api.namespaces).items()}
    for wire, name in prefixes.items():
        namespaces[wire].constant = constants.take(name, f"{name}_NAMESPACE")
    for wire, name in prefixes.items():
        _name_events(by_name[wire], namespaces[wire], name, constants, notes)
    _tell_collisions("schema", schemas, pascal, notes)
    spans = {one.name: one.span for one in api.namespaces}
    called = {key: one.attribute for key, one in namespaces.items()}
    _tell_collisions("namespace", called, _attribute, notes, spans)
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
    what: str,
    given: dict[str, str],
    name: Callable[[str], str],
    notes: Notes,
    spans: Mapping[str, Span | None] = NOWHERE,
) -> None:
    """Say which names of the document are not what they would be alone, and why."""
    for wire, other in owners(given, name).items():
        one = wire, spans.get(wire)
        notes.renamed(what, one, given[wire], (other, spans.get(other)))


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


def _attributes(namespaces: Iterable[Namespace]) -> dict[str, str]:
    """What each namespace is called on a server and a client, plainest first."""
    named = distinct([one.name[1:] for one in namespaces], _attribute)
    return {f"/{plain}": attribute for plain, attribute in named.items()}


def _attribute(plain: str) -> str:
    return snake(plain.strip("/") or "root")


def _name_namespaces(
    namespaces: tuple[Namespace, ...], types: Names, attributes: Names
) -> dict[str, NamespaceNames]:
    by_name = {one.name: one for one in namespaces}
    given: dict[str, NamespaceNames] = {}
    for wire, attribute in _attributes(namespaces).items():
        is_plain = attribute == _attribute(wire) and wire != "/"
        stem = pascal(wire.strip("/") if is_plain else attribute)
        one = by_name[wire]
        given[wire] = _name_namespace(one, stem, attribute, types, attributes)
    return {one.name: given[one.name] for one in namespaces}


def _name_namespace(
    namespace: Namespace, stem: str, attribute: str, types: Names, attributes: Names
) -> NamespaceNames:
    names = NamespaceNames(
        attribute=attributes.take(attribute, f"{attribute}_namespace"),
        handlers=types.take(f"{stem}Handlers", twin=TWIN),
        connection=types.take(f"{stem}Connection"),
        client=types.take(f"{stem}Client", f"{stem}NamespaceClient", twin=TWIN),
        rooms=types.take(f"{stem}Rooms"),
        reference=types.take(f"{stem}Reference"),
    )
    rooms, keys = Names(), [room.key for room in namespace.rooms]
    for key, name in distinct(keys, pascal).items():
        names.room_classes[key] = types.take(f"{stem}{name}Room")
    for key, name in distinct(keys, snake).items():
        names.room_attributes[key] = rooms.take(name)
    return names


def _name_errors(errors: dict[str, AckError], types: Names) -> dict[str, str]:
    """A class for each declared error; those of one name are told by their values."""
    of_name: dict[str, list[str]] = {}
    for key, error in errors.items():
        of_name.setdefault(error.name, []).append(key)
    given: dict[str, str] = {}
    for name, plain in distinct(of_name, pascal).items():
        first, *others = sorted(of_name[name])
        given[first] = types.take(plain, f"{plain}Error")
        for key in others:
            told = pascal(f"{name} {' '.join(key.split(chr(10))[1:])}")
            given[key] = types.take(told, f"{told}Error")
    return {key: given[key] for key in errors}


def _name_events(
    namespace: Namespace,
    names: NamespaceNames,
    prefix: str,
    constants: Names,
    notes: Notes,
) -> None:
    stems = _stems(namespace.events, notes)
    streams: dict[str, str] = {}
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
    for stem in sorted(stems.values()):
        streams[stem] = methods.take(_stream(stem), f"{stem}_events")
    for event in namespace.events:
        stem = stems[event.name]
        way = "RECEIVE" if event.direction is Direction.CLIENT_TO_SERVER else "SEND"
        names.events[event.name, event.direction] = EventNames(
            stem=stem,
            constant=constants.take(f"{prefix}_{way}_{constant(stem)}"),
            stream=streams[stem],
        )


def _stems(events: Iterable[Event], notes: Notes) -> dict[str, str]:
    """What each event name is in the names of methods."""
    first: dict[str, Event] = {}
    for event in events:
        first.setdefault(event.name, event)
    free = Names(LIFECYCLE, keywords=True)
    stems = {
        name: free.take(stem, f"{stem}_event")
        for name, stem in distinct(first, snake).items()
    }
    for name, other in owners({one: stems[one] for one in first}, snake).items():
        notes.renamed_event(first[name], stems[name], first[other])
    return stems


def _stream(stem: str) -> str:
    """The plural of a word; one that ends like a plural is no other's stream."""
    if stem.endswith("s") and not stem.endswith(("ss", "us", "is")):
        return f"{stem}_events"
    if stem.endswith(("s", "x", "z", "ch", "sh")):
        return f"{stem}es"
    if stem.endswith("y") and stem[-2:-1] not in {"a", "e", "i", "o", "u", ""}:
        return f"{stem[:-1]}ies"
    return f"{stem}s"
