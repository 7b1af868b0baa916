"""What is asked of events that no client may send."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from .defects import Defect, Unreachable, Untried
from .judging import is_empty, told_of
from .line import Line, Values
from .run import Run

_NOBODY = "an-event-that-nobody-has"
_LATE = 2.0
"""Seconds that an answer may come after that to an event which was sent later."""
_TELLS_NOTHING = (
    "the server acknowledges whatever is sent, with no values: "
    "that does not tell what it handles"
)


class Undeclared:
    """Events that the document does not have, sent over one connection.

    Some libraries acknowledge what nobody handles, with no values: class-based
    namespaces of python-socketio do. So an answer without values is compared with
    the one to an event of a name that no server can know.
    """

    def __init__(self, run: Run, line: Line) -> None:
        self._run = run
        self._line = line

    async def is_ignored(self, subject: str, name: str, values: Values) -> None:
        """Raises Defect if an event is handled, and Untried if nothing tells."""
        try:
            answer = await self._line.emit(name, values)
            await self._run.fence(self._line)
            await self._run.fence(self._line)
            nobody = await self._of_nobody()
        except Unreachable as error:
            raise Defect(f"the connection ended over {subject}: {error}") from None
        told = f"{subject} is no event of a client"
        if not answer.done():
            answer.add_done_callback(lambda one: self._came_late(one, told))
            return
        if is_empty(answer) and await self._is_empty(nobody):
            raise Untried(_TELLS_NOTHING)
        _judge(answer, told)

    async def is_resisted(self, subject: str, name: str, tried: list[Values]) -> None:
        """The same of an event of the library itself.

        A handler takes so many values and no others, so it does not answer all of
        what is tried. A server may end the connection over it.
        """
        try:
            nobody = [await self._line.emit(_NOBODY, one) for one in tried]
            forged = [await self._line.emit(name, one) for one in tried]
            await self._run.fence(self._line)
            await self._run.fence(self._line)
            told = f"{subject} is an event of the library itself"
            if not any(map(is_empty, forged)) or not await self._are_empty(nobody):
                for answer in forged:
                    _judge(answer, told)
                return
            all_ = await self._are_empty(forged)
        except Unreachable:
            return
        for answer in forged:
            if not is_empty(answer):
                _judge(answer, told)
        if all_:
            raise Untried(_TELLS_NOTHING)
        raise Defect(
            f"{told}, but was handled: what was sent with it made a difference to "
            "the answer, as with an event that nobody has it does not"
        )

    async def _of_nobody(self) -> asyncio.Future[Values]:
        """The answer to an event of a name that no server can know."""
        known = self._run.of_nobody
        key = self._line.namespace, self._line.transport
        if key not in known or (known[key].done() and known[key].exception()):
            known[key] = await self._line.emit(_NOBODY, ())
        return known[key]

    async def _are_empty(self, answers: Sequence[asyncio.Future[Values]]) -> bool:
        for one in answers:
            if not await self._is_empty(one):
                return False
        return True

    async def _is_empty(self, answer: asyncio.Future[Values]) -> bool:
        """Whether an answer without values comes in time."""
        if not answer.done():
            transport = self._line.transport
            limit = self._run.patience(_NOBODY, transport, _LATE)
            await asyncio.wait([answer], timeout=limit)
            if not answer.done():
                self._run.is_mute(_NOBODY, transport)
        return is_empty(answer)

    def _came_late(self, answer: asyncio.Future[Values], told: str) -> None:
        # One without values may just be ahead of the one that it is compared with.
        if not is_empty(answer) and (why := told_of(answer)):
            self._run.hearing.note(f"{told}, {why}", late=True)


def _judge(answer: asyncio.Future[Values], told: str) -> None:
    if answer.done() and (why := told_of(answer)):
        raise Defect(f"{told}, {why}")
