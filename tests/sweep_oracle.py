"""What a Socket.IO document means, read a second time, by other means than sockgen's.

This reading knows nothing but plain values, the dialect that an index tells of
a document, and who sends what it calls `publish` or `send`. It is short because
it need not be right for any document, only for those that people look at.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import yaml

LIFECYCLE = {"connection", "disconnect"}
CAPABLE = {"ws", "wss", "http", "https", "socketio", "socket.io"}
INWARD, OUTWARD = "client → server", "server → client"
_ALSO_EVENTS = ("N+E mixed", "paths")
_TURNED = {INWARD: OUTWARD, OUTWARD: INWARD}
_VERBS = {"publish": INWARD, "receive": INWARD, "subscribe": OUTWARD, "send": OUTWARD}


@dataclass(frozen=True, slots=True, order=True)
class Told:
    """One event: namespace, name, who sends it, and whether it is acknowledged."""

    namespace: str
    name: str
    direction: str
    ack: bool


@dataclass(frozen=True, slots=True)
class _Operation:
    key: str
    channel: dict[str, Any]
    address: str
    direction: str
    body: dict[str, Any]
    messages: list[tuple[str, dict[str, Any]]]


class Oracle:
    """Reads one document, of the dialect and with the sender that an index tells."""

    def __init__(self, path: Path, dialect: str, who: str) -> None:
        self._files: dict[Path, Any] = {}
        self._home = path
        self._data = self._load(path)
        self._events_are_channels = dialect[:1] == "E" or dialect in (
            "N+E mixed",
            "paths",
        )
        self._turned = who.startswith("client") or "inverted" in who

    def events(self) -> set[Told]:
        """Every event of the document, lifecycle left out."""
        operations = [one for one in self._operations() if self._is_served(one)]
        found: set[Told] = set()
        for one in operations:
            if self._answers(one, operations):
                continue
            for message in one.messages:
                name = self._name(one, *message)
                ack = self._ack(one, message[1], operations)
                for namespace in self._namespaces(one):
                    found.add(Told(namespace, name, one.direction, ack))
        return {one for one in found if one.name not in LIFECYCLE}

    def namespaces(self) -> set[str]:
        """Every namespace, those without events included."""
        if self._events_are_channels:
            return {one.namespace for one in self.events()}
        listed = self._data["channels"].items()
        return {self._address(key, self._whole(one)) for key, one in listed}

    def _load(self, path: Path) -> Any:
        if path not in self._files:
            text = path.read_text(encoding="utf-8")
            plain = json.loads if path.suffix == ".json" else _yaml
            self._files[path] = plain(text)
        return self._files[path]

    def _whole(self, value: Any, home: Path | None = None) -> Any:
        """What a reference means; the values of another file follow its own."""
        home = home or self._home
        while (reference := _reference(value)) is not None:
            path, _, place = reference.partition("#")
            home = (home.parent / path) if path else home
            value = self._load(home)
            for step in place.split("/")[1:]:
                value = value[step.replace("~1", "/").replace("~0", "~")]
        return value

    def _operations(self) -> Iterator[_Operation]:
        channels = self._data["channels"]
        if "operations" not in self._data:
            for key, written in channels.items():
                channel = self._whole(written)
                for verb in ("publish", "subscribe"):
                    if verb in channel:
                        body = self._whole(channel[verb])
                        yield self._operation(key, key, channel, verb, body)
            return
        for key, body in self._data["operations"].items():
            where = body["channel"]["$ref"].rpartition("/")[2].replace("~1", "/")
            yield self._operation(key, where, channels[where], body["action"], body)

    def _operation(
        self, key: str, where: str, channel: dict[str, Any], verb: str, body: Any
    ) -> _Operation:
        direction = _VERBS[verb]
        direction = _TURNED[direction] if self._turned else direction
        messages = list(self._messages(body, channel))
        address = self._address(where, channel)
        return _Operation(key, channel, address, direction, body, messages)

    def _messages(
        self, body: dict[str, Any], channel: dict[str, Any]
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        if "message" in body:
            listed = self._whole(body["message"]).get("oneOf", [body["message"]])
        elif "operations" not in self._data:
            listed = []
        else:
            listed = body.get("messages", [*channel.get("messages", {}).values()])
        for one in cast("list[Any]", listed):
            key = (_reference(one) or "").rpartition("/")[2]
            yield key, self._whole(one)

    def _address(self, key: str, channel: dict[str, Any]) -> str:
        described = re.fullmatch(r"Namespace (/\S*)", channel.get("description", ""))
        if described and not key.startswith("/"):
            return described[1]
        return str(channel.get("address", key))

    def _servers(self, channel: dict[str, Any]) -> list[dict[str, Any]]:
        written: Any = self._data.get("servers", {})
        servers = cast("dict[str, Any]", {} if isinstance(written, list) else written)
        named = [
            (_reference(one) or str(one)).rpartition("/")[2]
            for one in cast("list[Any]", channel.get("servers", []))
        ]
        return [servers[name] for name in named or servers]

    def _is_served(self, one: _Operation) -> bool:
        servers = self._servers(one.channel)
        bound = {*one.channel.get("bindings", {}), *one.body.get("bindings", {})}
        capable = any(server["protocol"].lower() in CAPABLE for server in servers)
        return (capable or not servers) and "kafka" not in bound

    def _namespaces(self, one: _Operation) -> set[str]:
        if not self._events_are_channels or one.address == "/":
            return {f"/{one.address.lstrip('/')}"}
        paths: set[str] = set()
        for server in self._servers(one.channel):
            if server["protocol"].lower() in CAPABLE:
                host = server.get("host", server.get("url", "")).rpartition("://")[2]
                path = "/" + host.partition("/")[2] + server.get("pathname", "")
                plain = "/" + path.strip("/")
                paths.add("/" if re.search(r"(socket|engine)\.?io", plain) else plain)
        return paths or {"/"}

    def _name(self, one: _Operation, key: str, message: dict[str, Any]) -> str:
        unnamed = "name" not in message
        is_event = self._events_are_channels and one.address != "/"
        if is_event and (len(one.messages) == 1 or unnamed):
            return one.address.removeprefix("/")
        title = message.get("title", "")
        by_title = "operations" not in self._data and title and " " not in title
        return message.get("name") or (title if by_title else key)

    def _ack(
        self, one: _Operation, message: dict[str, Any], others: list[_Operation]
    ) -> bool:
        bound = message.get("bindings", {}).get("socket.io", {})
        said = ("x-ack", "x-socketio-ack")
        if "ack" in bound or any(
            key in holder for key in said for holder in (message, one.body)
        ):
            return True
        if any(self._answers(other, others) is one for other in others):
            return True
        if "reply" not in one.body:
            return False
        events = [other for other in others if other.direction != one.direction]
        known = [each for other in events for _, each in other.messages]
        replies = [self._whole(each) for each in one.body["reply"].get("messages", ())]
        return any(each not in known for each in replies)

    def _answers(self, one: _Operation, others: list[_Operation]) -> _Operation | None:
        """The operation whose request this one answers, on an event's own channel."""
        if not self._events_are_channels or len(one.messages) != 1:
            return None
        name = one.messages[0][1].get("name", "")
        stem, found, _ = name.lower().rpartition("response")
        for other in others if found and stem else ():
            asked = [each.get("name", "").lower() for _, each in other.messages]
            if other.channel is one.channel and asked == [f"{stem}request"]:
                return other
        return None


def _reference(value: Any) -> str | None:
    whole = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
    return whole.get("$ref")


def _yaml(text: str) -> Any:
    return yaml.load(text, yaml.CSafeLoader)
