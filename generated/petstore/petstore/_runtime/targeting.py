"""Whom an emit reaches: what `to` and `skip` take, and what it is on the wire."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias, TypeGuard, cast

from .connection import BaseConnection, OneOrMany
from .events import Event
from .rooms import Everyone, Room

Target: TypeAlias = Everyone | Room | BaseConnection[Any, Any]


def reached(event: Event, to: OneOrMany[Target]) -> list[str] | None:
    """The names of rooms and connections that an event is sent to; None is everybody.

    Raises TypeError for what this event cannot be sent to, and ValueError for a
    connection to another namespace.
    """
    names: list[str] = []
    everybody = False
    for one in _each(event, to):
        if _is_connection(one):
            names.append(_sid(event, one))
        elif isinstance(one, Room) and one.template in (event.rooms or [one.template]):
            names.append(one.name)
        elif isinstance(one, Everyone) and not event.rooms:
            everybody = True
        else:
            raise TypeError(_unfit(event, one))
    return None if everybody else names


def _each(event: Event, to: object) -> Iterable[object]:
    if isinstance(to, (Everyone, Room, BaseConnection)):
        return [cast(object, to)]
    if isinstance(to, (str, bytes)) or not isinstance(to, Iterable):
        raise TypeError(_unfit(event, to))
    return cast("Iterable[object]", to)


def _unfit(event: Event, given: object) -> str:
    rooms = [f"a room {one}" for one in event.rooms] or ["EVERYONE", "a Room"]
    wanted = ", ".join([*rooms, "a connection"])
    return f"{event.name} is sent to {wanted} or a list of them, not to {given!r}"


def left_out(
    event: Event, skip: OneOrMany[BaseConnection[Any, Any]] | None
) -> list[str]:
    """The session ids of the connections that an emit leaves out."""
    if skip is None:
        return []
    many = [skip] if isinstance(skip, BaseConnection) else skip
    if isinstance(many, str) or not isinstance(cast(object, many), Iterable):
        raise TypeError(_no_connection(skip))
    return [_connection(event, one) for one in cast("Sequence[object]", many)]


def _connection(event: Event, given: object) -> str:
    if not _is_connection(given):
        raise TypeError(_no_connection(given))
    return _sid(event, given)


def _is_connection(given: object) -> TypeGuard[BaseConnection[Any, Any]]:
    return isinstance(given, BaseConnection)


def _no_connection(given: object) -> str:
    return f"skip takes a connection or a list of them, not {given!r}"


def _sid(event: Event, conn: BaseConnection[Any, Any]) -> str:
    if conn.namespace != event.namespace:
        detail = f"{event.name} is an event of {event.namespace}"
        raise ValueError(f"{conn!r} cannot be reached: {detail}")
    return conn.sid
