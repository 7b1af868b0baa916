"""Values that a schema accepts, and values that it refuses, always the same ones.

For the examples of contract tests and of the reference server. The document's
own examples come first; what is made up is checked against the schema.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sockgen.contract import Argument, Example, JsonObject, JsonValue
from sockgen.sampling.binary import on_the_wire
from sockgen.sampling.candidates import Candidates
from sockgen.sampling.oracle import Oracle, reference_to
from sockgen.sampling.scalars import variations


@dataclass(frozen=True, slots=True)
class Broken:
    """Arguments that break a schema, and what is wrong with them."""

    label: str
    arguments: tuple[JsonValue, ...]


class Sampler:
    """Samples over one table of schemas.

    `checked` has what an implementation takes of them, if that is less: what is valid
    is so for both.
    """

    def __init__(
        self,
        schemas: Mapping[str, JsonObject],
        checked: Mapping[str, JsonObject] | None = None,
    ) -> None:
        self._schemas = schemas
        self._oracle = Oracle(schemas)
        self._checked = self._oracle if checked is None else Oracle(checked)
        self._candidates = Candidates(schemas, self._oracle)

    def accepts(self, name: str, value: JsonValue) -> bool:
        """Whether a named schema accepts a value, and what is checked of it too."""
        return self._oracle.accepts(name, value) and self._checked.accepts(name, value)

    def _refuses(self, name: str, value: JsonValue) -> bool:
        return not self._oracle.accepts(name, value)

    def fits(self, schema: JsonValue, value: JsonValue) -> bool:
        """Whether a schema that has no name accepts a value."""
        return self._oracle.fits(schema, value)

    def arguments(
        self, arguments: Sequence[Argument], examples: Sequence[Example]
    ) -> tuple[JsonValue, ...] | None:
        """Arguments that are valid: an example, else made up; None if neither is."""
        made = [
            self.value(one.schema) for one in arguments if one.required and not one.rest
        ]
        candidates = [one.arguments for one in examples]
        if all(one is not None for one in made):
            candidates.append(tuple(one[0] for one in made if one is not None))
        for candidate in candidates:
            if self.valid(arguments, candidate):
                return candidate
        return None

    def value(self, name: str) -> tuple[JsonValue] | None:
        """A valid value of a named schema, in a tuple; None if none was found."""
        for candidate in self._candidates.all({"$ref": reference_to(name)}):
            if self.accepts(name, candidate):
                return (candidate,)
        return None

    def unnamed(self, schema: JsonValue) -> tuple[JsonValue] | None:
        """A valid value of a schema that has no name, as `value` has it."""
        for candidate in self._candidates.all(schema):
            if self.fits(schema, candidate):
                return (candidate,)
        return None

    def broken(
        self, arguments: Sequence[Argument], valid: Sequence[JsonValue]
    ) -> list[Broken]:
        """Invalid variations of valid arguments: of each one, and of its properties."""
        found: list[Broken] = []
        for index, (argument, value) in enumerate(zip(arguments, valid, strict=False)):
            for label, wrong in variations(value):
                if self._refuses(argument.schema, wrong):
                    changed = (*valid[:index], wrong, *valid[index + 1 :])
                    found.append(Broken(f"{argument.name}: {label}", changed))
        return found

    def wire(self, name: str, value: JsonValue) -> object:
        """A JSON value with bytes where the schema says that it is binary."""
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
