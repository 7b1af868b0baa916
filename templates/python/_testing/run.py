"""One run of the tests: the server under test, and the connections to it."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from types import ModuleType
from typing import Any, TypeVar

from .._runtime.events import Contract, Event, Namespace
from .._runtime.portal import Portal
from .._runtime.rooms import Room
from .defects import Defect, Unreachable, Untried
from .engine import Address
from .hearing import Hearing
from .hosting import hosted, is_asgi, load, serve_asgi
from .line import Line, Values
from .login import Login
from .members import Members
from .options import Options
from .reference import ReferenceServer

T = TypeVar("T")

_HASTE = (1, 10, 40)
"""By what the time to wait is divided, once an answer was left out so often."""
_PAUSE = 0.2
"""Seconds that are waited at a server whose answers cannot be used as a fence."""


@dataclass(frozen=True)
class Suite:
    """What the tests know of an API.

    `contract` is the module of that name, `answers` are the acknowledgements that
    events of the server get. No valid one is known of the events in `unanswered`.
    """

    contract: ModuleType
    login: Login
    reference: Callable[[], ReferenceServer]
    answers: Mapping[Event, tuple[object, ...]]
    unanswered: frozenset[Event]

    @property
    def api(self) -> Contract:
        """The API as a whole."""
        api: Contract = self.contract.API
        return api

    def events(self) -> list[Event]:
        """All events of the API."""
        found: dict[str, object] = vars(self.contract)
        return [one for one in found.values() if isinstance(one, Event)]


class Run:
    """The server under test, watchers on every namespace, and shared connections.

    All of it lives on an event loop of its own: tests are ordinary functions.
    """

    def __init__(self, suite: Suite, options: Options) -> None:
        self.suite = suite
        self.options = options
        self.login = Login(
            suite.login.secret, suite.login.others, suite.login.auth, options.given
        )
        self.hearing = Hearing(suite.events(), suite.answers)
        self.reference: ReferenceServer | None = None
        self.transports = tuple(options.transports) or suite.api.transports
        self.address = Address(options.url, options.path or suite.api.path)
        self.members = Members(self.hearing, self._member)
        self._fences = True
        self.of_nobody: dict[tuple[str, str], asyncio.Future[Values]] = {}
        self._mute: Counter[tuple[Event | str, str]] = Counter()
        self._portal = Portal("contract tests")
        self._portal.held = True
        self._stack = ExitStack()
        self._shared: dict[tuple[str, str], Line] = {}
        self._all: list[Line] = []
        self._watchers: dict[str, Line] = {}
        self._broken: dict[tuple[str, str], str] = {}
        self._serving: asyncio.Task[Any] | None = None

    def start(self) -> None:
        """Start the server if it is not somewhere else, and the watchers."""
        options = self.options
        if options.app:
            url = self._stack.enter_context(hosted(load(options.app)))
            self._serve_at(url)
        elif not options.url:
            self.reference = self.suite.reference()
            self._serve(self.reference.app)
        self.do(self._watch())

    def _serve(self, app: Any) -> None:
        """Serve the reference server, on the loop of the tests if it is for asyncio."""
        if not is_asgi(app):
            self._serve_at(self._stack.enter_context(hosted(app)))
            return
        serving = serve_asgi(app, lifespan="off")
        url, run = self._stack.enter_context(serving)
        self.do(self._begin(run))
        self._serve_at(url)

    def stop(self) -> None:
        """End the connections and the server."""
        self.do(self._leave())
        self._stack.close()
        if self._serving is not None:
            self.do(self._served(self._serving))
        self._portal.stop()

    def says_what_is_left(self) -> None:
        """Hear all that the server sent. Raises Defect for what no test has told."""
        self.hearing.moment = ""
        self.do(self._fence_all())
        wrong = self.hearing.rest()
        if wrong:
            more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
            raise Defect(f"{wrong[0]}{more}")

    def check_example(self, event: Event, wire: Sequence[object]) -> None:
        """Raises Untried if the reference server does not know what to answer.

        Or if valid arguments make the name of a room that no server can have.
        """
        for one in (*event.joins, *event.leaves):
            try:
                one.room(wire)
            except ValueError:
                raise Untried("it names a room by an empty name") from None
        if self.reference is not None and event in self.suite.unanswered:
            raise Untried(
                f"no valid acknowledgement of {event.name} is known: "
                "add an example to it"
            )

    def target(self, line: Line, event: Event) -> object:
        """Whom the reference server sends an event: a room of this client, or it alone.

        An acknowledgement can be had of one client only.
        """
        assert self.reference is not None
        if not event.has_ack and self.hearing.is_closed(event):
            for template, name in self.hearing.rooms(line):
                if template in event.rooms:
                    room = Room(name)
                    room.template = template
                    return room
        return self.reference.notes.connections[line.sid]

    def forget(self) -> None:
        """Forget what the reference server noted of tests before this one."""
        if self.reference is not None:
            self.reference.notes.forget()

    def do(self, work: Any) -> Any:
        """The result of a coroutine."""
        return self._portal.run(work)

    async def line(self, namespace: Namespace, transport: str) -> Line:
        """A connection with good credentials, the same as before if it stands.

        Raises Defect if there is none, and Untried for the tests after that one.
        """
        key = namespace.name, transport
        line = self._shared.get(key)
        if line is not None and not line.lost:
            return line
        if key in self._broken:
            raise Untried(f"{self._broken[key]} (an earlier test failed over it)")
        try:
            self._shared[key] = line = await self.connected(namespace, transport)
        except Defect as defect:
            self._broken[key] = defect.sentence
            raise
        return line

    def opened(self, namespace: str, transport: str) -> Line:
        """A new connection, to be opened, that is closed at the end of the run."""
        line = self.hearing.line(namespace, transport)
        self._all.append(line)
        return line

    async def connected(self, namespace: Namespace, transport: str) -> Line:
        """A new connection with good credentials. Raises Defect."""
        line = self.opened(namespace.name, transport)
        given = self.login.good(namespace)
        where = f"{namespace.name} over {transport}"
        limit = self.options.timeout
        try:
            refusal = await line.connect(self.address, given, limit)
        except Unreachable as error:
            raise Defect(f"no connection to {where}: {error}") from None
        except TimeoutError:
            raise Defect(
                f"the connect to {where} was not answered in {limit:g} s"
            ) from None
        if refusal:
            said = f"refuses a client with good credentials: {refusal}"
            raise Defect(f"{where} {said}{self.login.advice(namespace)}")
        return line

    async def drop(self, line: Line) -> None:
        """Close a connection before the end of the run."""
        await line.close()
        self._all.remove(line)
        self.hearing.drop(line)

    async def fence(self, line: Line) -> None:
        """Hear what the server sent so far. Raises Unreachable."""
        if not self._fences:
            await asyncio.sleep(_PAUSE)
            if line.lost:
                raise Unreachable(line.lost)
        elif not await line.fence(self.options.timeout):
            raise Unreachable(f"silent for {self.options.timeout:g} s")

    async def fence_watcher(self, namespace: str) -> None:
        """Hear what the server sent to those who did nothing, in rooms or not."""
        watcher = self._watchers.get(namespace)
        if watcher is not None and not watcher.lost:
            await self.fence(watcher)
        for member in self.members.of(namespace):
            with contextlib.suppress(Unreachable):
                await self.fence(member)

    async def _fence_all(self) -> None:
        """The same for every connection that stands."""
        others = [*self._shared.values(), *self.members.all()]
        for line in [*self._watchers.values(), *others]:
            if not line.lost:
                with contextlib.suppress(Unreachable):
                    await self.fence(line)

    def patience(self, what: Event | str, transport: str, wanted: float) -> float:
        """Seconds to wait for an answer: less for who has left one out already.

        It is the answer to an event, or to the connect of a namespace.
        """
        limit = min(wanted, self.options.timeout)
        elsewhere = any(one == what for one, _ in self._mute)
        times = self._mute.get((what, transport), int(elsewhere))
        return limit / _HASTE[min(times, len(_HASTE) - 1)]

    def is_mute(self, what: Event | str, transport: str) -> None:
        """Note that an answer did not come."""
        self._mute[what, transport] += 1

    async def _begin(self, run: Callable[[], Any]) -> None:
        self._serving = asyncio.ensure_future(run())

    async def _served(self, task: asyncio.Task[Any]) -> None:
        await asyncio.wait([task], timeout=self.options.timeout)

    def _serve_at(self, url: str) -> None:
        self.address = Address(url, self.address.path)

    async def _watch(self) -> None:
        """Connect to each namespace, and enter no room there."""
        await asyncio.gather(*map(self._watch_one, self.suite.api.namespaces))
        for line in self._watchers.values():
            with contextlib.suppress(Unreachable):
                self._fences = await line.fence(self.options.timeout)
                break

    async def _watch_one(self, namespace: Namespace) -> None:
        for transport in self.transports:
            with contextlib.suppress(Defect):  # which a test tells
                line = await self.connected(namespace, transport)
                self._watchers[namespace.name] = line
                return

    async def _member(self, namespace: str) -> Line:
        there = namespace_of(self.suite.api, namespace)
        return await self.connected(there, self.transports[0])

    async def _leave(self) -> None:
        await asyncio.gather(*(one.close() for one in self._all))


def namespace_of(api: Contract, name: str) -> Namespace:
    """A namespace of an API by its name."""
    return next(one for one in api.namespaces if one.name == name)


def names(events: Sequence[Event]) -> str:
    """The names of events, for a sentence."""
    return ", ".join(f"`{one.name}`" for one in events)
