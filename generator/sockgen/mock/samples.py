"""What a mock says: the examples of the document, else values that are made up."""

import contextlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

from sockgen.contract import (
    AckError,
    Api,
    Argument,
    Event,
    Example,
    JsonValue,
    Namespace,
)
from sockgen.sampling import Sampler, Variety

Values = tuple[JsonValue, ...]
Takes = Callable[[tuple[object, ...]], bool]
"""Whether the generated code takes values as they travel."""

_POOL = 8
_TRIES = 16


class Supply:
    """The values of one place, one set after the other, round and round.

    They are made when they are asked for: a large document has many places.
    """

    def __init__(self, source: Iterator[Values]) -> None:
        self._source = source
        self._kept: list[Values] = []
        self._turn = 0

    def first(self) -> Values | None:
        """The values that come first, None if there are none at all."""
        if not self._kept:
            self._kept.extend(islice(self._source, 1))
        return self._kept[0] if self._kept else None

    def next(self) -> Values | None:
        """The next values, None if there are none at all."""
        if self._turn >= len(self._kept):
            self._kept.extend(islice(self._source, 1))
        if not self._kept:
            return None
        self._turn += 1
        if self._turn > len(self._kept):
            self._turn = 1
        return self._kept[self._turn - 1]


class Samples:
    """The supplies of all places of a contract; the same ones for the same seed."""

    def __init__(self, api: Api, seed: int) -> None:
        self._schemas = api.schemas
        self._sampler = Sampler(api.schemas)
        self._seed = seed

    def of_event(self, namespace: Namespace, event: Event, takes: Takes) -> Supply:
        """What an event carries that the mock emits."""
        place = f"{namespace.name} {event.name}"
        return self._supply(place, event.arguments, event.examples, takes)

    def of_ack(self, namespace: Namespace, event: Event, takes: Takes) -> Supply:
        """What an event of a client is answered with."""
        if event.ack is None:
            return Supply(iter([()]))
        place = f"{namespace.name} {event.name} acknowledgement"
        return self._supply(place, event.ack.arguments, event.ack.examples, takes)

    def of_error(
        self, namespace: Namespace, event: Event, error: AckError, takes: Takes
    ) -> Supply:
        """What an event of a client is answered with if that goes wrong."""
        place = f"{namespace.name} {event.name} {error.name}"
        return self._supply(place, error.arguments, error.examples, takes)

    def on_the_wire(
        self, arguments: Sequence[Argument], values: Sequence[JsonValue]
    ) -> tuple[object, ...]:
        """JSON values as they travel: with bytes where the document says so."""
        if not arguments:
            return tuple(values)
        return self._sampler.on_the_wire(arguments, values)

    def _supply(
        self,
        place: str,
        arguments: Sequence[Argument],
        examples: Sequence[Example],
        takes: Takes,
    ) -> Supply:
        def good(values: Values) -> bool:
            return self._sampler.valid(arguments, values) and takes(
                self.on_the_wire(arguments, values)
            )

        def values() -> Iterator[Values]:
            shown = [one.arguments for one in examples if good(one.arguments)]
            yield from shown or self._made_up(place, arguments, good)

        return Supply(values())

    def _made_up(
        self, place: str, arguments: Sequence[Argument], good: Callable[[Values], bool]
    ) -> Iterator[Values]:
        variety = Variety(self._schemas, self._sampler, f"{self._seed} {place}")
        needed = [one for one in arguments if one.required and not one.rest]
        seen: list[Values] = []
        for _ in range(_TRIES):
            made = [variety.value(one.schema) for one in needed]
            values = tuple(one[0] for one in made if one is not None)
            if len(values) < len(needed) or len(seen) == _POOL:
                return
            if values not in seen and good(values):
                seen.append(values)
                yield values


def fitted(values: Values, parameters: Mapping[str, JsonValue]) -> Values:
    """Values whose properties of the names of a room's parameters have their values."""
    return tuple(
        {
            key: _like(old, parameters[key]) if key in parameters else old
            for key, old in one.items()
        }
        if isinstance(one, dict)
        else one
        for one in values
    )


def _like(old: JsonValue, parameter: JsonValue) -> JsonValue:
    """A parameter in the type of what stands in its place: a room has text alone."""
    if not isinstance(parameter, str) or isinstance(old, str):
        return parameter
    typed: JsonValue = parameter
    with contextlib.suppress(ValueError):
        typed = json.loads(parameter)
    return typed
