"""What an operation says of its events besides their values, and where it says so."""

from sockgen.contract import Ack, Direction
from sockgen.diagnostics import Span
from sockgen.document import Node
from sockgen.reading.channels import Operation
from sockgen.reading.context import Context, options

_OPTIONS = ("rooms", "joins", "leaves", "timeout", "ordered")
_ACKS = ("reply", "x-ack", "x-socketio-ack")


def seconds(timeout: Node | None) -> float | None:
    """How long an answer is waited for."""
    if timeout is None or not isinstance(timeout.value, int | float):
        return None
    return float(timeout.value)


def places(operation: Node, message: Node, event: Span) -> tuple[tuple[str, Span], ...]:
    """Where the options of an event and its acknowledgement stand, or would stand."""
    given, home = options(operation), operation.span(key=True)
    found = [
        (one, given.key_span(one) if given.get(one) is not None else home)
        for one in _OPTIONS
    ]
    holders = (x.key_span(y) for y in _ACKS for x in (operation, message) if x.raw(y))
    would = home if operation.get("action") is not None else event
    return (*found, ("ack", next(holders, would)))


def check_options(context: Context, operation: Operation, ack: Ack | None) -> None:
    """Options that have no meaning where they stand."""
    given = options(operation.node)
    to_client = operation.direction is Direction.SERVER_TO_CLIENT
    for option in ("joins", "leaves") if to_client else ("rooms",):
        if given.get(option) is not None:
            sender = "server" if to_client else "client"
            context.findings.error(
                "SG312",
                f"`{option}` has no meaning for an event that the {sender} sends",
                given.key_span(option),
                "a client joins and leaves rooms, the server sends to rooms",
            )
    if given.get("timeout") is not None and ack is None:
        context.findings.warning(
            "SG318",
            "`timeout` has no effect without an acknowledgement",
            given.key_span("timeout"),
            "describe the acknowledgement in `reply`, or leave `timeout` out",
        )
