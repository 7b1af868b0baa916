"""Namespaces: the channels of the document."""

import re

from sockgen.contract import Direction, Namespace
from sockgen.diagnostics import Label
from sockgen.document import Node
from sockgen.reading.context import Context, options
from sockgen.reading.events import Operation, read_events
from sockgen.reading.rooms import read_rooms
from sockgen.reading.security import SecurityReader
from sockgen.reading.servers import is_served, servers_of
from sockgen.source import JsonValue

_FORBIDDEN = re.compile(r"[?,*]")


def read_namespaces(
    context: Context, security: SecurityReader, directions: dict[str, Direction]
) -> tuple[Namespace, ...]:
    """A namespace for each channel that is served over Socket.IO, in order.

    `directions` tells who sends the events of a `send` and of a `receive`
    operation.
    """
    operations = _operations(context, directions)
    found: dict[str, tuple[Namespace, Node]] = {}
    for channel in _channels(context, operations):
        name = _namespace_name(context, channel)
        if name is None:
            continue
        if name in found:
            _same_namespace(context, name, channel, found[name][1])
            continue
        own = [one for one in operations if one.channel.pointer == channel.pointer]
        found[name] = _namespace(context, security, name, channel, own), channel
    return tuple(namespace for namespace, _ in found.values())


def _operations(context: Context, directions: dict[str, Direction]) -> list[Operation]:
    listed = context.document.root.get("operations")
    found: list[Operation] = []
    for key, written in listed.entries() if listed else ():
        operation = written.with_traits()
        channel = operation.get("channel")
        if channel is not None and not options(operation).flag("ignore"):
            direction = directions[operation.text("action")]
            found.append(Operation(key, operation, channel, direction))
    return found


def _channels(context: Context, operations: list[Operation]) -> list[Node]:
    """The channels that are namespaces; those of other protocols are named once.

    A channel without operations that only takes replies is none either.
    """
    listed = context.document.root.get("channels")
    used = {operation.channel.pointer for operation in operations}
    replies = {
        channel.pointer
        for operation in operations
        if (reply := operation.node.get("reply")) is not None
        if (channel := reply.get("channel")) is not None
    }
    found: list[Node] = []
    skipped: list[str] = []
    for key, channel in listed.entries() if listed else ():
        if not is_served(context.document, channel):
            skipped.append(key)
        elif channel.pointer in used or (
            channel.pointer not in replies and channel.text("address")
        ):
            found.append(channel)
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
        )
    return found


def _namespace_name(context: Context, channel: Node) -> str | None:
    address = channel.get("address")
    if address is None or not isinstance(address.value, str):
        context.findings.error(
            "SG303",
            f"the channel `{channel.pointer[-1]}` has no address, so no namespace",
            address.span() if address else channel.span(key=True),
            "write the namespace as its `address`, such as `address: /`",
        )
        return None
    name = address.value
    bad = _FORBIDDEN.search(name)
    if bad or "{" in name:
        reason = f"it holds `{bad[0]}`" if bad else "it has parameters"
        context.findings.error(
            "SG303",
            f"`{name}` cannot be a namespace: {reason}",
            address.span(),
            "a namespace is a fixed path such as `/orders`",
        )
        return None
    if name.startswith("/"):
        return name
    context.findings.warning(
        "SG302",
        f"the namespace `{name}` does not begin with a slash",
        address.span(),
        f"it is read as `/{name}`",
    )
    return f"/{name}"


def _same_namespace(context: Context, name: str, channel: Node, first: Node) -> None:
    address = channel.get("address") or channel
    other = first.get("address") or first
    context.findings.error(
        "SG304",
        f"the namespace `{name}` is described by two channels",
        address.span(),
        "describe all events of a namespace in one channel",
        label=Label(other.span(), "first described here"),
    )


def _namespace(
    context: Context,
    security: SecurityReader,
    name: str,
    channel: Node,
    operations: list[Operation],
) -> Namespace:
    servers = servers_of(context.document, channel)
    rooms = read_rooms(context, channel)
    auth = _auth(channel, servers)
    handshake = channel.get("bindings")
    websocket = handshake.get("ws") if handshake else None
    return Namespace(
        name=name,
        events=read_events(context, operations, rooms),
        title=channel.text("title"),
        description=channel.text("description") or channel.text("summary"),
        rooms=rooms,
        auth=context.schemas.name(auth) if auth else None,
        auth_examples=_auth_examples(auth),
        query=_schema_below(context, websocket, "query"),
        headers=_schema_below(context, websocket, "headers"),
        security=security.requirements(
            [*servers, *(operation.node for operation in operations)]
        ),
        span=(channel.get("address") or channel).span(),
    )


def _auth(channel: Node, servers: list[Node]) -> Node | None:
    """The schema of the connect `auth`: of the channel, otherwise of a server."""
    for holder in (channel, *servers):
        auth = options(holder).raw("auth")
        if auth is not None:
            return auth
    return None


def _auth_examples(auth: Node | None) -> tuple[JsonValue, ...]:
    examples = auth.followed().get("examples") if auth else None
    return tuple(one.value for one in examples.raw_items()) if examples else ()


def _schema_below(context: Context, binding: Node | None, key: str) -> str | None:
    schema = binding.raw(key) if binding else None
    return context.schemas.name(schema) if schema else None
