"""Acknowledgements that stand in extensions: every form that documents have."""

from dataclasses import dataclass

from sockgen.document import Node
from sockgen.document.keywords import has_keyword
from sockgen.reading.context import bindings, written
from sockgen.reading.messages import message_of

_EXTENSIONS = ("x-ack", "x-socketio-ack")
_SCHEMA_KEYWORDS = frozenset(
    (
        *("type", "properties", "items", "prefixItems", "enum", "const", "format"),
        *("oneOf", "anyOf", "allOf", "additionalProperties", "required", "not"),
    )
)
_SUCCESS = ("success", "ok", "result")
_ERROR = ("error", "failure")
_OF_MESSAGES = frozenset(("payload", "headers", "contentType", "messageId"))


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: a message, or the schema of its values alone."""

    node: Node
    key: str
    place: Node
    error: bool = False
    is_schema: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether keys are written, and none of them says what the values are."""
        value = self.node.followed().value
        keys = value if isinstance(value, dict) else {}
        own = any(not key.startswith("x-") for key in keys)
        return self.is_schema and own and not has_keyword(keys)


@dataclass(frozen=True, slots=True)
class Described:
    """The answers that an extension describes, what it is called, and where it is."""

    key: str
    place: Node
    answers: list[Answer]


def described_answers(holder: Node) -> Described | None:
    """The answers in the extensions or bindings of a message or an operation."""
    for key in _EXTENSIONS:
        found = written(holder, key)
        if found is not None and found.value not in (False, None):
            return Described(f"`{key}`", found, _answers(found))
    binding = bindings(holder, "socket.io", "socketio")
    ack = binding.raw("ack") if binding else None
    if ack is None:
        return None
    return Described("`bindings` for Socket.IO", ack, _answers(ack))


def _answers(place: Node) -> list[Answer]:
    node = place.followed()
    value = node.value
    if value is True:
        return []
    if not isinstance(value, dict) or value.keys() & _SCHEMA_KEYWORDS:
        return [_schema(place)]
    for key in ("args", "schema"):
        if key in value:
            below = node.raw(key)
            return [_schema(below)] if below and value[key] is not None else []
    successes = [one for key in _SUCCESS for one in _below(node, key, error=False)]
    errors = [one for key in _ERROR for one in _below(node, key, error=True)]
    if successes or errors:
        return [*successes, *errors]
    return [_message(place)] if _is_message(node) else [_schema(place)]


def _below(node: Node, key: str, *, error: bool) -> list[Answer]:
    place = node.raw(key)
    if place is None or not isinstance(place.value, dict):
        return []
    if _is_message(place.followed()):
        return [_message(place, error=error)]
    return [Answer(place, key, place, error, is_schema=True)]


def _is_message(node: Node) -> bool:
    value = node.value
    listed = "messages" in node.pointer[-2:-1]
    return listed or (isinstance(value, dict) and bool(value.keys() & _OF_MESSAGES))


def _message(place: Node, *, error: bool = False) -> Answer:
    key = str(place.target().pointer[-1]) if place.reference is not None else "ack"
    return Answer(message_of(key, place).node, key, place, error)


def _schema(place: Node) -> Answer:
    return Answer(place, "ack", place, is_schema=True)
