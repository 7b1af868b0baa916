"""Whether a schema accepts all that another one accepts, and if not, why.

What the first schema accepts is taken apart into alternatives, and each of them must be
accepted by every part of the second. Where taking apart loses something, values decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sockgen.comparing import parts
from sockgen.comparing.apart import Apartness
from sockgen.comparing.certainty import Certainty
from sockgen.comparing.flattening import Flat, Flattening
from sockgen.comparing.losses import Loss, loss
from sockgen.comparing.parts import Here, Path
from sockgen.comparing.plain import Plain
from sockgen.comparing.sameness import Sameness, written
from sockgen.comparing.sentences import quoted
from sockgen.comparing.splitting import split
from sockgen.comparing.witnesses import Witnesses
from sockgen.comparing.wording import plain
from sockgen.contract import JsonObject, JsonValue
from sockgen.sampling import Oracle, reference_to

_MOST = 5_000
"""Pairs of schemas that are looked at for one answer."""
_SHOWN = 5
"""Values that are named in one sentence."""


class Comparison:
    """Compares schemas of two tables: what `first` accepts, `second` should."""

    def __init__(
        self, first: Mapping[str, JsonObject], second: Mapping[str, JsonObject]
    ) -> None:
        first, second = plain(first), plain(second)
        self._first, self._second = first, second
        self._oracle = Oracle(second)
        self._same = Sameness(first, second)
        self._flat = Flattening(first)
        self._apart = Apartness(self._flat, Flattening(second))
        self._plain = Plain(self._losses, self._same)
        self._witnesses = Witnesses(first, second)
        self._open: set[tuple[str, str, Path]] = set()
        self._left = _MOST

    def losses(self, first: str, second: str) -> list[Loss]:
        """What an entry of the first table accepts, and one of the second refuses."""
        self._left = _MOST
        one: JsonObject = {"$ref": reference_to(first)}
        other = Here(self._second.get(second, {}), second)
        found = [*dict.fromkeys(self._losses(one, other, ()))]
        doubts = [x for x in found if x.certainty is Certainty.TRY and not x.remote]
        if any(x.sure and not x.remote for x in found) or not doubts:
            return found
        if not self._witnesses.found(first, second):
            return found
        proven = replace(doubts[0], certainty=Certainty.SURE)
        return [proven if x is doubts[0] else x for x in found]

    def accepts(self, key: str, value: JsonValue) -> bool:
        """Whether an entry of the second table accepts a value."""
        return self._oracle.accepts(key, value)

    def _losses(self, one: JsonValue, other: Here, path: Path) -> Iterator[Loss]:
        other = parts.resolved(other, self._second)
        if one is False or not parts.tells(other.whole):
            return
        state = written(one), other.key, other.at
        if state in self._open or self._same.holds(one, other.schema):
            return
        self._left -= 1
        if self._left < 0 or len(path) > parts.DEPTH:
            told = "it is too deep to be compared"
            yield loss(path, told, other, certainty=Certainty.TRY)
            return
        self._open.add(state)
        try:
            for alternative in self._flat.all(one):
                found = self._alternative(alternative, other, path)
                yield from (x if alternative.exact else x.doubted() for x in found)
        finally:
            self._open.discard(state)

    def _alternative(self, one: Flat, other: Here, path: Path) -> Iterator[Loss]:
        values = parts.values(one.schema)
        if values is not None:
            yield from self._refused(values, other, path)
            return
        for part in parts.parts(other, self._second):
            if part.schema is False:
                yield loss(path, "nothing is accepted", part)
                continue
            for keyword in ("oneOf", "anyOf"):
                if keyword in part.whole:
                    yield from self._choice(one, part, keyword, path)
            yield from self._plain.losses(one.schema, part, path)

    def _refused(
        self, values: Iterable[JsonValue], other: Here, path: Path
    ) -> Iterator[Loss]:
        refused = [x for x in values if not self._oracle.fits(other.schema, x)]
        if {True, False} <= {x for x in refused if isinstance(x, bool)}:
            yield loss(path, "a boolean is not accepted", other)
            refused = [x for x in refused if not isinstance(x, bool)]
        if len(refused) == 1:
            value = "null" if refused[0] is None else f"the value {quoted(refused[0])}"
            yield loss(path, f"{value} is not accepted", other)
        elif refused:
            named = ", ".join(quoted(x) for x in refused[:_SHOWN])
            more = f" and {len(refused) - _SHOWN} more" if refused[_SHOWN:] else ""
            yield loss(path, f"the values {named}{more} are not accepted", other)

    def _choice(
        self, one: Flat, part: Here, keyword: str, path: Path
    ) -> Iterator[Loss]:
        """One branch must accept it all, and of `oneOf` no other any of it."""
        branches = [
            part.below(branch, keyword, index)
            for index, branch in enumerate(parts.listed(part, keyword))
        ]
        tried = [[*self._losses(one.schema, branch, path)] for branch in branches]
        fitting = [found for found in tried if all(x.remote for x in found)]
        if fitting:
            found = min(fitting, key=len)
            yield from found
            if keyword == "oneOf":
                chosen = branches[tried.index(found)]
                yield from self._twice(one, chosen, branches, path)
            return
        pieces = split(one, self._flat)
        if pieces:
            for piece in pieces:
                yield from self._piece(piece, part, keyword, path)
            return
        yield from self._nearest(one, part, branches, tried, path)

    def _piece(
        self, piece: Flat, part: Here, keyword: str, path: Path
    ) -> Iterator[Loss]:
        values = parts.values(piece.schema)
        if values is None:
            yield from self._choice(piece, part, keyword, path)
        else:
            yield from self._refused(values, part, path)

    def _nearest(
        self,
        one: Flat,
        part: Here,
        branches: list[Here],
        tried: list[list[Loss]],
        path: Path,
    ) -> Iterator[Loss]:
        """Why no branch accepts it, in the words of the one that does most nearly."""
        near = [
            found
            for branch, found in zip(branches, tried, strict=True)
            if not self._apart.holds(one.schema, branch.schema)
        ]
        if not near:
            told = "none of the choices accepts it"
            reasons = min(tried, key=len, default=[loss(path, told, part)])
            for x in reasons:
                if not x.remote or len(reasons) == 1:
                    yield replace(x, certainty=Certainty.SURE)
            return
        reasons = min(near, key=lambda found: sum(not x.remote for x in found))
        yield from (x if len(near) == 1 else x.doubted() for x in reasons)

    def _twice(
        self, one: Flat, chosen: Here, branches: list[Here], path: Path
    ) -> Iterator[Loss]:
        """Values that more than one branch accepts, which `oneOf` refuses."""
        for branch in branches:
            if branch is chosen or any(
                self._same.holds(x, branch.schema) for x in one.beside
            ):
                continue
            if not self._apart.holds(one.schema, branch.schema):
                told = "more than one of the choices may accept it"
                yield loss(path, told, branch, certainty=Certainty.TRY)
                return
