"""Rooms: which there are, who is told to go there, and who joins and leaves."""

import re

from sockgen.contract import Membership, Room, RoomParameter
from sockgen.document import Node
from sockgen.reading.arguments import Arguments
from sockgen.reading.context import Context, did_you_mean, options
from sockgen.source import Pointer

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_EXPRESSION = "$message.payload#"


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
    placeholders = list(dict.fromkeys(_PLACEHOLDER.findall(name)))
    for placeholder in placeholders:
        if placeholder not in declared:
            context.findings.error(
                "SG310",
                f"the room `{key}` has no parameter `{placeholder}`",
                (node.get("name") or node).span(),
                did_you_mean(placeholder, list(declared))
                or f"declare `{placeholder}` in its `parameters`",
            )
    for parameter in declared:
        if parameters and parameter not in placeholders:
            context.findings.error(
                "SG310",
                f"the name of the room `{key}` has no place for `{parameter}`",
                parameters.key_span(parameter),
                f"write it as `{name}-{{{parameter}}}`, say",
            )
    return Room(
        key=key,
        name=name,
        parameters=tuple(
            RoomParameter(parameter, context.schemas.name(raw))
            for parameter in placeholders
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
            found.append(_membership(context, room, item, arguments))
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
    context: Context, room: Room, item: Node, arguments: Arguments
) -> Membership:
    names = [parameter.name for parameter in room.parameters]
    written = dict(item.entries())
    written.pop("room", None)
    for name in written:
        if name not in names:
            context.findings.error(
                "SG311",
                f"the room `{room.key}` has no parameter `{name}`",
                item.key_span(name),
                did_you_mean(name, names),
            )
    places: dict[str, tuple[int, str]] = {}
    for name in names:
        given = written.get(name)
        place = (
            _expressed(str(given.value), arguments)
            if given
            else _of_same_name(name, arguments)
        )
        if place is None:
            _no_value(context, room, name, given or item)
        else:
            places[name] = place
    return Membership(room.key, places)


def _no_value(context: Context, room: Room, name: str, place: Node) -> None:
    context.findings.error(
        "SG311",
        f"the event has no value for the parameter `{name}` of the room `{room.key}`",
        place.span(),
        f"name its place: `{{room: {room.key}, {name}: '{_EXPRESSION}/...'}}`",
    )


def _of_same_name(name: str, arguments: Arguments) -> tuple[int, str] | None:
    """The argument or the property that is called like the parameter."""
    for index, argument in enumerate(arguments.values):
        if argument.name == name and argument.required:
            return index, ""
    for index, node in enumerate(arguments.nodes):
        if not arguments.values[index].rest and _has(node, [name]):
            return index, "/" + name.replace("~", "~0").replace("/", "~1")
    return None


def _expressed(expression: str, arguments: Arguments) -> tuple[int, str] | None:
    """The place that a runtime expression such as `$message.payload#/id` means."""
    if not expression.startswith(_EXPRESSION):
        return None
    steps = expression.removeprefix(_EXPRESSION).split("/")[1:]
    index = 0
    if arguments.positional:
        if not steps or not steps[0].isdecimal():
            return None
        index = int(steps.pop(0))
    if index >= len(arguments.nodes) or arguments.values[index].rest:
        return None
    plain = [step.replace("~1", "/").replace("~0", "~") for step in steps]
    if not _has(arguments.nodes[index], plain):
        return None
    return index, "".join(f"/{step}" for step in steps)


def _has(node: Node, steps: list[str]) -> bool:
    """Whether a schema describes a value at the end of some properties."""
    if not steps:
        return True
    seen: set[Pointer] = set()
    waiting = [node.followed()]
    while waiting:
        schema = waiting.pop()
        if schema.pointer in seen:
            continue
        seen.add(schema.pointer)
        properties = schema.get("properties")
        below = properties.raw(steps[0]) if properties else None
        if below is not None and _has(below, steps[1:]):
            return True
        for keyword in ("allOf", "anyOf", "oneOf"):
            parts = schema.get(keyword)
            waiting.extend(parts.items() if parts else ())
    return False
