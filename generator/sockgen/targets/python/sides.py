"""The views of the server and the client: classes of namespaces and their methods."""

from dataclasses import dataclass

from sockgen.contract import Api, CredentialKind, Direction, Event, Namespace, Room
from sockgen.naming import Names, snake
from sockgen.rendering import Code, bracketed, docstring, lay_out, literal
from sockgen.targets.python.names import ApiNames, EventNames, NamespaceNames, error_key
from sockgen.targets.python.texts import event_doc, namespace_doc, room_doc
from sockgen.targets.python.types import Types

_CREDENTIALS = {
    CredentialKind.BEARER: "BearerToken",
    CredentialKind.BASIC: "BasicLogin",
    CredentialKind.API_KEY: "ApiKey",
}


@dataclass(frozen=True, slots=True)
class Method:
    """A method: its signature up to the colon, its docstring, its body."""

    signature: Code
    doc: Code
    body: Code = Code("")

    def text(self) -> str:
        """Its code, to find what it needs."""
        return f"{self.signature}\n{self.body}"


@dataclass(frozen=True, slots=True)
class RoomView:
    """A class for a kind of room, and its name inside the namespace's rooms."""

    name: Code
    attribute: Code
    doc: Code
    init: Code
    fill: Code


@dataclass(frozen=True, slots=True)
class Side:
    """One namespace on one side."""

    names: NamespaceNames
    wire: Code
    attribute: Code
    constant: Code
    class_name: Code
    doc: Code
    methods: tuple[Method, ...]
    handlers: tuple[Method, ...] = ()
    routes: tuple[Code, ...] = ()
    incoming: Code = Code("")
    rooms: tuple[RoomView, ...] = ()
    rooms_class: Code = Code("")
    connection: Code = Code("")
    connection_doc: Code = Code("")
    auth: Code = Code("")
    head: Code = Code("")
    secured: bool = False

    def text(self) -> list[str]:
        """Its code, to find what it needs."""
        rooms = [f"{one.init}\n{one.fill}" for one in self.rooms]
        methods = [one.text() for one in (*self.methods, *self.handlers)]
        return [*methods, *rooms, self.auth, self.head]


class Sides:
    """Makes the views of both sides of an API."""

    def __init__(
        self, api: Api, names: ApiNames, types: Types, principal: str
    ) -> None:
        """`principal` is the type of `conn.principal` where there is security."""
        self._api = api
        self._names = names
        self._types = types
        self._principal = principal

    def server(self, namespace: Namespace) -> Side:
        """The server's side of a namespace."""
        names = self._names.namespaces[namespace.name]
        received = _events(namespace, Direction.CLIENT_TO_SERVER)
        sent = _events(namespace, Direction.SERVER_TO_CLIENT)
        secured = bool(namespace.security)
        return Side(
            names=names,
            wire=literal(namespace.name),
            attribute=Code(names.attribute),
            constant=Code(names.constant),
            class_name=Code(names.handlers),
            doc=namespace_doc(namespace, "What a server does."),
            handlers=tuple(self.handler(namespace, one) for one in received),
            methods=tuple(
                method for one in sent for method in self._emitters(namespace, one)
            ),
            routes=tuple(
                Code(f"contract.{event.constant}: self.on_{event.stem},")
                for event in (_named(names, one) for one in received)
            ),
            rooms=tuple(self._room(names, one) for one in namespace.rooms),
            rooms_class=Code(names.rooms),
            connection=Code(names.connection),
            connection_doc=docstring(f"A client's connection to `{namespace.name}`."),
            auth=Code(self._names.schemas[namespace.auth] if namespace.auth else ""),
            head=_class(names.handlers, self._connection(namespace), secured),
            secured=secured,
        )

    def client(self, namespace: Namespace) -> Side:
        """The client's side of a namespace."""
        names = self._names.namespaces[namespace.name]
        received = _events(namespace, Direction.SERVER_TO_CLIENT)
        sent = _events(namespace, Direction.CLIENT_TO_SERVER)
        methods = [method for one in sent for method in self._calls(names, one)]
        methods += [method for one in received for method in self._hooks(names, one)]
        return Side(
            names=names,
            wire=literal(namespace.name),
            attribute=Code(names.attribute),
            constant=Code(names.constant),
            class_name=Code(names.client),
            doc=namespace_doc(namespace, "What a client does."),
            methods=tuple(methods),
            incoming=_tuple(
                [f"contract.{_named(names, one).constant}" for one in received]
            ),
        )

    def credential(self) -> Code:
        """The type that `authenticate` takes; empty for an API without security."""
        wanted = {
            one.credential for each in self._api.namespaces for one in each.security
        }
        kinds = [
            _CREDENTIALS[one.kind] for one in self._api.credentials if one.key in wanted
        ]
        return Code(" | ".join(dict.fromkeys(kinds)))

    def handler(self, namespace: Namespace, event: Event) -> Method:
        """The method that handles an event on the server."""
        names = self._names.namespaces[namespace.name]
        conn = f"conn: {self._connection(namespace)}"
        params = ["self", conn, *self._types.handled(event.arguments)]
        returned = self._types.answer(event.ack) if event.ack else "None"
        stem = _named(names, event).stem
        notes = [
            f"Raise {self._names.errors[error_key(one)]} to answer with this error: "
            f"{one.summary or one.description or one.name}"
            for one in (event.ack.errors if event.ack else ())
        ]
        for verb, moves in (("Joins", event.joins), ("Leaves", event.leaves)):
            rooms = ", ".join(names.room_classes[one.room] for one in moves)
            notes += [f"{verb} {rooms} when the handler has returned."] if rooms else []
        return Method(
            _method(f"on_{stem}", params, returned),
            event_doc(event, f"Handle {event.name}.", notes),
        )

    def _connection(self, namespace: Namespace) -> str:
        name = self._names.namespaces[namespace.name].connection
        return f"{name}[{self._principal}]" if namespace.security else name

    def _emitters(self, namespace: Namespace, event: Event) -> list[Method]:
        names = self._names.namespaces[namespace.name]
        named = _named(names, event)
        conn = self._connection(namespace)
        rooms = [names.room_classes[key] for key in event.rooms]
        targets = " | ".join([*(rooms or ["Everyone", "Room"]), conn])
        own = self._types.sent(event.arguments)
        values = self._types.passed(event.arguments)
        args = ["self", *own, *_star(own), f"to: OneOrMany[{targets}]"]
        emit = Method(
            _method(f"emit_{named.stem}", [*args, f"skip: {conn} | None = None"], "None"),
            event_doc(
                event,
                f"Send {event.name}.",
                ["Raises InvalidPayload, and sends nothing, for a wrong value."],
            ),
            _await(f"self._emit(contract.{named.constant}, {values}, to, skip)"),
        )
        if event.ack is None:
            return [emit]
        args = ["self", *own, *_star(own), f"to: {conn}", _TIMEOUT]
        call = Method(
            _method(f"call_{named.stem}", args, self._types.answer(event.ack)),
            event_doc(event, f"Send {event.name} and wait.", [_RAISES]),
            _return(f"self._call(contract.{named.constant}, {values}, to, timeout)"),
        )
        return [emit, call]

    def _calls(self, names: NamespaceNames, event: Event) -> list[Method]:
        named = _named(names, event)
        own = self._types.sent(event.arguments)
        values = self._types.passed(event.arguments)
        emit = Method(
            _method(f"emit_{named.stem}", ["self", *own], "None"),
            event_doc(event, f"Send {event.name}.", [_SENDS]),
            _await(f"self._emit(contract.{named.constant}, {values})"),
        )
        if event.ack is None:
            return [emit]
        errors = [
            f"Raises {self._names.errors[error_key(one)]}: "
            f"{one.summary or one.description or one.name}"
            for one in event.ack.errors
        ]
        call = Method(
            _method(
                f"call_{named.stem}",
                ["self", *own, *_star(own), _TIMEOUT],
                self._types.answer(event.ack),
            ),
            event_doc(event, f"Send {event.name} and wait.", [*errors, _RAISES]),
            _return(f"self._call(contract.{named.constant}, {values}, timeout)"),
        )
        return [call, emit]

    def _hooks(self, names: NamespaceNames, event: Event) -> list[Method]:
        named = _named(names, event)
        returned = self._types.answer(event.ack) if event.ack else "None"
        kind = self._types.callable(event.arguments, returned)
        note = "What the handler returns is the acknowledgement." if event.ack else ""
        hook = Method(
            _plain(f"on_{named.stem}", ["self", f"handler: {kind}"], kind),
            event_doc(event, f"Receive {event.name}.", [note] if note else []),
            Code(f"return self._listeners.add(contract.{named.constant}, handler)"),
        )
        if event.ack is not None:
            return [hook]
        item = self._types.item(event.arguments)
        stream = Method(
            _plain(named.stream, ["self"], f"EventStream[{item}]"),
            event_doc(event, f"Iterate over {event.name}, from now on."),
            Code(f"return self._listeners.stream(contract.{named.constant})"),
        )
        return [hook, stream]

    def _room(self, names: NamespaceNames, room: Room) -> RoomView:
        free = Names(["self"])
        given = {one.name: free.take(snake(one.name)) for one in room.parameters}
        params = [
            f"{given[one.name]}: {self._names.schemas[one.schema]}"
            for one in room.parameters
        ]
        pairs = [f"{literal(key)}: {name}" for key, name in given.items()]
        call = f"super().__init__({literal(room.name)}, {{{', '.join(pairs)}}})"
        return RoomView(
            name=Code(names.room_classes[room.key]),
            attribute=Code(names.room_attributes[room.key]),
            doc=room_doc(room),
            init=bracketed("def __init__(", ["self", *params], ") -> None:", 4),
            fill=lay_out(call, 8, 8),
        )


def _tuple(items: list[str]) -> Code:
    """The value of `INCOMING`; nothing for a client that only sends."""
    if not items:
        return Code("")
    comma = "," if len(items) == 1 else ""
    return lay_out(f"({', '.join(items)}{comma})", 4, len("    INCOMING = "))


def _class(name: str, connection: str, secured: bool) -> Code:
    bases = [f"AsyncHandlers[{connection}]", *(["Generic[P]"] if secured else [])]
    return bracketed(f"class {name}(", bases, "):", 0)


_TIMEOUT = "timeout: float | None = None"
_SENDS = (
    "Does not wait. Raises InvalidPayload for a wrong value, NotConnected "
    "without a connection."
)
_RAISES = (
    "Waits for `timeout` seconds, or as long as the document says. Raises "
    "InvalidPayload, RemoteError, AckTimeout, Disconnected, InvalidAck, "
    "NotConnected."
)


def _events(namespace: Namespace, direction: Direction) -> list[Event]:
    return [one for one in namespace.events if one.direction is direction]


def _named(names: NamespaceNames, event: Event) -> EventNames:
    return names.events[event.name, event.direction]


def _star(own: list[str]) -> list[str]:
    """What makes the parameters that follow keyword-only."""
    return [] if own and own[-1].startswith("*") else ["*"]


def _method(name: str, params: list[str], returned: str) -> Code:
    return bracketed(f"async def {name}(", params, f") -> {returned}:", 4)


def _plain(name: str, params: list[str], returned: str) -> Code:
    return bracketed(f"def {name}(", params, f") -> {returned}:", 4)


def _await(call: str) -> Code:
    return _call("await ", call)


def _return(call: str) -> Code:
    return _call("return await ", call)


def _call(head: str, call: str) -> Code:
    return Code(head + lay_out(call, 8, 8 + len(head)))
