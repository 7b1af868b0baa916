"""Repeats: a request that came before gets the answer that it got the first time."""

from __future__ import annotations

import hashlib
import json
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final, cast

from .events import Event
from .observing import Outcome
from .problems import UNAVAILABLE, Problem
from .waiting import Answer, Waiting

LOG = logging.getLogger(__name__.partition("._runtime")[0])

IDEMPOTENCY_WINDOW: Final = 600.0
"""Seconds for which an answer is kept, unless the server says otherwise."""
IDEMPOTENCY_LIMIT: Final = 10_000
"""Answers that are kept at most, unless the server says otherwise."""


@dataclass(frozen=True)
class Request:
    """What makes two requests one: the key, all arguments, and whose they are.

    The same key with other arguments is another request, and so is that of another
    principal: nobody is told what somebody else was answered.
    """

    namespace: str
    event: str
    key: str
    arguments: bytes
    principal: object = field(hash=False)  # need not have a hash, only be equal


@dataclass(frozen=True)
class Reply:
    """An answer: what travels, and what it means."""

    wire: tuple[object, ...]
    outcome: Outcome
    problem: str | None = None


class Replays:
    """Keeps the answers to requests with an idempotency key, for a while.

    One store serves all namespaces of a running server, and all connections: a client
    that has come back is another connection.
    """

    def __init__(
        self,
        waiting: Waiting,
        window: float,
        limit: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._waiting = waiting
        self._window = window
        self._limit = limit
        self._clock = clock
        self._guard = threading.Lock()  # held for a moment, never while waiting
        self._under_way: dict[Request, Answer] = {}
        self._kept: OrderedDict[Request, tuple[float, Reply]] = OrderedDict()
        self._told: set[type] = set()

    def __len__(self) -> int:
        """How many answers are kept."""
        return len(self._kept)

    def request(
        self, event: Event, wire: tuple[object, ...], principal: object
    ) -> Request | None:
        """What the arguments of an event ask for; None if they carry no key."""
        key = event.key(wire)
        if key is None:
            return None
        self._check(type(principal))
        text = json.dumps(wire, sort_keys=True, default=_text)
        digest = hashlib.sha256(text.encode()).digest()
        return Request(event.namespace, event.name, key, digest, principal)

    async def reply(
        self, request: Request, handle: Callable[[], Awaitable[Reply]]
    ) -> tuple[Reply, bool]:
        """The answer to a request, and whether it is a repeat.

        What came before is not handled again. While that is still being handled, its
        answer is waited for. A problem is not kept: the next attempt may do better.
        """
        with self._guard:
            self._expire()
            if (kept := self._kept.get(request)) is not None:
                return kept[1], True
            first = self._under_way.get(request)
            mine = self._waiting.answer()
            if first is None:
                self._under_way[request] = mine
        if first is not None:
            return await _other(first), True
        try:
            reply = await handle()
        except BaseException:
            self._done(request, None)
            mine.fail("the request was given up")
            raise
        self._done(request, reply)
        mine.give((reply,))
        return reply, False

    def _done(self, request: Request, reply: Reply | None) -> None:
        with self._guard:
            del self._under_way[request]
            if reply is not None and reply.outcome is not Outcome.PROBLEM:
                self._kept[request] = (self._clock() + self._window, reply)
            self._expire()

    def _expire(self) -> None:
        """Forget what is too old, and the oldest where there is too much."""
        now = self._clock()
        while self._kept:
            oldest = next(iter(self._kept))
            if self._kept[oldest][0] > now and len(self._kept) <= self._limit:
                break
            del self._kept[oldest]

    def _check(self, kind: type) -> None:
        """Say once that principals of a kind are never equal, if it is so."""
        if kind in self._told or kind is type(None):
            return
        self._told.add(kind)
        if all("__eq__" not in vars(one) for one in kind.__mro__[:-1]):
            LOG.warning(
                "principals of %s are compared by identity: a request that is "
                "repeated after a reconnect will be handled again",
                kind.__name__,
            )


async def _other(first: Answer) -> Reply:
    """The answer to a request that is being handled already."""
    try:
        return cast("tuple[Reply]", await first.wait(None))[0]
    except ConnectionError as error:
        problem = Problem.of(UNAVAILABLE, str(error))
        return Reply((problem.to_wire(),), Outcome.PROBLEM, problem.type)


def _text(value: object) -> str:
    """Bytes as text; there is nothing else in what travels that is not JSON."""
    return bytes(cast("bytes", value)).hex()
