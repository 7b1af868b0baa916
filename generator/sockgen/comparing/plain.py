"""What a schema without unions and parts refuses of another such schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sockgen.comparing import bounds, named, parts
from sockgen.comparing.certainty import Certainty
from sockgen.comparing.losses import REQUIRED, Loss, loss
from sockgen.comparing.parts import Here, Path
from sockgen.comparing.sameness import Sameness
from sockgen.comparing.sentences import quoted
from sockgen.contract import JsonObject, JsonValue

_COMPARED = frozenset(
    (
        *("type", "enum", "const", "$ref", "allOf", "anyOf", "oneOf"),
        *("minLength", "maxLength", "pattern", "format", "contentEncoding"),
        *bounds.KEYWORDS,
        *("items", "prefixItems", "minItems", "maxItems", "uniqueItems"),
        *("properties", "required", "additionalProperties"),
        *("minProperties", "maxProperties", *named.KEYWORDS),
    )
)
_IF = ("if", "then", "else")
_Losses = Callable[[JsonValue, Here, Path], Iterator[Loss]]


class Plain:
    """Compares keyword by keyword; `below` compares what schemas hold inside."""

    def __init__(self, below: _Losses, same: Sameness) -> None:
        self._below, self._same = below, same

    def losses(self, one: JsonObject, other: Here, path: Path) -> Iterator[Loss]:
        """What the first accepts, and the keywords of the other refuse."""
        mine, theirs = parts.types(one), parts.types(other.whole)
        gone = sorted(mine - theirs)
        if gone:
            told = " or ".join(_a(one) for one in gone if _counts(one, gone))
            yield loss(path, f"{told} is not accepted", other, "type")
        if not mine & theirs:
            return
        values = parts.values(other.whole)
        if values is not None:
            listed = ", ".join(map(quoted, values[:5]))
            told = f"only {listed} {'is' if len(values) == 1 else 'are'} accepted"
            yield loss(path, told, other)
            return
        kept = mine & theirs
        for reason, certainty, keyword in bounds.lost(one, other.whole, kept):
            yield loss(path, reason, other, keyword, certainty=certainty)
        if "array" in kept:
            yield from self._items(one, other, path)
        if "object" in kept:
            yield from self._properties(one, other, path)
        yield from self._others(one, other, path)

    def _others(self, one: JsonObject, other: Here, path: Path) -> Iterator[Loss]:
        told = "there is another condition"
        if "if" in other.whole and not self._same.holds(_part(one), _part(other.whole)):
            yield loss(path, told, other, "if", certainty=Certainty.TRY)
        for keyword, value in other.whole.items():
            if keyword in {*_COMPARED, *_IF} or not parts.tells({keyword: value}):
                continue
            whole = "unevaluated" in keyword
            if whole or not self._same.holds(
                {keyword: one.get(keyword)}, {keyword: value}
            ):
                told = f"`{keyword}` says something else"
                yield loss(path, told, other, keyword, certainty=Certainty.TRY)

    def _items(self, one: JsonObject, other: Here, path: Path) -> Iterator[Loss]:
        mine = one.get("prefixItems")
        first = mine if isinstance(mine, list) else []
        rest = one.get("items", True)
        count = max(len(first), len(parts.listed(other, "prefixItems")))
        most = one.get("maxItems")
        longest = most if isinstance(most, int) else count + 1
        for index in range(min(count + 1, longest)):
            item = first[index] if index < len(first) else rest
            below = (*path, index if index < count else "*")
            if item is not False:
                yield from self._below(item, parts.item(other, index), below)

    def _properties(self, one: JsonObject, other: Here, path: Path) -> Iterator[Loss]:
        needed = parts.texts(one.get("required"))
        mine = {**_undeclared(one, needed), **parts.schemas_below(one)}
        theirs = parts.mapping(other, "properties")
        required = parts.texts(other.whole.get("required"))
        for name in required:
            if name not in needed:
                at = ("properties", name) if name in theirs else ("required",)
                yield loss((*path, name), REQUIRED, other, *at)
        patterned = "patternProperties" in other.whole
        beyond = other.whole.get("additionalProperties", True)
        for name, schema in mine.items():
            if name in theirs:
                below = other.below(theirs[name], "properties", name)
                yield from self._below(schema, below, (*path, name))
            elif schema is False:
                continue
            elif beyond is False:
                told = "it is not declared, and nothing else may be there"
                sure = Certainty.TRY if patterned else Certainty.SURE
                where = (*path, name)
                yield loss(where, told, other, "additionalProperties", certainty=sure)
            else:
                below = other.below(beyond, "additionalProperties")
                found = self._below(schema, below, (*path, name))
                yield from (x.doubted() if patterned else x for x in found)
        yield from named.of_patterns(one, other, path, self._below)
        yield from named.of_needs(one, other, path)
        yield from self._unnamed(one, other, path, {*mine, *required})

    def _unnamed(
        self, one: JsonObject, other: Here, path: Path, known: set[str]
    ) -> Iterator[Loss]:
        """What an object accepts under names that it does not say."""
        own = one.get("additionalProperties", True)
        beyond = other.whole.get("additionalProperties", True)
        typed = isinstance(own, dict) and parts.tells(own)
        if own is False:
            return
        for name, schema in parts.mapping(other, "properties").items():
            if name in known:
                continue
            at = "properties", name
            if typed:
                below = other.below(schema, *at)
                yield from self._below(own, below, (*path, name))
            else:
                yield loss((*path, name), "it is declared", other, *at, remote=True)
        if beyond is False:
            told = "properties that the document does not name are not accepted"
            sure = Certainty.SURE if typed else Certainty.UNKNOWN
            yield loss(path, told, other, "additionalProperties", certainty=sure)
        elif beyond is not True:
            below = other.below(beyond, "additionalProperties")
            for x in self._below(own, below, (*path, "*")):
                yield (
                    x
                    if typed
                    else Loss(
                        *(x.path, x.reason, Certainty.UNKNOWN),
                        *(x.key, x.at, x.remote),
                    )
                )


def _undeclared(schema: JsonObject, needed: list[str]) -> JsonObject:
    """Properties that must be there, and of which nothing else is said."""
    if "patternProperties" in schema:
        return {}
    beyond = schema.get("additionalProperties", True)
    known = parts.schemas_below(schema)
    return {name: beyond for name in needed if name not in known}


def _part(schema: JsonObject) -> JsonValue:
    """The condition of a schema, alone."""
    return {key: schema[key] for key in _IF if key in schema}


def _counts(kind: str, kinds: list[str]) -> bool:
    return kind != "integer" or "number" not in kinds


def _a(kind: str) -> str:
    article = "an" if kind in ("integer", "array", "object") else "a"
    return "null" if kind == "null" else f"{article} {kind}"
