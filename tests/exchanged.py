"""What two ends exchange, of which one goes by an old document and one by a new one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from tests.payloads.named import named

from sockgen.comparing import Change, Verdict
from sockgen.contract import Ack, Api, Argument, Direction, Event
from sockgen.sampling import Oracle, key_of, reference_to
from sockgen.sampling.binary import tag, tagged

Values = tuple[Argument, ...]
_REFERENCE = re.compile(r"'\$ref': '([^']*)'")
_OF_VALUES = re.compile(r"(?:: |there, )`[^`]+`: (?!left out, it)")
"""Sentences that speak of the values at a place."""
_SENT, _RECEIVED = ": ", " may be what clients refuse: "


@dataclass(frozen=True)
class End:
    """Lists of values, any of which an end sends or takes, and their schemas."""

    api: Api
    choices: tuple[Values, ...]

    @cached_property
    def _oracle(self) -> Oracle:
        table = self.api.schemas
        return Oracle({key: tagged(schema) for key, schema in table.items()})

    @cached_property
    def words(self) -> object:
        """All that is said of the values."""
        table, found = self.api.schemas, dict[str, object]()
        left = [one.schema for choice in self.choices for one in choice]
        while left:
            key = left.pop()
            if key not in found:
                found[key] = table[key]
                left += [key_of(one) for one in _REFERENCE.findall(repr(table[key]))]
        return self.choices, found

    def takes(self, values: Sequence[object]) -> bool:
        """Whether one of the lists is that of the values."""
        return any(self._fit(one, values) for one in self.choices)

    def _fit(self, declared: Values, values: Sequence[object]) -> bool:
        firm = [one for one in declared if not one.rest]
        least = sum(one.required for one in firm)
        most = len(values) if len(firm) < len(declared) else len(firm)
        return least <= len(values) <= most and all(
            self._oracle.accepts(schema, tag(value))
            for schema, value in zip(
                _schemas(declared, len(values)), values, strict=False
            )
        )

    def meant(self, values: Sequence[object]) -> tuple[object, ...]:
        """Values without properties that an open object does not name."""
        schemas = dict(enumerate(_schemas(self.choices[0], len(values))))
        return tuple(
            named({"$ref": reference_to(schemas[index])}, value, self.api.schemas)
            if index in schemas
            else value
            for index, value in enumerate(values)
        )


@dataclass(frozen=True)
class Exchange:
    """Values of one kind, and both ends of their way."""

    about: str
    namespace: str
    event: str
    sender: End
    receiver: End

    @property
    def is_the_same(self) -> bool:
        """Whether both ends go by the same words, so that there is nothing to try."""
        return self.sender.words == self.receiver.words

    def refused(self, drawn: Sequence[Sequence[object]]) -> Iterator[object]:
        """What the sender may send, and the receiver does not take."""
        for values in drawn:
            meant = self.sender.meant(values)
            if self.sender.takes(meant) and not self.receiver.takes(meant):
                yield meant

    def spoken_of(self, changes: Sequence[Change]) -> Iterator[Change]:
        """Those of the changes that are about its event."""
        for one in changes:
            if (one.namespace, one.event) == (self.namespace, self.event):
                yield one

    def broken_by_values(self, changes: Sequence[Change]) -> bool:
        """Whether it is said of these values that some are refused."""
        return any(
            one.verdict is Verdict.BREAKING
            and one.message.startswith(self.about)
            and _OF_VALUES.search(one.message)
            for one in self.spoken_of(changes)
        )


def in_small_letters(api: Api, key: str) -> Api:
    """A contract whose headers are called as a server sees them."""
    schema: dict[str, Any] = dict(api.schemas[key])
    known: dict[str, Any] = schema.get("properties", {})
    schema["properties"] = {name.lower(): one for name, one in known.items()}
    schema["required"] = [name.lower() for name in schema.get("required", [])]
    return replace(api, schemas={**api.schemas, key: schema})


def exchanges(old: Api, new: Api) -> Iterator[Exchange]:
    """All that old clients and a new server exchange, as far as both know of it."""
    spaces = {one.name: one for one in new.namespaces}
    for space in old.namespaces:
        if space.name not in spaces:
            continue
        other = spaces[space.name]
        for what in ("auth", "query", "headers"):
            schemas: tuple[str | None, str | None] = (
                getattr(space, what),
                getattr(other, what),
            )
            mine, theirs = schemas
            if mine is not None and theirs is not None:
                both = old, new
                if what == "headers":
                    both = in_small_letters(old, mine), in_small_letters(new, theirs)
                ends = (
                    End(both[0], ((Argument(what, mine),),)),
                    End(both[1], ((Argument(what, theirs),),)),
                )
                yield Exchange(f"the connect: `{what}", space.name, "", *ends)
        events = {(one.name, one.direction): one for one in other.events}
        for event in space.events:
            if (event.name, event.direction) in events:
                twin = events[event.name, event.direction]
                yield from _of_event(space.name, (old, event), (new, twin))


def _of_event(
    space: str, old: tuple[Api, Event], new: tuple[Api, Event]
) -> Iterator[Exchange]:
    upward = new[1].direction is Direction.CLIENT_TO_SERVER
    (first, event), (second, other) = (old, new) if upward else (new, old)
    ends = End(first, (event.arguments,)), End(second, (other.arguments,))
    about = f"`{event.name}`"
    there, here = (_SENT, _RECEIVED) if upward else (_RECEIVED, _SENT)
    yield Exchange(about + there, space, event.name, *ends)
    if event.ack is None or other.ack is None:
        return
    back = End(second, (other.ack.arguments,)), End(first, (event.ack.arguments,))
    whole = f"the acknowledgement of {about}{here}"
    yield Exchange(whole, space, event.name, *back)
    for error in other.ack.errors:
        back = End(second, (error.arguments,)), End(first, _errors(event.ack))
        whole = f"the error `{error.name}` of {about}{here}"
        yield Exchange(whole, space, event.name, *back)


def _errors(ack: Ack) -> tuple[Values, ...]:
    return tuple(one.arguments for one in ack.errors)


def _schemas(declared: Values, count: int) -> list[str]:
    """The schemas of so many values, or of as many as there may be."""
    made = [one.schema for one in declared]
    if declared and declared[-1].rest:
        made += made[-1:] * count
    return made[:count]
