"""What is asked of a server before any event: who gets in, and where."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from itertools import compress
from time import monotonic

from .._runtime.events import Event, Namespace
from .cases import Case, Flaw
from .defects import Defect, Unreachable, shown
from .engine import Address
from .judging import Verdict, judged
from .line import Line, Values
from .login import Presented
from .origins import allows_no_other_origin, allows_the_origin
from .packets import CONNECT, CONNECT_ERROR
from .run import Run, namespace_of
from .sharing import Sharing

_NOBODY = "/no-such-namespace"
_NEAR = 2
"""Namespaces whose names are tried in other spellings."""
_USUAL = ("/socket.io", "/engine.io")
"""Engine paths that libraries have if nobody says another."""
_ELSEWHERE = 1.5
"""Seconds of silence that are no answer, at another path of a server on Node."""
_TIMES = 5
"""An answer there takes at most so many times as long as one at the right path more."""


class Door:
    """The connects of one namespace over one transport. Each check raises a Defect."""

    def __init__(self, run: Run, transport: str) -> None:
        self._run = run
        self._transport = transport
        self._limit = run.options.timeout

    def admits(self, namespace: Namespace, way: int = 0) -> None:
        """Good credentials of one way in let a client in."""
        given = self._run.login.good(namespace, way)
        self._run.do(self._admits(namespace, given, "with good credentials"))
        self._run.do(Sharing(self._run, namespace, self._transport).admits(given))

    def admits_anybody(self, namespace: Namespace) -> None:
        """A client gets in that presents no credentials."""
        given = self._run.login.without_any(namespace)
        self._run.do(self._admits(namespace, given, "without credentials"))

    def refuses(self, namespace: Namespace, flaw: Flaw) -> None:
        """Nobody gets in whose credentials have a flaw."""
        label, (way, scheme, fault) = flaw
        login = self._run.login
        given = (
            login.bad(namespace, way, scheme, fault)
            if scheme
            else login.without_any(namespace)
        )
        self._run.do(self._refuses(namespace, given, label))
        if not scheme:
            shared = Sharing(self._run, namespace, self._transport)
            self._run.do(shared.refuses(given, label))

    def refuses_auth(self, namespace: Namespace, case: Case) -> None:
        """Nobody gets in whose `auth` breaks its schema."""
        label, (auth,) = case
        login = self._run.login
        given = replace(login.good(namespace), auth=login.given_in(namespace, auth))
        self._run.do(
            self._refuses(namespace, given, f"an auth that is wrong ({label})")
        )

    def ignores_strangers(self, event: Event, case: Case) -> None:
        """An event is not handled that comes before the connect of its namespace."""
        self._run.do(self._ignores_strangers(event, case))

    def works(self) -> None:
        """The transport carries a connection."""
        self._run.do(self._works())

    def upgrades(self) -> None:
        """A connection goes from polling to a websocket, and goes on there."""
        self._run.do(self._upgrades())

    def is_elsewhere_closed(self) -> None:
        """Nothing answers at another engine path."""
        self._run.do(self._is_elsewhere_closed())

    def knows_its_namespaces(self) -> None:
        """A namespace that the document does not have cannot be connected to."""
        self._run.do(self._knows_its_namespaces())

    def allows_the_origin(self) -> None:
        """Pages of the origin that was given may connect."""
        self._run.do(allows_the_origin(self._run, self._transport, self._presented()))

    def allows_no_other_origin(self) -> None:
        """Pages of another origin than the one that was given may not read answers."""
        self._run.do(allows_no_other_origin(self._run, self._presented()))

    async def _admits(self, namespace: Namespace, given: Presented, what: str) -> None:
        where = f"{namespace.name} over {self._transport}"
        limit = self._patience(namespace)
        try:
            refusal = await self._tried(namespace, given, limit)
        except Unreachable as error:
            raise Defect(f"no connection to {where}: {error}") from None
        except TimeoutError:
            raise Defect(
                f"a connect to {where} {what} was not answered in {limit:g} s"
            ) from None
        if refusal:
            advice = self._run.login.advice(namespace)
            raise Defect(f"{where} refuses a client {what}: {refusal}{advice}")

    async def _refuses(self, namespace: Namespace, given: Presented, flaw: str) -> None:
        where = f"{namespace.name} over {self._transport}"
        limit = self._patience(namespace)
        try:
            refusal = await self._tried(namespace, given, limit)
        except Unreachable:
            # Whoever cannot even open the transport is not let in; whether others
            # can is for another test.
            return
        except TimeoutError:
            raise Defect(
                f"a connect to {where} with {flaw} was not answered "
                f"in {limit:g} s, where it must be refused"
            ) from None
        if not refusal:
            raise Defect(f"{where} lets a client in with {flaw}")

    def _patience(self, namespace: Namespace) -> float:
        """Seconds that the answer to a connect may take."""
        return self._run.patience(namespace.name, self._transport, self._limit)

    async def _tried(self, namespace: Namespace, given: Presented, limit: float) -> str:
        """Why a client is not let in; empty if it is."""
        run = self._run
        run.hearing.moment = f"a client connected to {namespace.name}"
        line = run.opened(namespace.name, self._transport)
        try:
            refusal = await line.connect(run.address, given, limit)
            if not refusal:
                await run.fence(line)
        except TimeoutError:
            run.is_mute(namespace.name, self._transport)
            raise
        except Unreachable as error:
            if not line.sid:
                raise
            return f"it is let in, but {error}"
        finally:
            await line.close()
        return refusal

    async def _ignores_strangers(self, event: Event, case: Case) -> None:
        run = self._run
        namespace = namespace_of(run.suite.api, event.namespace)
        line = run.opened(namespace.name, self._transport)
        given = run.login.without_any(namespace)
        run.hearing.moment = f"`{event.name}` was sent without a connect"
        label, wire = case
        answers: dict[str, asyncio.Future[Values]] = {}
        others = [x for x in run.suite.api.namespaces if not x.security]
        try:
            await line.open(run.address, given, self._limit)
            answers["without a connect"] = await line.emit(event.name, wire)
            await run.fence(line)
            for one in others[:1]:
                await line.ask(one.name, None, self._limit)
                told = f"after a connect to {one.name} alone"
                answers[told] = await line.emit(event.name, wire)
                await run.fence(line)
            refusal = await line.ask(namespace.name, given.auth, self._limit)
            if refusal.type == CONNECT_ERROR:
                answers["after a refused connect"] = await line.emit(event.name, wire)
                await run.fence(line)
        except (Unreachable, TimeoutError):
            pass
        finally:
            await line.close()
        for when, answer in answers.items():
            if not answer.done() or answer.exception() is not None:
                continue
            values = answer.result()
            if judged(event, values) is Verdict.SUCCESS:
                raise Defect(
                    f"`{event.name}` ({label}) on {event.namespace} over "
                    f"{self._transport} was handled {when}: "
                    f"it was answered with {shown(list(values))}"
                )

    async def _works(self) -> None:
        line = self._any()
        try:
            await line.open(self._run.address, self._presented(), self._limit)
            if line.lost:
                raise Unreachable(f"answered with {line.lost}")
            await self._run.fence(line)
        except Unreachable as error:
            raise Defect(f"{self._transport} does not work: {error}") from None
        finally:
            await line.close()

    async def _upgrades(self) -> None:
        line = self._run.opened(self._run.suite.api.namespaces[0].name, "polling")
        try:
            await line.open(self._run.address, self._presented(), self._limit)
            if "websocket" not in line.engine.upgrades:
                raise Defect("the server offers no upgrade from polling to websocket")
            await line.engine.upgrade(self._limit)
            await self._run.fence(line)
        except Unreachable as error:
            raise Defect(
                f"an upgrade from polling to websocket does not work: {error}"
            ) from None
        finally:
            await line.close()

    async def _is_elsewhere_closed(self) -> None:
        path = self._run.address.path
        began = monotonic()
        await self._is_served(path, self._limit)
        took = monotonic() - began
        limit = min(self._limit, _ELSEWHERE + _TIMES * took)
        usual = [one for one in _USUAL if one.strip("/") != path.strip("/")]
        others = [f"/no-such-path{path}", *usual]
        served = await asyncio.gather(*(self._is_served(x, limit) for x in others))
        for other in compress(others, served):
            raise Defect(
                f"the server answers at the engine path {other} too, "
                f"where the document has {self._run.suite.api.path}"
            )

    async def _is_served(self, path: str, limit: float) -> bool:
        line = self._any()
        there = Address(self._run.address.url, path)
        try:
            await line.open(there, self._presented(), limit)
        except Unreachable:
            return False
        finally:
            refused = line.lost
            await line.close()
        return not refused

    async def _knows_its_namespaces(self) -> None:
        line = self._any()
        opened = ""
        try:
            await line.open(self._run.address, self._presented(), self._limit)
            for name, given in self._unknown():
                answer = await line.ask(name, given.auth, self._limit)
                if answer.type == CONNECT:
                    opened = opened or name
                    await self._run.fence(line)
        except Unreachable as error:
            raise Defect(
                f"a connect to a namespace that does not exist ends the connection "
                f"over {self._transport}: {error}"
            ) from None
        except TimeoutError:
            raise Defect(
                f"a connect over {self._transport} to a namespace that does not exist "
                f"was not answered in {self._limit:g} s"
            ) from None
        finally:
            await line.close()
        if opened:
            raise Defect(
                f"the server lets clients connect over {self._transport} to {opened}, "
                "a namespace that the document does not have"
            )

    def _unknown(self) -> list[tuple[str, Presented]]:
        """Names of namespaces that there are not, and what to present there.

        Some of them are nearly the name of one that there is.
        """
        all_ = self._run.suite.api.namespaces
        found = {_NOBODY: self._presented()}
        for one in [x for x in all_ if x.name != "/"][:_NEAR]:
            for name in (f"{one.name}/", one.name.swapcase()):
                found[name] = self._run.login.good(one)
        taken = {one.name for one in all_}
        return [(name, one) for name, one in found.items() if name not in taken]

    def _any(self) -> Line:
        first = self._run.suite.api.namespaces[0]
        return self._run.opened(first.name, self._transport)

    def _presented(self) -> Presented:
        """What any request may carry: a server may ask for it at the handshake."""
        secured = [one for one in self._run.suite.api.namespaces if one.security]
        chosen = [*secured, *self._run.suite.api.namespaces][0]
        return self._run.login.good(chosen)
