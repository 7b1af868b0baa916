"""What says who may connect, which nobody may read past."""

from collections.abc import Iterable

from sockgen.source import JsonValue

_GUARDS = frozenset(("security", "x-security", "securitySchemes"))


def guards(place: Iterable[str | int]) -> bool:
    """Whether a place is part of who may connect: that must not be left out."""
    return not _GUARDS.isdisjoint(place)


def holds_guard(value: JsonValue) -> bool:
    """Whether something below a value is part of who may connect."""
    if isinstance(value, dict):
        return guards(value) or any(map(holds_guard, value.values()))
    return isinstance(value, list) and any(map(holds_guard, value))
