"""What has changed between two contracts, for clients of the old one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from sockgen.comparing.changes import Change, Verdict
from sockgen.comparing.doors import of_doors, of_servers
from sockgen.comparing.schemas import Comparison, Loss
from sockgen.comparing.sentences import told
from sockgen.comparing.values import lost
from sockgen.contract import Api, Argument, Direction, Event, Namespace
from sockgen.diagnostics import Span

_BREAKING, _RISKY, _FINE = Verdict.BREAKING, Verdict.RISKY, Verdict.COMPATIBLE
_ORDER = (_BREAKING, _RISKY, _FINE)
Place: TypeAlias = tuple[Span | None, Span | None]
"""Where something stands in both documents."""


def compare(old: Api, new: Api) -> list[Change]:
    """All changes of the wire, those that break something first."""
    found = dict.fromkeys((*of_servers(old, new), *_Comparer(old, new).all()))
    return sorted(found, key=lambda one: _ORDER.index(one.verdict))


class _Comparer:
    def __init__(self, old: Api, new: Api) -> None:
        self._old, self._new = old, new
        self._forward = Comparison(old.schemas, new.schemas)
        self._backward = Comparison(new.schemas, old.schemas)

    def all(self) -> Iterator[Change]:
        old = {one.name: one for one in self._old.namespaces}
        new = {one.name: one for one in self._new.namespaces}
        for name, space in old.items():
            if name not in new:
                message = f"the namespace {name} is gone"
                yield Change(_BREAKING, message, name, old=space.span)
        for name, space in new.items():
            if name not in old:
                message = f"the namespace {name} is new"
                yield Change(_FINE, message, name, new=space.span)
                continue
            yield from of_doors(self._old, old[name], self._new, space)
            yield from self._auth(old[name], space)
            yield from self._events(old[name], space)

    def _auth(self, old: Namespace, new: Namespace) -> Iterator[Change]:
        if new.auth is None:
            if old.auth is not None:
                message = f"{new.name} asks for no `auth` of a schema any more"
                yield Change(_FINE, message, new.name, old=old.span, new=new.span)
            return
        name = "auth"
        before = () if old.auth is None else (Argument(name, old.auth),)
        after = (Argument(name, new.auth, required=bool(before)),)
        if not before:
            required = self._new.schemas[new.auth].get("required")
            verdict = _BREAKING if required else _RISKY
            message = f"{new.name} asks for an `auth` of a schema"
            yield Change(verdict, message, new.name, old=old.span, new=new.span)
        else:
            at = (old.span, new.span)
            yield from self._sent(new.name, "", before, after, "the connect", at)

    def _events(self, old: Namespace, new: Namespace) -> Iterator[Change]:
        before = {(one.name, one.direction): one for one in old.events}
        after = {(one.name, one.direction): one for one in new.events}
        for key, event in before.items():
            if key not in after:
                yield self._gone(old, event, {name for name, _ in after})
        for key, event in after.items():
            if key in before:
                yield from self._event(new.name, before[key], event)
            elif event.name not in {name for name, _ in before}:
                message = f"`{event.name}` ({event.direction.value}) is new"
                yield Change(_FINE, message, new.name, event.name, new=event.span)

    def _gone(self, space: Namespace, event: Event, left: set[str]) -> Change:
        sends = event.direction is Direction.CLIENT_TO_SERVER
        message = f"`{event.name}` ({event.direction.value}) is gone: " + (
            "the server refuses it" if sends else "clients wait for it in vain"
        )
        if event.name in left:
            message = f"`{event.name}` goes in the other direction"
        return Change(_BREAKING, message, space.name, event.name, old=event.span)

    def _event(self, space: str, old: Event, new: Event) -> Iterator[Change]:
        sends = new.direction is Direction.CLIENT_TO_SERVER
        about = f"`{new.name}`"
        at = (old.span, new.span)
        judged = self._sent if sends else self._received
        answered = self._received if sends else self._sent
        yield from judged(space, new.name, old.arguments, new.arguments, about, at)
        yield from self._acks(space, old, new)
        if old.ack is not None and new.ack is not None:
            yield from answered(
                space,
                new.name,
                old.ack.arguments,
                new.ack.arguments,
                f"the acknowledgement of {about}",
                at,
            )
            yield from self._errors(space, old, new)
        for verdict, message in _manners(old, new):
            yield Change(verdict, message, space, new.name, old.span, new.span)

    def _acks(self, space: str, old: Event, new: Event) -> Iterator[Change]:
        if (old.ack is None) == (new.ack is None):
            return
        sends = new.direction is Direction.CLIENT_TO_SERVER
        if new.ack is None:
            message = f"`{new.name}` has no acknowledgement any more"
            verdict = _BREAKING if sends else _FINE
            message += ": clients wait for it in vain" if sends else ""
        else:
            message = f"`{new.name}` has an acknowledgement"
            verdict = _FINE if sends else _BREAKING
            message += "" if sends else ": clients that send none let the server wait"
        yield Change(verdict, message, space, new.name, old.span, new.span)

    def _errors(self, space: str, old: Event, new: Event) -> Iterator[Change]:
        assert old.ack is not None
        assert new.ack is not None
        before = {one.name: one for one in old.ack.errors}
        after = {one.name: one for one in new.ack.errors}
        sends = new.direction is Direction.CLIENT_TO_SERVER
        for name in sorted(before.keys() - after.keys()):
            message = f"`{new.name}` does not answer with the error `{name}` any more"
            verdict = _FINE if sends else _BREAKING
            yield Change(verdict, message, space, new.name, old.span, new.span)
        for name, error in after.items():
            if name in before:
                judged = self._received if sends else self._sent
                about = f"the error `{name}` of `{new.name}`"
                both = before[name].arguments, error.arguments
                at = (old.span, new.span)
                yield from judged(space, new.name, *both, about, at)
            else:
                message = f"`{new.name}` may answer with the error `{name}`"
                verdict = _RISKY if sends else _FINE
                yield Change(verdict, message, space, new.name, old.span, new.span)

    def _sent(
        self,
        space: str,
        event: str,
        old: Sequence[Argument],
        new: Sequence[Argument],
        about: str,
        at: Place,
    ) -> Iterator[Change]:
        """Changes of what clients send: all that they sent must be accepted."""
        narrower = [*lost(old, new, self._forward)]
        for name, loss in narrower:
            message = f"{about}: {told(name, loss)}"
            yield self._changed(_of(loss), message, space, event, loss, at, new=True)
        for name, loss in () if narrower else lost(new, old, self._backward):
            message = f"{about} takes more: before, {told(name, loss)}"
            yield self._changed(_FINE, message, space, event, loss, at, new=False)

    def _received(
        self,
        space: str,
        event: str,
        old: Sequence[Argument],
        new: Sequence[Argument],
        about: str,
        at: Place,
    ) -> Iterator[Change]:
        """Changes of what clients receive: it must be nothing that they refuse."""
        wider = [*lost(new, old, self._backward)]
        for name, loss in wider:
            message = f"{about} may be what clients refuse: there, {told(name, loss)}"
            yield self._changed(_of(loss), message, space, event, loss, at, new=False)
        for name, loss in () if wider else lost(old, new, self._forward):
            message = f"{about} is less than before: now, {told(name, loss)}"
            yield self._changed(_FINE, message, space, event, loss, at, new=True)

    def _changed(
        self,
        verdict: Verdict,
        message: str,
        space: str,
        event: str,
        loss: Loss,
        at: Place,
        *,
        new: bool,
    ) -> Change:
        """A change whose reason stands in one of the documents."""
        api = self._new if new else self._old
        place = api.locate(loss.key, loss.at) if loss.key else None
        old, other = at
        spans = (old, place or other) if new else (place or old, other)
        return Change(verdict, message, space, event, *spans)


def _of(loss: Loss) -> Verdict:
    if loss.remote:
        return _FINE
    return _BREAKING if loss.sure else _RISKY


def _manners(old: Event, new: Event) -> Iterator[tuple[Verdict, str]]:
    """Changes of what an event does besides carrying values."""
    about = f"`{new.name}`"
    if old.rooms != new.rooms and new.direction is Direction.SERVER_TO_CLIENT:
        gone = {*old.rooms} - {*new.rooms}
        if not old.rooms or (gone and new.rooms):
            listed = ", ".join(new.rooms)
            yield _BREAKING, f"{about} reaches only clients in the rooms {listed}"
        elif not new.rooms:
            yield _RISKY, f"{about} reaches more than the rooms it went to"
        else:
            yield _RISKY, f"{about} goes to more rooms"
    for verb, before, after in (
        ("enter", old.joins, new.joins),
        ("leave", old.leaves, new.leaves),
    ):
        rooms, others = {one.room for one in before}, {one.room for one in after}
        for room in sorted(rooms - others):
            yield _BREAKING, f"{about} no longer lets its sender {verb} the room {room}"
        for room in sorted(others - rooms):
            yield _RISKY, f"{about} lets its sender {verb} the room {room}"
    if new.timeout is not None and (old.timeout or new.timeout) < new.timeout:
        longer = f"{old.timeout:g} s to {new.timeout:g} s"
        yield _RISKY, f"{about} may be answered later, from {longer}: clients give up"
    if old.ordered and not new.ordered:
        yield _RISKY, f"{about} may be handled in another order than it was sent"
    if old.idempotency is not None and new.idempotency is None:
        yield _RISKY, f"{about} that is sent again is handled again"
    if new.deprecated and not old.deprecated:
        yield _FINE, f"{about} is deprecated"
