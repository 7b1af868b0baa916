"""When a client that lost its connection tries again, and over what."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, cast

from .errors import ApiError, ConnectFailed, ConnectRefused, InvalidPayload
from .problems import HANDLER_FAILED, TOO_MANY, UNAVAILABLE


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

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        if self.delay < 0 or self.longest < 0 or not 0 <= self.jitter <= 1:
            raise ValueError("delays are not negative, and jitter is from 0 to 1")
        if self.attempts is not None and self.attempts < 1:
            raise ValueError("for no attempt at all there is `reconnection=None`")

    def is_over(self, failures: int) -> bool:
        """Whether a client gives up after so many failures."""
        return self.attempts is not None and failures >= self.attempts

    def wait(self, failures: int) -> float:
        """Seconds before the attempt that follows so many failures."""
        delay = min(self.longest, self.delay * 2.0 ** min(failures, 32))
        return delay * (1.0 + self.jitter * random.uniform(-1.0, 1.0))


def policy(given: Reconnection | None) -> Reconnection | None:
    """What a client is told to do. Raises TypeError for what tells it nothing."""
    told = cast(object, given)
    if told is not None and not isinstance(told, Reconnection):
        raise TypeError(f"reconnection is a Reconnection or None, not {told!r}")
    return given


RECONNECTION: Final = Reconnection()
"""What a client does unless it is told otherwise: it never gives up."""

PASSING: Final = frozenset((HANDLER_FAILED, TOO_MANY, UNAVAILABLE))
"""Refusals of a server that is about to stop, or that has a trouble of its own."""


def is_final(error: Exception) -> bool:
    """Whether trying again is of no use: the server has said no, and means it."""
    if isinstance(error, ConnectRefused):
        return error.problem is None or error.problem.type not in PASSING
    return isinstance(error, InvalidPayload)


def given_up(url: str, error: Exception) -> ApiError:
    """What those hear who wait for a client that gives up."""
    if isinstance(error, ApiError):
        return error
    failed = ConnectFailed(url, [("auth or headers", repr(error))])
    failed.__cause__ = error
    return failed


KNOWN: Final = ("websocket", "polling")


class Transports:
    """The transports of a client, in the order in which they are tried."""

    def __init__(self, order: Sequence[str]) -> None:
        if not order or set(order) - set(KNOWN):
            raise ValueError(f"transports must be a list of some of {[*KNOWN]}")
        self._order = tuple(order)
        self._early = 0

    def turns(self) -> list[list[str]]:
        """What to try, one after the other.

        Polling that is preferred to websocket is upgraded when it can be; polling
        after a websocket that failed is not, the obstacle is still there. A
        transport that keeps breaking soon after the connect comes last.
        """
        if self._order == ("polling", "websocket"):
            turns = [["polling", "websocket"], ["polling"], ["websocket"]]
        else:
            turns = [[one] for one in self._order]
        return [*turns[1:], turns[0]] if self._early >= 2 else turns

    def lost(self, transport: str, reason: str, *, early: bool) -> None:
        """Note how a connection ended; `early` is soon after it was made.

        One early end may be a server that restarts, two in a row are taken for
        something on the way that cuts connections of this kind.
        """
        cut = early and reason in ("transport close", "transport error")
        if transport == "websocket":
            self._early = self._early + 1 if cut else 0
        elif self._early and not early:
            self._early = 1  # that was long ago: one more chance for the websocket
