"""The only door to the generated package that a mock runs, which has no types here."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from inspect import signature
from typing import Any, cast

from sockgen.contract import Direction
from sockgen.mock.settings import Spot
from sockgen.staging import Stage

Answer = Callable[..., Awaitable[object]]


class Runtime:
    """What is used of a package: its contract, and the classes of its runtime."""

    def __init__(self, stage: Stage) -> None:
        self.log = logging.getLogger(stage.package)
        logging.getLogger(f"{stage.package}.socketio").setLevel(logging.WARNING)
        self.contract: Any = stage.module("contract")
        rooms: Any = stage.module("_runtime.rooms")
        errors: Any = stage.module("_runtime.errors")
        self.room: Any = rooms.Room
        self.everyone: Any = rooms.EVERYONE
        self.refused: Any = errors.Refused
        self.invalid_payload: type[Exception] = errors.InvalidPayload
        self.declared_error: type[Exception] = errors.DeclaredError
        self.call_error: type[Exception] = errors.CallError
        self.problem: Any = stage.module("_runtime.problems").Problem
        self._credentials: Any = stage.module("_runtime.credentials")
        self._server: Any = _server_of(stage)
        self._connection: Any = stage.module("_runtime.connection").AsyncConnection
        self._event: Any = stage.module("_runtime.events").Event
        self._events = self._read_events()

    def _read_events(self) -> dict[tuple[str, str, Direction], Any]:
        kind = self._event
        known = cast("dict[str, Any]", vars(self.contract))
        found: list[Any] = [one for one in known.values() if isinstance(one, kind)]
        return {
            (one.namespace, one.name, Direction(one.direction.value)): one
            for one in found
        }

    def event(self, spot: Spot, direction: Direction) -> Any:
        """The runtime's event, which encodes and decodes."""
        return self._events[spot.namespace, spot.event, direction]

    def takes(self, values: Any, wire: tuple[object, ...]) -> bool:
        """Whether the generated models take values as they travel."""
        try:
            values.decode(wire)
        except self.invalid_payload:
            return False
        return True

    def secrets(self, credential: Any) -> list[str]:
        """What a credential consists of, or each of several that go together."""
        known = self._credentials
        if isinstance(credential, known.BearerToken):
            return [credential.token]
        if isinstance(credential, known.ApiKey):
            return [credential.key]
        if isinstance(credential, known.BasicLogin):
            return [f"{credential.username}:{credential.password}"]
        parts = cast("dict[str, Any]", vars(credential))
        return [secret for one in parts.values() for secret in self.secrets(one)]

    def handlers(self, namespace: str, answers: dict[str, Answer], **hooks: Any) -> Any:
        """Handlers of a namespace, with an answer for each event of clients."""
        routes = {
            self.event(Spot(namespace, name), Direction.CLIENT_TO_SERVER): answer
            for name, answer in answers.items()
        }
        [base] = [
            one for _, one in self._server.HANDLERS if one.NAMESPACE.name == namespace
        ]

        def all_routes(_: object) -> dict[Any, Answer]:
            return routes

        # `routes` leads to the answers, and not to the methods that a person writes.
        written = dict.fromkeys(base.__abstractmethods__)
        members = {
            **written,
            "CONNECTION": self._connection,
            "routes": all_routes,
            **hooks,
        }
        return type("MockHandlers", (base,), members)()

    def server(
        self,
        handlers: Sequence[Any],
        path: str | None,
        attached: Callable[[Any], None],
        **options: Any,
    ) -> Any:
        """A server of the API; `attached` gets the library's server within it.

        The generated class takes the handlers of each namespace by a name, in the
        order of the contract, then options, of which `authenticate` is one only where
        there is security.
        """
        base, contract = self._server, self.contract.API

        def attach(server: Any, sio: Any) -> None:
            base.attach(server, sio)
            attached(sio)

        members = {
            "CONTRACT": contract if path is None else replace(contract, path=path),
            "attach": attach,
        }
        names = list(signature(base).parameters)
        given = dict(zip(names, handlers, strict=False))
        taken = {name: one for name, one in options.items() if name in names}
        return type("MockServer", (base,), members)(**given, **taken)


def _server_of(stage: Stage) -> Any:
    """The class of the server for asyncio that was generated."""
    base: Any = stage.module("_runtime.server").AsyncServer
    known = vars(stage.module("async_server"))
    [found] = [
        one
        for one in known.values()
        if isinstance(one, type) and issubclass(one, base) and one is not base
    ]
    return found
