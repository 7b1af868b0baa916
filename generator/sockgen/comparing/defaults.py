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
        mine = [*parts.parts(old, self._before)]
        theirs = [*parts.parts(new, self._after)]
        needed = {x for one in mine for x in parts.texts(one.whole.get("required"))}
        named = _inside(theirs)
        for step, one in _inside(mine).items():
            if step in named:
                word = step[1]
                optional = step[0] == "properties" and word not in needed
                below = (*path, word)
                yield from self.below(one, named[step], name, below, optional=optional)
        choices = _choices(mine, self._before), _choices(theirs, self._after)
        if any(choices):
            for one, other in _paired(choices[0] or [old], choices[1] or [new]):
                yield from self.below(one, other, name, path, optional=False)


def _inside(holders: Sequence[Here]) -> dict[tuple[str, str | int], Here]:
    """The schemas of what is inside of a value that all of these must accept."""
    found: dict[tuple[str, str | int], Here] = {}
    for here in holders:
        for key, one in parts.mapping(here, "properties").items():
            found.setdefault(("properties", key), here.below(one, "properties", key))
        for index, one in enumerate(parts.listed(here, "prefixItems")):
            below = here.below(one, "prefixItems", index)
            found.setdefault(("prefixItems", index), below)
        for keyword in ("items", "additionalProperties"):
            if isinstance(here.whole.get(keyword), dict):
                below = here.below(here.whole[keyword], keyword)
                found.setdefault((keyword, "*"), below)
    return found


def _choices(holders: Sequence[Here], table: _Table) -> list[Here]:
    """The schemas of which a value has one."""
    return [
        parts.resolved(here.below(one, keyword, index), table)
        for here in holders
        for keyword in ("oneOf", "anyOf")
        for index, one in enumerate(parts.listed(here, keyword))
    ]


def _paired(old: list[Here], new: list[Here]) -> Iterator[tuple[Here, Here]]:
    """Choices that are meant for the same values."""
    looks = [_look(one) for one in new]
    for index, one in enumerate(old):
        look = _look(one)
        if looks.count(look) == 1:
            yield one, new[looks.index(look)]
        elif len(old) == len(new) and looks[index] == look:
            yield one, new[index]


def _look(here: Here) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    """What tells choices apart: types, and properties of one value."""
    named = parts.mapping(here, "properties")
    tags = {
        (key, written(values[0]))
        for key, one in named.items()
        if isinstance(one, dict) and (values := parts.values(one)) and len(values) == 1
    }
    return parts.types(here.whole), frozenset(tags)


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
