"""Rooms: which there are, who is told to go there, and who joins and leaves."""

import re

from sockgen.contract import Membership, Room, RoomParameter
from sockgen.document import Node
from sockgen.document.likely import slips
from sockgen.reading.arguments import Arguments
from sockgen.reading.context import Context, did_you_mean, options
from sockgen.reading.places import EXPRESSION, Place, expressed, of_same_name

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def read_rooms(context: Context, channel: Node) -> tuple[Room, ...]:
    """The rooms that a channel declares."""
    rooms = options(channel).get("rooms")
    if rooms is None:
        return ()
    return tuple(_room(context, key, room) for key, room in rooms.entries())


def _room(context: Context, key: str, node: Node) -> Room:
    parameters = node.get("parameters")
    declared = dict(parameters.entries()) if parameters else {}
    name = node.text("name")
    named: list[str] = list(dict.fromkeys(_PLACEHOLDER.findall(name)))
    unknown = [one for one in named if one not in declared]
    unused = [one for one in declared if one not in named]
    meant = slips(unknown, unused)
    for one in unknown:
        context.findings.error(
            "SG310",
            f"the room `{key}` has no parameter `{one}`",
            (node.get("name") or node).span(),
            did_you_mean(meant.get(one, one), list(declared))
            or f"declare `{one}` in its `parameters`",
        )
    for one in unused:
        if parameters and one not in meant.values():
            context.findings.error(
                "SG310",
                f"the name of the room `{key}` has no place for `{one}`",
                parameters.key_span(one),
                f"write it as `{name}-{{{one}}}`, say",
            )
    return Room(
        key=key,
        name=name,
        parameters=tuple(
            RoomParameter(parameter, context.schemas.name(raw))
            for parameter in (meant.get(one, one) for one in named)
            if parameters and (raw := parameters.raw(parameter)) is not None
        ),
        description=node.text("description"),
    )


def target_rooms(
    context: Context, operation: Node, rooms: tuple[Room, ...]
) -> tuple[str, ...]:
    """The rooms that a server → client event goes to."""
    listed = options(operation).get("rooms")
    found: list[str] = []
    for item in listed.items() if listed else ():
        key = str(item.value)
        if _declared(context, key, item, rooms) is not None:
            found.append(key)
    return tuple(found)


def memberships(
    context: Context,
    operation: Node,
    option: str,
    rooms: tuple[Room, ...],
    arguments: Arguments,
) -> tuple[Membership, ...]:
    """The rooms that the sender of an event joins or leaves."""
    listed = options(operation).get(option)
    found: list[Membership] = []
    for item in listed.items() if listed else ():
        written = item.value
        key = item.text("room") if isinstance(written, dict) else str(written)
        room = _declared(context, key, item.get("room") or item, rooms)
        if room is not None:
            found.append(_membership(context, option, room, item, arguments))
    return tuple(found)


def _declared(
    context: Context, key: str, place: Node, rooms: tuple[Room, ...]
) -> Room | None:
    room = next((room for room in rooms if room.key == key), None)
    if room is None:
        context.findings.error(
            "SG309",
            f"the channel declares no room `{key}`",
            place.span(),
            did_you_mean(key, [room.key for room in rooms])
            or "declare it under `x-socketio: {rooms: ...}` of the channel",
        )
    return room


def _membership(
    context: Context, option: str, room: Room, item: Node, arguments: Arguments
) -> Membership:
    names = [parameter.name for parameter in room.parameters]
    written = dict(item.entries())
    written.pop("room", None)
    unknown = [name for name in written if name not in names]
    meant = slips(unknown, [name for name in names if name not in written])
    for name in unknown:
        context.findings.error(
            "SG311",
            f"the room `{room.key}` has no parameter `{name}`",
            item.key_span(name),
            did_you_mean(meant.get(name, name), names),
        )
    places: dict[str, tuple[int, str]] = {}
    for name in (one for one in names if one not in meant.values()):
        given = written.get(name)
        place = (
            expressed(str(given.value), arguments)
            if given
            else of_same_name(name, arguments)
        )
        if place is None:
            _no_value(context, room, name, given or item)
            continue
        places[name] = place.wire
        if not place.is_certain:
            _may_be_absent(context, option, room, place, given or item)
    return Membership(room.key, places)


def _may_be_absent(
    context: Context, option: str, room: Room, place: Place, node: Node
) -> None:
    context.findings.warning(
        "SG340",
        f"`{place.name}` may be absent, and then nobody {option} the room `{room.key}`",
        node.span(),
        "list it as `required`, or turn SG340 off here if that is meant",
    )


def _no_value(context: Context, room: Room, name: str, place: Node) -> None:
    context.findings.error(
        "SG311",
        f"the event has no value for the parameter `{name}` of the room `{room.key}`",
        place.span(),
        f"name its place: `{{room: {room.key}, {name}: '{EXPRESSION}/...'}}`",
    )
