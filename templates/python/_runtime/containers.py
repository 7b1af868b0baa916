"""Checks of arrays and objects: what JSON Schema says of what is inside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .checks import (
    Check,
    Faults,
    Make,
    Maker,
    Schema,
    as_list,
    as_object,
    identity,
    number_of,
    searcher,
    step,
)
from .problems import Violation


def holds(check: Check, value: object) -> bool:
    """Whether a check has nothing to say of a value."""
    faults: Faults = []
    check(value, "", faults)
    return not faults


def _positions(given: list[Schema], _: Mapping[str, Any], make: Make) -> Check:
    checks = [make(one) for one in given]

    def check(value: object, pointer: str, faults: Faults) -> None:
        for index, (one, item) in enumerate(
            zip(checks, as_list(value) or (), strict=False)
        ):
            one(item, step(pointer, index), faults)

    return check


def _items(given: Schema, schema: Mapping[str, Any], make: Make) -> Check:
    one, start = make(given), len(schema.get("prefixItems", ()))

    def check(value: object, pointer: str, faults: Faults) -> None:
        for index, item in enumerate((as_list(value) or [])[start:], start):
            one(item, step(pointer, index), faults)

    return check


def _count(
    container: Callable[[object], list[object] | dict[str, object] | None],
    fits: Callable[[int, int], bool],
    words: str,
    thing: str,
) -> Maker:
    def maker(given: float, _: Mapping[str, Any], __: Make) -> Check:
        wanted = int(given)
        detail = f"must have {words} {number_of(wanted, thing)}"

        def check(value: object, pointer: str, faults: Faults) -> None:
            inside = container(value)
            if inside is not None and not fits(len(inside), wanted):
                faults.append(Violation(pointer, detail))

        return check

    return maker


def _unique(given: bool, _: Mapping[str, Any], __: Make) -> Check:
    def check(value: object, pointer: str, faults: Faults) -> None:
        first: dict[object, int] = {}
        for index, item in enumerate((as_list(value) or []) if given else []):
            before = first.setdefault(identity(item), index)
            if before != index:
                detail = f"is the same as item {before}, and all must differ"
                faults.append(Violation(step(pointer, index), detail))

    return check


def _contains(given: Schema, schema: Mapping[str, Any], make: Make) -> Check:
    one = make(given)
    least, most = int(schema.get("minContains", 1)), schema.get("maxContains")

    def check(value: object, pointer: str, faults: Faults) -> None:
        if (items := as_list(value)) is None:
            return
        found = sum(holds(one, item) for item in items)
        if found < least or (most is not None and found > most):
            limit = f"at least {number_of(least, 'item')}"
            if found >= least and most is not None:
                limit = f"at most {number_of(int(most), 'item')}"
            detail = f"must have {limit} that `contains` describes, and has {found}"
            faults.append(Violation(pointer, detail))

    return check


def _properties(given: Mapping[str, Schema], _: Mapping[str, Any], make: Make) -> Check:
    checks = {key: make(one) for key, one in given.items() if one not in (True, {})}

    def check(value: object, pointer: str, faults: Faults) -> None:
        if (entries := as_object(value)) is not None:
            for key, one in checks.items():
                if key in entries:
                    one(entries[key], step(pointer, key), faults)

    return check


def _patterns(given: Mapping[str, Schema], _: Mapping[str, Any], make: Make) -> Check:
    checks = [(searcher(pattern), make(one)) for pattern, one in given.items()]

    def check(value: object, pointer: str, faults: Faults) -> None:
        for key, entry in (as_object(value) or {}).items():
            for search, one in checks:
                if search(key):
                    one(entry, step(pointer, key), faults)

    return check


def _additional(given: Schema, schema: Mapping[str, Any], make: Make) -> Check:
    one = make(given)
    known = frozenset(schema.get("properties", ()))
    patterns = [searcher(pattern) for pattern in schema.get("patternProperties", ())]

    def check(value: object, pointer: str, faults: Faults) -> None:
        for key, entry in (as_object(value) or {}).items():
            if key not in known and not any(search(key) for search in patterns):
                one(entry, step(pointer, key), faults)

    return check


def _names(given: Schema, _: Mapping[str, Any], make: Make) -> Check:
    one = make(given)

    def check(value: object, pointer: str, faults: Faults) -> None:
        for key in as_object(value) or ():
            if not holds(one, key):
                detail = "is not a name that `propertyNames` allows"
                faults.append(Violation(step(pointer, key), detail))

    return check


def _required(given: list[str], _: Mapping[str, Any], __: Make) -> Check:
    def check(value: object, pointer: str, faults: Faults) -> None:
        if (entries := as_object(value)) is not None:
            faults.extend(
                Violation(step(pointer, key), "is missing")
                for key in given
                if key not in entries
            )

    return check


def _dependent(given: Mapping[str, list[str]], _: Mapping[str, Any], __: Make) -> Check:
    def check(value: object, pointer: str, faults: Faults) -> None:
        if (entries := as_object(value)) is None:
            return
        for cause, wanted in given.items():
            if cause in entries:
                faults.extend(
                    Violation(step(pointer, key), f"is missing beside `{cause}`")
                    for key in wanted
                    if key not in entries
                )

    return check


def _at_least(length: int, least: int) -> bool:
    return length >= least


def _at_most(length: int, most: int) -> bool:
    return length <= most


MAKERS: Mapping[str, Maker] = {
    "prefixItems": _positions,
    "items": _items,
    "minItems": _count(as_list, _at_least, "at least", "item"),
    "maxItems": _count(as_list, _at_most, "at most", "item"),
    "uniqueItems": _unique,
    "contains": _contains,
    "properties": _properties,
    "patternProperties": _patterns,
    "additionalProperties": _additional,
    "propertyNames": _names,
    "required": _required,
    "minProperties": _count(as_object, _at_least, "at least", "property"),
    "maxProperties": _count(as_object, _at_most, "at most", "property"),
    "dependentRequired": _dependent,
}
"""How the checks of these keywords are made."""
