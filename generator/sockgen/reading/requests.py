"""A request and its answer: two messages of a channel that is one event."""

import re
from dataclasses import replace

from sockgen.reading.ack_answers import described_answers
from sockgen.reading.channels import Channel, Operation
from sockgen.reading.context import Context
from sockgen.reading.event_channels import is_event
from sockgen.reading.messages import Message

_ROLE = re.compile(r"(.*[^\W_])[\s:._-]*(request|response|ack)", re.I | re.S)


def with_answers(context: Context, channel: Channel) -> Channel:
    """An event's channel, in which an answer belongs to the operation it answers.

    `saveRequest` one way and `saveResponse` the other, under one event, are what a
    call sends and what it returns.
    """
    pair = _pair(channel) if is_event(context, channel) else None
    if pair is None:
        return channel
    asking, answering = pair
    answer = answering.messages[0]
    context.findings.warning(
        "SG329",
        f"the message `{_called(answer)}` is read as the acknowledgement of "
        f"`{_called(asking.messages[0])}`",
        answering.node.span(key=True),
        "say so in a `reply`, or `x-ack` in AsyncAPI 2; an event of its own needs a "
        "channel of its own",
    )
    return replace(channel, operations=(replace(asking, answer=answer),))


def _pair(channel: Channel) -> tuple[Operation, Operation] | None:
    """The operation that asks and the one that answers, of two in all."""
    if len(channel.operations) != 2:
        return None
    for asking, answering in (channel.operations, channel.operations[::-1]):
        if (
            asking.direction is not answering.direction
            and len(asking.messages) == len(answering.messages) == 1
            and _is_answer(answering.messages[0], asking.messages[0])
            and not _is_acknowledged(asking)
        ):
            return asking, answering
    return None


def _is_answer(answer: Message, request: Message) -> bool:
    stem, role = _parts(answer)
    other, other_role = _parts(request)
    return (
        role in ("response", "ack")
        and other_role in ("", "request")
        and (stem == other)
    )


def _parts(message: Message) -> tuple[str, str]:
    """What a message is about, and whether it asks or answers."""
    name = _called(message)
    found = _ROLE.fullmatch(name)
    stem, role = found.groups() if found else (name, "")
    return re.sub(r"[\W_]", "", stem).casefold(), role.lower()


def _called(message: Message) -> str:
    return message.node.text("name") or message.key


def _is_acknowledged(operation: Operation) -> bool:
    holders = (operation.node, operation.messages[0].node)
    return operation.node.get("reply") is not None or any(
        map(described_answers, holders)
    )
