"""Events that a client keeps while it has no connection."""

from __future__ import annotations

import logging
from collections import deque

from .errors import TooLarge
from .link import Link

LOG = logging.getLogger(__name__.partition("._runtime")[0])


class Kept:
    """Events that were emitted while the client was coming back, in their order."""

    def __init__(self, size: int) -> None:
        """`size` is how many there are at most."""
        if size < 0:
            raise ValueError(f"a buffer of {size!r} events is none")
        self._size = size
        self._events: deque[tuple[str, str, tuple[object, ...]]] = deque()

    def add(self, namespace: str, event: str, wire: tuple[object, ...]) -> bool:
        """Keep one; False if there is no room for it."""
        if len(self._events) >= self._size:
            return False
        self._events.append((namespace, event, wire))
        return True

    async def send(self, link: Link) -> None:
        """Send them, until the connection is lost; what is left waits for the next.

        What a namespace that is not connected was to get, or what is too large, is told
        in the log.
        """
        while self._events and not link.over:
            namespace, event, wire = self._events.popleft()
            try:
                await link.emit(namespace, event, wire)
            except (ConnectionError, TooLarge) as error:
                LOG.warning("%s on %s was not sent: %s", event, namespace, error)

    def drop(self) -> None:
        """Forget them, and say so in the log."""
        if self._events:
            names = ", ".join(event for _, event, _ in self._events)
            LOG.warning("events were kept and are not sent: %s", names)
            self._events.clear()
