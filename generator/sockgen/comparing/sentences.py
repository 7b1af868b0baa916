"""A loss in words."""

from sockgen.comparing.schemas import Loss


def told(name: str, loss: Loss) -> str:
    """Where in a value of some name something is refused, and why."""
    steps = "".join(
        f"[{one}]" if isinstance(one, int) or one == "*" else f".{one}"
        for one in loss.path
    )
    return f"`{name}{steps}`: {loss.reason}"
