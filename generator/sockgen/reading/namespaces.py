"""Namespaces: what channels are, or what the servers of event channels tell."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sockgen.contract import Namespace, Room
from sockgen.diagnostics import Span
from sockgen.document import Node
from sockgen.reading.channels import Channel, read_channels
from sockgen.reading.context import Context, bindings, options
from sockgen.reading.contradictions import name_contradictions
from sockgen.reading.event_channels import is_event, namespaces_of, suggest_events
from sockgen.reading.events import EventReader, Part
from sockgen.reading.handshake import auth_examples, auth_of, handshake
from sockgen.reading.requests import with_answers
from sockgen.reading.rooms import read_rooms
from sockgen.reading.security import SecurityReader
from sockgen.reading.servers import servers_of
from sockgen.reading.unsent import name_unsent

_FORBIDDEN = re.compile(r"[?,*]")
_DESCRIBED = re.compile(r"Namespace (/\S*)")


def read_namespaces(
    context: Context, security: SecurityReader, events: EventReader
) -> tuple[Namespace, ...]:
    """The namespaces that are served over Socket.IO, in order."""
    channels = [with_answers(context, one) for one in read_channels(context)]
    name_unsent(context, channels)
    name_contradictions(context, channels)
    suggested = suggest_events(context, channels)
    groups: dict[str, list[Part]] = {}
    for channel in channels:
        for name, part in _parts(context, channel, quiet=suggested):
            groups.setdefault(name, []).append(part)
    return tuple(
        _Merged(context, name, parts).namespace(security, events)
        for name, parts in groups.items()
    )


def _parts(
    context: Context, channel: Channel, *, quiet: bool
) -> Iterable[tuple[str, Part]]:
    """The namespaces that a channel stands for, or belongs to."""
    if is_event(context, channel):
        if channel.operations:
            for name, reason in namespaces_of(context, channel):
                yield name, Part(channel, True, reason)
        return
    found = _namespace_name(context, channel, quiet=quiet)
    if found is not None:
        what = "key" if context.document.is_version_2 else "address"
        yield found, Part(channel, False, f"the {what} of channel `{channel.key}`")


def _namespace_name(context: Context, channel: Channel, *, quiet: bool) -> str | None:
    address = channel.address
    if address is None or not isinstance(address.value, str):
        context.findings.error(
            "SG303",
            f"the channel `{channel.key}` has no address, so no namespace",
            address.span() if address else channel.node.span(key=True),
            "write the namespace as its `address`, such as `address: /`",
        )
        return None
    name = address.value
    if context.document.is_version_2:
        name = _described_name(channel) or name
    bad = _FORBIDDEN.search(name)
    if bad or "{" in name:
        reason = f"it holds `{bad[0]}`" if bad else "it has parameters"
        context.findings.error(
            "SG303",
            f"`{name}` cannot be a namespace: {reason}",
            channel.span,
            "a namespace is a fixed path such as `/orders`",
        )
        return None
    if name.startswith("/"):
        return name
    if not quiet:
        context.findings.warning(
            "SG302",
            f"the namespace `{name}` does not begin with a slash",
            channel.span,
            f"it is read as `/{name}`",
        )
    return f"/{name}"


def _described_name(channel: Channel) -> str:
    """The namespace of a channel whose key only is made from it, as zod-sockets does.

    Such a channel is called `Root`, and its description is `Namespace /`.
    """
    found = _DESCRIBED.fullmatch(channel.node.text("description").strip())
    return found[1] if found and not channel.key.startswith("/") else ""


@dataclass(frozen=True, slots=True)
class _Merged:
    """The channels that describe one namespace together."""

    context: Context
    name: str
    parts: list[Part]

    def namespace(self, security: SecurityReader, events: EventReader) -> Namespace:
        nodes = [part.channel.node for part in self.parts]
        rooms = self._rooms()
        auth = self._one("auth", self._auth)
        whole = [part.channel.node for part in self.parts if not part.is_event]
        return Namespace(
            name=self.name,
            events=events.read(self.name, self.parts, rooms),
            title=_first(whole, "title"),
            description=_first(whole, "description") or _first(whole, "summary"),
            rooms=rooms,
            auth=self.context.schemas.name(auth) if auth else None,
            auth_examples=auth_examples(auth),
            query=self._handshake("query"),
            headers=self._handshake("headers"),
            security=security.of_channels(
                self.name,
                auth,
                [(one.channel.node, one.channel.operations) for one in self.parts],
            ),
            span=self._span(nodes),
        )

    def _span(self, nodes: list[Node]) -> Span:
        first = self.parts[0]
        return nodes[0].span(key=True) if first.is_event else first.channel.span

    def _auth(self, channel: Node) -> Node | None:
        return auth_of(channel, servers_of(self.context.document, channel))

    def _handshake(self, key: str) -> str | None:
        def schema(channel: Node) -> Node | None:
            binding = bindings(channel, "ws", "socket.io", "socketio")
            return handshake(binding, key)

        found = self._one(f"bindings.ws.{key}", schema)
        return self.context.schemas.name(found) if found else None

    def _one(self, what: str, find: Callable[[Node], Node | None]) -> Node | None:
        """What the channels say alike, or only one of them."""
        first: Node | None = None
        for part in self.parts:
            found = find(part.channel.node)
            if found is None:
                continue
            if first is None:
                first = found
            elif found.followed().value != first.followed().value:
                self._differ(f"`{what}`", part.channel)
        return first

    def _rooms(self) -> tuple[Room, ...]:
        rooms: dict[str, Room] = {}
        for part in self.parts:
            if options(part.channel.node).get("rooms") is None:
                continue
            for room in read_rooms(self.context, part.channel.node):
                if rooms.setdefault(room.key, room).name != room.name:
                    self._differ(f"the room `{room.key}`", part.channel)
        return tuple(rooms.values())

    def _differ(self, what: str, channel: Channel) -> None:
        self.context.findings.error(
            "SG304",
            f"the channels of the namespace `{self.name}` describe {what} differently",
            channel.span,
            "describe it in one of them",
        )


def _first(nodes: list[Node], key: str) -> str:
    return next((text for node in nodes if (text := node.text(key))), "")
