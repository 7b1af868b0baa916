"""The messages that an operation, a reply or a channel lists."""

from dataclasses import dataclass

from sockgen.document import Node
from sockgen.source import Pointer


@dataclass(frozen=True, slots=True)
class Message:
    """A message with its traits merged, its key, and the place that names it.

    The key is empty for a message that stands in its operation and has none.
    """

    key: str
    node: Node
    place: Node

    @property
    def home(self) -> Pointer:
        """The place that a reference to this message names."""
        return self.place.target().pointer


def listed_messages(holder: Node) -> list[Message]:
    """The messages under `messages`: a list of references, or a mapping."""
    messages = holder.get("messages")
    if messages is None:
        return []
    if isinstance(messages.value, dict):
        keys = list(messages.value)
        raw = [messages.raw(key) for key in keys]
        return [_message(key, one) for key, one in zip(keys, raw, strict=True) if one]
    return [_listed(item) for item in messages.raw_items()]


def carried_messages(operation: Node) -> list[Message]:
    """The messages of an operation of AsyncAPI 2: one, or those below `oneOf`."""
    written = operation.raw("message") or operation.get("message")
    if written is None:
        return []
    choices = written.followed().get("oneOf")
    items = list(choices.raw_items()) if choices else [written]
    return [_listed(item) for item in items]


def message_of(key: str, written: Node) -> Message:
    """A message that stands somewhere else, such as in an extension."""
    return _message(key, written)


def _listed(item: Node) -> Message:
    steps = item.target().pointer if item.reference is not None else ()
    return _message(str(steps[-1]) if steps else "", item)


def _message(key: str, written: Node) -> Message:
    return Message(key, written.followed().with_traits(), written)
