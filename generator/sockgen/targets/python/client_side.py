"""The view of the client's side: emitters, calls and listeners of a namespace."""

from dataclasses import dataclass

from sockgen.contract import Direction, Event, Namespace
from sockgen.rendering import Code, bracketed, field, parse, row, statement
from sockgen.targets.python.flavours import Flavour
from sockgen.targets.python.methods import (
    KEYED,
    NOT_KEYED,
    NOTHING,
    RAISES,
    RETRIED,
    RETRIES,
    TIMEOUT,
    Method,
    body,
    events_of,
    keyword_only,
    method,
    named,
    plain_method,
)
from sockgen.targets.python.names import (
    ApiNames,
    EventNames,
    NamespaceNames,
    error_key,
)
from sockgen.targets.python.texts import error_text, event_doc, namespace_doc
from sockgen.targets.python.types import Types

_NOT_AWAITED = (
    "Does not wait. Raises InvalidPayload for a wrong value, NotConnected "
    "without a connection, ConnectRefused if the server refused the namespace."
)
_STREAM = (
    "From now on, until the client disconnects; raises what the client gave up with. "
    "Raises ConnectRefused or NotConnected on a namespace that the client is not in. "
    "Keeps `size` events for a slow reader, then does what `when_full` says."
)
_HEARS = (
    "Calls `handler` for each one, beside other handlers. Returns it, so that this "
    "can be a decorator."
)
_ANSWERS = (
    "What `handler` returns is the acknowledgement. Raises RuntimeError for a second "
    "handler: only one can answer."
)
_WAIT = (
    "The next one for which `predicate` holds, if it is given. Raises TimeoutError "
    "after `timeout` seconds, NotConnected when the client disconnects; at once, "
    "ConnectRefused or NotConnected on a namespace that it is not in."
)


@dataclass(frozen=True, slots=True)
class ClientSide:
    """The class of one namespace; `incoming` is empty if it only sends."""

    attribute: Code
    declared: Code
    made: Code
    head: Code
    doc: Code
    namespace: Code
    methods: tuple[Method, ...]
    incoming: Code


class ClientSides:
    """Makes the client's side of the namespaces of an API."""

    def __init__(self, names: ApiNames, types: Types, flavour: Flavour) -> None:
        self._names = names
        self._types = types
        self._flavour = flavour

    def side(self, namespace: Namespace) -> ClientSide:
        """The class of a namespace."""
        names = self._names.namespaces[namespace.name]
        received = events_of(namespace, Direction.SERVER_TO_CLIENT)
        sent = events_of(namespace, Direction.CLIENT_TO_SERVER)
        methods = [one for event in sent for one in self._senders(names, event)]
        methods += [one for event in received for one in self._listeners(names, event)]
        constants = [f"contract.{named(names, one).constant}" for one in received]
        client = self._flavour.name(names.client)
        base = self._flavour.name("NamespaceClient")
        return ClientSide(
            attribute=Code(names.attribute),
            declared=field(names.attribute, parse(client), None, 4),
            made=statement(f"self.{names.attribute} = {client}(self)", 8),
            head=bracketed(f"class {client}(", [base], "):", 0),
            doc=namespace_doc(namespace, "What a client does."),
            namespace=statement(f"NAMESPACE = contract.{names.constant}", 4),
            methods=tuple(methods),
            incoming=statement(f"INCOMING = {row(constants)}", 4)
            if constants
            else NOTHING,
        )

    def _senders(self, names: NamespaceNames, event: Event) -> list[Method]:
        event_names = named(names, event)
        stem, constant = event_names.stem, f"contract.{event_names.constant}"
        own = self._types.sent(event.arguments)
        values = self._types.passed(event.arguments)
        emit = Method(
            method(f"emit_{stem}", own, "None", self._flavour),
            event_doc(event, f"Send {event.name}.", [_NOT_AWAITED]),
            body(f"{self._flavour.wait}self._emit({constant}, {values})"),
        )
        if event.ack is None:
            return [emit]
        errors = [
            f"Raises {self._names.errors[error_key(one)]}: {error_text(one)}"
            for one in event.ack.errors
        ]
        retried = RETRIED + (KEYED if event.idempotency else NOT_KEYED)
        call = Method(
            method(
                f"call_{stem}",
                [*keyword_only(own), TIMEOUT, RETRIES],
                self._types.answer(event.ack),
                self._flavour,
            ),
            event_doc(
                event, f"Send {event.name} and wait.", [*errors, RAISES, retried]
            ),
            body(
                f"return {self._flavour.wait}"
                f"self._call({constant}, {values}, timeout, retries)"
            ),
        )
        return [call, emit]

    def _listeners(self, names: NamespaceNames, event: Event) -> list[Method]:
        event_names = named(names, event)
        constant = f"contract.{event_names.constant}"
        returned = self._types.answer(event.ack) if event.ack else "None"
        kind = self._types.callable(event.arguments, self._flavour.returned(returned))
        note = _ANSWERS if event.ack else _HEARS
        hook = Method(
            plain_method(f"on_{event_names.stem}", [f"handler: {kind}"], kind),
            event_doc(event, f"Receive {event.name}.", [note]),
            body(f"return self._on({constant}, handler)"),
        )
        if event.ack is not None:
            return [hook]
        return [hook, *self._streams(event_names, event)]

    def _streams(self, names: EventNames, event: Event) -> list[Method]:
        item = self._types.item(event.arguments)
        kind = f"{self._flavour.name('EventStream')}[{item}]"
        constant = f"contract.{names.constant}"
        stream = Method(
            plain_method(
                names.stream,
                ["*", "size: int = 1000", 'when_full: WhenFull = "drop-oldest"'],
                kind,
            ),
            event_doc(event, f"Iterate over {event.name}.", [_STREAM]),
            body(f"return self._stream({constant}, size, when_full)"),
        )
        wait = Method(
            method(
                f"wait_for_{names.stem}",
                [
                    f"predicate: Callable[[{item}], bool] | None = None",
                    TIMEOUT,
                ],
                item,
                self._flavour,
            ),
            event_doc(event, f"Wait for {event.name}.", [_WAIT]),
            body(
                f"return {self._flavour.wait}"
                f"self._wait_for({constant}, predicate, timeout)"
            ),
        )
        return [stream, wait]
