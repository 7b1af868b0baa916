"""Whether a schema accepts all that another one accepts, and if not, why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sockgen.comparing import bounds, parts
from sockgen.comparing.parts import Here, Path
from sockgen.contract import JsonObject, JsonValue
from sockgen.sampling import Oracle

_ABOUT = {
    "string": ("minLength", "maxLength", "pattern", "format", "contentEncoding"),
    "number": bounds.KEYWORDS,
    "array": ("items", "prefixItems", "minItems", "maxItems", "uniqueItems"),
    "object": (
        *("properties", "required", "additionalProperties"),
        *("minProperties", "maxProperties"),
    ),
}
_COMPARED = frozenset(
    (
        *("type", "enum", "const", "$ref", "allOf", "anyOf", "oneOf"),
        *(keyword for about in _ABOUT.values() for keyword in about),
    )
)


@dataclass(frozen=True, slots=True)
class Loss:
    """Values that one schema accepts and the other refuses.

    `path` leads through values to the place that it is about, `at` to the part of the
    other schema that refuses; `key` is its entry in the table. It is `sure` if there
    are such values, and not if nobody can tell. It is `remote` if only values are lost
    that nobody sends who keeps to the first schema in good faith.
    """

    path: Path
    reason: str
    sure: bool
    key: str = ""
    at: Path = ()
    remote: bool = False


class Comparison:
    """Compares schemas of two tables: what `first` accepts, `second` should."""

    def __init__(
        self, first: Mapping[str, JsonObject], second: Mapping[str, JsonObject]
    ) -> None:
        self._first, self._second = first, second
        self._oracle = Oracle(second)
        self._open: set[tuple[str, str]] = set()

    def losses(self, first: str, second: str) -> list[Loss]:
        """What an entry of the first table accepts, and one of the second refuses."""
        one = Here(self._first.get(first, {}), first)
        other = Here(self._second.get(second, {}), second)
        return list(dict.fromkeys(self._losses(one, other, ())))

    def _losses(self, one: Here, other: Here, path: Path) -> Iterator[Loss]:
        one, other = (
            parts.resolved(one, self._first),
            parts.resolved(other, self._second),
        )
        pair = (f"{one.key}{one.at}", f"{other.key}{other.at}")
        if pair in self._open or len(path) > parts.DEPTH or one.schema is False:
            return
        self._open.add(pair)
        try:
            yield from self._compared(one, other, path)
        finally:
            self._open.discard(pair)

    def _compared(self, one: Here, other: Here, path: Path) -> Iterator[Loss]:
        if not other.whole:
            return
        values = parts.values(one.whole)
        if values is not None:
            yield from self._refused(values, other, path)
            return
        for keyword in ("oneOf", "anyOf"):
            if keyword in one.whole:
                yield from self._each(one, keyword, other, path)
                return
        for keyword in ("oneOf", "anyOf"):
            if keyword in other.whole:
                yield from self._some(one, other, keyword, path)
                return
        if "allOf" in one.whole or "allOf" in other.whole:
            yield from self._all(one, other, path)
            return
        yield from self._plain(one, other, path)

    def _refused(
        self, values: Iterable[JsonValue], other: Here, path: Path
    ) -> Iterator[Loss]:
        for value in values:
            if not self._oracle.fits(other.schema, value):
                reason = f"the value `{_shown(value)}` is not accepted"
                yield Loss(path, reason, True, other.key, other.at)

    def _each(self, one: Here, keyword: str, other: Here, path: Path) -> Iterator[Loss]:
        """Each branch of a union must be accepted."""
        rest = {key: x for key, x in one.whole.items() if key != keyword}
        branches = one.whole[keyword]
        for index, branch in enumerate(branches if isinstance(branches, list) else ()):
            below = one.below(branch, keyword, index)
            resolved = parts.resolved(below, self._first)
            both = (
                resolved.whole if not parts.tells(rest) else {**rest, **resolved.whole}
            )
            found = resolved.below(both)
            yield from self._losses(found, other, path)

    def _some(self, one: Here, other: Here, keyword: str, path: Path) -> Iterator[Loss]:
        """One branch of the other union must accept it all."""
        rest = {key: x for key, x in other.whole.items() if key != keyword}
        if parts.tells(rest):
            yield from self._losses(one, other.below(rest, keyword), path)
        branches = other.whole[keyword]
        if not isinstance(branches, list):
            return
        tried = [
            [*self._losses(one, other.below(branch, keyword, index), path)]
            for index, branch in enumerate(branches)
        ]
        if not tried or any(not losses for losses in tried):
            return
        nearest = min(tried, key=lambda losses: (len(losses), losses[0].sure))
        sure = all(any(loss.sure for loss in losses) for losses in tried)
        alone = len(tried) == 1
        for loss in nearest:
            yield (
                loss
                if alone
                else Loss(loss.path, loss.reason, sure and loss.sure, loss.key, loss.at)
            )

    def _all(self, one: Here, other: Here, path: Path) -> Iterator[Loss]:
        every = [*parts.parts(one, self._first)]
        flat = parts.merged(every)
        for part in parts.parts(other, self._second):
            if flat is not None:
                yield from self._losses(one.below(flat, "allOf"), part, path)
                continue
            tried = [[*self._losses(each, part, path)] for each in every]
            if all(tried):
                nearest = min(tried, key=len)
                yield from (Loss(x.path, x.reason, False, x.key, x.at) for x in nearest)

    def _plain(self, one: Here, other: Here, path: Path) -> Iterator[Loss]:
        mine, theirs = parts.types(one.whole), parts.types(other.whole)
        lost = sorted(mine - theirs - ({"integer"} if "number" in theirs else set()))
        if lost:
            reason = f"{' or '.join(map(_a, lost))} is not accepted"
            yield Loss(path, reason, True, other.key, (*other.at, "type"))
        values = parts.values(other.whole)
        if values is not None:
            shown = ", ".join(f"`{_shown(value)}`" for value in values[:5])
            reason = f"only {shown} {'is' if len(values) == 1 else 'are'} accepted"
            yield Loss(path, reason, not lost, other.key, other.at)
            return
        kept = mine & (theirs | ({"integer"} if "number" in theirs else set()))
        for reason, sure, keyword in bounds.lost(one.whole, other.whole, kept):
            yield Loss(path, reason, sure, other.key, (*other.at, keyword))
        if "array" in kept:
            yield from self._items(one, other, path)
        if "object" in kept:
            yield from self._properties(one, other, path)
        for keyword in other.whole.keys() - _COMPARED - parts.SAYS_NOTHING:
            if keyword[:2] != "x-" and one.whole.get(keyword) != other.whole[keyword]:
                reason = f"`{keyword}` has changed, and may refuse what was accepted"
                yield Loss(path, reason, False, other.key, (*other.at, keyword))

    def _items(self, one: Here, other: Here, path: Path) -> Iterator[Loss]:
        mine, theirs = (
            parts.listed(one, "prefixItems"),
            parts.listed(other, "prefixItems"),
        )
        most = one.whole.get("maxItems")
        longest = most if isinstance(most, int) else len(mine) + len(theirs) + 1
        closed = one.whole.get("items", True) is False
        for index in range(min(max(len(mine), len(theirs)) + 1, longest)):
            if closed and index >= len(mine):
                return
            below = (*path, index if index < max(len(mine), len(theirs)) else "*")
            yield from self._losses(
                parts.item(one, index), parts.item(other, index), below
            )

    def _properties(self, one: Here, other: Here, path: Path) -> Iterator[Loss]:
        mine, theirs = (
            parts.mapping(one, "properties"),
            parts.mapping(other, "properties"),
        )
        required = parts.texts(other.whole.get("required"))
        for name in required:
            if name not in parts.texts(one.whole.get("required")):
                place = (*other.at, "properties", name)
                at = place if name in theirs else (*other.at, "required")
                yield Loss((*path, name), "it is required", True, other.key, at)
        beyond = other.whole.get("additionalProperties", True)
        for name, schema in mine.items():
            below = one.below(schema, "properties", name)
            if name in theirs:
                second = other.below(theirs[name], "properties", name)
                yield from self._losses(below, second, (*path, name))
            elif beyond is False:
                at = (*other.at, "additionalProperties")
                if schema is not False:
                    told = "it is no longer declared, and nothing else may be there"
                    yield Loss((*path, name), told, True, other.key, at)
            else:
                second = other.below(beyond, "additionalProperties")
                yield from self._losses(below, second, (*path, name))
        own = one.whole.get("additionalProperties", True)
        if own is False:
            return
        for name in theirs.keys() - mine.keys() - {*required}:
            told, place = "it is declared", (*other.at, "properties", name)
            yield Loss((*path, name), told, False, other.key, place, remote=True)
        if own == beyond:
            return
        if beyond is False:
            told = "properties that the document does not name are not accepted"
            at = (*other.at, "additionalProperties")
            yield Loss(path, told, isinstance(own, dict), other.key, at)
        else:
            first = one.below(own, "additionalProperties")
            second = other.below(beyond, "additionalProperties")
            found = self._losses(first, second, (*path, "*"))
            typed = isinstance(own, dict)
            yield from (
                Loss(x.path, x.reason, x.sure and typed, x.key, x.at) for x in found
            )


def _a(kind: str) -> str:
    article = "an" if kind in ("integer", "array", "object") else "a"
    return "null" if kind == "null" else f"{article} {kind}"


def _shown(value: JsonValue) -> str:
    text = value if isinstance(value, str) else str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"
