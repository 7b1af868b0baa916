"""A loss in words."""

import json
from contextlib import suppress

from sockgen.comparing.losses import Loss
from sockgen.comparing.parts import Path
from sockgen.contract import JsonValue

_LONG = 40


def place(name: str, path: Path) -> str:
    """A place in a value of some name."""
    return name + "".join(
        f"[{one}]" if isinstance(one, int) or one == "*" else f".{one}" for one in path
    )


def told(name: str, loss: Loss) -> str:
    """Where in a value of some name something is refused, and why."""
    return f"`{place(name, loss.path)}`: {loss.reason}"


def quoted(value: JsonValue) -> str:
    """A value as a document writes it, shortened; text like a number is in quotes."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if isinstance(value, str):
        with suppress(ValueError):
            json.loads(value)
            text = f"'{value}'"
    return f"`{text if len(text) <= _LONG else f'{text[: _LONG - 1]}…'}`"
