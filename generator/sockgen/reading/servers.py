"""Servers, and which channels they serve over Socket.IO."""

import re
from collections.abc import Iterable
from typing import Protocol

from sockgen.contract import Server
from sockgen.document import Document, Node
from sockgen.reading.addresses import CAPABLE, Address, address_of
from sockgen.reading.context import Context, options
from sockgen.reading.messages import Message

_DEFAULT_PATH = "/socket.io"
_DEFAULT_TRANSPORTS = ("websocket", "polling")
_VARIABLE = re.compile(r"\{([^{}]*)\}")
_ENGINE = re.compile(r"socket\.?io|engine\.?io", re.I)
_BY_NAME = frozenset(("socketio", "socket.io"))
_OF_OTHERS = frozenset(
    (
        *("kafka", "amqp", "amqp1", "mqtt", "mqtt5", "nats", "jms", "sns", "sqs"),
        *("stomp", "redis", "mercure", "ibmmq", "googlepubsub", "pulsar", "solace"),
        *("anypointmq", "ros2"),
    )
)


class _Carrier(Protocol):
    """An operation, as far as it matters here."""

    @property
    def node(self) -> Node: ...
    @property
    def messages(self) -> list[Message]: ...


def is_capable(server: Node) -> bool:
    """Whether a server speaks a protocol that Socket.IO travels over."""
    return server.text("protocol").lower() in CAPABLE


def servers_of(document: Document, channel: Node | None = None) -> list[Node]:
    """The servers that a channel names, otherwise all of the document."""
    servers = document.root.get("servers")
    known = dict(servers.entries()) if servers else {}
    named = channel.get("servers") if channel else None
    if named is None or not named.value:
        return list(known.values())
    listed = [known.get(str(one.value), one) for one in named.items()]
    return [one for one in listed if isinstance(one.value, dict)]


def is_served(
    document: Document, channel: Node, operations: Iterable[_Carrier]
) -> bool:
    """Whether a channel is reached over Socket.IO.

    Where all servers could serve it, bindings of another protocol tell that it
    is none of Socket.IO, unless all servers speak just that.
    """
    servers = servers_of(document, channel)
    if servers and not any(map(is_capable, servers)):
        return False
    if channel.get("servers") is not None or _speak_nothing_else(servers):
        return True
    nodes = [channel]
    for operation in operations:
        nodes += [operation.node, *(one.node for one in operation.messages)]
    bound = {key for node in nodes for key in _bindings(node)}
    return not bound & _OF_OTHERS or not bound <= _OF_OTHERS


def _speak_nothing_else(servers: list[Node]) -> bool:
    named = {one.text("protocol").lower() for one in servers}
    return bool(named) and named <= _BY_NAME


def _bindings(node: Node) -> list[str]:
    bound = node.get("bindings")
    return [key for key, _ in bound.entries()] if bound else []


def read_servers(context: Context) -> tuple[Server, ...]:
    """The servers that speak Socket.IO, in order."""
    servers = context.document.root.get("servers")
    found: list[Server] = []
    for name, node in servers.entries() if servers else ():
        if not is_capable(node):
            continue
        address = _address(context.document, node)
        span = (node.get("host") or node.get("url") or node).span()
        if not address.is_complete:
            context.findings.warning(
                "SG323",
                f"the address of the server `{name}` is not complete",
                span,
                "it is left out, so that clients have to be given a URL",
            )
        elif address.fault:
            why, hint = address.fault
            context.findings.warning(
                "SG341",
                f"nobody can connect to the server `{name}`, so it is left out: {why}",
                span,
                hint,
            )
        else:
            _tell_whole_url(context, name, node)
            found.append(_server(context, name, node, address))
    return tuple(found)


def _tell_whole_url(context: Context, name: str, node: Node) -> None:
    """Say that the `host` of AsyncAPI 3 is none; what was meant is clear, though."""
    scheme, mark, rest = node.text("host").partition("://")
    if not mark or context.document.is_version_2:
        return
    host, _, path = rest.partition("/")
    hint = f"write `host: '{host}'` beside `protocol: {scheme}`"
    context.findings.warning(
        "SG341",
        f"the `host` of the server `{name}` is a whole URL",
        (node.get("host") or node).span(),
        f"{hint} and `pathname: /{path}`" if path.strip("/") else hint,
    )


def namespace_path(document: Document, server: Node) -> str:
    """The path of a server that is no path of the engine, otherwise nothing."""
    path = _address(document, server).path
    return "" if _ENGINE.search(path) else path


def _server(context: Context, name: str, node: Node, address: Address) -> Server:
    path = address.path
    if context.events_are_channels and not _ENGINE.search(path):
        path = ""
    return Server(
        name=name,
        url=address.url,
        path=path or _DEFAULT_PATH,
        transports=options(node).texts("transports") or _DEFAULT_TRANSPORTS,
        description=node.text("description"),
        span=node.span(key=True),
    )


def _address(document: Document, node: Node) -> Address:
    """The address of a server, the defaults of its variables put in."""
    is_url = document.is_version_2
    written = _filled(node.text("url" if is_url else "host"), node)
    path = "" if is_url else _filled(node.text("pathname"), node)
    return address_of(written, path, node.text("protocol"))


def _filled(template: str, server: Node) -> str:
    """A host or path with the defaults of the server's variables."""
    variables = server.get("variables")

    def value(match: re.Match[str]) -> str:
        variable = variables.get(match[1]) if variables else None
        if variable is None:
            return match[0]
        first = next(iter(variable.texts("enum")), match[0])
        return variable.text("default") or first

    return _VARIABLE.sub(value, template)
