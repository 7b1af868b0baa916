"""Problem objects: how the two ends tell each other what went wrong.

A problem is a JSON object in the manner of RFC 9457. It travels as the only
value of an acknowledgement, or as the data of a refused connect, and never
carries a traceback. Its `type` begins with `urn:sockgen:problem:`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, cast

PREFIX: Final = "urn:sockgen:problem:"

INVALID_PAYLOAD: Final = PREFIX + "invalid-payload"
"""An argument, or the connect `auth`, breaks its schema."""
ARGUMENT_COUNT: Final = PREFIX + "argument-count"
"""Too few or too many arguments."""
UNDECLARED_EVENT: Final = PREFIX + "undeclared-event"
"""The document has no such event in this direction on this namespace."""
HANDLER_FAILED: Final = PREFIX + "handler-failed"
"""The handler raised something that the document does not declare."""
INVALID_ACK: Final = PREFIX + "invalid-ack"
"""The handler returned something that breaks the document."""
NOT_HANDLED: Final = PREFIX + "not-handled"
"""Nobody registered a handler for the event."""
UNAUTHORIZED: Final = PREFIX + "unauthorized"
"""The credentials are missing, or were not accepted."""
REFUSED: Final = PREFIX + "refused"
"""The application refused the connection, or the event."""
TOO_MANY: Final = PREFIX + "too-many"
"""As many events of the connection are being handled as the server allows."""
UNAVAILABLE: Final = PREFIX + "unavailable"
"""The server is stopping."""

TITLES: Final[Mapping[str, str]] = {
    INVALID_PAYLOAD: "The payload breaks its schema",
    ARGUMENT_COUNT: "Wrong number of arguments",
    UNDECLARED_EVENT: "No such event",
    HANDLER_FAILED: "The handler failed",
    INVALID_ACK: "The acknowledgement breaks its schema",
    NOT_HANDLED: "The event has no handler",
    UNAUTHORIZED: "Not authorized",
    REFUSED: "Refused",
    TOO_MANY: "Too many events at a time",
    UNAVAILABLE: "The server takes no more events",
}


@dataclass(frozen=True, slots=True)
class Violation:
    """One place that breaks a schema.

    `pointer` is a JSON pointer into the list of arguments: `/0/petId` is the
    property `petId` of the first argument.
    """

    pointer: str
    detail: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, as it travels on the wire."""

    type: str
    title: str
    detail: str = ""
    errors: tuple[Violation, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict[str, object])

    @classmethod
    def of(
        cls,
        type_: str,
        detail: str = "",
        errors: Iterable[Violation] = (),
        extra: Mapping[str, object] | None = None,
    ) -> Problem:
        """A problem of one of the types of this module."""
        return cls(type_, TITLES[type_], detail, tuple(errors), dict(extra or {}))

    def to_wire(self) -> dict[str, object]:
        """The JSON object of this problem."""
        wire: dict[str, object] = {"type": self.type, "title": self.title}
        if self.detail:
            wire["detail"] = self.detail
        if self.errors:
            wire["errors"] = [
                {"pointer": one.pointer, "detail": one.detail} for one in self.errors
            ]
        return {**self.extra, **wire}

    @classmethod
    def from_wire(cls, value: object) -> Problem | None:
        """The problem that a value is, or None if it is anything else."""
        if not isinstance(value, dict):
            return None
        wire = cast("dict[str, object]", value)
        type_ = wire.get("type")
        if not isinstance(type_, str) or not type_.startswith(PREFIX):
            return None
        known = ("type", "title", "detail", "errors")
        return cls(
            type=type_,
            title=str(wire.get("title", "")),
            detail=str(wire.get("detail", "")),
            errors=tuple(_violations(wire.get("errors"))),
            extra={key: part for key, part in wire.items() if key not in known},
        )

    def __str__(self) -> str:
        text = self.title or self.type
        if self.detail:
            text += f": {self.detail}"
        for one in self.errors:
            text += f"; {one.pointer or 'the whole'}: {one.detail}"
        return text


def _violations(value: object) -> Iterable[Violation]:
    if not isinstance(value, list):
        return
    for one in cast("list[object]", value):
        if isinstance(one, dict):
            parts = cast("dict[str, object]", one)
            pointer, detail = parts.get("pointer", ""), parts.get("detail", "")
            yield Violation(str(pointer), str(detail))
