"""Events: the messages of a namespace's operations."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from sockgen.contract import Direction, Event, Membership, Room
from sockgen.diagnostics import Label
from sockgen.document import Node
from sockgen.reading.acks import AckReader, FollowUps
from sockgen.reading.arguments import Arguments, read_arguments
from sockgen.reading.behaviour import check_options, places, seconds
from sockgen.reading.channels import Channel, Operation
from sockgen.reading.context import Context, options
from sockgen.reading.event_channels import joined_address
from sockgen.reading.event_names import Name, channel_name, is_ordinary, message_name
from sockgen.reading.examples import read_examples
from sockgen.reading.idempotency import KeyReader
from sockgen.reading.messages import Message
from sockgen.reading.rooms import memberships, target_rooms

EventKey: TypeAlias = tuple[str, str, Direction]
"""A namespace, a name, and who sends the event: what tells two events apart."""
Reasons: TypeAlias = dict[str, str]
"""For each part of an event the rule that decided it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A channel of a namespace; `is_event` if it is one event of it.

    `reason` tells why it belongs to that namespace.
    """

    channel: Channel
    is_event: bool
    reason: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A message that is read as an event."""

    part: Part
    operation: Operation
    message: Message
    name: Name


@dataclass(frozen=True, slots=True)
class _Found:
    event: Event
    candidate: _Candidate
    arguments: Arguments


class EventReader:
    """Reads events, and keeps for each of them why it was read so."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._keys = KeyReader(context)
        self.reasons: dict[EventKey, Reasons] = {}

    def read(
        self, namespace: str, parts: list[Part], rooms: tuple[Room, ...]
    ) -> tuple[Event, ...]:
        """The events of one namespace, in the order of its operations."""
        candidates = {
            id(operation): list(_candidates(self._context, part, operation))
            for part in parts
            for operation in part.channel.operations
        }
        every = [one for listed in candidates.values() for one in listed]
        follow_ups = {way: _follow_ups(every, way) for way in Direction}
        events: dict[tuple[str, Direction], _Found] = {}
        for part in parts:
            for operation in part.channel.operations:
                listed = candidates[id(operation)]
                reader = _OperationReader(
                    self._context,
                    self._keys,
                    operation,
                    rooms,
                    follow_ups[operation.direction],
                )
                for candidate in listed:
                    self._call(namespace, candidate)
                    found = reader.event(candidate, alone=len(listed) == 1)
                    if found is None:
                        continue
                    event, arguments, reasons = found
                    key = event.name, event.direction
                    first = events.setdefault(key, _Found(event, candidate, arguments))
                    if first.event is event:
                        self.reasons[namespace, *key] = reasons
                    else:
                        _declared_twice(self._context, event, candidate, first)
        return self._with_examples(list(events.values()))

    def _with_examples(self, found: list[_Found]) -> tuple[Event, ...]:
        """Events with their examples, which are checked when all schemas are known."""
        self._context.schemas.will_check(
            argument.schema
            for one in found
            if one.candidate.message.node.get("examples") is not None
            for argument in one.event.arguments
        )
        return tuple(
            replace(
                one.event,
                examples=read_examples(
                    self._context, one.candidate.message.node, one.arguments
                ),
            )
            for one in found
        )

    def _call(self, namespace: str, candidate: _Candidate) -> None:
        """Name the schemas of a message without a key after its event."""
        words = [*filter(None, (namespace.strip("/"), candidate.name.text))]
        answer = candidate.operation.answer
        if not candidate.message.key:
            self._context.schemas.call(candidate.message.node.pointer, *words)
        if answer is not None and not answer.key:
            self._context.schemas.call(answer.node.pointer, *words, "ack")


def _candidates(
    context: Context, part: Part, operation: Operation
) -> Iterator[_Candidate]:
    """The events of an operation with their names.

    The one message of an event's channel is the event; of several, those with a
    name are events of that name. So are all where the name of one ends the address.
    """
    channel, messages = part.channel, operation.messages
    own = _own(part, messages) if part.is_event else []
    for message in messages:
        if message in own:
            name = channel_name(context, channel)
        else:
            name = message_name(context, channel, operation, message)
        if name is not None:
            yield _Candidate(part, operation, message, name)


def _own(part: Part, messages: list[Message]) -> list[Message]:
    """The messages that are the event which their channel is."""
    unnamed = [one for one in messages if not one.node.text("name")]
    joined = joined_address(part.channel)
    if len(messages) == 1 and not (joined and joined.by_name):
        return messages
    return unnamed[:1]


def _follow_ups(every: list[_Candidate], direction: Direction) -> FollowUps:
    """What may come back as an event of its own after one of this direction."""
    others = [one for one in every if one.operation.direction is not direction]
    return FollowUps(
        names=frozenset(one.name.text for one in others if not one.part.is_event),
        homes=frozenset(one.message.home for one in others),
    )


@dataclass(slots=True)
class _OperationReader:
    """Reads the events of one operation."""

    context: Context
    keys: KeyReader
    operation: Operation
    rooms: tuple[Room, ...]
    follow_ups: FollowUps
    acks: AckReader = field(init=False)

    def __post_init__(self) -> None:
        self.acks = AckReader(self.context, self.operation, self.follow_ups)

    def event(
        self, candidate: _Candidate, *, alone: bool
    ) -> tuple[Event, Arguments, Reasons] | None:
        """An event without its examples, its arguments, and why it was read so."""
        context, operation = self.context, self.operation.node
        message, name = candidate.message, candidate.name
        node = message.node
        forced = options(operation).text("args")
        fallback = message.key or name.text
        arguments = read_arguments(context, node, fallback, forced)
        acknowledged = self.acks.read(message)
        check_options(context, self.operation, acknowledged.ack)
        if not is_ordinary(context, name, arguments.values, acknowledged.ack):
            return None
        joins, leaves, targets = self._places(arguments)
        to_server = self.operation.direction is Direction.CLIENT_TO_SERVER
        event = Event(
            name=name.text,
            direction=self.operation.direction,
            arguments=arguments.values,
            ack=acknowledged.ack,
            title=node.text("title") or operation.text("title"),
            summary=_words(operation, node, "summary", alone),
            description=_words(operation, node, "description", alone),
            rooms=targets,
            joins=joins,
            leaves=leaves,
            timeout=seconds(options(operation).get("timeout")),
            ordered=options(operation).flag("ordered"),
            idempotency=self.keys.read(arguments) if to_server else None,
            deprecated=_is_deprecated(node),
            span=name.span,
            places=places(operation, node, name.span),
        )
        return (
            event,
            arguments,
            {
                "namespace": candidate.part.reason,
                "name": name.reason,
                "direction": self.operation.reason,
                "arguments": arguments.reason,
                "ack": acknowledged.reason,
            },
        )

    def _places(
        self, arguments: Arguments
    ) -> tuple[tuple[Membership, ...], tuple[Membership, ...], tuple[str, ...]]:
        context, node, rooms = self.context, self.operation.node, self.rooms
        if self.operation.direction is Direction.SERVER_TO_CLIENT:
            return (), (), target_rooms(context, node, rooms)
        return (
            memberships(context, node, "joins", rooms, arguments),
            memberships(context, node, "leaves", rooms, arguments),
            (),
        )


def _words(operation: Node, message: Node, key: str, alone: bool) -> str:
    """What the document says of an event: the operation first, if it has but one."""
    first, second = (operation, message) if alone else (message, operation)
    return first.text(key) or second.text(key)


def _is_deprecated(message: Node) -> bool:
    payload = message.raw("payload")
    return payload is not None and (
        payload.flag("deprecated") or payload.followed().flag("deprecated")
    )


def _declared_twice(
    context: Context, event: Event, candidate: _Candidate, first: _Found
) -> None:
    """Say that an event was there before; the very same event does no harm."""
    same = (
        _wire(first.event) == _wire(event)
        and first.candidate.message.node.pointer == candidate.message.node.pointer
    )
    tell = context.findings.warning if same else context.findings.error
    tell(
        "SG308",
        f"the event `{event.name}` ({event.direction.value}) is declared twice",
        candidate.message.place.span(),
        "it is read once"
        if same
        else "one name can be one event in each direction of a namespace",
        label=Label(first.candidate.message.place.span(), "first declared here"),
    )


def _wire(event: Event) -> Event:
    """An event without its words."""
    return replace(event, title="", summary="", description="", span=None, places=())
