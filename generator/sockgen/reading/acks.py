"""Acknowledgements: the reply of an operation."""

from sockgen.contract import Ack, AckError, Argument
from sockgen.document import Node
from sockgen.reading.arguments import Arguments, read_arguments
from sockgen.reading.context import Context, first_defined, options
from sockgen.reading.examples import read_examples
from sockgen.reading.messages import Message, listed_messages
from sockgen.reading.schema_names import name_of_place


def read_ack(
    context: Context, operation: Node, channel: Node, sent: frozenset[str]
) -> Ack | None:
    """The acknowledgement of an operation's events, None where nobody waits for one.

    `sent` are the names of the events that the channel sends: a reply with such
    a name is an event that follows, and no acknowledgement.
    """
    reply = operation.get("reply")
    if reply is None:
        return None
    messages = _reply_messages(reply, channel)
    answers = [one for one in messages if not _is_follow_up(context, one, sent)]
    if messages and not answers:
        return None
    successes = [one for one in answers if not _is_error(one)]
    forced = options(operation).text("args")
    read = [read_arguments(context, one.node, one.key, forced) for one in successes]
    return Ack(
        arguments=_union(context, operation, read),
        errors=_errors(context, [one for one in answers if _is_error(one)], forced),
        examples=tuple(
            example
            for message, arguments in zip(successes, read, strict=True)
            for example in read_examples(context, message.node, arguments)
        ),
    )


def _reply_messages(reply: Node, channel: Node) -> list[Message]:
    if reply.get("messages") is not None:
        return listed_messages(reply)
    elsewhere = reply.get("channel")
    if elsewhere is None or elsewhere.pointer == channel.pointer:
        return []
    return listed_messages(elsewhere)


def _is_error(message: Message) -> bool:
    return options(message.node).flag("error")


def _is_follow_up(context: Context, message: Message, sent: frozenset[str]) -> bool:
    name = message.node.text("name")
    if name not in sent:
        return False
    context.findings.warning(
        "SG316",
        f"the reply `{name}` is an event that the channel sends, "
        "so it is no acknowledgement",
        message.place.span(),
        "leave the `name` of a message out if it is an acknowledgement",
    )
    return True


def _errors(
    context: Context, messages: list[Message], forced: str
) -> tuple[AckError, ...]:
    found: dict[str, AckError] = {}
    places: dict[str, Message] = {}
    for message in messages:
        node = message.node
        name = node.text("name") or message.key
        if name in found:
            context.findings.error(
                "SG308",
                f"the error `{name}` is declared twice for one acknowledgement",
                message.place.span(),
                label=first_defined(places[name].place),
            )
            continue
        arguments = read_arguments(context, node, message.key, forced)
        places[name] = message
        found[name] = AckError(
            name=name,
            arguments=arguments.values,
            summary=node.text("summary"),
            description=node.text("description"),
            examples=read_examples(context, node, arguments),
        )
    return tuple(found.values())


def _union(
    context: Context, operation: Node, answers: list[Arguments]
) -> tuple[Argument, ...]:
    """One list of values for several answers, position by position."""
    lists = list(dict.fromkeys(answer.values for answer in answers))
    if len(lists) < 2:
        return lists[0] if lists else ()
    if any(value.rest for values in lists for value in values):
        context.findings.error(
            "SG315",
            "answers of any number of values cannot be told apart from other answers",
            operation.key_span("reply"),
            "describe one answer for all of them",
        )
        return ()
    longest = max(len(values) for values in lists)
    name = name_of_place((*operation.pointer, "ack"), None)
    return tuple(
        _position(context, f"{name}-{index + 1}" if longest > 1 else name, index, lists)
        for index in range(longest)
    )


def _position(
    context: Context, name: str, index: int, lists: list[tuple[Argument, ...]]
) -> Argument:
    present = [values[index] for values in lists if index < len(values)]
    return Argument(
        name=present[0].name if len({one.name for one in present}) == 1 else name,
        schema=context.schemas.union(name, [one.schema for one in present]),
        required=len(present) == len(lists) and all(one.required for one in present),
        description=present[0].description if len(present) == 1 else "",
    )
