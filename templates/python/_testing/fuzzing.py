"""Sequences of events that nobody thought of, on several connections at a time."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping

from .._runtime.events import Event, Namespace
from .cases import Cases
from .defects import Defect, Unreachable, Untried, shown
from .echoes import Memory, plain
from .judging import call_of
from .line import Line
from .probe import Probe
from .retelling import Script
from .run import Run
from .sentences import is_valid
from .steps import Course, Renew, Send, Step, Utter


class Fuzzer:
    """Tries sequences of the events of one namespace, and tells the shortest failure.

    The connections of a sequence are its own, over any of the transports.
    """

    def __init__(self, run: Run, namespace: Namespace, many: int) -> None:
        """`many` sequences are tried."""
        self._run = run
        self._namespace = namespace
        self._many = many

    def holds(self, known: Mapping[Event, Cases]) -> None:
        """Whatever clients send, the server does as the document says.

        `known` has valid arguments of events, near to which others are found. Raises
        Defect, which tells how to see it again.
        """
        run, namespace = self._run, self._namespace
        wanted = {
            event: tuple(cases.values())
            for event, cases in known.items()
            if not run.options.excludes(namespace.name, event.name)
        }
        if not wanted:
            raise Untried("all its events were left out")
        # A program that shows a failure has the clients of its sequence alone.
        run.do(run.members.leave(namespace.name))
        for transport in run.transports:
            run.do(run.line(namespace, transport))
        here = [one for one in run.suite.events() if one.namespace == namespace.name]
        declared = frozenset(one.name for one in here)
        # Whoever does not fuzz needs no hypothesis.
        from .searching import Search, courses

        search = Search(self._tried, self._many, run.options.seed)
        search.ends(courses(wanted, declared, run.transports))

    def _tried(self, course: Course) -> None:
        self._run.do(Play(self._run, self._namespace, course).ends())


class Play:
    """One course, as it is done to the server."""

    def __init__(self, run: Run, namespace: Namespace, course: Course) -> None:
        self._run = run
        self._namespace = namespace
        self._course = course
        self._lines: dict[int, Line] = {}
        self._script = Script(run, namespace.name)
        self._memory = Memory()

    async def ends(self) -> None:
        """Do it step by step. Raises Defect with a script."""
        try:
            for step in self._course.steps:
                with contextlib.suppress(Untried):
                    await self._does(step)
                self._heard_nothing_wrong()
            for line in self._lines.values():
                with contextlib.suppress(Unreachable):
                    await self._run.fence(line)
            self._heard_nothing_wrong()
        except Defect as defect:
            self._run.hearing.take()
            told = self._script.told(defect.sentence)
            raise Defect(defect.sentence, told) from None
        finally:
            for line in self._lines.values():
                await self._run.drop(line)

    def _heard_nothing_wrong(self) -> None:
        if wrong := self._run.hearing.take():
            raise Defect(wrong[0])

    async def _does(self, step: Step) -> None:
        if isinstance(step, Renew) and step.client in self._lines:
            await self._run.drop(self._lines.pop(step.client))
        transport = self._course.transports[step.client]
        line = self._lines.get(step.client)
        if line is None:
            given = self._run.login.good(self._namespace)
            self._script.connects(step.client, transport, given)
            line = await self._run.connected(self._namespace, transport)
            self._lines[step.client] = line
        probe = Probe(self._run, self._namespace, transport, line)
        if isinstance(step, Utter):
            self._script.sends(step.client, step.name, step.wire, None)
            await probe.ignore(step.name, step.wire)
        elif isinstance(step, Send):
            await self._sends(step, probe)

    async def _sends(self, step: Send, probe: Probe) -> None:
        event = step.event
        told = step.wire
        if step.echoes:
            told = self._memory.said_again(event, told)
        wire = tuple(map(plain, told))
        real = self._run.options.real(event, wire)
        told, wire = (told, wire) if real == wire else (real, real)
        call = call_of(event)
        limit = call.timeout if call is not None else None
        answer = self._script.sends(step.client, event.name, told, limit)
        case = (shown(list(wire)), wire)
        if not is_valid(event.arguments, wire):
            await probe.refuse(event, case)
        elif (values := await probe.accept(event, case)) and call is not None:
            self._memory.learn(wire, event.arguments)
            self._memory.learn(values, call.ack, answer)
