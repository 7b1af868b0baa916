"""Who sends an event. Nothing else decides it."""

import re

from sockgen.contract import Direction
from sockgen.document import Node
from sockgen.reading.context import Context

_TO_SERVER, _TO_CLIENT = Direction.CLIENT_TO_SERVER, Direction.SERVER_TO_CLIENT
# What may be published is received by the application that is described.
_ACTIONS = {"publish": "receive", "subscribe": "send"}
_DIRECTIONS = {
    "server": {"receive": _TO_SERVER, "send": _TO_CLIENT},
    "client": {"receive": _TO_CLIENT, "send": _TO_SERVER},
}
_WRITTEN = {
    **dict.fromkeys(("clienttoserver", "cs"), _TO_SERVER),
    **dict.fromkeys(("servertoclient", "sc"), _TO_CLIENT),
}

_ARROW = re.compile(r"→|⇒|[-=]+>")
_CLIENT = r"(?:clients?|browsers?|front-?ends?)"
_SERVER = r"(?:servers?|back-?end|gateway)"
_SENDS = r"(?:can |may |will )?(?:emits?|sends?|publishes|broadcasts?|pushes)\b"
_TO = r"\s*(?:→|⇒|[-=]+>|\bto\b)\s*(?:the )?"
_SAYS_TO_SERVER = re.compile(
    rf"\b{_CLIENT}(?:{_TO}{_SERVER}\b| (?:\([^)]*\) )?{_SENDS})|\bC2S(?=_|\b)", re.I
)
_SAYS_TO_CLIENT = re.compile(
    rf"\b{_SERVER}(?:{_TO}{_CLIENT}\b| (?:\([^)]*\) )?{_SENDS})|\bS2C(?=_|\b)", re.I
)


def direction_of(context: Context, operation: Node, verb: str) -> tuple[Direction, str]:
    """The direction of an operation's events, and the rule that decided it.

    `verb` is `send`, `receive`, `publish` or `subscribe`, as the document has it.
    """
    given = _ARROW.sub("to", operation.text("x-direction").lower())
    given = re.sub(r"[^a-z]", "", given)
    if given in _WRITTEN:
        return _WRITTEN[given], "`x-direction` of the operation"
    side, who = context.perspective
    action = _ACTIONS.get(verb, verb)
    reason = f"`{verb}` of the {side} that the document describes ({who})"
    return _DIRECTIONS[side].get(action, _TO_SERVER), reason


def said_direction(*texts: str) -> Direction | None:
    """The direction that words of the document tell, None if they do not."""
    text = "\n".join(texts)
    to_server, to_client = _SAYS_TO_SERVER.search(text), _SAYS_TO_CLIENT.search(text)
    if bool(to_server) == bool(to_client):
        return None
    return _TO_SERVER if to_server else _TO_CLIENT
