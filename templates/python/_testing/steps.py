"""What clients may do one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from .._runtime.events import Event
from .line import Values

CLIENTS = 3
"""Clients of one sequence at most."""


@dataclass(frozen=True)
class Send:
    """A client sends an event, be it valid or not.

    If it `echoes`, what was said so far under names of its own is said again.
    """

    client: int
    event: Event
    wire: Values
    echoes: bool


@dataclass(frozen=True)
class Utter:
    """A client sends an event that the document does not have."""

    client: int
    name: str
    wire: Values


@dataclass(frozen=True)
class Renew:
    """A client leaves, and connects again."""

    client: int


Step: TypeAlias = Send | Utter | Renew


@dataclass(frozen=True)
class Course:
    """A sequence of steps, and the transport of each client."""

    transports: Sequence[str]
    steps: Sequence[Step]

    @property
    def key(self) -> tuple[object, ...]:
        """What is the same for courses that are."""
        told = (
            (type(one), one.client, one.event.name, one.echoes, repr(one.wire))
            if isinstance(one, Send)
            else repr(one)
            for one in self.steps
        )
        return (*self.transports, *told)
