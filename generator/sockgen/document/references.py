"""References: from a `$ref` to the value it means."""

from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import unquote

from sockgen.document.likely import likely
from sockgen.source import JsonValue, Pointer, Source


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
            found = self.named(onward)
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
        for step in steps:
            found = self._below(here, step, reference)
            if isinstance(found, Failure):
                return found
            here = found
        return here

    def _below(self, here: Target, step: str, reference: str) -> Target | Failure:
        """One step down, first through any reference that stands in the way."""
        onward = reference_of(here.value)
        if onward is not None and step != "$ref":
            behind = self.final(onward)
            if isinstance(behind, Failure):
                return behind
            here = behind
        value = here.value
        if isinstance(value, dict) and step in value:
            return Target(here.source, (*here.pointer, step), value[step])
        if isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            return Target(here.source, (*here.pointer, int(step)), value[int(step)])
        return _lost(here, step, reference)


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
        )
    steps = path.split("/")[1:]
    return [step.replace("~1", "/").replace("~0", "~") for step in steps]


def _lost(here: Target, step: str, reference: str) -> Failure:
    message = f"the reference `{reference}` leads nowhere"
    place = fragment(here.pointer)
    lost = here.pointer, step
    if not isinstance(here.value, dict):
        return Failure("SG203", message, f"`{place}` has nothing below it", lost)
    close = likely(step, here.value, cutoff=0.5)
    if close:
        nearest = fragment((*here.pointer, close, *_rest(here, reference)))
        return Failure("SG203", message, f"did you mean `{nearest}`?", lost)
    return Failure("SG203", message, f"`{place}` has no key `{step}`", lost)


def _rest(here: Target, reference: str) -> list[str]:
    """What follows the step that was lost, as long as no other reference was met."""
    steps = _steps(reference)
    passed = [str(step) for step in here.pointer]
    if isinstance(steps, Failure) or steps[: len(passed)] != passed:
        return []
    return steps[len(passed) + 1 :]
