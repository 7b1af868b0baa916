"""What a mock emits: by hand, on a schedule, and after what clients send."""

import asyncio
import time
from collections.abc import Coroutine, Mapping, Sequence
from functools import partial
from typing import Any

from sockgen.contract import Api, Direction, Event, JsonValue, Namespace
from sockgen.mock.aims import joinable, room_of, rooms_of
from sockgen.mock.crowd import Client, Crowd, parameters_of
from sockgen.mock.runtime import Runtime
from sockgen.mock.samples import Samples, Supply, Values, fitted
from sockgen.mock.settings import Spot
from sockgen.mock.spots import events_of
from sockgen.mock.traffic import Kind, Traffic

_SERVER = Direction.SERVER_TO_CLIENT


class Emitter:
    """Sends the server's events of a contract through its handlers, by namespace."""

    def __init__(
        self,
        api: Api,
        runtime: Runtime,
        samples: Samples,
        crowd: Crowd,
        traffic: Traffic,
        handlers: Mapping[str, Any],
    ) -> None:
        self._runtime = runtime
        self._samples = samples
        self._crowd = crowd
        self._traffic = traffic
        self._handlers = handlers
        self._tasks: set[asyncio.Task[None]] = set()
        self._events = events_of(api, _SERVER)
        self._supplies = {
            spot: self._supply(*found) for spot, found in self._events.items()
        }

    def example(self, spot: Spot) -> Values | None:
        """What an event carries if nobody says otherwise."""
        return self._supplies[spot].first()

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something beside what is being done, until the mock stops."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def stop(self) -> None:
        """End what was started."""
        for task in tuple(self._tasks):
            task.cancel()

    async def emit(
        self,
        spot: Spot,
        values: Sequence[JsonValue],
        *,
        client: Client | None = None,
        room: str | None = None,
    ) -> int:
        """Send an event to a client, a room or everyone; how many were reached.

        Raises InvalidPayload of the runtime, and sends nothing, for wrong values.
        """
        event = self._runtime.event(spot, _SERVER)
        arguments = self._events[spot][1].arguments
        wire = self._samples.on_the_wire(arguments, values)
        typed = event.arguments.decode(wire)
        handlers = self._handlers[spot.namespace]
        to: Any = self._runtime.everyone
        whom = "everyone"
        if client is not None:
            to, whom = client.conn, f"#{client.number}"
        elif room is not None:
            to, whom = self._runtime.room(room), f"room {room}"
        reached = [client.conn] if client is not None else list(handlers.members(to))
        number = client.number if client is not None else None
        count = "" if client is not None else f" ({len(reached)})"
        self._traffic.add(
            Kind.SENT,
            spot.namespace,
            client=number,
            event=spot.event,
            detail=f"to {whom}{count}",
            payload=wire,
        )
        if event.has_ack:
            for conn in reached:
                self.start(self._call(spot, typed, conn))
        else:
            # A person may send to others than the rooms of the document.
            await handlers._emit(event, typed, reached, None)
        return len(reached)

    async def effect(
        self,
        sender: Client,
        cause: Event,
        effect: Spot,
        arguments: Sequence[object],
    ) -> None:
        """Emit what a client's event triggers, to the room that it names or to it."""
        namespace, event = self._events[effect]
        found = room_of(namespace, event, cause, arguments)
        if found is not None:
            room, parameters = found
            name = self._runtime.room(room.name, parameters).name
            await self._emit_next(effect, parameters, room=name)
        elif client := self._crowd.elsewhere(sender, effect.namespace):
            await self._emit_next(effect, {}, client=client)
        else:
            self._traffic.add(
                Kind.NOTE,
                effect.namespace,
                client=sender.number,
                event=effect.event,
                detail="not sent: the client is not connected to this namespace",
            )

    async def repeat(self, spot: Spot, seconds: float) -> None:
        """Emit an event again and again, to those who may hear it."""
        namespace, event = self._events[spot]
        while True:
            await asyncio.sleep(seconds)
            if not joinable(namespace, event):
                if self._crowd.of(namespace.name):
                    await self._emit_next(spot, {})
                continue
            for name in self._crowd.rooms(namespace.name):
                for kind in rooms_of(namespace, event):
                    parameters = parameters_of(kind, name)
                    if parameters is not None:
                        await self._emit_next(spot, parameters, room=name)
                        break

    async def _emit_next(
        self,
        spot: Spot,
        parameters: Mapping[str, JsonValue],
        *,
        client: Client | None = None,
        room: str | None = None,
    ) -> None:
        """Emit the next example, about the one thing that a room is for."""
        values = self._supplies[spot].next()
        if values is None:
            detail = "not sent: the document has no example, and none can be made up"
            self._traffic.add(
                Kind.NOTE, spot.namespace, event=spot.event, detail=detail, fault=True
            )
            return
        about = fitted(values, parameters)
        try:
            await self.emit(spot, about, client=client, room=room)
        except self._runtime.invalid_payload:
            await self.emit(spot, values, client=client, room=room)

    async def _call(self, spot: Spot, typed: Sequence[object], conn: Any) -> None:
        """Send an event that a client acknowledges, and note what it says."""
        event = self._runtime.event(spot, _SERVER)
        client = self._crowd.find(spot.namespace, conn.sid)
        number = client.number if client else None
        add = partial(
            self._traffic.add,
            Kind.RECEIVED,
            spot.namespace,
            client=number,
            event=spot.event,
        )
        begun = time.perf_counter()
        try:
            handlers = self._handlers[spot.namespace]
            answer = await handlers._call(event, typed, conn, None)
        except (self._runtime.call_error, self._runtime.declared_error) as error:
            add(detail=str(error) or type(error).__name__, fault=True)
        else:
            seconds = time.perf_counter() - begun
            wire = event.encode_ack(answer)
            add(detail="the client acknowledges", answer=wire, seconds=seconds)

    def _supply(self, namespace: Namespace, event: Event) -> Supply:
        known = self._runtime.event(Spot(namespace.name, event.name), _SERVER)
        takes = partial(self._runtime.takes, known.arguments)
        return self._samples.of_event(namespace, event, takes)
