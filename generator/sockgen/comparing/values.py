"""Whether arguments, or values of an acknowledgement, are accepted as before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sockgen.comparing.certainty import Certainty
from sockgen.comparing.losses import REQUIRED, Loss
from sockgen.comparing.schemas import Comparison
from sockgen.comparing.sentences import told
from sockgen.contract import Argument


@dataclass(frozen=True, slots=True)
class Lost:
    """What fits a first list of values, and not a second one.

    `name` is that of the value, and `schema` the entry of the first that it has.
    """

    name: str
    loss: Loss
    schema: str = ""

    def __str__(self) -> str:
        return told(self.name, self.loss)


def lost(
    first: Sequence[Argument], second: Sequence[Argument], comparison: Comparison
) -> Iterator[Lost]:
    """What fits the first values and not the second."""
    for index in range(max(len(first), len(second))):
        one, other = _at(first, index), _at(second, index)
        if one is None:
            if other is not None and other.required and not other.rest:
                yield _flat(_called(other, index), REQUIRED, "", other.schema)
            continue
        name = _called(one, index)
        if other is None:
            reason = "no such value is taken"
            reason = "there may be no more of it" if one.rest else reason
            yield _flat(name, reason, one.schema)
            continue
        if other.required and not one.required:
            yield _flat(name, REQUIRED, one.schema, other.schema)
        for loss in comparison.losses(one.schema, other.schema):
            yield Lost(name, loss, one.schema)
        if one.rest and not other.rest:
            yield _flat(name, "there may be no more of it", one.schema, other.schema)


def moved(
    old: Sequence[Argument], new: Sequence[Argument]
) -> Iterator[tuple[str, Argument, Argument]]:
    """Values that stand in another place: what is said, and both of them."""
    before, after = _places(old), _places(new)
    for name, index in before.items():
        now = after.get(name, index)
        if now != index:
            told = f"`{name}` is value {now + 1}, and was value {index + 1}"
            yield told, old[index], new[now]


def agree(
    one: Sequence[Argument], other: Sequence[Argument], there: Comparison
) -> bool:
    """Whether all that fits the first values fits the second."""
    return not any(not x.loss.remote for x in lost(one, other, there))


def _flat(name: str, reason: str, schema: str, key: str = "") -> Lost:
    return Lost(name, Loss((), reason, Certainty.SURE, key), schema)


def _places(values: Sequence[Argument]) -> dict[str, int]:
    """Where names stand that only one of the values has."""
    names = [one.name for one in values]
    return {x: i for i, x in enumerate(names) if x and names.count(x) == 1}


def _at(arguments: Sequence[Argument], index: int) -> Argument | None:
    if index < len(arguments):
        return arguments[index]
    return arguments[-1] if arguments and arguments[-1].rest else None


def _called(argument: Argument, index: int) -> str:
    return argument.name or f"value {index + 1}"
