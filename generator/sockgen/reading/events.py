"""Events: the messages of a channel's operations."""

from dataclasses import dataclass

from sockgen.contract import Ack, Direction, Event, Membership, Room
from sockgen.diagnostics import Label
from sockgen.document import Node
from sockgen.reading.acks import read_ack
from sockgen.reading.arguments import Arguments, read_arguments
from sockgen.reading.context import Context, options
from sockgen.reading.event_names import event_name, is_ordinary, name_place
from sockgen.reading.examples import read_examples
from sockgen.reading.messages import Message, listed_messages
from sockgen.reading.rooms import memberships, target_rooms


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation with its traits merged, its channel, and who sends its events."""

    key: str
    node: Node
    channel: Node
    direction: Direction


def read_events(
    context: Context, operations: list[Operation], rooms: tuple[Room, ...]
) -> tuple[Event, ...]:
    """The events of one channel, in the order of its operations."""
    sent = frozenset(
        name
        for operation in operations
        if operation.node.text("action") == "send"
        for message in operation_messages(operation, operations)
        if (name := message.node.text("name"))
    )
    events: dict[tuple[str, Direction], Event] = {}
    places: dict[tuple[str, Direction], Node] = {}
    for operation in operations:
        ack = read_ack(context, operation.node, operation.channel, sent)
        messages = operation_messages(operation, operations)
        _check_options(context, operation, ack)
        for message in messages:
            event = _event(context, operation, message, ack, rooms, len(messages) == 1)
            if event is None:
                continue
            key = event.name, event.direction
            if key in events:
                _declared_twice(context, event, message.place, places[key])
            else:
                events[key], places[key] = event, message.place
    return tuple(events.values())


def operation_messages(
    operation: Operation, operations: list[Operation]
) -> list[Message]:
    """The messages that an operation lists.

    One that lists none has all of its channel that are no replies.
    """
    if operation.node.get("messages") is not None:
        return listed_messages(operation.node)
    replies = {
        message.node.pointer
        for other in operations
        if (reply := other.node.get("reply")) is not None
        for message in listed_messages(reply)
    }
    return [
        message
        for message in listed_messages(operation.channel)
        if message.node.pointer not in replies
        and not options(message.node).flag("error")
    ]


def _event(
    context: Context,
    operation: Operation,
    message: Message,
    ack: Ack | None,
    rooms: tuple[Room, ...],
    alone: bool,
) -> Event | None:
    name, node = event_name(context, message), message.node
    forced = options(operation.node).text("args")
    arguments = read_arguments(context, node, message.key, forced)
    place = name_place(message)
    if not is_ordinary(context, name, place, arguments.values, ack):
        return None
    joins, leaves, targets = _places(context, operation, rooms, arguments)
    timeout = options(operation.node).get("timeout")
    return Event(
        name=name,
        direction=operation.direction,
        arguments=arguments.values,
        ack=ack,
        title=node.text("title") or operation.node.text("title"),
        summary=_words(operation.node, node, "summary", alone),
        description=_words(operation.node, node, "description", alone),
        rooms=targets,
        joins=joins,
        leaves=leaves,
        timeout=_seconds(timeout),
        ordered=options(operation.node).flag("ordered"),
        deprecated=_is_deprecated(node),
        examples=read_examples(context, node, arguments),
        span=place.span(key=place is node),
    )


def _places(
    context: Context,
    operation: Operation,
    rooms: tuple[Room, ...],
    arguments: Arguments,
) -> tuple[tuple[Membership, ...], tuple[Membership, ...], tuple[str, ...]]:
    if operation.direction is Direction.SERVER_TO_CLIENT:
        return (), (), target_rooms(context, operation.node, rooms)
    return (
        memberships(context, operation.node, "joins", rooms, arguments),
        memberships(context, operation.node, "leaves", rooms, arguments),
        (),
    )


def _words(operation: Node, message: Node, key: str, alone: bool) -> str:
    """What the document says of an event: the operation first, if it has but one."""
    first, second = (operation, message) if alone else (message, operation)
    return first.text(key) or second.text(key)


def _seconds(timeout: Node | None) -> float | None:
    if timeout is None or not isinstance(timeout.value, int | float):
        return None
    return float(timeout.value)


def _is_deprecated(message: Node) -> bool:
    payload = message.raw("payload")
    return payload is not None and (
        payload.flag("deprecated") or payload.followed().flag("deprecated")
    )


def _check_options(context: Context, operation: Operation, ack: Ack | None) -> None:
    given = options(operation.node)
    to_client = operation.direction is Direction.SERVER_TO_CLIENT
    for option in ("joins", "leaves") if to_client else ("rooms",):
        if given.get(option) is not None:
            sender = "server" if to_client else "client"
            context.findings.error(
                "SG312",
                f"`{option}` has no meaning for an event that the {sender} sends",
                given.key_span(option),
                "a client joins and leaves rooms, the server sends to rooms",
            )
    if given.get("timeout") is not None and ack is None:
        context.findings.warning(
            "SG318",
            "`timeout` has no effect without an acknowledgement",
            given.key_span("timeout"),
            "describe the acknowledgement in `reply`, or leave `timeout` out",
        )


def _declared_twice(context: Context, event: Event, place: Node, first: Node) -> None:
    context.findings.error(
        "SG308",
        f"the event `{event.name}` ({event.direction.value}) is declared twice",
        place.span(),
        "one name can be one event in each direction of a namespace",
        label=Label(first.span(), "first declared here"),
    )
