"""The answers of a mock to what clients send, and what goes wrong on purpose."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from itertools import cycle
from random import Random
from typing import Any

from sockgen.contract import Direction, Event, Namespace
from sockgen.mock.runtime import Answer, Runtime
from sockgen.mock.samples import Samples, Supply
from sockgen.mock.settings import Faults, Spot

Drop = Callable[[Any], Awaitable[None]]


class Answers:
    """Makes the answer to each event of a namespace.

    `faults` tells what is to go wrong now, and `dice` when.
    """

    def __init__(
        self,
        runtime: Runtime,
        samples: Samples,
        dice: Random,
        faults: Callable[[], Faults],
    ) -> None:
        self._runtime = runtime
        self._samples = samples
        self._dice = dice
        self._faults = faults

    def of(self, namespace: Namespace, drop: Drop) -> dict[str, Answer]:
        """The answer to every event that a client may send, by its name."""
        return {
            one.name: self._answer(namespace, one, drop)
            for one in namespace.events
            if one.direction is Direction.CLIENT_TO_SERVER
        }

    def _answer(self, namespace: Namespace, event: Event, drop: Drop) -> Answer:
        spot = Spot(namespace.name, event.name)
        known = self._runtime.event(spot, Direction.CLIENT_TO_SERVER)
        acked = event.ack is not None
        takes = partial(self._runtime.takes, known.ack) if acked else _anything
        supply = self._samples.of_ack(namespace, event, takes)
        errors = cycle(self._errors(namespace, event, known) or [self._failure])

        async def answer(conn: Any, *_: object) -> object:
            faults = self._faults()
            if seconds := faults.seconds(self._dice):
                await asyncio.sleep(seconds)
            if self._dice.random() < faults.drop_rate:
                await drop(conn)
            elif self._dice.random() < faults.error_rate:
                raise next(errors)()
            return self._next(event, known, supply) if acked else None

        return answer

    def _next(self, event: Event, known: Any, supply: Supply) -> object:
        """What a handler returns so that the next example travels."""
        values = supply.next()
        if values is None or event.ack is None:
            raise self._runtime.refused(
                "the document has no example of this acknowledgement, and the mock "
                "can make none up"
            )
        return known.answer(self._samples.on_the_wire(event.ack.arguments, values))

    def _errors(
        self, namespace: Namespace, event: Event, known: Any
    ) -> list[Callable[[], Exception]]:
        """What makes the declared errors of an event."""
        declared = event.ack.errors if event.ack is not None else ()
        return [
            partial(self._error, namespace, event, index)
            for index in range(len(declared))
            if index < len(known.errors)
        ]

    def _error(self, namespace: Namespace, event: Event, index: int) -> Exception:
        assert event.ack is not None
        error = event.ack.errors[index]
        spot = Spot(namespace.name, event.name)
        known = self._runtime.event(spot, Direction.CLIENT_TO_SERVER).errors[index]
        takes = partial(self._runtime.takes, known.values)
        values = self._samples.of_error(namespace, event, error, takes).first()
        if values is None:
            return self._failure()
        wire = self._samples.on_the_wire(error.arguments, values)
        made: Exception = known.raised.from_arguments(known.values.decode(wire))
        return made

    def _failure(self) -> Exception:
        failed: Exception = self._runtime.refused("the mock was told to fail")
        return failed


def _anything(_: tuple[object, ...]) -> bool:
    return True
