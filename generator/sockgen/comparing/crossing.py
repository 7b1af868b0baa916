"""What crosses the wire one way: changes of its values, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sockgen.comparing import parts
from sockgen.comparing.changes import Change, Verdict
from sockgen.comparing.defaults import redefined
from sockgen.comparing.losses import REQUIRED, Loss
from sockgen.comparing.parts import Here, Path
from sockgen.comparing.schemas import Comparison
from sockgen.comparing.values import Lost, agree, lost, moved
from sockgen.contract import Api, Argument, JsonObject
from sockgen.diagnostics import Span

_BREAKING, _RISKY, _FINE = Verdict.BREAKING, Verdict.RISKY, Verdict.COMPATIBLE
Place: TypeAlias = tuple[Span | None, Span | None]
"""Where something stands in both documents."""


@dataclass(frozen=True, slots=True)
class About:
    """What changes are about, and where it stands as a whole."""

    namespace: str
    event: str
    what: str
    at: Place


class Crossing:
    """Compares what clients send, and what they receive."""

    def __init__(self, old: Api, new: Api) -> None:
        self._old, self._new = old, new
        self._forward = Comparison(old.schemas, new.schemas)
        self._backward = Comparison(new.schemas, old.schemas)

    def sent(
        self, about: About, old: Sequence[Argument], new: Sequence[Argument]
    ) -> Iterator[Change]:
        """Changes of what clients send: all that they sent must be accepted."""
        narrower = [*lost(old, new, self._forward)]
        for one in narrower:
            message = f"{about.what}: {'now, ' * one.loss.remote}{one}"
            yield self._changed(verdict_of(one.loss), message, about, one, new=True)
        for one in () if narrower else lost(new, old, self._backward):
            more = "" if one.loss.remote else " takes more"
            message = f"{about.what}{more}: before, {one}"
            yield self._changed(_FINE, message, about, one, new=False)
        yield from self._meant(about, old, new, alone=not narrower)

    def received(
        self, about: About, old: Sequence[Argument], new: Sequence[Argument]
    ) -> Iterator[Change]:
        """Changes of what clients receive: it must be nothing that they refuse."""
        wider = [*lost(new, old, self._backward)]
        for one in wider:
            message = f"{about.what} may be what clients refuse: there, {one}"
            if one.loss.reason == REQUIRED:
                message += ", and may be missing now"
            if one.loss.remote:
                message = f"{about.what}: before, {one}"
            yield self._changed(verdict_of(one.loss), message, about, one, new=False)
        for one in () if wider else lost(old, new, self._forward):
            less = "" if one.loss.remote else " is less than before"
            message = f"{about.what}{less}: now, {one}"
            yield self._changed(_FINE, message, about, one, new=True)
        yield from self._meant(about, old, new, alone=not wider)

    def lost(self, schema: JsonObject, key: str) -> list[Loss]:
        """What a schema of no document accepts, and an entry of the new one refuses."""
        table = {**self._old.schemas, "": schema}
        return Comparison(table, self._new.schemas).losses("", key)

    def located(self, loss: Loss) -> Span | None:
        """Where the reason of a loss stands in the new document."""
        return self._new.locate(loss.key, loss.at) if loss.key else None

    def same(self, old: Sequence[Argument], new: Sequence[Argument]) -> bool:
        """Whether values are accepted alike."""
        return agree(old, new, self._forward) and agree(new, old, self._backward)

    def _meant(
        self,
        about: About,
        old: Sequence[Argument],
        new: Sequence[Argument],
        *,
        alone: bool,
    ) -> Iterator[Change]:
        """Values that are accepted as before, and are taken for something else."""
        for told, before, after in moved(old, new) if alone else ():
            at = (
                self._old.locate(before.schema, ()) or about.at[0],
                self._new.locate(after.schema, ()) or about.at[1],
            )
            message = f"{about.what}: {told}"
            yield Change(_BREAKING, message, about.namespace, about.event, *at)
        for one in redefined(old, new, self._old.schemas, self._new.schemas):
            spans = (
                self._old.locate(one.old.key, one.old.at),
                self._new.locate(one.new.key, one.new.at),
            )
            message = f"{about.what}: {one.told}"
            yield Change(_RISKY, message, about.namespace, about.event, *spans)

    def _changed(
        self, verdict: Verdict, message: str, about: About, one: Lost, *, new: bool
    ) -> Change:
        """A change whose reason stands in one of the documents."""
        refusing, other = (self._new, self._old) if new else (self._old, self._new)
        whole = about.at if new else about.at[::-1]
        reason = refusing.locate(one.loss.key, one.loss.at) if one.loss.key else None
        mine = reached(other.schemas, one.schema, one.loss.path)
        if mine and _leads(there := parts.resolved(mine, other.schemas), one.loss):
            mine = there
        place = other.locate(mine.key, mine.at) if mine else None
        spans = place or whole[0], reason or whole[1]
        return Change(
            verdict,
            message,
            about.namespace,
            about.event,
            *(spans if new else spans[::-1]),
        )


def _leads(there: Here, loss: Loss) -> bool:
    """Whether it is in the other document what the reason of a loss stands in."""
    return there.key == loss.key and there.at == loss.at[: len(there.at)]


def verdict_of(loss: Loss) -> Verdict:
    """What it means that values are lost."""
    if loss.remote:
        return _FINE
    return _BREAKING if loss.sure else _RISKY


def reached(table: Mapping[str, JsonObject], key: str, path: Path) -> Here | None:
    """The schema of a table that says most of the place in a value of an entry."""
    if key not in table:
        return None
    here = Here(table[key], key)
    for step in path:
        below = _below(here, table, step)
        if below is None:
            break
        here = below
    return here


def _below(here: Here, table: Mapping[str, JsonObject], step: str | int) -> Here | None:
    here = parts.resolved(here, table)
    named = parts.mapping(here, "properties")
    if isinstance(step, str) and step in named:
        return here.below(named[step], "properties", step)
    if (isinstance(step, int) or step == "*") and "items" in here.whole:
        return parts.item(here, step if isinstance(step, int) else len(here.whole))
    if isinstance(step, int) and step < len(parts.listed(here, "prefixItems")):
        return parts.item(here, step)
    for keyword in ("allOf", "oneOf", "anyOf"):
        for index, branch in enumerate(parts.listed(here, keyword)):
            found = _below(here.below(branch, keyword, index), table, step)
            if found is not None:
                return found
    beyond = here.whole.get("additionalProperties")
    if isinstance(beyond, dict):
        return here.below(beyond, "additionalProperties")
    return None
