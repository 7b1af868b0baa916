"""What is wrong with a server, in one sentence."""

from __future__ import annotations

import json
from typing import cast

_SHOWN = 120
"""Characters of a value that a sentence quotes."""


class Defect(AssertionError):
    """A server does something else than its document says.

    `sentence` tells it without the traceback: which event, on which namespace, over
    which transport, what came, and what the document wants. `script` is a program that
    shows it again, if one sentence does not tell how.
    """

    def __init__(self, sentence: str, script: str = "") -> None:
        self.sentence = sentence
        self.script = script
        super().__init__(sentence)


class Untried(Exception):
    """Something could not be tried on this server; the reason is for a report."""


class Unreachable(Exception):
    """There is no connection over this transport."""


def kind(value: object) -> str:
    """What a value on the wire is, in the words of JSON."""
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case int():
            return "an integer"
        case float():
            return "a number"
        case str():
            return "a string"
        case bytes():
            return "binary data"
        case list() | tuple():
            return "an array"
        case _:
            return "an object"


def shown(value: object) -> str:
    """A value as JSON, shortened to what fits into a sentence."""
    text = json.dumps(value, ensure_ascii=False, default=_bytes)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _bytes(value: object) -> str:
    return f"<{len(cast(bytes, value))} bytes>"


def counted(number: int, thing: str) -> str:
    """A number of things, in words that agree."""
    return f"{number} {thing}{'' if number == 1 else 's'}"
