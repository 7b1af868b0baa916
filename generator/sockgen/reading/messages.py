"""The messages that an operation, a reply or a channel lists."""

from dataclasses import dataclass

from sockgen.document import Node


@dataclass(frozen=True, slots=True)
class Message:
    """A message with its traits merged, its key, and the place that names it."""

    key: str
    node: Node
    place: Node


def listed_messages(holder: Node) -> list[Message]:
    """The messages under `messages`: a list of references, or a mapping."""
    messages = holder.get("messages")
    if messages is None:
        return []
    if isinstance(messages.value, dict):
        keys = list(messages.value)
        raw = [messages.raw(key) for key in keys]
        return [_message(key, one) for key, one in zip(keys, raw, strict=True) if one]
    return [
        _message(str(item.target().pointer[-1]), item) for item in messages.raw_items()
    ]


def _message(key: str, written: Node) -> Message:
    return Message(key, written.followed().with_traits(), written)
