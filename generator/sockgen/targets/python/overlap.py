"""Whether a value may match more than one branch of a `oneOf`."""

import json
from collections.abc import Iterable, Sequence
from itertools import combinations

from sockgen.contract import JsonObject, JsonValue
from sockgen.targets.python.merging import list_of, object_of

_MANY = 100
"""Branches of which each is compared with each other one."""


def may_overlap(branches: Sequence[JsonObject], types: Sequence[set[str]]) -> bool:
    """Whether two branches, with the types of their values, have values in common.

    True also where it cannot be told.
    """
    if len(branches) > _MANY:
        return not _all_tagged(branches)
    pairs = combinations(zip(branches, types, strict=True), 2)
    return any(
        bool(common := kinds & others) and not _apart(common, branch, other)
        for (branch, kinds), (other, others) in pairs
    )


def _apart(common: set[str], one: JsonObject, other: JsonObject) -> bool:
    mine, theirs = _values(one), _values(other)
    if mine and theirs:
        return not _share(mine, theirs)
    return common == {"object"} and _tagged(one, other)


def _all_tagged(branches: Sequence[JsonObject]) -> bool:
    """Whether all branches need one property that has other values in each of them."""
    return any(
        _all_apart(object_of(object_of(x.get("properties")).get(key)) for x in branches)
        for key in map(str, list_of(branches[0].get("required")))
        if all(key in list_of(x.get("required")) for x in branches)
    ) or _all_apart(branches)


def _all_apart(schemas: Iterable[JsonObject]) -> bool:
    """Whether each schema lists its values, and none is listed twice."""
    seen: set[str] = set()
    for schema in schemas:
        values = {json.dumps(one, sort_keys=True) for one in _values(schema)}
        if not values or values & seen:
            return False
        seen |= values
    return True


def _tagged(one: JsonObject, other: JsonObject) -> bool:
    """Whether a property that both need has no value in common."""
    properties, others = (
        object_of(one.get("properties")),
        object_of(other.get("properties")),
    )
    needed = [x for x in list_of(one.get("required")) if isinstance(x, str)]
    return any(
        bool(mine := _values(object_of(properties.get(key))))
        and bool(theirs := _values(object_of(others.get(key))))
        and not _share(mine, theirs)
        for key in needed
        if key in list_of(other.get("required"))
    )


def _values(schema: JsonObject) -> list[JsonValue]:
    return [schema["const"]] if "const" in schema else list_of(schema.get("enum"))


def _share(mine: list[JsonValue], theirs: list[JsonValue]) -> bool:
    return any(one == two and type(one) is type(two) for one in mine for two in theirs)
