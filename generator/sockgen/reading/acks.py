"""Acknowledgements: what an operation or a message says of them."""

from dataclasses import dataclass
from functools import cached_property

from sockgen.contract import Ack, AckError, Argument
from sockgen.diagnostics import Label
from sockgen.document import Node
from sockgen.reading.ack_answers import Answer, described_answers
from sockgen.reading.arguments import Arguments, read_arguments, read_values
from sockgen.reading.channels import Operation
from sockgen.reading.context import Context, first_defined, options
from sockgen.reading.examples import read_examples
from sockgen.reading.messages import Message, listed_messages
from sockgen.reading.schema_names import name_of_place
from sockgen.source import Pointer


@dataclass(frozen=True, slots=True)
class FollowUps:
    """Events that may follow another one: a reply that is one of them is no ack."""

    names: frozenset[str]
    homes: frozenset[Pointer]

    def has(self, message: Message) -> bool:
        """Whether a reply is such an event."""
        return message.node.text("name") in self.names or message.home in self.homes


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """An acknowledgement, or none, and the rule that decided it."""

    ack: Ack | None
    reason: str


class AckReader:
    """Reads the acknowledgements of one operation's events."""

    def __init__(
        self, context: Context, operation: Operation, follow_ups: FollowUps
    ) -> None:
        self._context = context
        self._node = operation.node
        self._answer = operation.answer
        self._forced = options(operation.node).text("args")
        self._follow_ups = follow_ups

    def read(self, message: Message) -> Acknowledged:
        """The acknowledgement of one event: its own, otherwise the operation's."""
        if self._of_reply is not None and self._of_reply.ack is not None:
            for holder in (message.node, self._node):
                self._unheard(holder)
            return self._of_reply
        own = self._described(message.node, "message")
        return own or self._of_operation

    def _unheard(self, holder: Node) -> None:
        """Say that what an extension tells is not read beside a `reply`."""
        found = described_answers(holder)
        if found is not None:
            self._context.findings.warning(
                "SG318",
                f"{found.key} has no effect beside the `reply` of the operation",
                found.place.span(key=True),
                "describe the acknowledgement in one of the two",
                label=Label(self._node.key_span("reply"), "this is read"),
            )

    @cached_property
    def _of_reply(self) -> Acknowledged | None:
        return self._replied()

    @cached_property
    def _of_operation(self) -> Acknowledged:
        return (
            self._of_reply
            or self._described(self._node, "operation")
            or self._answered()
            or Acknowledged(None, "none: nothing describes one")
        )

    def _answered(self) -> Acknowledged | None:
        if self._answer is None:
            return None
        reason = "the answer that the same channel carries the other way"
        return Acknowledged(self._ack([_answer(self._answer)]), reason)

    def _replied(self) -> Acknowledged | None:
        reply = self._node.get("reply")
        if reply is None:
            return None
        messages = self._reply_messages()
        answers = [one for one in messages if not self._follows(one)]
        if messages and not answers:
            return Acknowledged(None, "none: the `reply` is an event of its own")
        read = self._ack([_answer(one) for one in answers])
        return Acknowledged(read, "the `reply` of the operation")

    def _reply_messages(self) -> list[Message]:
        reply, channel = self._node.get("reply"), self._node.get("channel")
        if reply is None:
            return []
        if reply.get("messages") is not None:
            return listed_messages(reply)
        elsewhere = reply.get("channel")
        if elsewhere is None or (channel and elsewhere.pointer == channel.pointer):
            return []
        return listed_messages(elsewhere)

    def _follows(self, message: Message) -> bool:
        if not self._follow_ups.has(message):
            return False
        name = message.node.text("name") or message.key
        self._context.findings.warning(
            "SG316",
            f"the reply `{name}` is an event of its own, so it is no acknowledgement",
            message.place.span(),
            "leave the `name` of a message out if it is an acknowledgement",
        )
        return True

    def _described(self, holder: Node, what: str) -> Acknowledged | None:
        found = described_answers(holder)
        if found is None:
            return None
        return Acknowledged(self._ack(found.answers), f"{found.key} of the {what}")

    def _ack(self, answers: list[Answer]) -> Ack:
        successes = [one for one in answers if not one.error]
        read = [self._arguments(one) for one in successes]
        return Ack(
            arguments=self._union(read),
            errors=self._errors(
                [one for one in answers if one.error],
                {one.node.text("name") for one in successes},
            ),
            examples=tuple(
                example
                for answer, arguments in zip(successes, read, strict=True)
                if not answer.is_schema
                for example in read_examples(self._context, answer.node, arguments)
            ),
        )

    def _arguments(self, answer: Answer) -> Arguments:
        if answer.is_empty:
            self._context.findings.warning(
                "SG327",
                "nothing here describes an acknowledgement, so any value is allowed",
                answer.place.span(key=True),
                "it is a schema, or has a key `args` with one",
            )
        if answer.is_schema:
            return read_values(self._context, answer.node, answer.key, self._forced)
        return read_arguments(self._context, answer.node, answer.key, self._forced)

    def _errors(self, answers: list[Answer], taken: set[str]) -> tuple[AckError, ...]:
        """The errors; one that is called like a success goes by its key."""
        found: dict[str, AckError] = {}
        places: dict[str, Answer] = {}
        for answer in answers:
            node = answer.node
            name = node.text("name")
            name = answer.key if name in taken | {""} else name
            if name in found:
                self._context.findings.error(
                    "SG308",
                    f"the error `{name}` is declared twice for one acknowledgement",
                    answer.place.span(),
                    label=first_defined(places[name].place),
                )
                continue
            arguments = self._arguments(answer)
            places[name] = answer
            found[name] = AckError(
                name=name,
                arguments=arguments.values,
                summary=node.text("summary"),
                description=node.text("description"),
                examples=read_examples(self._context, node, arguments),
            )
        return tuple(found.values())

    def _union(self, answers: list[Arguments]) -> tuple[Argument, ...]:
        """One list of values for several answers, position by position."""
        lists = list(dict.fromkeys(answer.values for answer in answers))
        if len(lists) < 2:
            return lists[0] if lists else ()
        if any(value.rest for values in lists for value in values):
            self._context.findings.error(
                "SG315",
                "answers of any number of values cannot be told apart from others",
                self._node.key_span("reply"),
                "describe one answer for all of them",
            )
            return ()
        longest = max(len(values) for values in lists)
        name = name_of_place((*self._node.pointer, "ack"), None)
        names = [f"{name}-{index + 1}" for index in range(longest)]
        names = names if longest > 1 else [name]
        return tuple(
            _position(self._context, one, index, lists)
            for index, one in enumerate(names)
        )


def _answer(message: Message) -> Answer:
    is_error = options(message.node).flag("error")
    return Answer(message.node, message.key or "ack", message.place, is_error)


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
