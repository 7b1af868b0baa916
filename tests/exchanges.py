"""What the two ends of an API say to each other: every event, in every length.

It is made of a contract alone, so that nothing of the document is forgotten.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sockgen.contract import (
    Ack,
    Api,
    Argument,
    Direction,
    Event,
    Example,
    JsonValue,
    Namespace,
)
from sockgen.sampling import Sampler

Wire = tuple[object, ...]
UP = Direction.CLIENT_TO_SERVER
DOWN = Direction.SERVER_TO_CLIENT


@dataclass(frozen=True)
class Exchange:
    """An event of the contract with arguments as they travel, and its answer.

    `answer` is None where the document declares no acknowledgement.
    """

    namespace: Namespace
    event: Event
    arguments: Wire
    answer: Wire | None


class Exchanges:
    """All exchanges of an API: each argument list and each answer occurs."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._sampler = Sampler(api.schemas)

    def of(self, direction: Direction) -> Iterator[Exchange]:
        for namespace in self._api.namespaces:
            for event in namespace.events:
                if event.direction is direction:
                    yield from self._of(namespace, event)

    def _of(self, namespace: Namespace, event: Event) -> Iterator[Exchange]:
        lists = self._lists(event.arguments, event.examples)
        answers: list[Wire | None] = [None]
        if event.ack is not None:
            answers = list(self._answers(event.ack))
        for number in range(max(len(lists), len(answers))):
            yield Exchange(
                namespace,
                event,
                lists[number % len(lists)],
                answers[number % len(answers)],
            )

    def _answers(self, ack: Ack) -> Iterator[Wire]:
        yield from self._lists(ack.arguments, ack.examples)
        for error in ack.errors:
            yield from self._lists(error.arguments, error.examples)

    def _lists(
        self, arguments: Sequence[Argument], examples: Sequence[Example]
    ) -> list[Wire]:
        """The examples, the fewest values, and more than are declared for a rest."""
        lists = [one.arguments for one in examples]
        lists = [one for one in lists if self._sampler.valid(arguments, one)]
        for optional in range(len(arguments) + 1):
            lists.append(self._made(arguments, optional))
        found = [self._wire(arguments, one) for one in lists]
        return [one for index, one in enumerate(found) if one not in found[:index]]

    def _made(
        self, arguments: Sequence[Argument], optional: int
    ) -> tuple[JsonValue, ...]:
        """Values for what is required and the first of the others; two for a rest."""
        values: list[JsonValue] = []
        for index, one in enumerate(arguments):
            if one.required or index < optional:
                found = self._sampler.value(one.schema)
                assert found is not None, f"no value of {one.name} is known"
                values += found * (2 if one.rest else 1)
        return tuple(values)

    def _wire(self, arguments: Sequence[Argument], values: Sequence[JsonValue]) -> Wire:
        last = len(arguments) - 1
        return tuple(
            self._sampler.wire(arguments[min(index, last)].schema, one)
            for index, one in enumerate(values)
        )


class Additions:
    """What a generated end may add to what it was given: defaults, and its keys."""

    def __init__(self, api: Api) -> None:
        self._defaults: dict[str, list[JsonValue]] = {}
        for schema in api.schemas.values():
            self._note(schema)
        self._keys = {
            event.idempotency[1].rpartition("/")[2]
            for namespace in api.namespaces
            for event in namespace.events
            if event.idempotency
        }

    def _note(self, schema: JsonValue) -> None:
        if isinstance(schema, list):
            for one in schema:
                self._note(one)
        if isinstance(schema, dict):
            properties = schema.get("properties")
            for name, one in (
                properties if isinstance(properties, dict) else {}
            ).items():
                if isinstance(one, dict) and "default" in one:
                    self._defaults.setdefault(name, []).append(one["default"])
            for one in schema.values():
                self._note(one)

    def same(self, came: object, sent: object) -> bool:
        """Whether what came is what was sent, and nothing else is new."""
        if isinstance(sent, Mapping):
            return isinstance(came, Mapping) and all(
                self.same(came[key], sent[key])
                if key in came and key in sent
                else key in came and self._is_addition(key, came[key])
                for key in {*came, *sent}
            )
        if isinstance(sent, (list, tuple)):
            return (
                isinstance(came, (list, tuple))
                and len(came) == len(sent)
                and all(map(self.same, came, sent))
            )
        # Whole numbers have two types in Python and one in JavaScript.
        return isinstance(came, bool) is isinstance(sent, bool) and came == sent

    def _is_addition(self, key: str, value: object) -> bool:
        return key in self._keys or value in self._defaults.get(key, ())
