"""How `contract.py` describes an API: namespaces, events and acknowledgements."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Generic, TypeVar, cast

from pydantic import MISSING

from .credentials import AllOf, Wanted
from .errors import DeclaredError, InvalidAck, InvalidPayload, RemoteError
from .problems import Problem
from .rooms import Room
from .wire import Value, Values

A = TypeVar("A")

DEFAULT_TIMEOUT = 60.0
"""Seconds that a call waits for its acknowledgement when nobody says otherwise."""


def value_at(wire: Sequence[object], index: int, pointer: str) -> object:
    """What stands in an argument at a JSON pointer, or MISSING."""
    if index >= len(wire):
        return MISSING
    value = wire[index]
    for step in steps_of(pointer):
        if not isinstance(value, dict) or step not in value:
            return MISSING
        value = cast("dict[str, object]", value)[step]
    return value


def steps_of(pointer: str) -> list[str]:
    """The keys that a JSON pointer names, from the outermost on."""
    parts = pointer.split("/")[1:]
    return [one.replace("~1", "/").replace("~0", "~") for one in parts]


def _with(value: object, steps: Sequence[str], inner: object) -> object:
    """A copy of a value with another one inside it, at the end of some keys.

    Raises LookupError if there is no mapping to hold it.
    """
    if not steps:
        return inner
    if isinstance(value, dict):
        holder = cast("dict[str, object]", value)
        return {**holder, steps[0]: _with(holder.get(steps[0]), steps[1:], inner)}
    raise LookupError(steps[0])


@dataclass(frozen=True)
class ErrorSpec:
    """A declared error: the class that is raised, and its values on the wire."""

    raised: type[DeclaredError]
    values: Values


@dataclass(frozen=True)
class Membership:
    """An event that puts its sender into a room, or takes it out.

    `parameters` gives each parameter of the room's name an argument's index and
    the JSON pointer inside it.
    """

    template: str
    parameters: Mapping[str, tuple[int, str]]

    def room(self, wire: Sequence[object]) -> Room | None:
        """The room that these arguments name; None if they leave a parameter out."""
        found: dict[str, object] = {}
        for name, (index, pointer) in self.parameters.items():
            value = value_at(wire, index, pointer)
            if value is MISSING:
                return None
            found[name] = value
        return Room(self.template, found)


class Direction(Enum):
    """Who sends an event."""

    CLIENT_TO_SERVER = "client → server"
    SERVER_TO_CLIENT = "server → client"


@dataclass(frozen=True, eq=False)
class Event:
    """A named message: `name` and `namespace` are those of the wire."""

    name: str
    namespace: str
    direction: Direction
    arguments: Values
    rooms: tuple[str, ...] = ()
    """The templates of the rooms that it is sent to; none: it may go anywhere."""
    joins: tuple[Membership, ...] = ()
    leaves: tuple[Membership, ...] = ()
    ordered: bool = False
    idempotency: tuple[int, str] | None = None
    """Where the idempotency key stands: an argument's index and the JSON pointer."""

    def keyed(self, wire: tuple[object, ...]) -> tuple[object, ...]:
        """These arguments with an idempotency key, a new one if it was left out.

        Arguments that have no place for it, or whose schema refuses the new key,
        stay as they are.
        """
        if self.idempotency is None or self.key(wire) is not None:
            return wire
        index, pointer = self.idempotency
        if index > len(wire):
            return wire  # what would hold the key was left out, and more before it
        old = wire[index] if index < len(wire) else MISSING
        try:
            new = _with(old, steps_of(pointer), str(uuid.uuid4()))
            keyed = (*wire[:index], new, *wire[index + 1 :])
            self.arguments.decode(keyed)
        except (LookupError, InvalidPayload):
            return wire
        return keyed

    def key(self, wire: Sequence[object]) -> str | None:
        """The idempotency key that these arguments carry."""
        if self.idempotency is None:
            return None
        key = value_at(wire, *self.idempotency)
        return key if isinstance(key, str) else None

    @property
    def has_ack(self) -> bool:
        """Whether the document declares an acknowledgement."""
        return False

    def encode_ack(self, returned: object) -> tuple[object, ...]:
        """What travels for what a handler returned. Raises InvalidPayload."""
        return Values().encode_ack(returned)

    def encode_error(self, error: DeclaredError) -> tuple[object, ...] | None:
        """What travels for an error, or None if this event does not declare it.

        Raises InvalidPayload if its values break the document.
        """
        return None


@dataclass(frozen=True, eq=False)
class CallEvent(Event, Generic[A]):
    """An event with an acknowledgement, whose value is an `A`.

    `timeout` is how long the sender waits for it, in seconds.
    """

    ack: Values = field(default_factory=Values)
    errors: tuple[ErrorSpec, ...] = ()
    timeout: float = DEFAULT_TIMEOUT

    def answer(self, wire: tuple[object, ...]) -> A:
        """What an acknowledgement says.

        Raises RemoteError, the declared error that it is, or InvalidAck.
        """
        if len(wire) == 1 and (problem := Problem.from_wire(wire[0])) is not None:
            raise RemoteError(self.namespace, self.name, problem)
        try:
            return cast(A, self.ack.decode_ack(wire))
        except InvalidPayload as error:
            violations = error.violations
        for declared in self.errors:
            try:
                values = declared.values.decode(wire)
            except InvalidPayload:
                continue
            raise declared.raised.from_arguments(values)
        raise InvalidAck(self.namespace, self.name, wire, violations)

    @property
    def has_ack(self) -> bool:
        return True

    def encode_ack(self, returned: object) -> tuple[object, ...]:
        return self.ack.encode_ack(returned)

    def encode_error(self, error: DeclaredError) -> tuple[object, ...] | None:
        for one in self.errors:
            if isinstance(error, one.raised):
                return one.values.encode(error.arguments)
        return None


@dataclass(frozen=True)
class Namespace:
    """A namespace: who gets in, and with which connect `auth`.

    `security` lists the ways in, any of which is enough; empty is open.
    """

    name: str
    auth: Value | None = None
    security: tuple[Wanted | AllOf, ...] = ()


@dataclass(frozen=True)
class Contract:
    """A whole API: what a server or client needs to know of it at run time.

    `url` is the first server of the document, if it names one. `path` is the
    engine path, `transports` stand in the order of a client.
    """

    title: str
    namespaces: tuple[Namespace, ...]
    url: str | None
    path: str
    transports: tuple[str, ...]


MOST_VIOLATIONS = 100
"""How many faults of a payload its sender is told of."""


def invalid(error: InvalidPayload) -> Problem:
    """The problem that an invalid payload is answered with.

    A payload can have more faults than it has bytes, and nobody reads them all.
    """
    return Problem.of(error.type, errors=error.violations[:MOST_VIOLATIONS])
