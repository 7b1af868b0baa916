"""What is asked of several namespaces that share one connection of the engine."""

from __future__ import annotations

from .._runtime.events import Namespace
from .defects import Defect, Unreachable, shown
from .engine import Turned
from .login import Presented
from .packets import CONNECT
from .run import Run


class Sharing:
    """A namespace that is connected to beside another, over one transport.

    Clients of Socket.IO do so wherever they use several namespaces of a server.
    """

    def __init__(self, run: Run, namespace: Namespace, transport: str) -> None:
        self._run = run
        self._namespace = namespace
        self._transport = transport
        self._where = f"{namespace.name} over {transport}"

    async def admits(self, given: Presented) -> None:
        """Credentials that are good are so beside another namespace as well."""
        for other in self._others(given):
            if refusal := await self._tried(other, given):
                raise Defect(
                    f"{self._where} refuses a client with good credentials after a "
                    f"connect to {other.name} over the same connection: {refusal}"
                )

    async def refuses(self, given: Presented, flaw: str) -> None:
        """What opens another namespace does not open this one."""
        for other in self._others(given):
            if await self._tried(other, given) == "":
                raise Defect(
                    f"{self._where} lets a client in with {flaw} after a connect to "
                    f"{other.name} over the same connection"
                )

    def _others(self, given: Presented) -> list[Namespace]:
        """One that asks for credentials, if it does not ask for other requests."""
        good = self._run.login.good
        found = [
            one
            for one in self._run.suite.api.namespaces
            if one is not self._namespace and one.security and _same(good(one), given)
        ]
        return found[:1]

    async def _tried(self, other: Namespace, given: Presented) -> str | None:
        """Why a client is not let in, empty if it is; None if that cannot be seen."""
        run, limit = self._run, self._run.options.timeout
        run.hearing.moment = f"a client connected to {other.name} and {self._where}"
        line = run.opened(self._namespace.name, self._transport)
        try:
            await line.open(run.address, given, limit)
            first = await line.ask(other.name, run.login.good(other).auth, limit)
            if first.type != CONNECT:
                return None
            answer = await line.ask(self._namespace.name, given.auth, limit)
            await run.fence(line)
        except (Turned, Unreachable, TimeoutError):
            return None
        finally:
            await line.close()
        return "" if answer.type == CONNECT else f"it says {shown(answer.data)}"


def _same(one: Presented, other: Presented) -> bool:
    """Whether the requests of two carry the same."""
    mine = (one.headers, one.query, one.cookies)
    return mine == (other.headers, other.query, other.cookies)
