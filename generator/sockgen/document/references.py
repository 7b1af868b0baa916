"""References: from a `$ref` to the value it means."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias
from urllib.parse import unquote

from sockgen.document.likely import likely
from sockgen.document.meant import component
from sockgen.source import JsonObject, JsonValue, Pointer, Source

_MANY_KEYS = 100


@dataclass(frozen=True, slots=True)
class Target:
    """What a reference means: a value, and where it stands."""

    source: Source
    pointer: Pointer
    value: JsonValue


Lost: TypeAlias = tuple[Pointer, str]
"""The last place on the way of a reference that exists, and what it has not."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a reference means nothing."""

    code: str
    message: str
    hint: str | None = None
    lost: Lost | None = None
    behind: bool = False
    """Whether a reference is at fault to which the one that was asked for leads."""


def reference_of(value: JsonValue) -> str | None:
    """The text of a reference, None for any other value."""
    if isinstance(value, dict):
        reference = value.get("$ref")
        if isinstance(reference, str):
            return reference
    return None


def resolve(source: Source, reference: str) -> Target | Failure:
    """The value a reference means in the end, through references to references."""
    return _Resolver(source).final(reference)


def first_target(source: Source, reference: str) -> Target | Failure:
    """The place a reference names, which may hold another reference."""
    return _Resolver(source).named(reference)


def fragment(pointer: Pointer) -> str:
    """A pointer as it is written in a reference: `#/channels/orders`."""
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in pointer)
    return "#" + "".join(f"/{step}" for step in steps)


class _Resolver:
    """Follows one reference; whatever it meets twice is a circle."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._seen: set[str] = set()

    def final(self, reference: str) -> Target | Failure:
        found = self.named(reference)
        while isinstance(found, Target):
            onward = reference_of(found.value)
            if onward is None:
                break
            found = _behind(self.named(onward))
        return found

    def named(self, reference: str) -> Target | Failure:
        if reference in self._seen:
            message = f"the reference `{reference}` leads round in a circle"
            return Failure("SG204", message)
        self._seen.add(reference)
        steps = _steps(reference)
        if isinstance(steps, Failure):
            return steps
        here = Target(self._source, (), self._source.data)
        for index in range(len(steps)):
            found = self._below(here, steps, index, reference)
            if isinstance(found, Failure):
                return found
            here = found
        return here

    def _below(
        self, here: Target, steps: list[str], index: int, reference: str
    ) -> Target | Failure:
        """One step down, first through any reference that stands in the way."""
        step = steps[index]
        onward = reference_of(here.value)
        if onward is not None and step != "$ref":
            behind = self.final(onward)
            if isinstance(behind, Failure):
                return _behind(behind)
            here = behind
        value = here.value
        if isinstance(value, dict) and step in value:
            return Target(here.source, (*here.pointer, step), value[step])
        if isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            return Target(here.source, (*here.pointer, int(step)), value[int(step)])
        return _lost(here, steps, index, reference)


def _behind(found: Target | Failure) -> Target | Failure:
    return found if isinstance(found, Target) else replace(found, behind=True)


def _steps(reference: str) -> list[str] | Failure:
    if not reference.startswith("#"):
        return Failure(
            "SG205",
            f"the reference `{reference}` leaves the document",
            "only references inside the document are supported; they begin with `#/`",
        )
    path = unquote(reference[1:])
    if path and not reference.startswith("#/"):
        return Failure(
            "SG203",
            f"the reference `{reference}` is not a JSON pointer",
            f"write it as `#/{path.lstrip('/')}`",
            ((), reference),
        )
    steps = path.split("/")[1:]
    return [step.replace("~1", "/").replace("~0", "~") for step in steps]


def _lost(here: Target, steps: list[str], index: int, reference: str) -> Failure:
    step = steps[index]
    message = f"the reference `{reference}` leads nowhere"
    place = fragment(here.pointer)
    lost = here.pointer, step
    if not isinstance(here.value, dict):
        return Failure("SG203", message, f"`{place}` has nothing below it", lost)
    passed = tuple(steps[:index])
    if here.pointer == passed:
        near = nearest(here.source.data, steps)
    else:
        near = _prefixed(passed, nearest(here.value, steps[index:]))
    if near is None or (index == 0 and near[-1] != steps[-1]):
        near = component(here.source.data, steps) or near
    if near is not None:
        return Failure("SG203", message, f"did you mean `{fragment(near)}`?", lost)
    return Failure("SG203", message, f"`{place}` has no key `{step}`", lost)


def value_at(value: JsonValue, pointer: Pointer) -> JsonValue:
    """What stands at a place that is there, on the way to which is no reference."""
    for step in pointer:
        if isinstance(value, dict):
            value = value.get(str(step))
        elif isinstance(value, list) and isinstance(step, int):
            value = value[step]
    return value


def nearest(value: JsonValue, steps: Sequence[str]) -> Pointer | None:
    """A pointer that leads somewhere, and is like one that leads nowhere."""
    if not steps or reference_of(value) is not None:
        return tuple(steps)
    if not isinstance(value, dict):
        return tuple(steps) if _holds(value, steps) else None
    whole = _unescaped(value, steps)
    if whole is not None:
        return whole
    step, *rest = steps
    close = step if step in value else likely(step, value, cutoff=0.5)
    if close is not None:
        below = _prefixed((close,), nearest(value[close], rest))
        if below is not None:
            return below
    # The same name may stand beside, among things of another kind.
    few = len(value) <= _MANY_KEYS and rest
    beside = [key for key in value if _holds(value[key], rest)] if few else []
    return (beside[0], *rest) if len(beside) == 1 else None


def _unescaped(value: JsonObject, steps: Sequence[str]) -> Pointer | None:
    """Where a pointer leads if some of its slashes belong to the key."""
    for count in range(2, len(steps) + 1):
        key = "/".join(steps[:count])
        if key in value:
            return _prefixed((key,), nearest(value[key], steps[count:]))
    return None


def _prefixed(pointer: Pointer, below: Pointer | None) -> Pointer | None:
    return None if below is None else (*pointer, *below)


def _holds(value: JsonValue, steps: Sequence[str]) -> bool:
    for step in steps:
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return False
    return True
