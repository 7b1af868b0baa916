"""Methods of generated classes, and what servers and clients have in common."""

from collections.abc import Sequence
from dataclasses import dataclass

from sockgen.contract import Api, Direction, Event, Namespace
from sockgen.rendering import Code, function, statement
from sockgen.targets.python.flavours import ASYNC, Flavour
from sockgen.targets.python.names import EventNames, NamespaceNames

NOTHING = Code("")
TIMEOUT = "timeout: float | None = None"
RETRIES = "retries: int = 0"
RETRIED = (
    "With `retries`, a call that got no answer is sent again so often, each time "
    "with the same timeout, and waits as long for a connection in between: it is "
    "over after `(2 * retries + 1) * timeout` seconds at the latest. "
)
NOT_KEYED = "The server may handle it twice."
KEYED = "Its idempotency key stays the same, so that the server handles it once."
RAISES = (
    "Waits for `timeout` seconds, or as long as the document says. Raises "
    "InvalidPayload, RemoteError, AckTimeout, Disconnected, InvalidAck, "
    "NotConnected, ConnectRefused."
)


@dataclass(frozen=True, slots=True)
class Method:
    """A method: its signature up to the colon, its docstring, its body."""

    signature: Code
    doc: Code
    body: Code = NOTHING


def has_keys(api: Api) -> bool:
    """Whether any event has an idempotency key."""
    return any(event.idempotency for one in api.namespaces for event in one.events)


def events_of(namespace: Namespace, direction: Direction) -> list[Event]:
    """The events of a namespace that go one way."""
    return [one for one in namespace.events if one.direction is direction]


def named(names: NamespaceNames, event: Event) -> EventNames:
    """The names of an event."""
    return names.events[event.name, event.direction]


def keyword_only(own: Sequence[str]) -> list[str]:
    """Parameters, after which all that follow are given by keyword."""
    return [*own] if own and own[-1].startswith("*") else [*own, "*"]


def method(
    name: str, parameters: Sequence[str], returned: str, flavour: Flavour = ASYNC
) -> Code:
    """The signature of a method that talks to the other end."""
    head = f"{flavour.define} {name}"
    return function(head, ["self", *parameters], returned, 4)


def plain_method(name: str, parameters: Sequence[str], returned: str) -> Code:
    """The signature of a method that is never awaited."""
    return function(f"def {name}", ["self", *parameters], returned, 4)


def body(text: str) -> Code:
    """The one statement of a method."""
    return statement(text, 8)
