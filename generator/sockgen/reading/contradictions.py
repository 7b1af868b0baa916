"""Where the words of a document tell another direction than its structure."""

from sockgen.contract import Direction
from sockgen.document import Node
from sockgen.reading.channels import Channel, Operation
from sockgen.reading.context import Context
from sockgen.reading.directions import said_direction

_WORDS = {
    Direction.CLIENT_TO_SERVER: "server-to-client",
    Direction.SERVER_TO_CLIENT: "client-to-server",
}
"""The way that words tell which contradict a direction."""


def name_contradictions(context: Context, channels: list[Channel]) -> None:
    """Warn of operations whose words contradict the direction that was read.

    If no operation's words agree with it, one warning tells how to turn them all.
    """
    contrary: list[tuple[Channel, Operation]] = []
    agreeing = 0
    for channel in channels:
        for operation in channel.operations:
            said = _said(channel, operation.node)
            if said is operation.direction:
                agreeing += 1
            elif said is not None:
                contrary.append((channel, operation))
    if contrary and not agreeing:
        _all_turned(context, contrary)
        return
    for channel, operation in contrary:
        context.findings.warning(
            "SG320",
            f"`{channel.key}` is read as {operation.direction.value}, "
            "but its words tell the opposite",
            operation.node.span(key=True),
            "if the words are right, say so with "
            f"`x-direction: {_WORDS[operation.direction]}` on the operation; others "
            "agree with the reading",
        )


def _all_turned(context: Context, contrary: list[tuple[Channel, Operation]]) -> None:
    channel, operation = contrary[0]
    side = "client" if context.perspective[0] == "server" else "server"
    more = f", as those of {len(contrary) - 1} more do" if len(contrary) > 1 else ""
    context.findings.warning(
        "SG320",
        f"`{channel.key}` is read as {operation.direction.value}, "
        f"but its words tell the opposite{more}",
        operation.node.span(key=True),
        f"the document seems to describe the {side}: say `x-socketio: "
        f"{{perspective: {side}}}` at its root, or --perspective {side}",
    )


def _said(channel: Channel, operation: Node) -> object:
    for holder in (operation, channel.node):
        said = said_direction(holder.text("summary"), holder.text("description"))
        if said is not None:
            return said
    return said_direction(channel.key, operation.text("operationId"))
