"""Values that one schema accepts and another one refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress

from sockgen.contract import Argument, JsonObject, JsonValue
from sockgen.sampling import Oracle, Sampler

_GOOD, _BROKEN = 100, 300


class Witnesses:
    """Tries values of one table of schemas with the schemas of another."""

    def __init__(
        self, first: Mapping[str, JsonObject], second: Mapping[str, JsonObject]
    ) -> None:
        self._first, self._second = first, second
        self._before, self._after = Oracle(first), Oracle(second)

    def found(self, first: str, second: str) -> bool:
        """Whether there is a value that the first accepts and the second refuses."""
        return any(
            self._before.accepts(first, one) and not self._after.accepts(second, one)
            for one in self._tried(first, second)
        )

    def _tried(self, first: str, second: str) -> Iterator[JsonValue]:
        mine, theirs = Argument("value", first), Argument("value", second)
        sampler = Sampler(self._first)
        cases = [*sampler.good((mine,), (), _GOOD).listed]
        other = Sampler(self._second)
        valid = other.arguments((theirs,), ())
        if valid is not None:
            cases += other.broken((theirs,), valid, _BROKEN).listed
        for one in cases:
            # Nobody is taken to send what an open object does not name.
            if one.kind == "extra" or len(one.arguments) != 1:
                continue
            # A validator does not take bytes, which have a difference of their own.
            with suppress(TypeError, ValueError):
                yield json.loads(json.dumps(one.arguments[0]))
