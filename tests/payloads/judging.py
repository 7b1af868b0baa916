"""What was seen of payloads, compared with what `jsonschema` says of them."""

import datetime
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.payloads.named import given, named
from tests.payloads.packages import Wire
from tests.payloads.verdicts import Verdicts
from tests.payloads.ways import Case, Seen, Way


@dataclass
class Tally:
    """The figures of one way."""

    accepted: int = 0
    refused: int = 0
    deliberate: int = 0
    """How many of these differ from `jsonschema` as the documentation says."""
    disagreements: list[str] = field(default_factory=list)
    per_event: Counter[str] = field(default_factory=Counter[str])

    def add(self, other: "Tally") -> None:
        self.accepted += other.accepted
        self.refused += other.refused
        self.deliberate += other.deliberate
        self.disagreements += other.disagreements
        self.per_event += other.per_event

    def __str__(self) -> str:
        total = self.accepted + self.refused
        return (
            f"{total:6} payloads: {self.accepted:6} accepted, "
            f"{self.refused:6} refused, {self.deliberate:4} on purpose, "
            f"{len(self.disagreements)} disagreements"
        )


def judged(way: Way, verdicts: Verdicts, found: list[tuple[Case, Seen]]) -> Tally:
    """The figures of what was seen on one way."""
    tally = Tally()
    for case, seen in found:
        fault = _fault(way, verdicts, case, seen, tally)
        if seen.came is None:
            tally.refused += 1
        else:
            tally.accepted += 1
            tally.per_event[case.member.event.name] += 1
        if fault:
            name = f"{case.member.namespace} {case.member.event.name}"
            tally.disagreements.append(
                f"{way.name}, {name}: {fault}\n    {case.values!r:.500}"
            )
    return tally


def _fault(way: Way, verdicts: Verdicts, case: Case, seen: Seen, tally: Tally) -> str:
    if seen.fault:
        return seen.fault
    described = case.member.described
    spots = [described.arguments] if case.answer is None else [*described.answers]

    def valid(values: Wire, *, deliberate: bool) -> bool:
        return any(verdicts.valid(x, values, deliberate=deliberate) for x in spots)

    if seen.came is not None and not way.raw and not valid(seen.came, deliberate=True):
        return f"left, and is not valid: {seen.came!r:.500}"
    accepted = seen.came is not None
    if accepted != valid(case.values, deliberate=False):
        if accepted and not way.raw:
            return ""  # another value than the one that was meant, and valid
        if accepted != valid(case.values, deliberate=True):
            return "accepted" if accepted else "refused"
        tally.deliberate += 1
    if seen.came is None:
        return ""
    came = _without_key(case, seen.came)
    came = _each(case, came[: len(case.values)], given, case.values)
    if not same(_each(case, case.values, named), _each(case, came, named)) or not same(
        case.values, came, less=True
    ):
        return f"became {came!r:.500}"
    return ""


def _each(case: Case, values: Wire, look: Callable[..., Any], *beside: Wire) -> Wire:
    """Look at each value with its schema, and with the one beside it."""
    schemas, declared = case.schemas, case.declared
    last = len(declared) - 1
    return tuple(
        look(schemas[declared[min(index, last)].schema], *those, schemas)
        for index, those in enumerate(zip(*beside, values, strict=True))
    )


def _without_key(case: Case, came: Wire) -> Wire:
    """Without the idempotency key that a client has added."""
    place = case.member.event.idempotency
    if place is None or case.answer is not None:
        return came
    index, pointer = place
    key = pointer.removeprefix("/")
    given, value = case.values[index], came[index]
    if isinstance(value, dict) and key not in given:
        value = {name: one for name, one in value.items() if name != key}
    return (*came[:index], value, *came[index + 1 :])


def same(sent: Any, came: Any, *, less: bool = False) -> bool:
    """Whether two values are equal to JSON, or the same day, moment, UUID or double.

    With `less`, properties may be missing in what came.
    """
    match sent:
        case bool() | None:
            return sent is came
        case int() | float():
            if isinstance(came, bool) or not isinstance(came, int | float):
                return False
            return sent == came or (isinstance(came, float) and float(sent) == came)
        case str() if isinstance(came, str):
            return sent == came or _meaning(sent) == _meaning(came)
        case dict() if isinstance(came, dict):
            alike = came.keys() <= sent.keys() if less else came.keys() == sent.keys()
            return alike and all(same(sent[key], came[key], less=less) for key in came)
        case list() | tuple() if isinstance(came, list | tuple):
            return len(sent) == len(came) and all(
                same(one, other, less=less)
                for one, other in zip(sent, came, strict=True)
            )
    return bool(sent == came)


_UUID = re.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def _meaning(text: str) -> object:
    """What a text means to Python: a moment to the microsecond, or a UUID."""
    if _UUID.fullmatch(text):
        return text.lower()
    if len(text) > 10 and text[10] in "Tt":
        try:
            found = datetime.datetime.fromisoformat(text.upper())
        except ValueError:
            return text
        return found, found.utcoffset()
    return text
