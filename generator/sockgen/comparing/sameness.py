"""Whether two schemas say the same in the same words."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sockgen.comparing.parts import SAYS_NOTHING
from sockgen.contract import JsonObject, JsonValue
from sockgen.sampling import key_of

_VALUES = frozenset(("const", "enum"))
_SETS = frozenset(("enum", "required", "type"))
_MAPS = frozenset(("properties", "patternProperties", "dependentSchemas"))
_Seen = frozenset[tuple[str, str]]


class Sameness:
    """Compares schemas of two tables, past what is said for people only."""

    def __init__(
        self, first: Mapping[str, JsonObject], second: Mapping[str, JsonObject]
    ) -> None:
        self._first, self._second = first, second

    def holds(
        self, one: JsonValue, other: JsonValue, seen: _Seen = frozenset()
    ) -> bool:
        """Whether both say the same; False too if only a closer look could tell."""
        mine, theirs = _told(one), _told(other)
        left, right = _alone(mine), _alone(theirs)
        if left is not None and right is not None:
            if (left, right) in seen:
                return True
            seen |= {(left, right)}
            return self.holds(
                self._first.get(left, {}), self._second.get(right, {}), seen
            )
        if left is not None and (left, "") not in seen:
            return self.holds(self._first.get(left, {}), other, seen | {(left, "")})
        if right is not None and ("", right) not in seen:
            return self.holds(one, self._second.get(right, {}), seen | {("", right)})
        if mine.keys() != theirs.keys():
            return False
        return all(self._keyword(key, mine[key], theirs[key], seen) for key in mine)

    def _keyword(self, key: str, one: JsonValue, other: JsonValue, seen: _Seen) -> bool:
        if key == "$ref":
            return self.holds({key: one}, {key: other}, seen)
        if key in _SETS:
            return _as_set(one) == _as_set(other)
        if key in _MAPS and isinstance(one, dict) and isinstance(other, dict):
            return one.keys() == other.keys() and all(
                self.holds(one[name], other[name], seen) for name in one
            )
        if key not in _VALUES and isinstance(one, list) and isinstance(other, list):
            return len(one) == len(other) and all(
                self._part(*both, seen) for both in zip(one, other, strict=True)
            )
        return (
            written(one) == written(other)
            if key in _VALUES
            else self._part(one, other, seen)
        )

    def _part(self, one: JsonValue, other: JsonValue, seen: _Seen) -> bool:
        if isinstance(one, dict) and isinstance(other, dict):
            return self.holds(one, other, seen)
        return written(one) == written(other)


def written(value: JsonValue) -> str:
    """A value as text, the same for the same value."""
    return json.dumps(value, sort_keys=True)


def _told(schema: JsonValue) -> JsonObject:
    if not isinstance(schema, dict):
        return {"not": {}} if schema is False else {}
    return {
        key: one
        for key, one in schema.items()
        if key not in SAYS_NOTHING and key[:2] != "x-"
    }


def _alone(schema: JsonObject) -> str | None:
    """The key that a schema refers to, if it does nothing else."""
    reference = schema.get("$ref")
    alone = len(schema) == 1 and isinstance(reference, str)
    return key_of(str(reference)) if alone else None


def _as_set(value: JsonValue) -> set[str]:
    return {written(one) for one in (value if isinstance(value, list) else [value])}
