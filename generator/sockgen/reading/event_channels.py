"""Documents in which each channel is one event."""

from dataclasses import dataclass

from sockgen.reading.channels import Channel
from sockgen.reading.context import Context
from sockgen.reading.servers import is_capable, namespace_path, servers_of

_ROLES = (":request", ":response")
"""What fastsio adds to the name of an event, to name the messages of its channel."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A namespace and an event in one address, such as `/chat/say`.

    `by_name` if the event is the name of a message; its channel's other messages are
    then events of their own names, too.
    """

    namespace: str
    event: str
    by_name: bool


def joined_address(channel: Channel) -> Joined | None:
    """The parts of an address that ends with the name of its event.

    What stands before has to be a namespace: it begins with a slash.
    """
    address = _address(channel)
    if not address.startswith("/") or "{" in address:
        return None
    for message in channel.messages():
        name = message.node.text("name")
        event = name
        for role in _ROLES:
            event = event.removesuffix(role)
        before = address.removesuffix(event)
        is_apart = before.endswith("/") or event != name
        if event and before != address and before.strip("/") and is_apart:
            return Joined(before.rstrip("/"), event, event == name)
    return None


def is_event(context: Context, channel: Channel) -> bool:
    """Whether a channel is an event; one at `/` is a namespace even then."""
    return context.events_are_channels and _address(channel) not in ("", "/")


def namespaces_of(context: Context, channel: Channel) -> list[tuple[str, str]]:
    """The namespaces of an event, each with the rule that decided it.

    The path of a server is the namespace, unless it is that of the engine.
    """
    joined = joined_address(channel)
    if joined is not None:
        context.findings.warning(
            "SG330",
            f"`{_address(channel)}` is read as the event `{joined.event}` of the "
            f"namespace `{joined.namespace}`",
            channel.span,
            "give each namespace a channel, with its events as messages",
        )
        return [(joined.namespace, "the address, in front of the name of the event")]
    found: dict[str, str] = {}
    for server in servers_of(context.document, channel.node):
        if is_capable(server):
            path = namespace_path(context.document, server)
            reason = f"the path of the server `{server.pointer[-1]}`"
            found.setdefault(
                path or "/", reason if path else "`/`: no server has a path of its own"
            )
    if len(found) > 1:
        names = ", ".join(f"`{name}`" for name in found)
        context.findings.warning(
            "SG321",
            f"the event of the channel `{channel.key}` is in several namespaces: "
            f"{names}",
            channel.span,
            "list the servers of the channel to put it in fewer",
        )
    return list(found.items()) or [("/", "`/`: there is no server")]


def suggest_events(context: Context, channels: list[Channel]) -> bool:
    """Say so if every channel looks like an event, and the channels are namespaces."""
    if context.events_are_channels or not channels:
        return False
    others = [one for one in channels if _address(one) != "/" and one.operations]
    if len(others) < 2 or not all(map(_looks_like_an_event, others)):
        return False
    context.findings.warning(
        "SG322",
        "every channel carries one message, as if each channel were an event",
        others[0].span,
        "if so, say `x-socketio: {events: channel}` at the root of the document, "
        "or --events-from channel",
    )
    return True


def _looks_like_an_event(channel: Channel) -> bool:
    if any(len(one.messages) != 1 for one in channel.operations):
        return False
    address = _address(channel)
    if not address or "{" in address:
        return False
    if joined_address(channel) is not None:
        return True
    names = {one.node.text("name") for one in channel.messages()}
    return names <= {"", address, address.lstrip("/")} or not address.startswith("/")


def _address(channel: Channel) -> str:
    address = channel.address
    return address.value if address and isinstance(address.value, str) else ""
