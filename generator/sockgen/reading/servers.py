"""Servers, and which channels they serve over Socket.IO."""

import re
from collections.abc import Iterable
from typing import Protocol

from sockgen.contract import Server
from sockgen.document import Document, Node
from sockgen.reading.context import Context, options
from sockgen.reading.messages import Message

_CAPABLE = frozenset(("ws", "wss", "http", "https", "socketio", "socket.io"))
_URL_SCHEMES = {"socketio": "http", "socket.io": "http"}
_DEFAULT_PATH = "/socket.io"
_DEFAULT_TRANSPORTS = ("websocket", "polling")
_VARIABLE = re.compile(r"\{([^{}]*)\}")
_URL = re.compile(
    r"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?(?P<host>[^/]*)(?P<path>.*)"
)
_ENGINE = re.compile(r"socket\.?io|engine\.?io", re.I)
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
    return server.text("protocol").lower() in _CAPABLE


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
    is none of Socket.IO.
    """
    servers = servers_of(document, channel)
    if servers and not any(map(is_capable, servers)):
        return False
    if channel.get("servers") is not None:
        return True
    nodes = [channel]
    for operation in operations:
        nodes += [operation.node, *(one.node for one in operation.messages)]
    bound = {key for node in nodes for key in _bindings(node)}
    return not bound & _OF_OTHERS or not bound <= _OF_OTHERS


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
        server = _server(context, name, node)
        if "{" in server.url or server.url.endswith("://"):
            context.findings.warning(
                "SG323",
                f"the address of the server `{name}` is not complete",
                (node.get("host") or node.get("url") or node).span(),
                "it is left out, so that clients have to be given a URL",
            )
        else:
            found.append(server)
    return tuple(found)


def namespace_path(document: Document, server: Node) -> str:
    """The path of a server that is no path of the engine, otherwise nothing."""
    _, _, path = _endpoint(document, server)
    return "" if _ENGINE.search(path) else path


def _server(context: Context, name: str, node: Node) -> Server:
    scheme, host, path = _endpoint(context.document, node)
    if context.events_are_channels and not _ENGINE.search(path):
        path = ""
    return Server(
        name=name,
        url=f"{scheme}://{host}",
        path=path or _DEFAULT_PATH,
        transports=options(node).texts("transports") or _DEFAULT_TRANSPORTS,
        description=node.text("description"),
    )


def _endpoint(document: Document, node: Node) -> tuple[str, str, str]:
    """Scheme, host and path of a server, the path without a slash at its end."""
    version_2 = document.is_version_2
    written = _filled(node.text("url" if version_2 else "host"), node)
    found = _URL.fullmatch(re.split(r"[?#]", written, maxsplit=1)[0])
    scheme, host, path = (
        found.group("scheme", "host", "path") if found else ("", "", "")
    )
    if not version_2:
        path = f"{path}/{_filled(node.text('pathname'), node)}"
    scheme = (scheme or node.text("protocol")).lower()
    steps = "/".join(step for step in path.split("/") if step)
    return _URL_SCHEMES.get(scheme, scheme), host, f"/{steps}" if steps else ""


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
