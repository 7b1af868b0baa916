"""The messages that an operation, a reply or a channel lists."""

import re
from dataclasses import dataclass

from sockgen.document import Node
from sockgen.source import Pointer

_MADE = re.compile(r"(?P<of>.*)\.message(?:\.\d+)?", re.S)
_VERBS = ("publish", "subscribe")


@dataclass(frozen=True, slots=True)
class Message:
    """A message with its traits merged, its key, and the place that names it.

    The key is empty for a message that stands in its operation and has none. So it
    is where the converter from AsyncAPI 2 to 3 `made` one, such as
    `publish.message.0`: the message had no key before.
    """

    key: str
    node: Node
    place: Node
    made: str = ""

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
        return [
            _message([str(one.pointer[-1]), *_keys(one)], one)
            for one in messages.raw_values()
        ]
    operation = str(holder.pointer[-1]) if holder.pointer else ""
    return [_message(_keys(one), one, operation) for one in messages.raw_items()]


def carried_messages(operation: Node) -> list[Message]:
    """The messages of an operation of AsyncAPI 2: one, or those below `oneOf`."""
    written = operation.raw("message") or operation.get("message")
    if written is None:
        return []
    choices = written.followed().get("oneOf")
    items = list(choices.raw_items()) if choices else [written]
    return [_message(_keys(one), one) for one in items]


def message_of(key: str, written: Node) -> Message:
    """A message that stands somewhere else, such as in an extension."""
    return _message([key], written)


def _keys(item: Node) -> list[str]:
    """The keys of a message: of the place that it refers to, and so on."""
    keys: list[str] = []
    passed: set[Pointer] = set()
    while item.reference is not None and item.pointer not in passed:
        passed.add(item.pointer)
        item = item.target()
        keys += [str(item.pointer[-1])] if item.pointer else []
    return keys


def _message(keys: list[str], written: Node, operation: str = "") -> Message:
    made = keys[0] if keys and _is_made(keys[0], operation) else ""
    key = next(iter(keys[1:] if made else keys), "")
    return Message(key, written.followed().with_traits(), written, made)


def _is_made(key: str, operation: str) -> bool:
    found = _MADE.fullmatch(key)
    return found is not None and found["of"] in (*_VERBS, operation)
