"""A correct server of any document on bare python-socketio, and faults of it.

Whether an event is valid it asks of the generated contract, and it answers with what
the document has for examples. It lets everybody in, and emits nothing.
"""

import json
from typing import Any

import socketio
from tests.exchanges import UP, Exchanges
from tests.scripted import Package

from petstore._testing.hosting import hosted


class AnyServer:
    """The correct server."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.errors = package.module("errors")
        self.events = {
            (one.namespace.name, one.event.name): one
            for one in Exchanges(package.api).of(UP)
        }
        server = package.api.servers[0] if package.api.servers else None
        self.sio: Any = socketio.AsyncServer(
            async_mode="asgi",
            namespaces=[one.name for one in package.api.namespaces],
            **({"transports": list(server.transports)} if server else {}),
        )
        for one in package.api.namespaces:
            self.sio.on("*", self._handler(one.name), namespace=one.name)
        path = server.path if server else "socket.io"
        self.app = socketio.ASGIApp(self.sio, socketio_path=path)

    def _handler(self, namespace: str) -> Any:
        async def handle(event: str, sid: str, *values: Any) -> Any:
            if (namespace, event) not in self.events:
                return self.sio.not_handled
            if not self.is_valid(namespace, event, values):
                return {"error": "invalid"}
            answer = self.events[namespace, event].answer
            return None if answer is None else self.answered(answer)

        return handle

    def is_valid(self, namespace: str, event: str, values: tuple[Any, ...]) -> bool:
        contract = self.package.contract(self.events[namespace, event])
        try:
            contract.arguments.decode(values)
        except self.errors.InvalidPayload:
            return False
        return True

    def answered(self, answer: tuple[Any, ...]) -> Any:
        return tuple(answer)


class AnswersAreJsonText(AnyServer):
    def answered(self, answer: tuple[Any, ...]) -> Any:
        return tuple(json.dumps(one) for one in answer) or None


class AnswersHaveAValueTooMany(AnyServer):
    def answered(self, answer: tuple[Any, ...]) -> Any:
        return (*answer, {})


class AnswersGetLonger(AnyServer):
    """The first one is right."""

    answers = 0

    def answered(self, answer: tuple[Any, ...]) -> Any:
        self.answers += 1
        return (*answer, {}) if self.answers > 1 else tuple(answer)


class NothingIsChecked(AnyServer):
    def is_valid(self, namespace: str, event: str, values: tuple[Any, ...]) -> bool:
        return True


class LastValueIsNotChecked(AnyServer):
    def is_valid(self, namespace: str, event: str, values: tuple[Any, ...]) -> bool:
        before = values[:-1]
        return any(
            super(LastValueIsNotChecked, self).is_valid(namespace, event, one)
            for one in (values, before, (*before, 1), (*before, "text"))
        )


FOLLOWED = """
asyncapi: 3.0.0
info: {title: Followed, version: 1.0.0}
channels:
  watch:
    address: /watch
    x-socketio:
      rooms: {machine: {name: 'm-{machine}', parameters: {machine: {type: string}}}}
    messages:
      follow:
        name: follow
        payload:
          type: array
          prefixItems: [{title: machine, type: string, minLength: 1}]
          items: false
        examples: [{payload: [press-1]}]
      followed: {payload: {type: boolean}}
      live:
        name: live
        payload:
          type: array
          prefixItems: [{title: machine, type: string}, {title: at, type: integer}]
          items: false
operations:
  follow:
    action: receive
    channel: {$ref: '#/channels/watch'}
    messages: [{$ref: '#/channels/watch/messages/follow'}]
    reply: {messages: [{$ref: '#/channels/watch/messages/followed'}]}
    x-socketio: {joins: [{room: machine, machine: '$message.payload#/0'}]}
  live:
    action: send
    channel: {$ref: '#/channels/watch'}
    messages: [{$ref: '#/channels/watch/messages/live'}]
    x-socketio: {rooms: [machine]}
"""
"""Rooms that are named by an argument of its own."""


class Followed(AnyServer):
    """The correct server of that document."""

    def _handler(self, namespace: str) -> Any:
        handle = super()._handler(namespace)

        async def following(event: str, sid: str, *values: Any) -> Any:
            if event == "follow" and self.is_valid(namespace, event, values):
                room = f"m-{values[0]}"
                await self.sio.enter_room(sid, room, namespace=namespace)
                told = self.told_of(values[0]), 7
                await self.sio.emit("live", told, to=room, namespace=namespace)
            return await handle(event, sid, *values)

        return following

    def told_of(self, machine: str) -> str:
        return machine


class TellsOfAnother(Followed):
    def told_of(self, machine: str) -> str:
        return f"{machine}-not"


def served(server: AnyServer) -> Any:
    """The address of a server."""
    return hosted(server.app)
