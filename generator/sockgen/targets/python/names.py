"""The Python names of an API, given once and for all modules."""

from dataclasses import dataclass, field

from sockgen.contract import AckError, Api, Direction, Namespace
from sockgen.naming import Names, constant, pascal, snake, words

_TYPES = frozenset(
    """Annotated Any ApiError AckTimeout ApiKey AsyncClient AsyncHandlers
    AsyncNamespaceClient AsyncServer AwareDatetime Awaitable BasicLogin BearerToken
    BaseModel CallError CallEvent Callable ClassVar ConfigDict ConnectFailed
    ConnectRefused Connection Contract Credential Date DeclaredError Disconnected EVERYONE
    Enum ErrorSpec Event EventStream Everyone Field Final Generic Handler IntEnum
    InvalidAck InvalidPayload Kind Literal Location MISSING Mapping Membership Model
    Namespace None NotConnected OneOrMany P Problem Refused RemoteError Room RootModel
    Scheme Sequence SockgenRoot StrEnum StrictBool StrictBytes StrictFloat StrictInt
    StrictStr TypeAliasType Uuid UUID Value Values Violation date datetime""".split()
)
_CLIENT_ATTRIBUTES = (
    "connect connected disconnect link make_namespaces on_disconnected "
    "on_reconnected transport url"
).split()
_SERVER_ATTRIBUTES = ["asgi_app", "attach"]
_NAMESPACE_ATTRIBUTES = (
    "connected finished lost on_invalid refusal send send_and_wait trigger"
).split()
_LIFECYCLE = ("connect", "disconnect", "error", "invalid")


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
    constant: str
    handlers: str
    connection: str
    client: str
    rooms: str
    module: str
    room_classes: dict[str, str] = field(default_factory=dict[str, str])
    room_attributes: dict[str, str] = field(default_factory=dict[str, str])
    events: dict[tuple[str, Direction], EventNames] = field(
        default_factory=dict[tuple[str, Direction], EventNames]
    )


@dataclass(slots=True)
class ApiNames:
    """All names; `types` holds the classes and aliases that are public."""

    client: str
    server: str
    types: Names
    namespaces: dict[str, NamespaceNames]
    errors: dict[str, str]
    schemas: dict[str, str]


def name_api(api: Api) -> ApiNames:
    """Name everything that a contract brings to Python."""
    types = Names(_TYPES)
    stem = "".join(word[:1].upper() + word[1:] for word in words(api.title))
    title = pascal(stem)
    client = types.take(f"Async{title}Client")
    server = types.take(f"Async{title}Server")
    attributes = Names([*_CLIENT_ATTRIBUTES, *_SERVER_ATTRIBUTES])
    constants = Names(["API"], keywords=True)
    for credential in api.credentials:
        constants.take(credential_constant(credential.key))
    modules = Names()
    namespaces = {
        one.name: _name_namespace(one, types, attributes, constants, modules)
        for one in api.namespaces
    }
    errors = {
        key: types.take(pascal(error.name), f"{pascal(error.name)}Error")
        for key, error in declared_errors(api).items()
    }
    schemas = {
        key: types.take(pascal(key), f"{pascal(key)}Model") for key in api.schemas
    }
    return ApiNames(client, server, types, namespaces, errors, schemas)


def credential_constant(key: str) -> str:
    """The constant of a security scheme in the contract."""
    return f"SCHEME_{constant(key)}"


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
    namespace: Namespace,
    types: Names,
    attributes: Names,
    constants: Names,
    modules: Names,
) -> NamespaceNames:
    plain = namespace.name.strip("/")
    stem = pascal(plain) if plain else "Root"
    attribute = snake(plain) if plain else "root"
    names = NamespaceNames(
        attribute=attributes.take(attribute, f"{attribute}_namespace"),
        constant=constants.take(constant(plain) if plain else "ROOT"),
        handlers=types.take(f"Async{stem}Handlers"),
        connection=types.take(f"{stem}Connection"),
        client=types.take(f"Async{stem}Client", f"Async{stem}NamespaceClient"),
        rooms=types.take(f"{stem}Rooms"),
        module=modules.take(f"test_{attribute}"),
    )
    rooms = Names()
    for room in namespace.rooms:
        names.room_classes[room.key] = types.take(f"{stem}{pascal(room.key)}Room")
        names.room_attributes[room.key] = rooms.take(snake(room.key))
    _name_events(namespace, names, constants)
    return names


def _name_events(
    namespace: Namespace, names: NamespaceNames, constants: Names
) -> None:
    stems: dict[str, str] = {}
    free = Names(_LIFECYCLE, keywords=True)
    for event in namespace.events:
        if event.name not in stems:
            stem = snake(event.name)
            stems[event.name] = free.take(stem, f"{stem}_event")
    methods = Names(_NAMESPACE_ATTRIBUTES)
    for event in namespace.events:
        stem = stems[event.name]
        way = "RECEIVE" if event.direction is Direction.CLIENT_TO_SERVER else "SEND"
        names.events[event.name, event.direction] = EventNames(
            stem=stem,
            constant=constants.take(f"{names.constant}_{way}_{stem.upper()}"),
            stream=methods.take(_plural(stem), f"{stem}_events"),
        )


def _plural(stem: str) -> str:
    if stem.endswith(("s", "x", "z", "ch", "sh")):
        return f"{stem}es"
    if stem.endswith("y") and stem[-2:-1] not in {"a", "e", "i", "o", "u", ""}:
        return f"{stem[:-1]}ies"
    return f"{stem}s"
