"""A loss in words."""

from sockgen.comparing.losses import Loss
from sockgen.comparing.parts import Path


def place(name: str, path: Path) -> str:
    """A place in a value of some name."""
    return name + "".join(
        f"[{one}]" if isinstance(one, int) or one == "*" else f".{one}" for one in path
    )


def told(name: str, loss: Loss) -> str:
    """Where in a value of some name something is refused, and why."""
    return f"`{place(name, loss.path)}`: {loss.reason}"
