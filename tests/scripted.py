"""Generated packages of any document, whose servers answer what a test puts down."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from queue import Queue
from typing import Any, cast

from tests.building import build
from tests.exchanges import Additions, Exchange

from sockgen.contract import Api
from sockgen.pipeline import understand
from sockgen.targets.python.flavours import Flavour
from sockgen.targets.python.names import EventNames, NamespaceNames, name_api
from sockgen.targets.python.notes import Notes

Handler = Callable[..., Any]


@dataclass(frozen=True)
class Package:
    """A generated package, and what things of its document are called in it."""

    name: str
    api: Api

    @classmethod
    def of(cls, spec: Path, name: str) -> "Package":
        api = understand(spec).value
        assert api is not None
        return cls(name, api)

    @cached_property
    def names(self) -> Any:
        return name_api(self.api, Notes(self.api.locate))

    @cached_property
    def additions(self) -> Additions:
        return Additions(self.api)

    def module(self, name: str) -> Any:
        return importlib.import_module(f"{self.name}.{name}")

    def namespace(self, exchange: Exchange) -> NamespaceNames:
        return cast(NamespaceNames, self.names.namespaces[exchange.namespace.name])

    def event(self, exchange: Exchange) -> EventNames:
        event = exchange.event
        return self.namespace(exchange).events[event.name, event.direction]

    def contract(self, exchange: Exchange) -> Any:
        """The event as the generated contract has it."""
        return getattr(self.module("contract"), self.event(exchange).constant)

    def client(self, flavour: Flavour, url: str, **options: Any) -> Any:
        made = getattr(self.module(flavour.client), flavour.name(self.names.client))
        return made(url, **options)

    def server(self, flavour: Flavour) -> "ScriptedServer":
        return ScriptedServer(self, flavour)


def generated(spec: Path, folder: Path, name: str) -> Package:
    """Make a package in a folder, from which Python must be able to import it."""
    build(spec, folder, name)
    return Package.of(spec, name)


class ScriptedServer:
    """A generated server: it notes what its handlers are given, and says as told."""

    def __init__(self, package: Package, flavour: Flavour) -> None:
        self.package = package
        self.flavour = flavour
        self.heard: Queue[tuple[Any, tuple[object, ...]]] = Queue()
        self.connections: dict[str, Any] = {}
        self.spaces: dict[str, Any] = {}
        self._answers: dict[Any, tuple[object, ...]] = {}
        module = package.module(flavour.server)
        for namespace in package.api.namespaces:
            names = package.names.namespaces[namespace.name]
            base = getattr(module, flavour.name(names.handlers))
            self.spaces[names.attribute] = self._handlers(base, namespace.name)
        options = dict(self.spaces)
        if package.api.credentials:
            options["authenticate"] = _method(flavour, lambda _: "somebody")
        made = getattr(module, flavour.name(package.names.server))
        self.server = made(**options)

    def say(self, exchange: Exchange) -> None:
        """Answer an event from now on as an exchange has it."""
        if exchange.answer is not None:
            self._answers[self.package.contract(exchange)] = exchange.answer

    def _handlers(self, base: Any, namespace: str) -> Any:
        """Handlers of a namespace: a method for each that the base leaves open."""
        events: dict[str, Any] = {}

        def scripted(name: str) -> Handler:
            def handle(_: object, conn: object, *values: object) -> object:
                event = events[name]
                self.heard.put((event, values))
                # An answer that is a declared error is raised.
                return event.answer(self._answers[event]) if event.has_ack else None

            method = _method(self.flavour, handle)
            method.__name__ = name
            return method

        def welcome(_: object, conn: object) -> None:
            self.connections[namespace] = conn

        methods = {name: scripted(name) for name in base.__abstractmethods__}
        methods["on_connect"] = _method(self.flavour, welcome)
        handlers = type("Scripted", (base,), methods)()
        # Which event a method is for is known to the generated routes alone.
        events.update((one.__name__, event) for event, one in handlers.routes().items())
        return handlers


class Ears:
    """Handlers on a generated client, which note and answer in the same way."""

    def __init__(self, package: Package, flavour: Flavour, client: Any) -> None:
        self.package = package
        self.heard: Queue[tuple[Any, tuple[object, ...]]] = Queue()
        self._flavour = flavour
        self._client = client
        self._answers: dict[Any, tuple[object, ...]] = {}
        self._listened_to: set[Any] = set()

    def say(self, exchange: Exchange) -> None:
        """Listen to an event, and answer it from now on as an exchange has it."""
        event = self.package.contract(exchange)
        if exchange.answer is not None:
            self._answers[event] = exchange.answer
        if event in self._listened_to:
            return
        self._listened_to.add(event)

        def handle(*values: object) -> object:
            self.heard.put((event, values))
            return event.answer(self._answers[event]) if event.has_ack else None

        space = getattr(self._client, self.package.namespace(exchange).attribute)
        listen = getattr(space, f"on_{self.package.event(exchange).stem}")
        listen(_method(self._flavour, handle))


def _method(flavour: Flavour, function: Handler) -> Handler:
    """A function of the kind that an end has for handlers."""

    async def wait(*arguments: object) -> object:
        return function(*arguments)

    def block(*arguments: object) -> object:
        return function(*arguments)

    return wait if flavour.waits else block
