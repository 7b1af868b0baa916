"""Where the schemas of a document stand, read without any of sockgen's own code.

Only what the documents of these tests need: AsyncAPI 2 and 3, references inside one
file, one channel for each namespace.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

Key: TypeAlias = tuple[str, str, bool]
"""Namespace, event, and whether a client sends it."""


@dataclass(frozen=True)
class Spot:
    """A schema: its pointer, and whether it says that it is of draft 2020-12."""

    pointer: str
    modern: bool = False


@dataclass(frozen=True)
class Spots:
    """The schemas of some values on the wire, in order."""

    positions: tuple[Spot, ...] = ()
    least: int = 0
    rest: Spot | None = None

    def each(self, count: int) -> list[Spot] | None:
        """The schemas of so many values, None if there may not be so many."""
        missing = count - len(self.positions)
        if count < self.least or (missing > 0 and self.rest is None):
            return None
        further = [self.rest] if self.rest else []
        return [*self.positions[:count], *(further * max(0, missing))]


@dataclass(frozen=True)
class Described:
    """What a document says of an event; any of the answers may be the answer."""

    arguments: Spots
    answers: tuple[Spots, ...]


class Document:
    """A document as it was parsed."""

    def __init__(self, tree: Mapping[str, Any]) -> None:
        self.tree = tree

    def events(self) -> dict[Key, Described]:
        """All events."""
        found = self._old() if str(self.tree["asyncapi"])[0] == "2" else self._new()
        return dict(found)

    def at(self, pointer: str) -> Any:
        """What stands at a pointer."""
        value: Any = self.tree
        for step in pointer.split("/")[1:]:
            step = step.replace("~1", "/").replace("~0", "~")
            value = value[int(step) if isinstance(value, list) else step]
        return value

    def follow(self, pointer: str) -> str:
        """The pointer to what a reference means in the end."""
        while isinstance(value := self.at(pointer), dict) and "$ref" in value:
            pointer = value["$ref"].removeprefix("#")
        return pointer

    def _list(self, pointer: str) -> list[str]:
        """The pointers to what is listed somewhere, by position or by name."""
        listed = self.at(pointer)
        names = range(len(listed)) if isinstance(listed, list) else listed
        steps = (str(one).replace("~", "~0").replace("/", "~1") for one in names)
        return [self.follow(f"{pointer}/{one}") for one in steps]

    def _new(self) -> Iterator[tuple[Key, Described]]:
        for operation in self._list("/operations"):
            says = self.at(operation)
            channel = self.follow(f"{operation}/channel")
            messages = operation if "messages" in says else channel
            replies: list[str] = []
            if "reply" in says:
                replies = self._list(self.follow(f"{operation}/reply") + "/messages")
            answers = tuple(map(self._values, replies))
            for message in self._list(f"{messages}/messages"):
                name = self.at(message).get("name", message.rpartition("/")[2])
                key = self.at(channel)["address"], name, says["action"] == "receive"
                yield key, Described(self._values(message), answers)

    def _old(self) -> Iterator[tuple[Key, Described]]:
        for channel in self._list("/channels"):
            for way in ("publish", "subscribe"):
                if way not in self.at(channel):
                    continue
                message = self.follow(f"{channel}/{way}/message")
                several = "oneOf" in self.at(message)
                for one in self._list(f"{message}/oneOf") if several else [message]:
                    says = self.at(one)
                    answers: tuple[Spots, ...] = ()
                    if "x-ack" in says:
                        ack = self.follow(f"{one}/x-ack") + "/args"
                        answers = (self._split(Spot(ack), single=False),)
                    name = channel.rpartition("/")[2].replace("~1", "/")
                    key = name, says["name"], way == "publish"
                    yield key, Described(self._values(one), answers)

    def _values(self, message: str) -> Spots:
        says = self.at(message)
        if "payload" not in says:
            return Spots()
        options = says.get("x-socketio", {})
        payload = self.at(f"{message}/payload")
        modern = isinstance(payload, dict) and "schemaFormat" in payload
        spot = Spot(f"{message}/payload" + ("/schema" if modern else ""), modern)
        return self._split(spot, single=options.get("args") == "single")

    def _split(self, spot: Spot, *, single: bool) -> Spots:
        """The schemas of the positions of a list, or the one of a single value."""
        pointer = self.follow(spot.pointer)
        schema = self.at(pointer)
        keyword = "prefixItems" if "prefixItems" in schema else "items"
        if single or not isinstance(schema.get(keyword), list):
            return Spots((spot,), 1)
        count = len(schema[keyword])
        after = "items" if keyword == "prefixItems" else "additionalItems"
        rest = Spot(f"{pointer}/{after}", spot.modern) if schema.get(after) else None
        positions = (
            Spot(f"{pointer}/{keyword}/{index}", spot.modern) for index in range(count)
        )
        return Spots(tuple(positions), schema.get("minItems", count), rest)
