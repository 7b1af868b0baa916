"""Channels and their operations, in one form for AsyncAPI 2 and 3."""

from dataclasses import dataclass, field

from sockgen.contract import Direction
from sockgen.diagnostics import Span
from sockgen.document import Node
from sockgen.reading.addresses import CAPABLE
from sockgen.reading.context import Context, options
from sockgen.reading.directions import direction_of
from sockgen.reading.messages import Message, carried_messages, listed_messages
from sockgen.reading.servers import is_served

_VERBS = ("publish", "subscribe")


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation with its traits merged, and who sends its events.

    `reason` tells how the direction was found. `answer` is what comes back, where
    an operation of the other direction says so.
    """

    node: Node
    direction: Direction
    reason: str
    messages: list[Message] = field(default_factory=list[Message])
    answer: Message | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel, its address as it is written, and its operations."""

    key: str
    node: Node
    address: Node | None
    operations: tuple[Operation, ...]

    @property
    def span(self) -> Span:
        """Where the address stands, otherwise the channel."""
        place = self.address or self.node
        return place.span(key=place.pointer == self.node.pointer)

    def messages(self) -> list[Message]:
        """All messages of its operations."""
        return [one for operation in self.operations for one in operation.messages]


def read_channels(context: Context) -> list[Channel]:
    """The channels that Socket.IO serves; those of other protocols are named once.

    A channel without operations that only takes replies is none of them.
    """
    listed = context.document.root.get("channels")
    entries = list(listed.entries()) if listed else []
    read = _of_version_2 if context.document.is_version_2 else _of_version_3
    skipped: list[str] = []
    found: list[Channel] = []
    for channel in read(context, entries):
        if is_served(context.document, channel.node, channel.operations):
            found.append(channel)
        else:
            skipped.append(channel.key)
    if skipped and listed:
        names = ", ".join(f"`{key}`" for key in skipped)
        context.findings.note(
            "SG215",
            f"no server of these channels speaks Socket.IO: {names}",
            listed.key_span(skipped[0]),
            "they are left out",
        )
    if not found:
        context.findings.warning(
            "SG319",
            "the document describes no channel that is served over Socket.IO",
            context.document.root.key_span("channels"),
            _of_other_protocols(context) if skipped else None,
        )
    return found


def _of_other_protocols(context: Context) -> str | None:
    """What the servers speak instead, by words that may be meant otherwise."""
    servers = context.document.root.get("servers")
    nodes = [node for _, node in servers.entries()] if servers else []
    spoken = dict.fromkeys(one.text("protocol") for one in nodes)
    others = [f"`{one}`" for one in spoken if one and one.lower() not in CAPABLE]
    if not others:
        return None
    return (
        "a `protocol` that carries Socket.IO is `ws`, `wss`, `http` or `https`: "
        f"{', '.join(others)} {'is' if len(others) == 1 else 'are'} none of them"
    )


def _of_version_2(context: Context, entries: list[tuple[str, Node]]) -> list[Channel]:
    found: list[Channel] = []
    for key, node in entries:
        operations: list[Operation] = []
        for verb in node.value if isinstance(node.value, dict) else ():
            written = node.get(verb) if verb in _VERBS else None
            if written is None:
                continue
            operation = written.with_traits()
            if not options(operation).flag("ignore"):
                direction, reason = direction_of(context, operation, verb)
                messages = carried_messages(operation)
                operations.append(Operation(operation, direction, reason, messages))
        address = Node(node.source, node.pointer, key)
        found.append(Channel(key, node, address, tuple(operations)))
    return found


def _of_version_3(context: Context, entries: list[tuple[str, Node]]) -> list[Channel]:
    operations = _operations_of_version_3(context)
    takes_replies = {
        channel.pointer
        for operation, _ in operations
        if (reply := operation.get("reply")) is not None
        if (channel := reply.get("channel")) is not None
    }
    found: list[Channel] = []
    for key, node in entries:
        own = [one for one, channel in operations if channel.pointer == node.pointer]
        address = node.get("address")
        if own or (node.pointer not in takes_replies and node.text("address")):
            there = tuple(_operation(context, node, one, own) for one in own)
            found.append(Channel(key, node, address, there))
    return found


def _operations_of_version_3(context: Context) -> list[tuple[Node, Node]]:
    listed = context.document.root.get("operations")
    found: list[tuple[Node, Node]] = []
    for _, written in listed.entries() if listed else ():
        operation = written.with_traits()
        channel = operation.get("channel")
        if channel is not None and not options(operation).flag("ignore"):
            found.append((operation, channel))
    return found


def _operation(
    context: Context, channel: Node, operation: Node, others: list[Node]
) -> Operation:
    direction, reason = direction_of(context, operation, operation.text("action"))
    messages = _messages(channel, operation, others)
    return Operation(operation, direction, reason, messages)


def _messages(channel: Node, operation: Node, others: list[Node]) -> list[Message]:
    """The messages that an operation of AsyncAPI 3 lists.

    One that lists none has all of its channel that are no replies.
    """
    if operation.get("messages") is not None:
        return listed_messages(operation)
    replies = {
        message.node.pointer
        for other in others
        if (reply := other.get("reply")) is not None
        for message in listed_messages(reply)
    }
    return [
        message
        for message in listed_messages(channel)
        if message.node.pointer not in replies
        and not options(message.node).flag("error")
    ]
