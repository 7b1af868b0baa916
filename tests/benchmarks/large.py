"""Large documents of any size, always the same ones: what benchmarks are made on.

    python tests/benchmarks/large.py EVENTS PATH

They are no best case: acks with typed errors, rooms that are joined, logins, unions,
tuples, `allOf`, nested objects, binary, payloads with and without a name, and limits
that hardly repeat.
"""

import random
import sys
from pathlib import Path
from typing import Any

import yaml

EVENTS_IN_A_NAMESPACE = 20
WORDS = """account amount basket batch booking branch carrier colour counter customer
depot driver group invoice item label member note offer order owner parcel place price
refund region reply review route seller shelf stock store ticket total user vendor
visit voucher weight""".split()
FORMATS = ("date-time", "date", "uuid", "email", "uri")
Schema = dict[str, Any]


def text(events: int) -> str:
    """The document as YAML."""
    return yaml.dump(document(events), sort_keys=False, Dumper=yaml.CSafeDumper)


def document(events: int) -> Schema:
    """A document of so many events: AsyncAPI 3, in sockgen's own dialect."""
    return _Maker(random.Random(events)).document(events)


def _reference(*path: str) -> Schema:
    return {"$ref": "#/" + "/".join(path)}


def _named(schema: str) -> Schema:
    return _reference("components", "schemas", schema)


class _Maker:
    """Makes one document; all that varies comes from one seeded source."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._operations: Schema = {}
        self._schemas: Schema = {
            "Id": {"type": "string", "minLength": 3, "maxLength": 40},
            "Money": {
                "type": "object",
                "required": ["cents"],
                "properties": {
                    "cents": {"type": "integer"},
                    "currency": {"type": "string", "enum": ["EUR", "USD"]},
                },
            },
            "Problem": {
                "type": "object",
                "required": ["reason"],
                "properties": {"reason": {"type": "string"}, "id": _named("Id")},
            },
            "Login": {
                "type": "object",
                "required": ["token"],
                "properties": {"token": {"type": "string"}},
            },
        }

    def document(self, events: int) -> Schema:
        channels: Schema = {}
        for number in range(events):
            key = f"space{number // EVENTS_IN_A_NAMESPACE}"
            if key not in channels:
                channels[key] = self._channel(key)
            self._event(number, key, channels[key]["messages"])
        token = {"type": "httpApiKey", "in": "header", "name": "X-Token"}
        server = {"host": "localhost:8000", "protocol": "ws"}
        return {
            "asyncapi": "3.0.0",
            "info": {"title": f"{events} events", "version": "1.0.0"},
            "servers": {
                "main": {
                    **server,
                    "security": [_reference("components", "securitySchemes", "token")],
                }
            },
            "channels": channels,
            "operations": self._operations,
            "components": {
                "schemas": self._schemas,
                "securitySchemes": {"token": token},
            },
        }

    def _channel(self, key: str) -> Schema:
        room = {"name": "order-{id}", "parameters": {"id": _named("Id")}}
        return {
            "address": f"/{key}",
            "servers": [_reference("servers", "main")],
            "description": f"Everything that concerns {key}.",
            "messages": {},
            "x-socketio": {"auth": _named("Login"), "rooms": {"order": room}},
        }

    def _event(self, number: int, channel: str, messages: Schema) -> None:
        name = f"{self._chance.choice(WORDS)}_{self._chance.choice(WORDS)}_{number}"
        sent = number % 3 == 0
        messages[name] = self._message(number, name)
        operation: Schema = {
            "action": "send" if sent else "receive",
            "channel": _reference("channels", channel),
            "summary": f"What happens when {name.replace('_', ' ')} is said.",
            "messages": [_reference("channels", channel, "messages", name)],
        }
        if sent:
            operation["x-socketio"] = {"rooms": ["order"]}
        elif number % 10 == 1:
            operation["x-socketio"] = {"joins": ["order"]}
        if number % 4 in (1, 2):
            operation["reply"] = self._reply(number, name, channel, messages)
        self._operations[name] = operation

    def _message(self, number: int, name: str) -> Schema:
        payload, example = self._payload(number, name)
        message = {
            "name": name.replace("_", ":", 1),
            "summary": f"The event {name}, told to whom it concerns.",
            "payload": payload,
        }
        return {**message, "examples": [{"payload": example}]} if example else message

    def _payload(self, number: int, name: str) -> tuple[Schema, Any]:
        """The payload of an event: most are objects with a name, and have examples."""
        key = f"Payload{number}"
        if number % 10 == 3:
            items = [_named("Id"), self._field(), {"type": "string"}]
            return {"type": "array", "prefixItems": items, "items": False}, None
        if number % 10 == 5:
            self._schemas[key] = self._union(number, name)
            return _named(key), {"kind": "made", "id": f"id-{number}"}
        whole = self._object(number, name)
        if number % 10 == 7:
            part = {"type": "object", "properties": {"extra": self._field()}}
            whole = {"allOf": [whole, part]}
        example = {"id": f"id-{number}", "total": {"cents": number}}
        if number % 3 == 2:
            return whole, example
        self._schemas[key] = whole
        return _named(key), example

    def _object(self, number: int, name: str) -> Schema:
        fields = {
            f"{self._chance.choice(WORDS)}{index}": self._field()
            for index in range(self._chance.randrange(3, 11))
        }
        made: Schema = {
            "type": "object",
            "description": f"The content of {name}.",
            "required": ["id", "total"],
            "properties": {"id": _named("Id"), "total": _named("Money"), **fields},
        }
        closed = number % 2 == 0
        return {**made, "additionalProperties": False} if closed else made

    def _union(self, number: int, name: str) -> Schema:
        ways = ("made", "changed", "gone")[: 2 + number % 2]
        branches = [
            {
                "type": "object",
                "title": f"{way} {number}",
                "required": ["kind", "id"],
                "properties": {
                    "kind": {"type": "string", "const": way},
                    "id": _named("Id"),
                    self._chance.choice(WORDS): self._field(),
                },
            }
            for way in ways
        ]
        return {"description": f"What became of {name}.", "oneOf": branches}

    def _field(self) -> Schema:
        """The schema of a field: every third has limits that hardly repeat."""
        chance, most = self._chance, self._chance.randrange(20, 4000)
        kinds: list[Schema] = [
            {"type": "string"},
            {"type": "string", "minLength": 1, "maxLength": most},
            {"type": "string", "pattern": f"^[a-z]{{1,{most % 90 + 1}}}$"},
            {"type": "string", "format": chance.choice(FORMATS)},
            {"type": "string", "format": "binary"},
            {"type": "string", "enum": chance.sample(WORDS, chance.randrange(2, 6))},
            {"type": "integer"},
            {"type": "integer", "minimum": 0, "maximum": most},
            {"type": "number", "exclusiveMinimum": 0},
            {"type": "boolean", "default": False},
            {"type": ["string", "null"]},
            {"type": "array", "items": {"type": "string"}, "maxItems": most},
            {"type": "array", "items": _named("Money")},
            {"type": "object", "additionalProperties": {"type": "integer"}},
            {"oneOf": [{"type": "string"}, {"type": "integer"}]},
            {
                "type": "object",
                "required": ["code"],
                "properties": {"code": {"type": "string"}, "amount": _named("Money")},
            },
        ]
        return {**chance.choice(kinds), "description": "One more thing to know."}

    def _reply(self, number: int, name: str, channel: str, messages: Schema) -> Schema:
        done, failed = f"{name}_done", f"{name}_failed"
        messages[done] = {"payload": self._object(number, done)}
        listed = [_reference("channels", channel, "messages", done)]
        if number % 2 == 0:
            messages[failed] = {
                "payload": _named("Problem"),
                "x-socketio": {"error": True},
            }
            listed.append(_reference("channels", channel, "messages", failed))
        return {"messages": listed}


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(text(int(sys.argv[1])), encoding="utf-8")
