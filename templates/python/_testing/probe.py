"""What is asked of the events of a namespace."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from .._runtime.events import Event, Namespace
from .cases import Case, Cases
from .defects import Defect, Unreachable, Untried, shown
from .judging import (
    Verdict,
    call_of,
    fault_of,
    is_good,
    judged,
    problem_of,
    same,
    sent_back,
    taken_as_it_is,
)
from .line import Line, Values
from .options import TIMEOUT
from .run import Run, names
from .undeclared import Undeclared


class Probe:
    """A client of one namespace over one transport.

    Each check raises a Defect with one sentence. Tests of a namespace share the
    connection, as long as it stands.
    """

    def __init__(
        self, run: Run, namespace: Namespace, transport: str, line: Line | None = None
    ) -> None:
        """`line` is a connection of its own."""
        self._run = run
        self._namespace = namespace
        self._transport = transport
        self._own = line

    def accepts(self, event: Event, case: Case) -> None:
        """A valid event is handled, and answered as the document says."""
        self._run.do(self.accept(event, case))

    def refuses(self, event: Event, case: Case) -> None:
        """An invalid event is refused, has no effect, and ends no connection."""
        self._run.do(self.refuse(event, case))

    def takes_unasked(self, event: Event, cases: Cases) -> None:
        """An event that has an acknowledgement may come without asking for it."""
        self._run.do(self._takes_unasked(event, next(iter(cases.items()))))

    def ignores(self, name: str, values: Sequence[object] = ()) -> None:
        """An event that the document does not have is not handled."""
        self._run.do(self.ignore(name, values))

    def ignores_undeclared(self, case: Case) -> None:
        """The same of a name that no event has here, and arguments that may suit it.

        Raises Untried if it comes too close to an event that was left out.
        """
        _, (name, *values) = case
        for one in self._run.suite.events():
            alike = str(name).lower() == one.name.lower()
            if alike and self._run.options.excludes(one.namespace, one.name):
                raise Untried(f"it is like {one.name}, which was left out")
        self.ignores(str(name), values)

    def resists(self, name: str) -> None:
        """An event of the library itself is not taken from a client.

        A server may end the connection over it.
        """
        self._run.do(self._resists(name))

    def hears(self, event: Event, case: Case) -> None:
        """An event of the server comes as it was sent, to those whom it is for.

        Only the reference server can be told to emit one. Of another, what it
        emitted in the whole run was judged.
        """
        self._run.do(self._hears(event, case))

    def joins(self, event: Event, case: Case) -> None:
        """Enter a room by an event."""
        self._run.do(self.accept(event, case))

    async def accept(self, event: Event, case: Case) -> Values:
        """Do what `accepts` does; returns a good answer, if any."""
        run, (label, wire) = self._run, case
        wire = run.options.real(event, wire)
        run.check_example(event, wire)
        run.forget()
        line = await self._line()
        subject = f"{self._told(event.name)} ({label})"
        run.hearing.moment = f"{subject} was sent"
        before = run.hearing.enters(line, event, wire)
        limit = self._limit(event)
        run.hearing.effects.begin(line)
        answer = await self._send(line, event, wire, subject, limit)
        if event.has_ack and answer is None:
            raise Defect(f"{subject} was not acknowledged in {limit:g} s")
        good = is_good(event, self._told(event.name), label, answer or ())
        if good:
            run.hearing.settles(line, event, wire)
            run.hearing.effects.learn(event)
            await self._followed(event, wire, limit)
        else:
            run.hearing.returns(line, before)
        await self._was_handled(event, wire, subject)
        if await run.hearing.has_answered(line):
            await self._stands(line, f"the answer to what came of {subject}")
        if run.hearing.has_closed(event.namespace):
            await run.fence_watcher(event.namespace)
        return answer or () if good else ()

    async def _followed(self, event: Event, wire: Values, limit: float) -> None:
        """Have a room that was entered over all transports heard by somebody else."""
        run = self._run
        shared = self._own is None and self._transport == run.transports[-1]
        if event.joins and shared and run.reference is None:
            await run.members.follow(event, wire, limit)

    async def refuse(self, event: Event, case: Case) -> None:
        """Do what `refuses` does."""
        run, (label, wire) = self._run, case
        wire = run.options.real(event, wire)
        run.forget()
        line = await self._line()
        subject = f"{self._told(event.name)} ({label})"
        run.hearing.moment = f"{subject} was sent"
        limit = self._limit(event)

        async def send() -> Values | None:
            before = run.hearing.enters(line, event, wire)
            answer = await self._send(line, event, wire, subject, limit)
            run.hearing.returns(line, before)
            if event.has_ack and answer is not None:
                await self._stands(line, subject)
            return answer

        run.hearing.effects.begin(line)
        answer = await send()
        if event.has_ack:
            if answer is None:
                raise Defect(f"{subject} was not refused, nor answered in {limit:g} s")
            if (
                judged(event, answer) is Verdict.SUCCESS
                or sent_back(wire, answer)
                or taken_as_it_is(event, wire, answer)
            ):
                raise Defect(
                    f"{subject} was accepted, and answered with {shown(list(answer))}"
                )
        if run.reference is not None:
            problem = problem_of(answer or ())
            wanted = fault_of(event, wire)
            if problem is None or problem.type != wanted:
                raise Defect(f"{subject} was answered with {shown(answer)}")
            if run.reference.notes.forget():
                raise Defect(f"{subject} reached its handler")
        if effects := await run.hearing.effects.caused(event, line, send):
            raise Defect(
                f"{subject} was refused, but {names(effects)} came as if it was not"
            )

    async def _takes_unasked(self, event: Event, case: Case) -> None:
        run, (label, wire) = self._run, case
        wire = run.options.real(event, wire)
        run.check_example(event, wire)
        run.forget()
        line = await self._line()
        subject = f"{self._told(event.name)} ({label}), which asked for no answer"
        run.hearing.moment = f"{subject}, was sent"
        run.hearing.enters(line, event, wire)
        await line.tell(event.name, wire)
        await self._stands(line, subject)
        await self._stands(line, subject)
        await self._was_handled(event, wire, subject)

    async def ignore(self, name: str, values: Sequence[object]) -> None:
        """Do what `ignores` does."""
        line = await self._line()
        subject = self._told(name)
        self._run.hearing.moment = f"{subject} was sent"
        await Undeclared(self._run, line).is_ignored(subject, name, tuple(values))

    async def _resists(self, name: str) -> None:
        run = self._run
        line = await run.connected(self._namespace, self._transport)
        subject = self._told(name)
        run.hearing.moment = f"{subject} was sent"
        given = run.login.good(self._namespace).auth
        # as many values as a handler of some library may take, and more
        tried: list[Values] = [(), ("",), ({}, given), ({}, given, "")]
        try:
            await Undeclared(run, line).is_resisted(subject, name, tried)
        finally:
            await line.close()

    async def _hears(self, event: Event, case: Case) -> None:
        run, (label, wire) = self._run, case
        if run.reference is None:
            if not run.hearing.valid[event]:
                raise Untried("not heard: nothing made the server emit it")
            return
        run.check_example(event, wire)
        line = await self._line()
        inbox = run.hearing.inbox(line)
        while not inbox.empty():
            inbox.get_nowait()
        run.hearing.ordered = event
        values = event.arguments.decode(wire)
        to = run.target(line, event)
        sending = asyncio.ensure_future(run.reference.senders[event](*values, to=to))
        subject = f"{self._told(event.name)} ({label})"
        hearing = asyncio.ensure_future(inbox.get())
        await asyncio.wait(
            [sending, hearing],
            timeout=run.options.timeout,
            return_when=asyncio.FIRST_EXCEPTION,
        )
        answered: object = sending.result() if sending.done() else None
        if not (sending.done() and hearing.done()):
            sending.cancel()
            hearing.cancel()
            raise Defect(f"{subject} was emitted and did not arrive")
        heard, came = hearing.result()
        if heard is not event or not same(event, came, values):
            raise Defect(f"{subject} arrived as {shown(list(came))}")
        call = call_of(event)
        if call is not None:
            wanted: object = call.answer(run.suite.answers.get(event, ()))
            if answered != wanted:
                raise Defect(f"the answer to {subject} arrived as {answered!r}")
        await run.fence_watcher(event.namespace)

    async def _line(self) -> Line:
        return self._own or await self._run.line(self._namespace, self._transport)

    def _told(self, name: str) -> str:
        return f"`{name}` on {self._namespace.name} over {self._transport}"

    def _limit(self, event: Event) -> float:
        """Seconds that an acknowledgement may take."""
        call = call_of(event)
        wanted = call.timeout if call is not None else TIMEOUT
        return self._run.patience(event, self._transport, wanted)

    async def _send(
        self, line: Line, event: Event, wire: Values, subject: str, limit: float
    ) -> Values | None:
        """What an event is acknowledged with; None for silence.

        Whoever has no acknowledgement to give is asked for one all the same: it
        may have a refusal to tell.
        """
        try:
            answer = await line.emit(event.name, wire)
            if event.has_ack:
                done, _ = await asyncio.wait([answer], timeout=limit)
                if not done:
                    self._run.is_mute(event, self._transport)
                    return None
                return answer.result()
            await self._run.fence(line)
            if self._run.reference is not None:
                await asyncio.wait([answer], timeout=self._run.options.timeout)
            return answer.result() if answer.done() else None
        except Unreachable as error:
            raise Defect(f"the connection ended when {subject} came: {error}") from None

    async def _stands(self, line: Line, subject: str) -> None:
        try:
            await self._run.fence(line)
        except Unreachable as error:
            raise Defect(f"the connection ended over {subject}: {error}") from None

    async def _was_handled(self, event: Event, wire: Values, subject: str) -> None:
        """What the handler of the reference server got is what was sent."""
        run = self._run
        if run.reference is None:
            return
        try:
            heard, values = await run.reference.notes.next(run.options.timeout)
        except TimeoutError:
            raise Defect(f"{subject} did not reach its handler") from None
        if heard is not event:
            raise Defect(f"{subject} reached the handler of {names([heard])}")
        if values != event.arguments.decode(wire):
            raise Defect(f"{subject} reached its handler as {values!r}")
