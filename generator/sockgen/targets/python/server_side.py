"""The view of the server's side: handlers, emitters and rooms of a namespace."""

from dataclasses import dataclass

from sockgen.contract import AckError, Api, Direction, Event, Namespace
from sockgen.contract import Room as ContractRoom
from sockgen.naming import Names, snake
from sockgen.rendering import (
    Code,
    bracketed,
    docstring,
    function,
    literal,
    row,
    statement,
)
from sockgen.targets.python.combinations import credential_types
from sockgen.targets.python.flavours import Flavour
from sockgen.targets.python.methods import (
    NOTHING,
    TIMEOUT,
    Method,
    body,
    events_of,
    keyword_only,
    method,
    named,
)
from sockgen.targets.python.names import ApiNames, NamespaceNames, error_key
from sockgen.targets.python.texts import error_text, event_doc, namespace_doc, room_doc
from sockgen.targets.python.types import Types

_NEVER_SENT = (
    "Raises InvalidPayload, and sends nothing, for a wrong value; NotConnected before "
    "the handlers belong to a server."
)
_CALLED = (
    "Waits for `timeout` seconds, or as long as the document says. Raises "
    "InvalidPayload, RemoteError, AckTimeout, Disconnected, InvalidAck; NotConnected "
    "before the handlers belong to a server."
)
_REFUSE = "Raise Refused to answer with a problem."


@dataclass(frozen=True, slots=True)
class Room:
    """A class for a kind of room, and its name inside the namespace's rooms."""

    head: Code
    kept: Code
    doc: Code
    parameters: Code
    init: Code
    fill: Code


@dataclass(frozen=True, slots=True)
class ServerSide:
    """The classes of one namespace; `auth` is empty if it has no connect `auth`."""

    attribute: Code
    kept: Code
    namespace: Code
    connection: Code
    head: Code
    doc: Code
    handlers: tuple[Method, ...]
    emitters: tuple[Method, ...]
    routes: tuple[Code, ...]
    connection_head: Code
    connection_doc: Code
    auth: Code
    auth_body: Code
    parameter: str


class ServerSides:
    """Makes the server's side of the namespaces of an API.

    `principal` is the type of `conn.principal` where there is security, `session`
    that of `conn.session`; empty: whatever the application likes.
    """

    def __init__(
        self,
        api: Api,
        names: ApiNames,
        types: Types,
        flavour: Flavour,
        principal: str,
        session: str = "",
    ) -> None:
        self._api = api
        self._names = names
        self._types = types
        self._flavour = flavour
        self._principal = principal
        self._session = session

    def side(self, namespace: Namespace) -> ServerSide:
        """The classes of a namespace."""
        names = self._names.namespaces[namespace.name]
        received = events_of(namespace, Direction.CLIENT_TO_SERVER)
        sent = events_of(namespace, Direction.SERVER_TO_CLIENT)
        secured = bool(namespace.security)
        base = f"{self._flavour.name('Connection')}[{'P' if secured else 'None'}, S]"
        auth = self._names.schemas[namespace.auth] if namespace.auth else ""
        return ServerSide(
            attribute=Code(names.attribute),
            kept=statement(f"self.{names.attribute} = {names.attribute}", 8),
            namespace=statement(f"NAMESPACE = contract.{names.constant}", 4),
            connection=statement(f"CONNECTION = {names.connection}", 4),
            head=self._head(namespace),
            doc=namespace_doc(namespace, "What a server does."),
            handlers=tuple(self.handler(namespace, one) for one in received),
            emitters=tuple(
                emitter for one in sent for emitter in self._emitters(namespace, one)
            ),
            routes=tuple(
                Code(f"contract.{one.constant}: self.on_{one.stem},")
                for one in (named(names, event) for event in received)
            ),
            connection_head=bracketed(f"class {names.connection}(", [base], "):", 0),
            connection_doc=docstring(f"A client's connection to `{namespace.name}`."),
            auth=function("def auth", ["self"], auth, 4) if auth else NOTHING,
            auth_body=body(f"return cast({auth or 'object'}, self.parsed_auth)"),
            parameter=f"{names.attribute}: {self._handlers(namespace)}",
        )

    def credential(self) -> Code:
        """The type that `authenticate` takes; empty for an API without security."""
        kinds = credential_types(self._api, self._names.combinations)
        return Code(" | ".join(kinds))

    def connection(self, namespace: Namespace) -> str:
        """The type of a client's connection to a namespace."""
        name = self._names.namespaces[namespace.name].connection
        return name + _listed(self._parameters(namespace))

    def _parameters(self, namespace: Namespace) -> list[str]:
        given = [self._principal] if namespace.security else []
        return [*given, self._session] if self._session else given

    def _handlers(self, namespace: Namespace) -> str:
        """The type of the handlers of a namespace, whatever their session is."""
        plain = self._names.namespaces[namespace.name].handlers
        given = ["P", "Any"] if namespace.security else ["Any"]
        return self._flavour.name(plain) + _listed(given)

    def handler(self, namespace: Namespace, event: Event) -> Method:
        """The method that handles an event."""
        names = self._names.namespaces[namespace.name]
        parameters = [
            f"conn: {self.connection(namespace)}",
            *self._types.handled(event.arguments),
        ]
        returned = self._types.answer(event.ack) if event.ack else "None"
        notes = [
            f"Raise {self._error(one)} to answer with this error: {error_text(one)}"
            for one in (event.ack.errors if event.ack else ())
        ]
        notes += [_REFUSE] if event.ack else []
        for verb, moves in (("Joins", event.joins), ("Leaves", event.leaves)):
            rooms = ", ".join(names.room_classes[one.room] for one in moves)
            notes += [f"{verb} {rooms} when the handler has returned."] if rooms else []
        return Method(
            method(
                f"on_{named(names, event).stem}", parameters, returned, self._flavour
            ),
            event_doc(event, f"Handle {event.name}.", notes),
        )

    def _head(self, namespace: Namespace) -> Code:
        plain = self._names.namespaces[namespace.name].handlers
        bases = [
            f"{self._flavour.name('Handlers')}[{self.connection(namespace)}]",
            f"Generic{_listed(self._parameters(namespace))}",
        ]
        return bracketed(f"class {self._flavour.name(plain)}(", bases, "):", 0)

    def _error(self, error: AckError) -> str:
        return self._names.errors[error_key(error)]

    def _emitters(self, namespace: Namespace, event: Event) -> list[Method]:
        names = self._names.namespaces[namespace.name]
        event_names = named(names, event)
        stem, constant = event_names.stem, f"contract.{event_names.constant}"
        conn = self.connection(namespace)
        rooms = [names.room_classes[key] for key in event.rooms]
        targets = " | ".join([*(rooms or ["Everyone", "Room"]), conn])
        own = keyword_only(self._types.sent(event.arguments))
        values = self._types.passed(event.arguments)
        emit = Method(
            method(
                f"emit_{stem}",
                [
                    *own,
                    f"to: OneOrMany[{targets}]",
                    f"skip: OneOrMany[{conn}] | None = None",
                ],
                "None",
                self._flavour,
            ),
            event_doc(event, f"Send {event.name}.", [_NEVER_SENT]),
            body(f"{self._flavour.wait}self._emit({constant}, {values}, to, skip)"),
        )
        if event.ack is None:
            return [emit]
        errors = [
            f"Raises {self._error(one)}: {error_text(one)}" for one in event.ack.errors
        ]
        call = Method(
            method(
                f"call_{stem}",
                [*own, f"to: {conn}", TIMEOUT],
                self._types.answer(event.ack),
                self._flavour,
            ),
            event_doc(event, f"Send {event.name} and wait.", [*errors, _CALLED]),
            body(
                f"return {self._flavour.wait}"
                f"self._call({constant}, {values}, to, timeout)"
            ),
        )
        return [emit, call]

    def rooms(self, namespace: Namespace) -> tuple[Room, ...]:
        """The classes of the rooms of a namespace."""
        names = self._names.namespaces[namespace.name]
        return tuple(self._room(names, one) for one in namespace.rooms)

    def _room(self, names: NamespaceNames, room: ContractRoom) -> Room:
        free = Names(["self", "super", *self._names.schemas.values()])
        given = {one.name: free.take(snake(one.name)) for one in room.parameters}
        parameters = [
            f"{given[one.name]}: {self._names.schemas[one.schema]}"
            for one in room.parameters
        ]
        pairs = ", ".join(f"{literal(key)}: {name}" for key, name in given.items())
        name = names.room_classes[room.key]
        values = [self._types.value(one.name, one.schema) for one in room.parameters]
        return Room(
            head=bracketed(f"class {name}(", ["Room"], "):", 0),
            kept=statement(f"{names.room_attributes[room.key]} = {name}", 4),
            doc=room_doc(room),
            parameters=statement(f"PARAMETERS = {row(values)}", 4)
            if values
            else NOTHING,
            init=function("def __init__", ["self", *parameters], "None", 4),
            fill=body(f"super().__init__({literal(room.name)}, {{{pairs}}})"),
        )


def _listed(parameters: list[str]) -> str:
    return f"[{', '.join(parameters)}]" if parameters else ""
