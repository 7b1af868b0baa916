"""Addresses of servers, and what is wrong with them."""

import re
from dataclasses import dataclass

from sockgen.document.likely import likely

CAPABLE = frozenset(("ws", "wss", "http", "https", "socketio", "socket.io"))
"""The protocols that Socket.IO travels over."""
_URL_SCHEMES = {"socketio": "http", "socket.io": "http"}
_URL = re.compile(
    r"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?(?P<host>[^/]*)(?P<path>.*)", re.S
)
_NEVER = re.compile(r"[\s\\<>\"^`|]")
_HOST = re.compile(
    r"(?:[^@]*@)?(?P<name>\[[^\[\]]*\]|[^:\[\]@]*)(?::(?P<port>.*))?", re.S
)
_IPV6 = re.compile(r"\[[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*(?:%[^\[\]]+)?\]")
_IN_BRACKETS = "an address of IPv6 stands in brackets, such as `[::1]:8000`"
_LAST_PORT = 65535


@dataclass(frozen=True, slots=True)
class Address:
    """Scheme, host and path of a server, the path without a slash at its end."""

    scheme: str
    host: str
    path: str

    @property
    def url(self) -> str:
        """The URL that a client connects to, without the path."""
        return f"{_URL_SCHEMES.get(self.scheme, self.scheme)}://{self.host}"

    @property
    def is_complete(self) -> bool:
        """Whether it names a host, and no variable is left in it."""
        name, colon, port = self.host.partition(":")
        return "{" not in self.url and bool(name or (colon and ":" in port))

    @property
    def fault(self) -> tuple[str, str] | None:
        """Why no client can connect to it, and what helps; None if one can."""
        if bad := _NEVER.search(self.host):
            what = "white space" if bad[0].isspace() else f"`{bad[0]}`"
            return f"its host has {what} in it", "leave that out"
        if self.scheme not in CAPABLE:
            close = likely(self.scheme, sorted(CAPABLE))
            hint = f"did you mean `{close}`?" if close else "it can be `wss` or `https`"
            return f"`{self.scheme}` is no protocol of Socket.IO", hint
        return _fault_of_host(self.host)


def address_of(text: str, path: str, protocol: str) -> Address:
    """The address that a host or a URL means, together with a path of its own."""
    found = _URL.fullmatch(re.split(r"[?#]", text, maxsplit=1)[0])
    scheme, host, first = (
        found.group("scheme", "host", "path") if found else ("", "", "")
    )
    steps = "/".join(step for step in f"{first}/{path}".split("/") if step)
    return Address((scheme or protocol).lower(), host, f"/{steps}" if steps else "")


def _fault_of_host(host: str) -> tuple[str, str] | None:
    found = _HOST.fullmatch(host)
    if found is None:
        return f"`{host}` is neither a name nor a number", _IN_BRACKETS
    name, port = found.group("name", "port")
    if name.startswith("[") and not _IPV6.fullmatch(name):
        return f"`{name}` is no address of IPv6", _IN_BRACKETS
    if port and ":" in port:
        return f"`{host}` has more than one colon", _IN_BRACKETS
    if port == "" and name.lower() in CAPABLE:
        return f"`{host}` is a scheme", "a host stands behind its `://`"
    if port == "":
        return "there is no port behind the colon", "write one, or leave the colon out"
    if port is not None and not _is_port(port):
        return f"`{port}` is no port", f"a port is a number from 1 to {_LAST_PORT}"
    return None


def _is_port(text: str) -> bool:
    plain = text.isascii() and text.isdigit() and len(text) < 9
    return plain and 0 < int(text) <= _LAST_PORT
