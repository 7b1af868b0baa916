"""What has changed between two contracts, for clients of the old one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sockgen.comparing.changes import Change, Verdict
from sockgen.comparing.crossing import About, Crossing
from sockgen.comparing.doors import of_doors, of_servers
from sockgen.comparing.handshakes import of_handshakes, with_headers_of
from sockgen.comparing.manners import known_rooms, manners
from sockgen.contract import AckError, Api, Direction, Event, Namespace

_BREAKING, _RISKY, _FINE = Verdict.BREAKING, Verdict.RISKY, Verdict.COMPATIBLE
_ORDER = (_BREAKING, _RISKY, _FINE)


def compare(old: Api, new: Api) -> list[Change]:
    """All changes of the wire, those that break something first."""
    old = with_headers_of(old, new)
    found = dict.fromkeys((*of_servers(old, new), *_Comparer(old, new).all()))
    return sorted(found, key=lambda one: _ORDER.index(one.verdict))


class _Comparer:
    def __init__(self, old: Api, new: Api) -> None:
        self._old, self._new = old, new
        self._crossing = Crossing(old, new)

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
            yield from of_handshakes(self._crossing, self._old, old[name], space)
            yield from self._events(old[name], space)

    def _events(self, old: Namespace, new: Namespace) -> Iterator[Change]:
        before = {(one.name, one.direction): one for one in old.events}
        after = {(one.name, one.direction): one for one in new.events}
        come = {key[0]: after[key] for key in after.keys() - before.keys()}
        gone = {name for name, _ in before.keys() - after.keys()}
        for key, event in before.items():
            if key not in after:
                yield _gone(old, event, come.get(event.name))
        for key, event in after.items():
            if key in before:
                yield from self._event(new.name, before[key], event)
                rooms = known_rooms(old, before[key]), known_rooms(old, event, new)
                for verdict, message, what in manners(before[key], event, *rooms):
                    at = before[key].where(what), event.where(what)
                    yield Change(verdict, message, new.name, event.name, *at)
            elif event.name not in gone:
                yield _come(new, event)

    def _event(self, space: str, old: Event, new: Event) -> Iterator[Change]:
        sends = new.direction is Direction.CLIENT_TO_SERVER
        crossing = self._crossing
        judged, answered = crossing.sent, crossing.received
        if not sends:
            judged, answered = answered, judged
        about = About(space, new.name, f"`{new.name}`", (old.span, new.span))
        yield from judged(about, old.arguments, new.arguments)
        yield from self._acks(space, old, new)
        if old.ack is not None and new.ack is not None:
            at = old.where("ack"), new.where("ack")
            about = About(space, new.name, f"the acknowledgement of {about.what}", at)
            yield from answered(about, old.ack.arguments, new.ack.arguments)
            yield from self._errors(space, old, new)

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
        at = old.where("ack"), new.where("ack")
        yield Change(verdict, message, space, new.name, *at)

    def _errors(self, space: str, old: Event, new: Event) -> Iterator[Change]:
        assert old.ack is not None
        assert new.ack is not None
        before = {one.name: one for one in old.ack.errors}
        after = {self._called(one, before, new): one for one in new.ack.errors}
        sends = new.direction is Direction.CLIENT_TO_SERVER
        judged = self._crossing.received if sends else self._crossing.sent
        at = old.where("ack"), new.where("ack")
        for name in sorted(before.keys() - after.keys()):
            message = f"`{new.name}` does not answer with the error `{name}` any more"
            verdict = _FINE if sends else _BREAKING
            yield Change(verdict, message, space, new.name, *at)
        for name, error in after.items():
            if name in before:
                what = f"the error `{name}` of `{new.name}`"
                about = About(space, new.name, what, at)
                yield from judged(about, before[name].arguments, error.arguments)
            else:
                message = f"`{new.name}` may answer with the error `{name}`"
                verdict = _RISKY if sends else _FINE
                yield Change(verdict, message, space, new.name, *at)

    def _called(
        self, error: AckError, before: Mapping[str, AckError], new: Event
    ) -> str:
        """The name of an error, or the one that it had: on the wire it has none."""
        known = {one.name for one in new.ack.errors} if new.ack else set[str]()
        for name, one in before.items() if error.name not in before else ():
            same = self._crossing.same(one.arguments, error.arguments)
            if name not in known and same:
                return name
        return error.name


def _gone(space: Namespace, event: Event, turned: Event | None) -> Change:
    sends = event.direction is Direction.CLIENT_TO_SERVER
    message = f"`{event.name}` ({event.direction.value}) is gone: " + (
        "the server refuses it" if sends else "clients wait for it in vain"
    )
    if turned:
        message = f"`{event.name}` goes in the other direction"
    at = event.span, turned.span if turned else None
    return Change(_BREAKING, message, space.name, event.name, *at)


def _come(space: Namespace, event: Event) -> Change:
    message = f"`{event.name}` ({event.direction.value}) is new"
    waits = event.ack is not None and event.direction is Direction.SERVER_TO_CLIENT
    if waits:
        message += ", and the server waits for an answer that no client gives"
    verdict = _RISKY if waits else _FINE
    return Change(verdict, message, space.name, event.name, new=event.span)
