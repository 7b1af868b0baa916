"""Defaults of another value: what is left out is taken for something else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sockgen.comparing import parts
from sockgen.comparing.parts import Here, Path
from sockgen.comparing.sameness import written
from sockgen.comparing.sentences import place, quoted
from sockgen.contract import Argument, JsonObject, JsonValue

_Table = Mapping[str, JsonObject]


@dataclass(frozen=True, slots=True)
class Redefined:
    """A value that may be left out, in words, and where its defaults stand."""

    told: str
    old: Here
    new: Here


def redefined(
    old: Sequence[Argument], new: Sequence[Argument], before: _Table, after: _Table
) -> Iterator[Redefined]:
    """What may be left out of values, and then meant something else."""
    walk = _Walk(before, after)
    for one, other in zip(old, new, strict=False):
        both = (
            Here(before.get(one.schema, True), one.schema),
            Here(after.get(other.schema, True), other.schema),
        )
        yield from walk.below(*both, one.name, (), optional=not one.required)


class _Walk:
    def __init__(self, before: _Table, after: _Table) -> None:
        self._before, self._after = before, after
        self._seen: set[tuple[str, Path, str, Path]] = set()

    def below(
        self, old: Here, new: Here, name: str, path: Path, *, optional: bool
    ) -> Iterator[Redefined]:
        """Of two schemas in one place, and of what is inside of both."""
        first, second = _default(old, self._before), _default(new, self._after)
        if optional and first and second and written(first[0]) != written(second[0]):
            told = (
                f"left out, it means {quoted(second[0])}, and meant {quoted(first[0])}"
            )
            ends = first[1], second[1]
            yield Redefined(f"`{place(name, path)}`: {told}", *ends)
        old, new = parts.resolved(old, self._before), parts.resolved(new, self._after)
        state = old.key, old.at, new.key, new.at
        if state in self._seen or len(path) > parts.DEPTH:
            return
        self._seen.add(state)
        named = parts.mapping(new, "properties")
        needed = parts.texts(old.whole.get("required"))
        for key, schema in parts.mapping(old, "properties").items():
            if key in named:
                yield from self.below(
                    old.below(schema, "properties", key),
                    new.below(named[key], "properties", key),
                    *(name, (*path, key)),
                    optional=key not in needed,
                )
        for keyword in ("items", "additionalProperties"):
            mine, theirs = old.whole.get(keyword), new.whole.get(keyword)
            if isinstance(mine, dict) and isinstance(theirs, dict):
                both = old.below(mine, keyword), new.below(theirs, keyword)
                yield from self.below(*both, name, (*path, "*"), optional=False)
        for keyword in ("prefixItems", "allOf"):
            pairs = zip(
                parts.listed(old, keyword), parts.listed(new, keyword), strict=False
            )
            for index, (mine, theirs) in enumerate(pairs):
                both = (
                    old.below(mine, keyword, index),
                    new.below(theirs, keyword, index),
                )
                inside = (*path, index) if keyword == "prefixItems" else path
                yield from self.below(*both, name, inside, optional=False)


def _default(here: Here, table: _Table) -> tuple[JsonValue, Here] | None:
    """The default of a schema, or of what it refers to, and where it stands."""
    for _ in range(parts.DEPTH):
        if "default" in here.whole:
            return here.whole["default"], here
        target = parts.followed(here, table)
        if target is None:
            return None
        here = target
    return None
