"""Properties by the patterns of their names, and properties that need others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sockgen.comparing import parts
from sockgen.comparing.certainty import Certainty
from sockgen.comparing.losses import Loss, loss
from sockgen.comparing.parts import Here, Path
from sockgen.contract import JsonObject, JsonValue

KEYWORDS = ("patternProperties", "dependentRequired")
_Losses = Callable[[JsonValue, Here, Path], Iterator[Loss]]


def of_patterns(
    one: JsonObject, other: Here, path: Path, below: _Losses
) -> Iterator[Loss]:
    """Properties of a pattern that is new, or of one that is gone."""
    key, rest = KEYWORDS[0], "additionalProperties"
    mine = _mapping(one, key)
    theirs = _mapping(other.whole, key)
    for pattern, schema in theirs.items():
        there = other.below(schema, key, pattern)
        for name, declared in parts.schemas_below(one).items():
            if _matches(pattern, name):
                yield from below(declared, there, (*path, name))
        if pattern in mine:
            yield from below(mine[pattern], there, (*path, "*"))
        else:
            yield from _unnamed(one, there, path, below, patterned=bool(mine))
    beyond = other.whole.get(rest, True)
    for pattern, schema in mine.items():
        if pattern in theirs or schema is False or beyond is True:
            continue
        if beyond is False:
            told = f"properties that match `{pattern}` are not accepted"
            sure = Certainty.TRY if theirs else Certainty.SURE
            yield loss(path, told, other, rest, certainty=sure)
        else:
            for x in below(schema, other.below(beyond, rest), (*path, "*")):
                yield x.doubted() if theirs else x


def _unnamed(
    one: JsonObject, there: Here, path: Path, below: _Losses, *, patterned: bool
) -> Iterator[Loss]:
    """Names that an object does not say, and that a new pattern has something of."""
    own = one.get("additionalProperties", True)
    if patterned:
        told = "names of another pattern may be of another type"
        yield loss(path, told, there, certainty=Certainty.TRY)
    elif isinstance(own, dict) and parts.tells(own):
        yield from (x.doubted() for x in below(own, there, (*path, "*")))
    elif own is not False:
        told = "what matches a pattern is declared"
        yield loss((*path, "*"), told, there, remote=True)


def of_needs(one: JsonObject, other: Here, path: Path) -> Iterator[Loss]:
    """Properties that must now be there if another one is."""
    key = KEYWORDS[1]
    before = _mapping(one, key)
    required = parts.texts(one.get("required"))
    declared = parts.schemas_below(one)
    for name, needed in _mapping(other.whole, key).items():
        known = {*required, *parts.texts(before.get(name))}
        lacking = [x for x in parts.texts(needed) if x not in known]
        beyond = one.get("additionalProperties", True)
        if not lacking or declared.get(name, beyond) is False:
            continue
        told = f"`{name}` needs {' and '.join(f'`{x}`' for x in lacking)}"
        remote = name not in declared and name not in required
        yield loss((*path, name), told, other, key, name, remote=remote)


def _mapping(schema: JsonObject, keyword: str) -> JsonObject:
    value = schema.get(keyword)
    return value if isinstance(value, dict) else {}


def _matches(pattern: str, name: str) -> bool:
    """Whether a name matches, where Python can read the pattern."""
    try:
        return re.search(pattern, name) is not None
    except re.error:
        return False
