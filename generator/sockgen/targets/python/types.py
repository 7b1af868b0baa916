"""The types of arguments and acknowledgements, as code."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sockgen.contract import Ack, Api, Argument
from sockgen.naming import Names, snake
from sockgen.rendering import Code, literal
from sockgen.sampling import Sampler
from sockgen.targets.python.names import ApiNames
from sockgen.targets.python.notes import Notes, Place
from sockgen.targets.python.shapes import has_binary

_TAKEN = (
    "self conn to skip timeout handler contract cast super answer abstractmethod"
).split()
"""Names that the code of generated functions needs for itself."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """An argument as a parameter of a method."""

    name: str
    type: str
    required: bool
    rest: bool
    default: str | None


class Types:
    """What the arguments of an API are in Python."""

    def __init__(
        self,
        api: Api,
        names: ApiNames,
        sampler: Sampler,
        notes: Notes,
        rules: Collection[str] = (),
    ) -> None:
        self._api = api
        self._rules = rules
        self._names = names
        self._sampler = sampler
        self._notes = notes
        self._binary: dict[str, bool] = {}
        self._reserved = frozenset([*_TAKEN, *names.schemas.values()])

    def of(self, argument: Argument) -> str:
        """The type of one argument."""
        return self._names.schemas[argument.schema]

    def parameters(self, arguments: Sequence[Argument]) -> list[Parameter]:
        """The parameters for the arguments of an event."""
        free = Names(self._reserved)
        return [
            Parameter(
                free.take(snake(one.name), f"{snake(one.name)}_value"),
                self.of(one),
                one.required,
                one.rest,
                self._default(one),
            )
            for one in arguments
        ]

    def handled(self, arguments: Sequence[Argument]) -> list[str]:
        """The parameters of a handler, by position: it always gets all of them."""
        code = [
            f"*{one.name}: {one.type}" if one.rest else f"{one.name}: {_taken(one)}"
            for one in self.parameters(arguments)
        ]
        place = len(code) - 1 if code and code[-1].startswith("*") else len(code)
        return [*code[:place], "/", *code[place:]]

    def sent(self, arguments: Sequence[Argument]) -> list[str]:
        """The parameters of an emitter: what may be left out has a default."""
        return [
            f"*{one.name}: {one.type}"
            if one.rest
            else f"{one.name}: {one.type}"
            if one.required
            else f"{one.name}: {one.type} | MISSING = MISSING"
            for one in self.parameters(arguments)
        ]

    def passed(self, arguments: Sequence[Argument]) -> Code:
        """The tuple of the arguments inside an emitter."""
        names = [
            f"*{one.name}" if one.rest else one.name
            for one in self.parameters(arguments)
        ]
        return Code(f"({', '.join(names)}{',' if len(names) == 1 else ''})")

    def callable(self, arguments: Sequence[Argument], returned: str) -> str:
        """The type of a function that takes the arguments."""
        given = self.parameters(arguments)
        if any(one.rest for one in given):
            return f"Callable[..., {returned}]"
        kinds = ", ".join(_taken(one) for one in given)
        return f"Callable[[{kinds}], {returned}]"

    def item(self, arguments: Sequence[Argument]) -> str:
        """What a stream yields for an event."""
        return self._together(
            [_taken(one) for one in self.parameters(arguments)], arguments
        )

    def answer(self, ack: Ack) -> str:
        """What a call returns, and a handler answers with."""
        kinds = [
            one.type if one.required or one.rest else f"{one.type} | MISSING"
            for one in self.parameters(ack.arguments)
        ]
        return self._together(kinds, ack.arguments)

    def values(self, arguments: Sequence[Argument]) -> str:
        """The `Values(...)` of arguments in the contract, as a flat expression."""
        items: list[str] = []
        for one in arguments:
            parts = [literal(one.name), self.of(one)]
            default = self._default(one)
            if not one.required and not one.rest:
                parts.append("required=False")
            if default is not None:
                parts.append(f"default={default}")
            parts += self._checks(one.schema)
            items.append(f"{'rest=' if one.rest else ''}Value({', '.join(parts)})")
        return f"Values({', '.join(items)})"

    def value(self, name: str, schema: str) -> str:
        """The `Value(...)` of something that is always there, as a flat expression."""
        parts = [literal(name), self._names.schemas[schema], *self._checks(schema)]
        return f"Value({', '.join(parts)})"

    def _checks(self, schema: str) -> list[str]:
        binary = ["binary=True"] if self.binary(schema) else []
        return [*binary, *self.rule(schema)]

    def rule(self, schema: str) -> list[str]:
        """The argument of a `Value(...)` that says what its type does not check."""
        return [f"rule=RULES[{literal(schema)}]"] if schema in self._rules else []

    def binary(self, schema: str) -> bool:
        """Whether bytes occur in a schema."""
        if schema not in self._binary:
            self._binary[schema] = has_binary(schema, self._api.schemas)
        return self._binary[schema]

    def _default(self, argument: Argument) -> str | None:
        schema = self._api.schemas[argument.schema]
        if argument.required or argument.rest or "default" not in schema:
            return None
        if not self._sampler.accepts(argument.schema, schema["default"]):
            self._notes.default(Place.of(argument.schema))
            return None
        return literal(schema["default"])

    @staticmethod
    def _together(kinds: Sequence[str], arguments: Sequence[Argument]) -> str:
        if arguments and arguments[-1].rest:
            fixed = "".join(f"{one}, " for one in kinds[:-1])
            return f"tuple[{fixed}*tuple[{kinds[-1]}, ...]]"
        if len(kinds) > 1:
            return f"tuple[{', '.join(kinds)}]"
        return kinds[0] if kinds else "None"


def _taken(parameter: Parameter) -> str:
    """What a receiver gets: the value, the default, or MISSING."""
    if parameter.required or parameter.rest or parameter.default is not None:
        return parameter.type
    return f"{parameter.type} | MISSING"
