"""Rooms and the targets of an emit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import ClassVar, Final, final

from .errors import InvalidPayload
from .problems import Violation
from .wire import Value


class Room:
    """A group of connections of one namespace that an event can be sent to.

    The document's rooms are subclasses that take their parameters; an
    application may name further rooms of its own with this class.
    """

    PARAMETERS: ClassVar[tuple[Value, ...]] = ()
    """What the document says of the parameters in the name."""

    def __init__(
        self, template: str, parameters: Mapping[str, object] | None = None
    ) -> None:
        """Fill in `template`, the name on the wire such as `user-{userId}`.

        Raises ValueError for a name that is empty, and InvalidPayload for a parameter
        that breaks the document.
        """
        filled = dict(parameters or {})
        for one in self.PARAMETERS:
            filled[one.name] = self._checked(one, filled[one.name])
        self.template = template
        self.name: Final = room_name(template, filled)

    def _checked(self, parameter: Value, given: object) -> object:
        """What a parameter is on the wire, as an event that joins the room has it."""
        try:
            return parameter.encode(given, f"/{parameter.name}")
        except InvalidPayload as error:
            which = f"(parameter {parameter.name} of {type(self).__name__})"
            raise InvalidPayload(
                error.type,
                [
                    Violation(one.pointer, f"{one.detail} {which}")
                    for one in error.violations
                ],
            ) from None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Room) and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r})"


def room_name(template: str, parameters: Mapping[str, object]) -> str:
    """The name of a room on the wire. Raises ValueError if it is empty."""
    parts: list[str] = []
    rest = template
    while rest:
        before, brace, after = rest.partition("{")
        key, closing, tail = after.partition("}")
        parts.append(before)
        if brace and closing and key in parameters:
            parts.append(_text(parameters[key]))
            rest = tail
        elif brace:
            parts.append(brace)
            rest = after
        else:
            rest = ""
    name = "".join(parts)
    if not name:
        raise ValueError("a room needs a name: an empty one would reach everybody")
    return name


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, default=str)


@final
class Everyone:
    """The type of `EVERYONE`."""

    def __repr__(self) -> str:
        return "EVERYONE"


EVERYONE: Final = Everyone()
"""Every connection of the namespace, as a target of an emit."""
