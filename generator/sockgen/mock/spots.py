"""Which events the words of a call mean, such as `order=order-update`."""

import difflib
from collections.abc import Iterator
from math import isfinite

from sockgen.contract import Api, Direction, Event, Namespace
from sockgen.mock.settings import Schedule, Spot, Trigger

_WHO = {
    Direction.CLIENT_TO_SERVER: "clients send",
    Direction.SERVER_TO_CLIENT: "the server sends",
}
_LISTED = 12


class WrongWords(ValueError):
    """What was said means no event, or more than one."""


def read_schedule(api: Api, text: str) -> Schedule:
    """Take `order-update=5`. Raises WrongWords."""
    name, sign, number = text.rpartition("=")
    if not sign:
        raise WrongWords(f"{text!r} has no `=`: EVENT=SECONDS, such as {text}=5")
    spot = read_spot(api, name, Direction.SERVER_TO_CLIENT)
    try:
        seconds = float(number)
    except ValueError:
        raise WrongWords(f"{number!r} is not a number of seconds") from None
    if not (isfinite(seconds) and seconds >= 0.01):
        raise WrongWords(f"an event cannot come every {number} seconds: 0.01 or more")
    return Schedule(spot, seconds)


def read_trigger(api: Api, text: str) -> Trigger:
    """Take `order=order-update`; a name may have a `=` too. Raises WrongWords."""
    faults: list[WrongWords] = []
    for cause, effect in _halves(text):
        try:
            return Trigger(
                read_spot(api, cause, Direction.CLIENT_TO_SERVER),
                read_spot(api, effect, Direction.SERVER_TO_CLIENT),
            )
        except WrongWords as fault:
            faults.append(fault)
    if not faults:
        raise WrongWords(f"{text!r} has no `=`: EVENT=EVENT, that of clients first")
    raise faults[0]


def _halves(text: str) -> Iterator[tuple[str, str]]:
    for at, sign in enumerate(text):
        if sign == "=":
            yield text[:at], text[at + 1 :]


def read_spot(api: Api, text: str, direction: Direction) -> Spot:
    """Find an event by its name, or by `NAMESPACE:NAME`. Raises WrongWords."""
    spots = list(events_of(api, direction))
    found = [
        one for one in spots if text in (one.event, f"{one.namespace}:{one.event}")
    ]
    if len(found) == 1:
        return found[0]
    if found:
        choice = " or ".join(f"{one.namespace}:{one.event}" for one in found)
        raise WrongWords(f"`{text}` is in more than one namespace: say {choice}")
    instead = _instead(text, spots)
    raise WrongWords(f"there is no event `{text}` that {_WHO[direction]}{instead}")


def events_of(api: Api, direction: Direction) -> dict[Spot, tuple[Namespace, Event]]:
    """The events of one direction, and the namespaces that they are in."""
    return {
        Spot(namespace.name, event.name): (namespace, event)
        for namespace in api.namespaces
        for event in namespace.events
        if event.direction is direction
    }


def _instead(text: str, spots: list[Spot]) -> str:
    """What was probably meant, or else what there is."""
    names = list(dict.fromkeys(one.event for one in spots))
    whole = [f"{one.namespace}:{one.event}" for one in spots]
    pool = whole if text.startswith("/") else names
    if near := difflib.get_close_matches(text, pool, n=1):
        return f": did you mean `{near[0]}`?"
    if not names:
        return ", for there is none at all"
    listed = ", ".join(f"`{one}`" for one in names[:_LISTED])
    return f"; there is {listed}{' and more' if len(names) > _LISTED else ''}"
