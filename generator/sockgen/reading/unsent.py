"""Messages that a document describes, and that nobody sends."""

from collections.abc import Iterator

from sockgen.diagnostics import Span
from sockgen.document import Node
from sockgen.reading.channels import Channel
from sockgen.reading.context import Context
from sockgen.reading.event_channels import is_event
from sockgen.reading.messages import Message, listed_messages
from sockgen.source import Pointer


def name_unsent(context: Context, channels: list[Channel]) -> None:
    """Warn of messages, and of channels that are events, that no operation carries."""
    carried = set(_carried(context.document.root))
    for channel in channels:
        left = [
            one
            for one in listed_messages(channel.node)
            if one.node.pointer not in carried
        ]
        # In AsyncAPI 2 a message stands in its operation.
        if left and not context.document.is_version_2:
            names = ", ".join(f"`{one.node.text('name') or one.key}`" for one in left)
            message = f"messages of the channel `{channel.key}`: {names}"
            _warn(context, f"these {message}", left[0].place.span(key=True))
        elif is_event(context, channel) and not _has_operations(channel, carried):
            _warn(context, f"the event `{channel.key}`", channel.node.span(key=True))


def _warn(context: Context, what: str, span: Span) -> None:
    context.findings.warning(
        "SG331",
        f"no operation carries {what}",
        span,
        "name it in an operation, which says who sends it",
    )


def _has_operations(channel: Channel, carried: set[Pointer]) -> bool:
    """Whether a channel has operations, those that are to be ignored included."""
    verbs = (channel.node.get("publish"), channel.node.get("subscribe"))
    return channel.node.pointer in carried or any(verbs)


def _carried(root: Node) -> Iterator[Pointer]:
    """The channels and the messages of all operations and replies.

    An operation or a reply that lists none carries all of its channel.
    """
    operations = root.get("operations")
    for _, written in operations.entries() if operations else ():
        operation = written.with_traits()
        reply = operation.get("reply")
        for holder in (operation, reply) if reply else (operation,):
            if channel := holder.get("channel"):
                yield channel.pointer
            for message in _messages(holder):
                yield message.node.pointer


def _messages(holder: Node) -> list[Message]:
    if holder.get("messages") is not None:
        return listed_messages(holder)
    channel = holder.get("channel")
    return listed_messages(channel) if channel else []
