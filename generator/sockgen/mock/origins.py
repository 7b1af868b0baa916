"""Which pages may talk to a mock."""

import ipaddress
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit


def is_loopback(host: str) -> bool:
    """Whether the name of a host always means this machine."""
    plain = host.strip("[]").rstrip(".").lower()
    if plain == "localhost" or plain.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(plain).is_loopback
    except ValueError:
        return False


def host_of(authority: str) -> str:
    """The host of a `Host` header, without its port; empty for what is none."""
    try:
        return urlsplit(f"//{authority}").hostname or ""
    except ValueError:
        return ""


class Origins:
    """Decides for python-socketio which origins of browsers may connect.

    Those of this machine may, whatever their port, for there the pages lie that are
    being written; so does the mock's own, and those that a call names.
    """

    def __init__(self, named: tuple[str, ...]) -> None:
        self._named = {one.rstrip("/").lower() for one in named}

    def __call__(self, origin: str | None, environ: Mapping[str, Any]) -> bool:
        """Whether a page of this origin may connect."""
        if origin is None or "*" in self._named or origin.lower() in self._named:
            return True
        try:
            parts = urlsplit(origin)
        except ValueError:
            return False
        own = str(environ.get("HTTP_HOST", "")).lower()
        return parts.netloc.lower() == own or is_loopback(parts.hostname or "")
