"""What an event may be called."""

from dataclasses import dataclass

from sockgen.contract import Ack, Argument
from sockgen.diagnostics import Span
from sockgen.reading.channels import Channel, Operation
from sockgen.reading.context import Context
from sockgen.reading.event_channels import joined_address
from sockgen.reading.messages import Message

_RESERVED = frozenset(
    ("connect", "disconnect", "connect_error", "__disconnect_final", "*")
)
_USED_BY_LIBRARIES = frozenset(("connect_timeout", "ping", "pong"))
_KEPT_BY_JAVASCRIPT = frozenset(("disconnecting", "newListener", "removeListener"))


@dataclass(frozen=True, slots=True)
class Name:
    """The name of an event on the wire, where it stands, and why it is the one."""

    text: str
    span: Span
    reason: str


def channel_name(context: Context, channel: Channel) -> Name | None:
    """The name of an event that is a channel: its address."""
    address = channel.address
    written = address.value if address and isinstance(address.value, str) else ""
    what = "key" if context.document.is_version_2 else "address"
    joined = joined_address(channel)
    if joined is not None:
        reason = f"the end of the {what} of the channel, which is one event"
        return Name(joined.event, channel.span, reason)
    name = written.removeprefix("/") or channel.key
    if "{" in name:
        context.findings.error(
            "SG328",
            f"`{name}` cannot be the name of an event: it has parameters",
            channel.span,
            "give the event a fixed name, and its values as arguments",
        )
        return None
    if name != written:
        context.findings.warning(
            "SG325",
            f"the event `{written}` begins with a slash, as an address does",
            channel.span,
            f"it is read as `{name}`",
        )
    reason = f"the {what} of the channel, which is one event"
    return Name(name, channel.span, reason)


def message_name(
    context: Context, channel: Channel, operation: Operation, message: Message
) -> Name | None:
    """The name of an event that is a message; None if nothing tells it."""
    node = message.node
    named = node.get("name")
    if named is not None and isinstance(named.value, str) and named.value:
        return Name(named.value, named.span(), "the `name` of the message")
    found = _unnamed(context, operation, message)
    if found is None:
        context.findings.error(
            "SG326",
            "this message has no name, and no key that could name the event",
            node.span(),
            "add the `name` of the event",
        )
        return None
    text, what = found
    context.findings.warning(
        "SG301",
        f"the message `{message.key or text}` has no `name`, so {what} names the event",
        node.span(key=True),
        f"add `name: {text}`",
    )
    return Name(text, node.span(key=True), f"{what}: the message has no `name`")


def _unnamed(
    context: Context, operation: Operation, message: Message
) -> tuple[str, str] | None:
    """The text that names an event whose message does not, and what it is."""
    was_version_2 = context.document.is_version_2 or bool(message.made)
    title = message.node.text("title")
    if was_version_2 and title and not any(map(str.isspace, title)):
        return title, "its title"
    if message.key:
        return message.key, "its key"
    if identifier := message.node.text("messageId"):
        return identifier, "its `messageId`"
    if identifier := _operation_name(context, operation):
        version_2 = context.document.is_version_2
        return identifier, "the `operationId`" if version_2 else "its operation"
    return (message.made, "its key") if message.made else None


def _operation_name(context: Context, operation: Operation) -> str:
    """What names an operation, unless a converter made it of a channel and a verb."""
    if context.document.is_version_2:
        return operation.node.text("operationId")
    key = str(operation.node.pointer[-1])
    is_made = key.endswith((".publish", ".subscribe"))
    return "" if is_made or len(operation.messages) > 1 else key


def is_ordinary(
    context: Context,
    name: Name,
    arguments: tuple[Argument, ...],
    ack: Ack | None,
) -> bool:
    """Whether a name is free for an event; says so if it is not."""
    if _is_lifecycle(name.text, arguments, ack):
        context.findings.warning(
            "SG306",
            f"`{name.text}` is part of the life of a connection, "
            "so it is no event here",
            name.span,
            "leave it out; the lifecycle hooks are always there",
        )
        return False
    if name.text in _RESERVED:
        context.findings.error(
            "SG305",
            f"`{name.text}` is a name that Socket.IO keeps for itself",
            name.span,
            "give the event another name",
        )
        return False
    if name.text in _USED_BY_LIBRARIES or name.text.startswith("reconnect"):
        context.findings.note(
            "SG307",
            f"`{name.text}` is also a name that Socket.IO libraries use",
            name.span,
            "another name avoids surprises in clients of other languages",
        )
    if name.text in _KEPT_BY_JAVASCRIPT:
        context.findings.note(
            "SG307",
            f"`{name.text}` is a name that Socket.IO of JavaScript keeps for itself",
            name.span,
            "its clients and servers do not send it, and disconnect when it comes",
        )
    return True


def _is_lifecycle(name: str, arguments: tuple[Argument, ...], ack: Ack | None) -> bool:
    """Whether an event only documents that a connection comes or goes.

    A disconnect brings at most a reason, and nobody can answer it.
    """
    if name == "connection":
        return True
    return name == "disconnect" and ack is None and len(arguments) < 2
