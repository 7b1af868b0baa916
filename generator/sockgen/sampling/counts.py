"""Wrong numbers of arguments."""

from collections.abc import Sequence

from sockgen.contract import Argument
from sockgen.sampling.cases import Case


def miscounted(
    arguments: Sequence[Argument], full: Sequence[object], kept: Sequence[object]
) -> list[Case]:
    """Too few and too many of the arguments that an event has.

    `full` has a valid value for each argument, as far as there are any, and `kept` is
    what is sent of them otherwise.
    """
    least = sum(one.required and not one.rest for one in arguments)
    rest = bool(arguments) and arguments[-1].rest
    most = len(arguments)
    found: list[Case] = []
    if least > 1:
        found.append(Case(f"no arguments, {least} needed", (), kind="too few"))
        named = {one.name: x for one, x in zip(arguments, kept, strict=False)}
        for words, value in (("list", [*kept]), ("object", named)):
            label = f"all arguments in one {words}"
            found.append(Case(label, (value,), kind="too few"))
    if least:
        label = f"{least - 1} of {least} arguments"
        found.append(Case(label, (*kept[: least - 1],), kind="too few"))
    if not rest:
        longest = full if len(full) > len(kept) else kept
        padded = (*longest[:most], *[None] * (most - len(longest)))
        label = f"{most + 1} arguments, {most} at most"
        found.append(Case(label, (*padded, None), kind="too many"))
    return found
