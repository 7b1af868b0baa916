"""What the docstrings of generated code say."""

from collections.abc import Sequence

from sockgen.contract import AckError, Direction, Event, Namespace, Room
from sockgen.rendering import Code, docstring


def event_doc(
    event: Event, lead: str, notes: Sequence[str] = (), indent: int = 8
) -> Code:
    """The docstring of a method: what the document says, then the wire.

    `lead` is used where the document says nothing.
    """
    first = event.summary or event.title or lead
    parts = [_sentence(first)]
    if event.description.strip():
        parts.append(event.description.strip())
    parts.append(wire(event))
    parts.extend(notes)
    if event.deprecated:
        parts.append("Deprecated.")
    return docstring("\n\n".join(parts), indent)


def error_text(error: AckError) -> str:
    """What an error of an acknowledgement means."""
    return error.summary or error.description or error.name


def wire(event: Event) -> str:
    """The line that says what an event is on the wire."""
    way = "client to server"
    if event.direction is Direction.SERVER_TO_CLIENT:
        way = "server to client"
    ack = "no acknowledgement"
    if event.ack is not None:
        limit = f" within {event.timeout:g} s" if event.timeout else ""
        ack = f"acknowledged{limit}"
    return f"Wire: event `{event.name}`, {way}, {ack}."


def namespace_doc(namespace: Namespace, lead: str, indent: int = 4) -> Code:
    """The docstring of a class that stands for one side of a namespace."""
    parts = [f"{lead} Namespace `{namespace.name}`."]
    if namespace.description.strip():
        parts.append(namespace.description.strip())
    return docstring("\n\n".join(parts), indent)


def room_doc(room: Room) -> Code:
    """The docstring of a room's class."""
    first = room.description.strip() or f"A room of the kind {room.key}."
    return docstring(f"{first}\n\nWire: room `{room.name}`.")


def _sentence(text: str) -> str:
    stripped = text.strip()
    return stripped if stripped.endswith((".", "!", "?")) else f"{stripped}."
