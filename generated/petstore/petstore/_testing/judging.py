"""What an acknowledgement says: that all went well, that it did not, or nonsense."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from enum import Enum
from typing import Any, cast

from .._runtime.errors import DeclaredError, InvalidAck, RemoteError
from .._runtime.events import CallEvent, Event
from .._runtime.problems import ARGUMENT_COUNT, Problem
from .defects import Defect, shown
from .sentences import (
    MISSING,
    error_of,
    resembles_an_error,
    says_error,
    shares_keys,
    value_at,
    why_no_ack,
)

Call = CallEvent[Any]


class Verdict(Enum):
    """What an acknowledgement says."""

    SUCCESS = "success"
    ERROR = "an error, of the document or one that says so itself"
    PROBLEM = "a problem object"
    UNDECLARED = "what the document does not declare"


def call_of(event: Event) -> Call | None:
    """An event that has an acknowledgement; None for one without."""
    return cast(Call, event) if event.has_ack else None


def judged(event: Event, answer: Sequence[object]) -> Verdict:
    """What an acknowledgement says.

    An event that has none may be acknowledged all the same, by a library.
    """
    if problem_of(answer) is not None:
        return Verdict.PROBLEM
    call = call_of(event)
    if call is not None:
        try:
            call.answer(tuple(answer))
        except (DeclaredError, RemoteError):
            return Verdict.ERROR
        except InvalidAck:
            return Verdict.UNDECLARED
    return Verdict.ERROR if says_error(answer) else Verdict.SUCCESS


def is_good(event: Event, told: str, label: str, answer: Sequence[object]) -> bool:
    """Whether the answer to a valid event says that all went well.

    Raises Defect for a wrong one. `told` names the event, `label` what was sent.
    """
    verdict, call = judged(event, answer), call_of(event)
    if verdict is Verdict.PROBLEM:
        problem = problem_of(answer)
        raise Defect(f"{told} ({label}) is valid, but was refused: {problem}")
    declared = call is not None and resembles_an_error(call, answer)
    if verdict is Verdict.UNDECLARED and says_error(answer) and not declared:
        raise Defect(
            f"{told} ({label}) is valid, but was refused by an error that the document "
            f"does not declare: {shown(list(answer))}"
        )
    if verdict is Verdict.UNDECLARED and call is not None:
        why = why_no_ack(call, answer)
        raise Defect(f"the acknowledgement of {told} {why}, after {label!r} was sent")
    return verdict is Verdict.SUCCESS


def sent_back(wire: Sequence[object], answer: Sequence[object]) -> bool:
    """Whether an acknowledgement is what was sent, and no server says no with it.

    An empty value, a number or a truth value may be its way to do so.
    """
    telling = any(one and isinstance(one, (str, bytes, list, dict)) for one in wire)
    return telling and repr([*wire]) == repr([*answer])


def taken_as_it_is(
    event: Event, wire: Sequence[object], answer: Sequence[object]
) -> bool:
    """Whether an answer says that all went well, and has what was wrong in it.

    It would be a valid acknowledgement, had what was sent not been wrong.
    """
    call = call_of(event)
    if call is None or says_error(answer):
        return False
    sent, told = error_of(event.arguments, wire), error_of(call.ack, answer)
    if sent is None or told is None or ARGUMENT_COUNT in (sent.type, told.type):
        return False
    wrong = {repr(value_at(wire, one.pointer)) for one in sent.violations}
    return shares_keys(call.ack, told, answer) and all(
        one.detail != MISSING and repr(value_at(answer, one.pointer)) in wrong
        for one in told.violations
    )


def problem_of(answer: Sequence[object]) -> Problem | None:
    """The problem object that an acknowledgement is."""
    return Problem.from_wire(answer[0]) if len(answer) == 1 else None


def fault_of(event: Event, wire: Sequence[object]) -> str:
    """The type of the problem object that refuses arguments."""
    error = error_of(event.arguments, wire)
    return "nothing, for the models take it" if error is None else error.type


def same(event: Event, wire: Sequence[object], values: Sequence[object]) -> bool:
    """Whether arguments on the wire are these values."""
    return event.arguments.decode(wire) == tuple(values)


def is_empty(answer: asyncio.Future[tuple[object, ...]]) -> bool:
    """Whether an answer has come, and has no values."""
    return (
        answer.done()
        and not answer.cancelled()
        and answer.exception() is None
        and not answer.result()
    )


def told_of(answer: asyncio.Future[tuple[object, ...]]) -> str:
    """What an answer that must not be one tells; empty if it is a refusal."""
    if answer.cancelled() or answer.exception() is not None:
        return ""
    values = answer.result()
    if problem_of(values) is not None or says_error(values):
        return ""
    return f"but was handled: it was answered with {shown(list(values))}"
