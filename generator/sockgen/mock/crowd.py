"""Who is connected to a mock, and in which rooms."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sockgen.contract import JsonValue, Room
from sockgen.mock.library import rooms_of


@dataclass(frozen=True, slots=True)
class Client:
    """A connection to one namespace.

    `number` tells clients apart for a person; one that is connected to several
    namespaces has the same on all of them. `conn` is the runtime's connection.
    """

    number: int
    namespace: str
    conn: Any

    @property
    def sid(self) -> str:
        """The session id."""
        return str(self.conn.sid)


class Crowd:
    """The clients that are connected now; `sio` is the library's server."""

    def __init__(self) -> None:
        self.sio: Any = None
        self._clients: dict[tuple[str, str], Client] = {}
        self._last = 0

    def add(self, namespace: str, conn: Any) -> Client:
        """Count a client in, by the number that it has on other namespaces."""
        environ = conn.handshake.environ
        number = next((one.number for one in self._with(environ)), None)
        if number is None:
            self._last = number = self._last + 1
        client = Client(number, namespace, conn)
        self._clients[namespace, client.sid] = client
        return client

    def remove(self, namespace: str, sid: str) -> Client | None:
        """Count a client out."""
        return self._clients.pop((namespace, sid), None)

    def find(self, namespace: str, sid: str) -> Client | None:
        """The client of a session id."""
        return self._clients.get((namespace, sid))

    def of(self, namespace: str) -> list[Client]:
        """The clients of a namespace."""
        return [one for one in self._clients.values() if one.namespace == namespace]

    def numbered(self, number: int) -> list[Client]:
        """The connections of one client, to all its namespaces."""
        return [one for one in self._clients.values() if one.number == number]

    def all(self) -> list[Client]:
        """Every connection."""
        return [*self._clients.values()]

    def elsewhere(self, client: Client, namespace: str) -> Client | None:
        """The connection of the same client to another namespace."""
        if client.namespace == namespace:
            return client
        environ = client.conn.handshake.environ
        found = (one for one in self._with(environ) if one.namespace == namespace)
        return next(found, None)

    def _with(self, environ: object) -> Iterator[Client]:
        return (
            one
            for one in self._clients.values()
            if one.conn.handshake.environ is environ
        )

    def rooms(self, namespace: str) -> dict[str, int]:
        """The rooms of a namespace that somebody is in, and how many are."""
        found: dict[str, int] = {}
        for client in self.of(namespace):
            for room in rooms_of(self.sio, client.sid, namespace):
                found[room] = found.get(room, 0) + 1
        return dict(sorted(found.items()))


def parameters_of(room: Room, name: str) -> Mapping[str, JsonValue] | None:
    """The parameters that give a room its name, as text; None if it is another room."""
    known = {one.name: f"p{index}" for index, one in enumerate(room.parameters)}
    seen: set[str] = set()
    pattern = ""
    for part in re.split(r"(\{[^{}]*\})", room.name):
        group = known.get(part[1:-1]) if part[:1] == "{" else None
        if group is None:
            pattern += re.escape(part)
        elif group in seen:
            pattern += f"(?P={group})"
        else:
            pattern += f"(?P<{group}>.+)"
            seen.add(group)
    found = re.fullmatch(pattern, name, re.DOTALL)
    if found is None:
        return None
    return {key: found[group] for key, group in known.items() if group in seen}
