"""What the log says of clients that send garbage: enough to see, never a flood."""

from __future__ import annotations

import logging
import threading
import time

LOG = logging.getLogger(__name__.partition("._runtime")[0])

MOST = 20
"""How many lines there are in one period."""

PERIOD = 60.0
"""Seconds that a period has."""


class Complaints:
    """Writes lines about clients into the log, and counts what would be too many."""

    def __init__(self) -> None:
        self._guard = threading.Lock()  # held for a moment, never while waiting
        self._until = 0.0
        self._written = 0
        self._unwritten = 0

    def about(self, error: Exception) -> None:
        """Say that a client is disconnected for what it has sent."""
        unwritten = self._turn()
        if unwritten is None:
            return
        more = f"; {unwritten} more were before" if unwritten else ""
        LOG.warning("a client sent %s, and is disconnected%s", error, more)

    def _turn(self) -> int | None:
        """How many lines were left out before this one; None leaves it out as well."""
        with self._guard:
            now = time.monotonic()
            if now >= self._until:
                self._until, self._written = now + PERIOD, 0
            if self._written == MOST:
                self._unwritten += 1
                return None
            self._written += 1
            unwritten, self._unwritten = self._unwritten, 0
            return unwritten
