"""When a client that lost its connection tries again."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Reconnection:
    """When a lost connection is tried again.

    The first attempt comes after `delay` seconds; each further one waits twice
    as long, up to `longest`, give or take the share `jitter`. After `attempts`
    failures (None: never) the client gives up.
    """

    delay: float = 1.0
    longest: float = 30.0
    jitter: float = 0.5
    attempts: int | None = None

    def wait(self, failures: int) -> float:
        """Seconds before the attempt that follows so many failures."""
        delay = min(self.longest, self.delay * 2.0 ** min(failures, 32))
        return delay * (1.0 + self.jitter * random.uniform(-1.0, 1.0))


RECONNECTION: Final = Reconnection()
"""What a client does unless it is told otherwise: it never gives up."""
