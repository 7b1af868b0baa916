"""A mock: the generated server, and handlers that answer from the document."""

import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import partial
from random import Random
from typing import Any, cast

from sockgen.contract import Direction, Namespace
from sockgen.mock.answering import Answers
from sockgen.mock.crowd import Client, Crowd
from sockgen.mock.emitting import Emitter
from sockgen.mock.library import Trigger, cut, watch
from sockgen.mock.origins import Origins
from sockgen.mock.runtime import Runtime
from sockgen.mock.samples import Samples
from sockgen.mock.settings import Settings, Spot
from sockgen.mock.spots import events_of
from sockgen.mock.traffic import Kind, Traffic, Warnings
from sockgen.staging import Stage

_CLIENTS = Direction.CLIENT_TO_SERVER
STOP = 1.0
"""Seconds that answers have to get out when a mock stops."""


class Mock:
    """A server from a document. `faults` may change while it serves."""

    def __init__(self, stage: Stage, settings: Settings) -> None:
        self.api = stage.api
        self.settings = settings
        self.faults = settings.faults
        self.traffic = Traffic()
        self.crowd = Crowd()
        self.runtime = Runtime(stage)
        self._samples = Samples(stage.api, settings.seed)
        self._dice = Random(f"{settings.seed} faults")
        self._events = events_of(stage.api, _CLIENTS)
        self._handlers = {
            one.name: self._made_handlers(one) for one in stage.api.namespaces
        }
        self.emitter = Emitter(
            stage.api,
            self.runtime,
            self._samples,
            self.crowd,
            self.traffic,
            self._handlers,
        )
        self._server = self.runtime.server(
            [*self._handlers.values()],
            settings.path,
            self._attached,
            authenticate=self._authenticate,
            cors_allowed_origins=Origins(settings.origins),
            idempotency_limit=1_000,
        )

    @property
    def path(self) -> str:
        """The engine path."""
        return str(self._server.CONTRACT.path)

    @property
    def transports(self) -> tuple[str, ...]:
        """The transports that it serves."""
        return tuple(self._server.CONTRACT.transports)

    def asgi_app(self, other: object) -> Any:
        """The ASGI application; requests beside the engine path go to another one."""
        return self._server.asgi_app(other)

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        """Emit what is scheduled, and in the end close every connection."""
        for one in self.settings.schedules:
            self.emitter.start(self.emitter.repeat(one.event, one.seconds))
        warnings = Warnings(self.traffic)
        self.runtime.log.addHandler(warnings)
        try:
            yield
        finally:
            self.emitter.stop()
            await self._server.stop(STOP)
            self.runtime.log.removeHandler(warnings)

    async def drop(self, number: int | None) -> int:
        """End the connections of a client, or of all; how many clients there were."""
        found = self.crowd.all() if number is None else self.crowd.numbered(number)
        by_number = {one.number: one for one in found}
        for one in by_number.values():
            await cut(self.crowd.sio, one.sid, one.namespace)
        return len(by_number)

    def _made_handlers(self, namespace: Namespace) -> Any:
        answers = Answers(self.runtime, self._samples, self._dice, lambda: self.faults)

        async def on_connect(_: object, conn: Any) -> None:
            client = self.crowd.add(namespace.name, conn)
            self.traffic.add(
                Kind.CONNECTED,
                namespace.name,
                client=client.number,
                detail=f"over {conn.transport}",
            )

        async def on_disconnect(_: object, conn: Any, reason: str) -> None:
            client = self.crowd.remove(namespace.name, conn.sid)
            number = client.number if client else None
            self.traffic.add(
                Kind.DISCONNECTED, namespace.name, client=number, detail=reason
            )

        async def on_error(*_: object) -> None:
            """Say nothing: the record of the event has it."""

        return self.runtime.handlers(
            namespace.name,
            answers.of(namespace, self._drop_one),
            on_connect=on_connect,
            on_disconnect=on_disconnect,
            on_error=on_error,
        )

    async def _drop_one(self, conn: Any) -> None:
        await cut(self.crowd.sio, conn.sid, conn.namespace)

    def _attached(self, sio: Any) -> None:
        self.crowd.sio = sio
        for name in self._handlers:
            watch(sio, name, partial(self._watched, name))

    def _watched(self, namespace: str, trigger: Trigger) -> Trigger:
        """What comes in on a namespace, with a record of each event."""

        async def watched(event: object, sid: str, *arguments: object) -> object:
            begun = time.perf_counter()
            client = self.crowd.find(namespace, sid)
            try:
                returned = await trigger(event, sid, *arguments)
            except Exception as error:
                if client is None:
                    detail = str(error)
                    self.traffic.add(Kind.REFUSED, namespace, detail=detail, fault=True)
                raise
            seconds = time.perf_counter() - begun
            if isinstance(returned, tuple):
                answer = cast("tuple[object, ...]", returned)
                spot = Spot(namespace, str(event))
                self._received(spot, client, arguments, answer, seconds)
                return answer
            return returned

        return watched

    def _received(
        self,
        spot: Spot,
        client: Client | None,
        arguments: tuple[object, ...],
        returned: tuple[object, ...],
        seconds: float,
    ) -> None:
        declared = self._events.get(spot)
        acked = declared is not None and declared[1].ack is not None
        detail, fault = self._outcome(spot, acked, returned)
        if client is None or not client.conn.connected:
            detail, fault = "the connection is gone", True
        self.traffic.add(
            Kind.RECEIVED,
            spot.namespace,
            client=client.number if client else None,
            event=spot.event,
            detail=detail,
            payload=arguments,
            answer=returned if acked or fault else None,
            fault=fault,
            seconds=seconds,
        )
        if client is not None and declared is not None and not fault:
            for one in self.settings.triggers:
                if one.cause == spot:
                    effect = self.emitter.effect(
                        client, declared[1], one.effect, arguments
                    )
                    self.emitter.start(effect)

    def _outcome(
        self, spot: Spot, acked: bool, returned: tuple[object, ...]
    ) -> tuple[str, bool]:
        """What an answer says, and whether it is an error."""
        problem = self.runtime.problem.from_wire(returned[0]) if returned else None
        if problem is not None and len(returned) == 1:
            return str(problem), True
        if not acked:
            return "", False
        try:
            self.runtime.event(spot, _CLIENTS).answer(returned)
        except self.runtime.declared_error as error:
            return f"error {type(error).__name__}", True
        return "acknowledged", False

    async def _authenticate(self, credential: object) -> str:
        """Take any credential of the right form, or those that a call names."""
        tokens = self.settings.tokens
        for given in self.runtime.secrets(credential) if tokens else ():
            if given not in tokens:
                raise self.runtime.refused("the mock does not take these credentials")
        return "somebody"
