"""Whether arguments, or values of an acknowledgement, are accepted as before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sockgen.comparing.schemas import Comparison, Loss
from sockgen.contract import Argument


def lost(
    first: Sequence[Argument], second: Sequence[Argument], comparison: Comparison
) -> Iterator[tuple[str, Loss]]:
    """What fits the first arguments and not the second, with the value it is about."""
    for index in range(max(len(first), len(second))):
        one, other = _at(first, index), _at(second, index)
        if one is None:
            if other is not None and other.required and not other.rest:
                told = "it is required, and was not there"
                yield _called(other, index), Loss((), told, True, other.schema)
            continue
        name = _called(one, index)
        if other is None:
            yield name, Loss((), "it is no longer there", True)
            continue
        if other.required and not one.required:
            yield name, Loss((), "it is required", True, other.schema)
        for loss in comparison.losses(one.schema, other.schema):
            yield name, loss
        if one.rest and not other.rest:
            yield name, Loss((), "there may be no more of it", True, other.schema)


def _at(arguments: Sequence[Argument], index: int) -> Argument | None:
    if index < len(arguments):
        return arguments[index]
    return arguments[-1] if arguments and arguments[-1].rest else None


def _called(argument: Argument, index: int) -> str:
    return argument.name or f"value {index + 1}"
