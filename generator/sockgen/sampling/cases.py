"""Arguments to try an event with, chosen so that few of them show much."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

_TRIES = 1_500
"""Ideas for one event that are thought through."""
_CEILING = 160
"""Cases of one event, however many fields it has."""
_TURN = 30
"""Ideas that are thought through when one is looked for."""


_OFTEN = frozenset(
    {
        "missing",
        "null",
        "a string",
        "a number",
        "fraction",
        "format",
        "extra",
        "case",
        "JSON text",
        "empty",
        "zero",
    }
)
"""Kinds of values that checks of a single field often get wrong."""
_PLAIN = frozenset({"a list", "an object", "a boolean", "wrapped", "unwrapped"})
"""Kinds of faults that hardly any check of a field would miss."""


@dataclass(frozen=True, slots=True)
class Case:
    """Arguments as they travel, and what they show.

    `place` is the JSON pointer of what is tried, the index of the argument first.
    `kind` names what is tried in a word, such as `maximum`.
    """

    label: str
    arguments: tuple[object, ...]
    place: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Cases:
    """What was chosen, the most telling first, and how much was not."""

    listed: tuple[Case, ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Idea:
    """What may become a case: `make` gives it if it holds what it says.

    Ideas of one `field` are about one place of the schema.
    """

    field: str
    kind: str
    make: Callable[[], Case | None]


class Chooser:
    """Chooses among ideas so that every kind and every field comes early.

    There are at most so many cases, or `each` for each field if these are more.
    """

    def __init__(self, most: int, each: int = 0) -> None:
        self._most = most
        self._each = each
        self._listed: list[Case] = []
        self._labels: Counter[str] = Counter()
        self._seen: set[str] = set()
        self._fields: Counter[str] = Counter()
        self._kinds: Counter[str] = Counter()
        self._both: Counter[tuple[str, str]] = Counter()
        self._left_out = 0

    @property
    def full(self) -> bool:
        """Whether there are as many cases as there may be."""
        return len(self._listed) >= self._most

    def add(self, case: Case) -> bool:
        """Choose a case, unless its arguments are those of another."""
        key = written(case.arguments)
        if key in self._seen:
            return False
        if self.full:
            self._left_out += 1
            return False
        self._seen.add(key)
        self._labels[case.label] += 1
        again = self._labels[case.label]
        label = f"{case.label} ({again})" if again > 1 else case.label
        self._listed.append(Case(label, case.arguments, case.place, case.kind))
        return True

    def choose(self, ideas: Iterable[Idea], left_out: int = 0) -> None:
        """Choose of ideas: one of each kind, one of each field, then in turns.

        `left_out` is how many more there are, which nobody thought through.
        """
        waiting = list(ideas)
        by_kind, by_field = _grouped(waiting, "kind"), _grouped(waiting, "field")
        self._most = max(self._most, min(self._each * len(by_field), _CEILING))
        done: set[int] = set()

        def take(some: Sequence[Idea], rank: Callable[[Idea], object]) -> bool:
            if self.full:
                return False
            free = [one for one in some if id(one) not in done]
            for one in sorted(free, key=cast("Any", rank))[:_TURN]:
                if len(done) >= _TRIES:
                    return False
                done.add(id(one))
                if self._try(one):
                    return True
            return False

        for kind in sorted(by_kind, key=lambda one: len(by_kind[one])):
            if not self._kinds[kind]:
                take(by_kind[kind], lambda one: self._fields[one.field])
        for field, some in by_field.items():
            if not self._fields[field]:
                take(some, self._worth)
        going = list(by_field.values())
        while going and not self.full and len(done) < _TRIES:
            going = [one for one in going if take(one, self._worth)]
        self._left_out += len(waiting) - len(done) + left_out

    def chosen(self) -> Cases:
        """What has been chosen until now."""
        return Cases(tuple(self._listed), self._left_out)

    def _worth(self, idea: Idea) -> tuple[int, int]:
        """How much an idea shows about its field that is not known; least is best."""
        if self._both[idea.field, idea.kind]:
            return 3, self._kinds[idea.kind]
        plain = 2 if idea.kind in _PLAIN else 1
        return (0 if idea.kind in _OFTEN else plain), self._kinds[idea.kind]

    def _try(self, idea: Idea) -> bool:
        made = idea.make()
        if made is None or not self.add(made):
            return False
        self._fields[idea.field] += 1
        self._kinds[idea.kind] += 1
        self._both[idea.field, idea.kind] += 1
        return True


def _grouped(ideas: Sequence[Idea], by: str) -> dict[str, list[Idea]]:
    found: dict[str, list[Idea]] = {}
    for one in ideas:
        found.setdefault(one.kind if by == "kind" else one.field, []).append(one)
    return found


def written(value: object) -> str:
    """A value that travels as text, the same for the same value and no other."""
    return json.dumps(value, sort_keys=True, default=repr)


def pointer(path: Iterable[str | int]) -> str:
    """A JSON pointer."""
    return "".join(f"/{one}" for one in map(_step, path))


def trail(path: Iterable[str | int]) -> str:
    """A path as a label shows it."""
    return "/".join(map(_step, path))


def _step(part: str | int) -> str:
    return str(part).replace("~", "~0").replace("/", "~1")


def replaced(value: object, path: Sequence[str | int], new: object) -> object:
    """A value with another one at a place in it; the rest is shared."""
    if not path:
        return new
    first, *rest = path
    if isinstance(value, dict):
        entries = cast("dict[str, object]", value)
        return {**entries, str(first): replaced(entries[str(first)], rest, new)}
    if isinstance(value, (list, tuple)):
        items, index = [*cast("Sequence[object]", value)], int(first)
        items[index] = replaced(items[index], rest, new)
        return tuple(items) if isinstance(value, tuple) else items
    return value
