"""What a mock is told to do."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isfinite
from random import Random

_SLOWEST = 3_600.0


@dataclass(frozen=True, slots=True)
class Spot:
    """An event of a namespace, by their names on the wire."""

    namespace: str
    event: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """Emit an event again and again, after so many seconds each time."""

    event: Spot
    seconds: float


@dataclass(frozen=True, slots=True)
class Trigger:
    """Emit an event whenever a client has sent another one."""

    cause: Spot
    effect: Spot


class WrongFault(ValueError):
    """A fault that cannot be."""


@dataclass(frozen=True, slots=True)
class Faults:
    """What goes wrong on purpose.

    An answer waits for some seconds between the two of `delay`. The rates are the
    parts of the events that are answered with an error, or end their connection.
    """

    delay: tuple[float, float] = (0.0, 0.0)
    error_rate: float = 0.0
    drop_rate: float = 0.0

    def __post_init__(self) -> None:
        """Raise WrongFault for what cannot be."""
        low, high = self.delay
        if not (isfinite(high) and 0 <= low <= high <= _SLOWEST):
            raise WrongFault(
                f"a delay is 0 to {_SLOWEST:g} seconds, a range LEAST-MOST of them"
            )
        if not (0 <= self.error_rate <= 1 and 0 <= self.drop_rate <= 1):
            raise WrongFault("a rate is a number from 0 to 1")

    def changed(self, wishes: Mapping[str, object]) -> "Faults":
        """These faults, some of them as a page wants them. Raises WrongFault."""
        known = {"delay_least", "delay_most", "error_rate", "drop_rate"}
        numbers: dict[str, float] = {}
        for name, wish in wishes.items():
            if name not in known:
                raise WrongFault(f"there is no fault {name!r}")
            if isinstance(wish, bool) or not isinstance(wish, int | float):
                raise WrongFault(f"{name} is a number")
            numbers[name] = float(wish)
        least, most = self.delay
        delay = numbers.pop("delay_least", least), numbers.pop("delay_most", most)
        return replace(self, delay=delay, **numbers)

    def seconds(self, random: Random) -> float:
        """How long one answer waits."""
        return random.uniform(*self.delay)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a call of the mock said.

    `tokens` are the only credentials that are taken; without any, all are that have
    the right form. `path` is the engine path, None for that of the document.
    `origins` are those of browsers that may connect besides the ones of this machine.
    """

    seed: int = 0
    faults: Faults = Faults()
    schedules: tuple[Schedule, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    tokens: tuple[str, ...] = ()
    path: str | None = None
    origins: tuple[str, ...] = ()
