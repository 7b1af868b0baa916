"""Generated packages as these tests drive them: any document, by its contract."""

import importlib
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel
from tests.building import build
from tests.payloads.described import Described, Document

from sockgen.contract import AckError, Api, Argument, Direction, Event, Namespace
from sockgen.pipeline import understand
from sockgen.sampling import Sampler
from sockgen.targets.python.names import NamespaceNames, name_api
from sockgen.targets.python.notes import Notes

Wire = tuple[Any, ...]


@dataclass(frozen=True)
class Member:
    """An event: what the document says, and what generated code calls it."""

    namespace: str
    event: Event
    stem: str
    generated: Any
    described: Described

    @property
    def upward(self) -> bool:
        return self.event.direction is Direction.CLIENT_TO_SERVER

    @property
    def sends(self) -> str:
        """The method that sends it."""
        return f"{'emit' if self.event.ack is None else 'call'}_{self.stem}"

    @property
    def answers(self) -> list[tuple[Argument, ...]]:
        """The values of each answer: those of success, and those of each error."""
        ack = self.event.ack
        errors: tuple[AckError, ...] = () if ack is None else ack.errors
        return [] if ack is None else [ack.arguments, *(x.arguments for x in errors)]

    def answer(self, which: int) -> Any:
        """What encodes and decodes the values of an answer."""
        if which == 0:
            return self.generated.ack
        return self.generated.errors[which - 1].values


class Package:
    """A package that was made of a document, and is imported."""

    def __init__(self, spec: Path, folder: Path, name: str) -> None:
        build(spec, folder, name)
        sys.path.insert(0, str(folder))
        try:
            self.contract, self._server, self._client, self.errors = (
                importlib.import_module(f"{name}.{module}")
                for module in (
                    *("contract", "async_server", "async_client"),
                    "_runtime.errors",
                )
            )
        finally:
            sys.path.remove(str(folder))
        api = understand(spec).value
        assert api is not None
        self.api: Api = api
        self._names = name_api(api, Notes())
        self.sampler = Sampler(api.schemas)
        self.document = Document(yaml.safe_load(spec.read_text(encoding="utf-8")))
        events = self.document.events()
        self.members = [
            self._member(namespace, event, events)
            for namespace in api.namespaces
            for event in namespace.events
        ]

    def _member(
        self, namespace: Namespace, event: Event, events: dict[Any, Described]
    ) -> Member:
        direction = event.direction
        names = self.named(namespace.name).events[event.name, direction]
        described = events[
            namespace.name, event.name, direction is Direction.CLIENT_TO_SERVER
        ]
        generated = getattr(self.contract, names.constant)
        return Member(namespace.name, event, names.stem, generated, described)

    def named(self, namespace: str) -> NamespaceNames:
        """The names of a namespace."""
        return self._names.namespaces[namespace]

    @property
    def namespaces(self) -> list[str]:
        return [one.name for one in self.api.namespaces]

    def handlers(self, namespace: str) -> Any:
        """The class of the handlers of a namespace."""
        return getattr(self._server, f"Async{self.named(namespace).handlers}")

    @property
    def server(self) -> Any:
        return getattr(self._server, f"Async{self._names.server}")

    @property
    def client(self) -> Any:
        return getattr(self._client, f"Async{self._names.client}")

    @property
    def logger(self) -> str:
        return str(self.contract.__name__).partition(".")[0]

    def sample(self, arguments: tuple[Argument, ...]) -> Wire | None:
        """Values that are valid, if they can be made up."""
        found = self.sampler.arguments(arguments, ())
        if found is None:
            return None
        last = len(arguments) - 1
        return tuple(
            self.sampler.wire(arguments[min(index, last)].schema, value)
            for index, value in enumerate(found)
        )


def typed(values: Any, wire: Wire) -> Wire:
    """Values as a program gives them, whether or not they are valid.

    What no type takes is a model that was made unchecked, or what it is.
    """
    declared = [*values._values]
    declared += [values._rest] * (len(wire) - len(declared))
    return tuple(
        one if value is None else _typed(value, one)
        for value, one in zip(declared, wire, strict=False)
    ) + tuple(wire[len(declared) :])


def _typed(value: Any, wire: Any) -> Any:
    try:
        return value._adapter.validate_python(wire, by_alias=True, by_name=False)
    except ValueError:
        pass
    kind = value.type_
    if (
        isinstance(kind, type)
        and issubclass(kind, BaseModel)
        and isinstance(wire, dict)
    ):
        return kind.model_construct(None, **wire)
    return wire
