"""What an event may be called."""

from sockgen.contract import Ack, Argument
from sockgen.document import Node
from sockgen.reading.context import Context
from sockgen.reading.messages import Message

_RESERVED = frozenset(("connect", "disconnect", "connect_error", "*"))
_USED_BY_LIBRARIES = frozenset(
    ("connect_timeout", "ping", "pong", "__disconnect_final")
)


def event_name(context: Context, message: Message) -> str:
    """The name of an event on the wire."""
    name = message.node.text("name")
    if name:
        return name
    context.findings.warning(
        "SG301",
        f"the message `{message.key}` has no `name`, so its key names the event",
        message.node.span(key=True),
        f"add `name: {message.key}`",
    )
    return message.key


def name_place(message: Message) -> Node:
    """Where the name of an event stands."""
    return message.node.get("name") or message.node


def is_ordinary(
    context: Context,
    name: str,
    place: Node,
    arguments: tuple[Argument, ...],
    ack: Ack | None,
) -> bool:
    """Whether a name is free for an event; says so if it is not."""
    span = place.span(key=not isinstance(place.value, str))
    if _is_lifecycle(context, name, arguments, ack):
        context.findings.warning(
            "SG306",
            f"`{name}` is part of the life of a connection, so it is no event here",
            span,
            "leave it out; the lifecycle hooks are always there",
        )
        return False
    if name in _RESERVED:
        context.findings.error(
            "SG305",
            f"`{name}` is a name that Socket.IO keeps for itself",
            span,
            "give the event another name",
        )
        return False
    if name in _USED_BY_LIBRARIES or name.startswith("reconnect"):
        context.findings.note(
            "SG307",
            f"`{name}` is also a name that Socket.IO libraries use",
            span,
            "another name avoids surprises in clients of other languages",
        )
    return True


def _is_lifecycle(
    context: Context, name: str, arguments: tuple[Argument, ...], ack: Ack | None
) -> bool:
    """Whether an event only documents that a connection comes or goes.

    A disconnect brings at most a reason, and nobody can answer it.
    """
    if name == "connection":
        return True
    if name != "disconnect" or ack is not None or len(arguments) > 1:
        return False
    types = [context.schemas.entries[one.schema].get("type") for one in arguments]
    return all(kind == "string" for kind in types)
