"""Servers, and which channels they serve over Socket.IO."""

import re

from sockgen.contract import Server
from sockgen.document import Document, Node
from sockgen.reading.context import options

_CAPABLE = frozenset(("ws", "wss", "http", "https", "socketio", "socket.io"))
_URL_SCHEMES = {"socketio": "http", "socket.io": "http"}
_DEFAULT_PATH = "/socket.io"
_DEFAULT_TRANSPORTS = ("websocket", "polling")
_VARIABLE = re.compile(r"\{([^{}]*)\}")


def is_capable(server: Node) -> bool:
    """Whether a server speaks a protocol that Socket.IO travels over."""
    return server.text("protocol").lower() in _CAPABLE


def servers_of(document: Document, channel: Node | None = None) -> list[Node]:
    """The servers that a channel names, otherwise all of the document."""
    named = channel.get("servers") if channel else None
    if named is not None and named.value:
        return list(named.items())
    servers = document.root.get("servers")
    return [server for _, server in servers.entries()] if servers else []


def is_served(document: Document, channel: Node) -> bool:
    """Whether a channel is reached over Socket.IO."""
    servers = servers_of(document, channel)
    return not servers or any(is_capable(server) for server in servers)


def read_servers(document: Document) -> tuple[Server, ...]:
    """The servers that speak Socket.IO, in order."""
    servers = document.root.get("servers")
    if servers is None:
        return ()
    return tuple(
        _server(name, server)
        for name, server in servers.entries()
        if is_capable(server)
    )


def _server(name: str, node: Node) -> Server:
    protocol = node.text("protocol").lower()
    host = _filled(node.text("host"), node).rstrip("/")
    path = _filled(node.text("pathname"), node).strip("/")
    return Server(
        name=name,
        url=f"{_URL_SCHEMES.get(protocol, protocol)}://{host}",
        path=f"/{path}" if path else _DEFAULT_PATH,
        transports=options(node).texts("transports") or _DEFAULT_TRANSPORTS,
        description=node.text("description"),
    )


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
