"""The ways of a payload: who sends it, who takes it, and what is seen of it.

Five from client to server, five from server to client: raw values to a generated end,
typed values from one, both for arguments and for acknowledgements, and from one
generated end to the other.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.payloads.ends import Ends, Lane, Turn
from tests.payloads.packages import Member, Wire, typed

from sockgen.contract import Argument, JsonObject

LIMIT = 20.0


@dataclass(frozen=True)
class Case:
    """A payload of one event: its arguments, or the values of one of its answers."""

    member: Member
    values: Wire
    answer: int | None
    schemas: Mapping[str, JsonObject] = field(repr=False, default_factory=dict)

    @property
    def declared(self) -> tuple[Argument, ...]:
        if self.answer is None:
            return self.member.event.arguments
        return self.member.answers[self.answer]

    @property
    def coded(self) -> Any:
        """What encodes and decodes these values."""
        if self.answer is None:
            return self.member.generated.arguments
        return self.member.answer(self.answer)


@dataclass(frozen=True)
class Seen:
    """What became of a payload.

    `came` is what a raw peer got, or what user code got, encoded again; None if it
    was refused. `fault` is what went wrong beside the verdict.
    """

    came: Wire | None
    fault: str = ""


@dataclass(frozen=True)
class Way:
    """How payloads of a kind go."""

    name: str
    sender: str
    taker: str
    upward: bool
    answers: bool
    raw: bool
    go: Callable[[Ends, Lane, Case], Awaitable[Seen]]

    def fits(self, member: Member) -> bool:
        """Whether an event has payloads that go this way."""
        if self.answers:
            return member.upward is not self.upward and member.event.ack is not None
        return member.upward is self.upward


# -- what each end does ---------------------------------------------------------


async def _ask(ends: Ends, lane: Lane, member: Member, values: Wire) -> Wire:
    """Send raw values from the plain end of a lane; its peer's answer."""
    answer: asyncio.Future[Wire] = asyncio.get_running_loop().create_future()

    def answered(*came: Any) -> None:
        answer.set_result(came)

    name, where = member.event.name, member.namespace
    if member.upward:
        await lane.client.emit(name, values, namespace=where, callback=answered)
    else:
        await ends.plain.sio.emit(
            name, values, to=lane.sids[where], namespace=where, callback=answered
        )
    return await answer


async def _say(ends: Ends, lane: Lane, member: Member, values: Wire) -> Any:
    """Send typed values from the generated end of a lane."""
    if member.upward:
        end = getattr(lane.client, ends.package.named(member.namespace).attribute)
        return await getattr(end, member.sends)(*values)
    end = ends.generated.handlers[member.namespace]
    return await getattr(end, member.sends)(*values, to=lane.conns[member.namespace])


def _raising(error: Exception) -> Callable[[], Any]:
    def answer() -> Any:
        raise error

    return answer


def _answering(case: Case, values: Wire) -> Callable[[], Any]:
    """What a handler of a generated end does to answer with these values."""
    if case.answer:
        raised = case.member.generated.errors[case.answer - 1].raised
        try:
            return _raising(raised.from_arguments(values))
        except (TypeError, ValueError, IndexError):
            return lambda: values
    try:
        together = case.coded.together(values)
    except IndexError:
        together = None
    if len(values) > 1:
        together = values
    return lambda: together


def _turns(lane: Lane, member: Member) -> tuple[Turn, Turn]:
    """New turns for the sender and the taker of an event."""
    lane.at_client, lane.at_server = Turn(), Turn()
    both = lane.at_client, lane.at_server
    return both if member.upward else both[::-1]


def _problem(wire: Wire, *kinds: str) -> bool:
    return (
        len(wire) == 1
        and isinstance(wire[0], dict)
        and str(wire[0].get("type", "")) in {f"urn:sockgen:problem:{x}" for x in kinds}
    )


def _encoded(case: Case, values: Wire) -> Seen:
    try:
        return Seen(case.coded.encode(values))
    except ValueError as error:
        return Seen((), f"what arrived cannot be sent on: {error}")


# -- the ways --------------------------------------------------------------------


async def raw_arguments(ends: Ends, lane: Lane, case: Case) -> Seen:
    """From a plain end to the handler of a generated one."""
    _, taker = _turns(lane, case.member)
    taker.answer = _raising(RuntimeError("enough"))
    answer = await _ask(ends, lane, case.member, case.values)
    if len(taker.arrived) == 1:
        return _encoded(case, taker.arrived[0][1])
    if taker.arrived:
        return Seen(None, "the handler ran twice")
    if not _problem(answer, "invalid-payload", "argument-count"):
        return Seen(None, f"answered with {answer!r:.300}")
    return Seen(None, "" if taker.invalid else "nobody was told")


async def typed_arguments(ends: Ends, lane: Lane, case: Case) -> Seen:
    """From a generated end to a plain one."""
    errors = ends.package.errors
    _, taker = _turns(lane, case.member)
    values = typed(case.coded, case.values)
    try:
        await _say(ends, lane, case.member, values)
    except errors.InvalidPayload:
        return Seen(None, "it left" if taker.arrived else "")
    except (errors.InvalidAck, errors.DeclaredError):
        pass  # the plain end answers with nothing
    except TypeError:
        return Seen(None)  # too many or too few for the method
    await taker.something.wait()
    return Seen(taker.arrived[0][1])


async def typed_answer(ends: Ends, lane: Lane, case: Case) -> Seen:
    """From the handler of a generated end to the plain one that asked."""
    _, taker = _turns(lane, case.member)
    taker.answer = _answering(case, typed(case.coded, case.values))
    sample = ends.package.sample(case.member.event.arguments)
    assert sample is not None
    answer = await _ask(ends, lane, case.member, sample)
    if not taker.arrived:
        return Seen(None, f"the question was refused: {answer!r:.300}")
    return Seen(None if _problem(answer, "invalid-ack") else answer)


async def raw_answer(ends: Ends, lane: Lane, case: Case) -> Seen:
    """From a plain end to the caller on a generated one."""
    errors = ends.package.errors
    _, taker = _turns(lane, case.member)
    taker.answer = lambda: case.values
    generated = case.member.generated
    sample = ends.package.sample(case.member.event.arguments)
    assert sample is not None
    try:
        found = await _say(ends, lane, case.member, generated.arguments.decode(sample))
    except errors.DeclaredError as error:
        return Seen(generated.encode_error(error))
    except (errors.InvalidAck, errors.RemoteError):
        return Seen(None)
    try:
        return Seen(generated.encode_ack(found))
    except errors.InvalidPayload as error:
        return Seen((), f"what arrived cannot be sent on: {error}")


async def from_end_to_end(ends: Ends, lane: Lane, case: Case) -> Seen:
    """From a generated end to the handler of a generated one, and back."""
    errors, member = ends.package.errors, case.member
    _, taker = _turns(lane, member)
    values = typed(case.coded, case.values)
    back: Any = None
    if member.answers:
        wire = ends.package.sample(member.answers[0])
        back = None if wire is None else member.generated.ack.decode_ack(wire)
    taker.answer = lambda: back
    try:
        found = await _say(ends, lane, member, values)
    except errors.InvalidPayload:
        return Seen(None, "it arrived" if taker.arrived else "")
    except errors.RemoteError as error:
        if back is not None or not taker.arrived:
            return Seen((), f"{error}")
        found = back
    except TypeError:
        return Seen(None)
    await taker.something.wait()
    if not taker.arrived:
        return Seen((), "left a generated end, and was refused by the other")
    if found != back:
        return Seen((), f"answered {back!r:.300}, got {found!r:.300}")
    arrived = taker.arrived[0][1]
    if member.generated.idempotency is None and arrived[: len(values)] != values:
        return Seen((), f"sent {values!r:.300}, got {arrived!r:.300}")
    return _encoded(case, arrived)


WAYS = [
    Way(f"{name} {'up' if upward else 'down'}", *kinds, upward, answers, raw, go)
    for upward in (True, False)
    for name, kinds, answers, raw, go in (
        ("raw arguments", ("plain", "generated"), False, True, raw_arguments),
        ("typed arguments", ("generated", "plain"), False, False, typed_arguments),
        ("raw acks", ("plain", "generated"), True, True, raw_answer),
        ("typed acks", ("generated", "plain"), True, False, typed_answer),
        ("both ends", ("generated", "generated"), False, False, from_end_to_end),
    )
]


async def _one(way: Way, ends: Ends, lane: Lane, case: Case) -> Seen:
    try:
        async with asyncio.timeout(LIMIT):
            return await way.go(ends, lane, case)
    except TimeoutError:
        return Seen(None, "no answer")
    except Exception as error:
        return Seen(None, f"{type(error).__name__}: {error}")


async def travel(way: Way, ends: Ends, cases: list[Case]) -> list[tuple[Case, Seen]]:
    """Send payloads, as many at a time as there are lanes."""
    kinds = (way.sender, way.taker) if way.upward else (way.taker, way.sender)
    left, found = iter(cases), []

    async def drive(lane: Lane) -> None:
        for case in left:
            found.append((case, await _one(way, ends, lane, case)))

    await asyncio.gather(*map(drive, ends.lanes[kinds]))
    return found
