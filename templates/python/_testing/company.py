"""What is asked of calls that come at the same time, and of clients side by side."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from .._runtime.events import Event, Namespace, value_at
from .cases import Case, Cases
from .defects import Defect, Unreachable, Untried, counted, shown
from .hearing import rooms_of
from .judging import Verdict, call_of, is_good, judged
from .line import Line, Values
from .options import TIMEOUT
from .places import at, places
from .probe import Probe
from .run import Run

_EACH = 2
"""Valid calls, and as many that are not, which are sent at once."""
_ROW = 4
"""Valid calls that are sent at once if they are to be handled in order."""


class Company:
    """Calls or clients of one namespace over one transport, more than one of them."""

    def __init__(self, run: Run, namespace: Namespace, transport: str) -> None:
        self._run = run
        self._namespace = namespace
        self._transport = transport

    def keeps_apart(self, event: Event, valid: Cases, broken: Cases) -> None:
        """Calls at the same time get each its own answer."""
        good = _filled([*valid.items()], _ROW if event.ordered else _EACH)
        bad = [*broken.items()][:_EACH]
        self._run.do(self._keeps_apart(event, good, bad))

    def leaves(
        self,
        leaving: Event,
        out: Cases,
        joining: Event,
        into: Cases,
        others: Mapping[Event, Cases] | None = None,
    ) -> None:
        """Who has left a room hears no more of what is sent there.

        `others` are events that may make the server send something there.
        """
        self._run.do(self._leaves(leaving, out, joining, into, others or {}))

    def comes_first(self, event: Event, valid: Cases) -> None:
        """An event is answered of a client that has done nothing before."""
        self._run.do(self._comes_first(event, next(iter(valid.items()))))

    async def _keeps_apart(
        self, event: Event, good: list[Case], bad: list[Case]
    ) -> None:
        run = self._run
        run.forget()
        told = f"`{event.name}` on {self._namespace.name} over {self._transport}"
        run.hearing.moment = f"{told} was sent several times"
        calls = [(*one, True) for one in good]
        for number, one in enumerate(bad):
            calls.insert(2 * number + 1, (*one, False))
        call = call_of(event)
        wanted = call.timeout if call is not None else TIMEOUT
        limit = run.patience(event, self._transport, wanted)
        try:
            came = await self._at_once(event, calls, limit)
        except Unreachable as error:
            raise Defect(
                f"the connection ended when {counted(len(calls), 'call')} of {told} "
                f"came at the same time: {error}"
            ) from None
        refused = accepted = ""
        turns: list[tuple[int, str]] = []
        for (label, _, is_valid), (answer, turn) in zip(calls, came, strict=True):
            if answer is None:
                raise Defect(
                    f"{told} ({label}) was not acknowledged in {limit:g} s, as one of "
                    f"{counted(len(calls), 'call')} at the same time"
                )
            is_taken = judged(event, answer) is Verdict.SUCCESS
            answered = f"{label} was answered with {shown(list(answer))}"
            if is_valid and not is_taken:
                refused = refused or answered
            elif is_taken and not is_valid:
                accepted = accepted or answered
            elif is_taken:
                turns.append((turn, label))
        if refused and accepted:
            raise Defect(
                f"answers of calls at the same time are exchanged: of {told}, "
                f"{refused}, and {accepted}"
            )
        for (label, _, is_valid), (answer, _) in zip(calls, came, strict=True):
            if is_valid and answer is not None:
                is_good(event, told, f"{label}, beside others", answer)
        for (turn, first), (next_, then) in pairwise(turns):
            if event.ordered and next_ < turn:
                raise Defect(
                    f"calls of {told} are answered in another order than they came, "
                    f"where the document has them handled one after the other: "
                    f"{then} before {first}"
                )

    async def _at_once(
        self, event: Event, calls: Sequence[tuple[str, Values, bool]], limit: float
    ) -> list[tuple[Values | None, int]]:
        """The answer to each of some calls, and when it came; None for silence.

        Raises Unreachable.
        """
        run = self._run
        line, other = await self._beside_another()
        answers: list[asyncio.Future[Values]] = []
        order: list[asyncio.Future[Values]] = []
        try:
            for _, wire, is_valid in calls:
                real = run.options.real(event, wire)
                if is_valid:
                    run.check_example(event, real)
                    run.hearing.enters(line, event, real)
                answers.append(await line.emit(event.name, real))
                answers[-1].add_done_callback(order.append)
            await asyncio.wait(answers, timeout=limit)
            came: list[tuple[Values | None, int]] = [
                (one.result(), order.index(one)) if one.done() else (None, 0)
                for one in answers
            ]
            with contextlib.suppress(Unreachable):
                await run.fence(other)  # which has no answer to get
        finally:
            await other.close()
        return came

    async def _beside_another(self) -> tuple[Line, Line]:
        """The connection of this namespace, and one that was made after it."""
        run = self._run
        line = await run.line(self._namespace, self._transport)
        other = await self._another()
        with contextlib.suppress(Unreachable):
            await run.fence(line)
        # a server may leave a customer the latest connection only
        return await run.line(self._namespace, self._transport), other

    async def _leaves(
        self,
        leaving: Event,
        out: Cases,
        joining: Event,
        into: Cases,
        others: Mapping[Event, Cases],
    ) -> None:
        run = self._run
        if run.options.excludes(joining.namespace, joining.name):
            raise Untried(f"the way into the room, {joining.name}, was left out")
        way_out, way_in = self._same_room(leaving, out, joining, into)
        one, other = await self._another(), await self._another()
        probes = [Probe(run, self._namespace, self._transport, x) for x in (one, other)]
        try:
            for probe in probes:
                await probe.accept(joining, way_in)
            heard = run.hearing.inbox(one).qsize()
            stirring = [(joining, way_in), *self._stirring(joining, way_in, others)]
            await self._stir(probes[1], stirring)
            await self._listen(other, one)
            heard -= run.hearing.inbox(one).qsize()
            await probes[0].accept(leaving, way_out)
            await self._listen(one)
            await self._stir(probes[1], stirring)
            await self._listen(other, one)
        finally:
            await asyncio.gather(one.close(), other.close())
        if not heard and run.reference is None and not run.hearing.wrong:
            raise Untried("nothing came to the room, neither before nor after")

    async def _comes_first(self, event: Event, case: Case) -> None:
        run, (label, wire) = self._run, case
        line = await self._another()
        probe = Probe(run, self._namespace, self._transport, line)
        try:
            await probe.accept(event, (f"{label}, as the first of a client", wire))
        finally:
            await run.drop(line)

    async def _another(self) -> Line:
        return await self._run.connected(self._namespace, self._transport)

    async def _stir(self, probe: Probe, stirring: list[tuple[Event, Case]]) -> None:
        for event, case in stirring:
            await probe.accept(event, case)

    def _stirring(
        self, joining: Event, way_in: Case, others: Mapping[Event, Cases]
    ) -> Iterator[tuple[Event, Case]]:
        """A case of each event that names what is in the name of the room."""
        options, real = self._run.options, self._run.options.real
        if self._run.reference is not None:
            return  # it emits what it is told to
        wire = real(joining, way_in[1])
        named = [
            value_at(wire, *where)
            for one in joining.joins
            for where in one.parameters.values()
        ]
        for event, cases in others.items():
            if options.excludes(event.namespace, event.name):
                continue
            for label, values in cases.items():
                sent = [*real(event, values)]
                said = [at(sent, path) for path in places(sent)]
                if named and all(one in said for one in named):
                    yield event, (label, values)
                    break

    async def _listen(self, *lines: Line) -> None:
        for one in lines:
            try:
                await self._run.fence(one)
            except Unreachable as error:
                where = f"{self._namespace.name} over {self._transport}"
                raise Defect(f"the connection to {where} ended: {error}") from None

    def _same_room(
        self, leaving: Event, out: Cases, joining: Event, into: Cases
    ) -> tuple[Case, Case]:
        """Cases of which one enters a room that the other leaves. Raises Untried."""
        real = self._run.options.real
        for way_out in out.items():
            left = rooms_of(leaving.leaves, real(leaving, way_out[1]))
            for way_in in into.items():
                if left & rooms_of(joining.joins, real(joining, way_in[1])):
                    return way_out, way_in
        raise Untried(f"no case of {joining.name} enters a room that these leave")


def _filled(cases: list[Case], most: int) -> list[Case]:
    """So many cases; where there are fewer, they come again."""
    again = [(f"{label}, again", wire) for label, wire in cases]
    return [*cases, *again][:most]
