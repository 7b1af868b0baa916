"""Values that a schema accepts, and values that it refuses, always the same ones.

For the examples of contract tests and of the reference server. The document's
own examples come first; what is made up is checked against the schema.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import islice
from typing import cast

from sockgen.contract import Argument, Example, JsonObject, JsonValue
from sockgen.sampling.binary import on_the_wire, reaching_bytes, tag, tagged
from sockgen.sampling.broken import Fault, faults
from sockgen.sampling.candidates import Candidates
from sockgen.sampling.cases import Case, Cases, Chooser, Idea, replaced, written
from sockgen.sampling.counts import miscounted
from sockgen.sampling.filling import Filling
from sockgen.sampling.good import MANY, alternatives
from sockgen.sampling.oracle import Oracle, key_of, reference_to
from sockgen.sampling.places import Places
from sockgen.sampling.spots import Spot, Spots

_TRIES = 2_000
"""Candidates of a value that are looked at."""
GOOD = 40
BROKEN = 100
"""Cases of one event, unless somebody wants another number."""


class Sampler:
    """Samples over one table of schemas.

    `checked` has what an implementation takes of them, if that is less: what is valid
    is so for both. `enforced` has what an implementation is held to, if it cannot be
    held to all: what is broken is so for that.
    """

    def __init__(
        self,
        schemas: Mapping[str, JsonObject],
        checked: Mapping[str, JsonObject] | None = None,
        enforced: Mapping[str, JsonObject] | None = None,
    ) -> None:
        self._schemas = schemas
        self._oracle = Oracle(schemas)
        self._checked = self._oracle if checked is None else Oracle(checked)
        self._candidates = Candidates(schemas, self._oracle)
        self._places = Places(schemas, self._oracle)
        self._filling = Filling(self._places, self._candidates)
        self._last: tuple[object, Spots] | None = None
        self._binary = reaching_bytes(schemas)
        self._enforced = schemas if enforced is None else enforced

    def accepts(self, name: str, value: JsonValue) -> bool:
        """Whether a named schema accepts a value, and what is checked of it too."""
        return self._oracle.accepts(name, value) and self._checked.accepts(name, value)

    def _refuses(self, name: str, wire: object) -> bool:
        """Whether what travels is refused for sure."""
        seen = tag(wire) if self._binary else cast("JsonValue", wire)
        return not self._of_wire.accepts(name, seen)

    @cached_property
    def _of_wire(self) -> Oracle:
        """Judges what travels, with bytes in it."""
        if not self._binary and self._enforced is self._schemas:
            return self._oracle
        return Oracle({key: tagged(one) for key, one in self._enforced.items()})

    def fits(self, schema: JsonValue, value: JsonValue) -> bool:
        """Whether a schema that has no name accepts a value."""
        return self._oracle.fits(schema, value)

    def default(self, schema: JsonValue) -> tuple[JsonValue] | None:
        """The default of a schema: its own, or that of what it refers to."""
        seen: set[str] = set()
        while isinstance(schema, dict) and "default" not in schema:
            reference = schema.get("$ref")
            if not isinstance(reference, str) or reference in seen:
                return None
            seen.add(reference)
            schema = self._schemas.get(key_of(reference))
        return (schema["default"],) if isinstance(schema, dict) else None

    def arguments(
        self, arguments: Sequence[Argument], examples: Sequence[Example]
    ) -> tuple[JsonValue, ...] | None:
        """Arguments that are valid: an example, else made up; None if neither is."""
        for example in examples:
            if self.valid(arguments, example.arguments):
                return example.arguments
        made: list[JsonValue] = []
        for one in arguments:
            if one.required and not one.rest:
                found = self.value(one.schema)
                if found is None:
                    return None
                made.append(found[0])
        return tuple(made) if self.valid(arguments, made) else None

    def value(self, name: str) -> tuple[JsonValue] | None:
        """A valid value of a named schema, in a tuple; None if none was found."""
        reference = self._filling.reference(name)
        for candidate in islice(self._candidates.all(reference), _TRIES):
            if self.accepts(name, candidate):
                return (candidate,)
        return None

    def unnamed(self, schema: JsonValue) -> tuple[JsonValue] | None:
        """A valid value of a schema that has no name, as `value` has it."""
        for candidate in islice(self._candidates.all(schema), _TRIES):
            if self.fits(schema, candidate):
                return (candidate,)
        return None

    def good(
        self,
        arguments: Sequence[Argument],
        examples: Sequence[Example],
        most: int = GOOD,
        each: int = 0,
    ) -> Cases:
        """Valid arguments: the examples, least and fullest, and what schemas allow.

        There are `each` for each field if that is more than `most`.
        """
        chooser = Chooser(most, each)
        for number, one in enumerate(examples, 1):
            if self.valid(arguments, one.arguments):
                label = one.name or f"example {number}"
                chooser.add(self._case(label, arguments, one.arguments, "example"))
        valid = self.arguments(arguments, examples)
        if valid is None:
            return chooser.chosen()
        spots = self._spots(arguments, valid)
        wholes = [("least", spots.least()), ("fullest", spots.full)]
        wanted = sum(one.required and not one.rest for one in arguments)
        wholes += [
            (f"without {arguments[index].name}", spots.full[:index])
            for index in range(len(spots.full) - 1, wanted - 1, -1)
            if index < len(arguments)
        ]
        if arguments and arguments[-1].rest:
            many = (*spots.full, *spots.full[-1:] * (MANY - 1))
            wholes.append((f"{MANY} and more of {arguments[-1].name}", many))
        for label, values in wholes:
            if self._good(arguments, values) is not None:
                chooser.add(self._case(label, arguments, values, label.split()[0]))
        chooser.choose(self._good_ideas(arguments, spots), spots.left_out)
        return chooser.chosen()

    def broken(
        self,
        arguments: Sequence[Argument],
        valid: Sequence[JsonValue],
        most: int = BROKEN,
        each: int = 0,
    ) -> Cases:
        """Arguments that differ from valid ones in one thing, and are refused for it.

        `valid` are those to begin with; what they lack is made up. There are `each`
        for each field if that is more than `most`.
        """
        chooser = Chooser(most, each)
        spots = self._spots(arguments, valid)
        chooser.choose(self._broken_ideas(arguments, spots), spots.left_out)
        return chooser.chosen()

    def miscounted(
        self, arguments: Sequence[Argument], valid: Sequence[JsonValue]
    ) -> Cases:
        """Too few and too many arguments."""
        full = self._spots(arguments, valid).full
        wire = self.on_the_wire(arguments, valid)
        return Cases(
            tuple(miscounted(arguments, self.on_the_wire(arguments, full), wire))
        )

    def _spots(
        self, arguments: Sequence[Argument], valid: Sequence[JsonValue]
    ) -> Spots:
        """The places of arguments; the last ones are often asked for again."""
        key = (*arguments,), written(valid)
        if self._last is None or self._last[0] != key:
            spots = Spots(self._places, self._filling, arguments, valid)
            self._last = key, spots
        return self._last[1]

    def _case(
        self,
        label: str,
        arguments: Sequence[Argument],
        values: Sequence[JsonValue],
        kind: str,
    ) -> Case:
        return Case(label, self.on_the_wire(arguments, values), kind=kind)

    def _good_ideas(
        self, arguments: Sequence[Argument], spots: Spots
    ) -> Iterator[Idea]:
        found = spots.variants()
        found += [
            (spot, *one) for spot in spots.all for one in alternatives(spot.place)
        ]
        for spot, kind, words, value in found:
            make = partial(self._good_at, arguments, spot, kind, words, value)
            yield Idea(spot.field(), kind, make)

    def _broken_ideas(
        self, arguments: Sequence[Argument], spots: Spots
    ) -> Iterator[Idea]:
        for spot in spots.all:
            for fault in faults(spot.place):
                make = partial(self._broken_at, arguments, spot, fault)
                field = spot.field(fault.key if fault.kind != "extra" else None)
                yield Idea(field, fault.kind, make)

    def _changed(self, spot: Spot, value: JsonValue) -> tuple[JsonValue, ...]:
        path = (spot.index, *spot.place.path)
        return cast("tuple[JsonValue, ...]", replaced(spot.base, path, value))

    def _good(
        self, arguments: Sequence[Argument], values: Sequence[JsonValue]
    ) -> tuple[object, ...] | None:
        """Arguments on the wire if they are valid."""
        if not self.valid(arguments, values):
            return None
        wire = self.on_the_wire(arguments, values)
        for index, one in enumerate(wire):
            if self._refuses(self._schema_of(arguments, index), one):
                return None
        return wire

    def _good_at(
        self,
        arguments: Sequence[Argument],
        spot: Spot,
        kind: str,
        words: str,
        value: JsonValue,
    ) -> Case | None:
        """A case of another valid value at a place."""
        made = self._good(arguments, self._changed(spot, value))
        if made is None:
            return None
        return Case(f"{spot.label()}: {words}", made, spot.pointer(), kind)

    def _broken_at(
        self, arguments: Sequence[Argument], spot: Spot, fault: Fault
    ) -> Case | None:
        """A case of a fault at a place, if the argument is refused for it."""
        if fault.raw:
            path = (spot.index, *spot.place.path)
            wire = replaced(self.on_the_wire(arguments, spot.base), path, fault.value)
        else:
            wire = self.on_the_wire(arguments, self._changed(spot, fault.value))
        made = cast("tuple[object, ...]", wire)
        if not self._refuses(spot.argument.schema, made[spot.index]):
            return None
        label = f"{spot.label(fault.key)}: {fault.words}"
        return Case(label, made, spot.pointer(fault.key), fault.kind)

    def _schema_of(self, arguments: Sequence[Argument], index: int) -> str:
        return arguments[min(index, len(arguments) - 1)].schema

    def on_the_wire(
        self, arguments: Sequence[Argument], values: Sequence[JsonValue]
    ) -> tuple[object, ...]:
        """Arguments as they travel: with bytes where a schema is binary."""
        return tuple(
            self.wire(self._schema_of(arguments, index), one)
            for index, one in enumerate(values)
        )

    def wire(self, name: str, value: JsonValue) -> object:
        """A JSON value with bytes where the schema says that it is binary."""
        if name not in self._binary:
            return value
        return on_the_wire({"$ref": reference_to(name)}, value, self._schemas)

    def valid(self, arguments: Sequence[Argument], values: Sequence[JsonValue]) -> bool:
        """Whether values are valid for arguments: in their number, and each."""
        least = sum(one.required and not one.rest for one in arguments)
        rest = bool(arguments) and arguments[-1].rest
        if len(values) < least or (len(values) > len(arguments) and not rest):
            return False
        return all(
            self.accepts(arguments[min(index, len(arguments) - 1)].schema, value)
            for index, value in enumerate(values)
        )
