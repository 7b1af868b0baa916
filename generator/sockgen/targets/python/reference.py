"""The view of the reference server, which answers with the examples of the document."""

from dataclasses import dataclass

from sockgen.contract import Api, Direction, Event, Namespace
from sockgen.rendering import (
    Code,
    bracketed,
    docstring,
    function,
    literal,
    row,
    statement,
)
from sockgen.targets.python.combinations import Combination
from sockgen.targets.python.flavours import Flavour
from sockgen.targets.python.imports import (
    RUNTIME_ERRORS,
    Sources,
)
from sockgen.targets.python.logins import Login
from sockgen.targets.python.methods import body, has_keys, method
from sockgen.targets.python.names import ApiNames
from sockgen.targets.python.server_side import ServerSides
from sockgen.targets.python.trials import Trials
from sockgen.targets.python.types import Types
from sockgen.targets.python.writing import Module


@dataclass(frozen=True, slots=True)
class Answer:
    """A handler of the reference server."""

    signature: Code
    doc: Code
    lines: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class ReferenceSide:
    """The handlers of one namespace of the reference server."""

    made: Code
    head: Code
    on_connect: Code
    methods: tuple[Answer, ...]


class ReferenceServer:
    """Makes what the template of the reference server needs."""

    def __init__(
        self,
        api: Api,
        names: ApiNames,
        types: Types,
        trials: Trials,
        login: Login,
        package: str,
        flavour: Flavour,
    ) -> None:
        self._api = api
        self._names = names
        self._types = types
        self._trials = trials
        self._login = login
        self._package = package
        self._flavour = flavour
        self._server = ServerSides(api, names, types, flavour, "str")

    def module(self) -> Module:
        """The module of the reference server."""
        sides = [self._side(one) for one in self._api.namespaces]
        credential = self._server.credential()
        spaces = [one.attribute for one in self._names.namespaces.values()]
        given = [f"{one}=self.{one}" for one in spaces]
        given += ["authenticate=authenticate"] if credential else []
        # One example is sent by several tests, and each wants it handled.
        given += ["idempotency_window=0.0"] if has_keys(self._api) else []
        server = self._flavour.name(self._names.server)
        make = f"self.server = {server}({', '.join(given)})"
        combinations = self._names.combinations.values()
        login = self._login
        others = [literal(one) for one in login.others.values()]
        taken = " | ".join(["Credential", *(one.name for one in combinations)])
        kept = [f"others={literal(login.others)}"] if login.others else []
        kept += [f"auth={literal(login.auth)}"] if login.auth else []
        made = f"harness.Login({', '.join([literal(login.secret), *kept])})"
        view = {
            "login": statement(f"_LOGIN = {made}", 0),
            "answers": self._answers(),
            "unanswered": self._unanswered(),
            "accepted": statement(f"_ACCEPTED = {row(['_LOGIN.secret', *others])}", 0)
            if others
            else "",
            "refused": Code("not in _ACCEPTED" if others else "!= _LOGIN.secret"),
            "sides": sides,
            "credential": credential,
            "authenticate": function(
                f"{self._flavour.define} authenticate",
                [f"credential: {taken}"],
                "str",
                0,
            ),
            "combinations": [
                {
                    "name": Code(one.name),
                    "every": statement(f"every = [{_fields(one)}]", 12),
                }
                for one in combinations
            ],
            "make": statement(make, 8),
            "app": body(f"self.app = self.server.{self._flavour.app}()"),
            "senders": self._senders(),
        }
        return Module("tests/reference.py.jinja", view, self._sources())

    def _answers(self) -> Code:
        """What the client of the tests answers to events of the server."""
        entries: list[str] = []
        for namespace, event in self._calls(Direction.SERVER_TO_CLIENT):
            values = self._trials.answered(event)
            if values is not None:
                constant = self._constant(namespace, event)
                entries.append(f"{constant}: {literal(values)}")
        table = f"{{{', '.join(entries)}}}"
        return statement(f"_ANSWERS: dict[Event, tuple[object, ...]] = {table}", 0)

    def _unanswered(self) -> Code:
        """The events to whose acknowledgement no valid values are known."""
        found = [
            self._constant(namespace, event)
            for direction in Direction
            for namespace, event in self._calls(direction)
            if self._trials.answered(event) is None
        ]
        listed = f"frozenset({{{', '.join(found)}}})" if found else "frozenset()"
        return statement(f"_UNANSWERED: frozenset[Event] = {listed}", 0)

    def _calls(self, direction: Direction) -> list[tuple[Namespace, Event]]:
        """The events of a direction that have an acknowledgement."""
        return [
            (namespace, event)
            for namespace in self._api.namespaces
            for event in namespace.events
            if event.direction is direction and event.ack is not None
        ]

    def _senders(self) -> Code:
        entries: list[str] = []
        for namespace in self._api.namespaces:
            names = self._names.namespaces[namespace.name]
            for event in namespace.events:
                if event.direction is Direction.SERVER_TO_CLIENT:
                    verb = "emit" if event.ack is None else "call"
                    stem = names.events[event.name, event.direction].stem
                    sender = f"self.{names.attribute}.{verb}_{stem}"
                    if not self._flavour.waits:
                        sender = f"harness.awaited({sender})"
                    entries.append(f"{self._constant(namespace, event)}: {sender}")
        listed = f"{{{', '.join(entries)}}}"
        return statement(f"self.senders: dict[Event, harness.Sender] = {listed}", 8)

    def _constant(self, namespace: Namespace, event: Event) -> str:
        names = self._names.namespaces[namespace.name]
        return f"contract.{names.events[event.name, event.direction].constant}"

    def _sources(self) -> Sources:
        """What the reference server may import."""
        package, spaces = self._package, self._names.namespaces.values()
        return {
            "typing": ["Any"],
            package: ["contract"],
            f"{package}._runtime.credentials": [
                "ApiKey",
                "BasicLogin",
                "BearerToken",
                "Credential",
            ],
            f"{package}._runtime.events": ["Event"],
            f"{package}._testing": ["harness"],
            f"{package}._testing.reference": ["answer"],
            f"{package}.contract": [x.name for x in self._names.combinations.values()],
            f"{package}.{self._flavour.server}": [
                self._flavour.name(self._names.server),
                *(self._flavour.name(one.handlers) for one in spaces),
                *(one.connection for one in spaces),
            ],
            f"{package}.errors": list(RUNTIME_ERRORS),
            f"{package}.models": list(self._names.schemas.values()),
            "pydantic": ["MISSING"],
        }

    def _side(self, namespace: Namespace) -> ReferenceSide:
        names = self._names.namespaces[namespace.name]
        principal = "[str]" if namespace.security else ""
        base = self._flavour.name(names.handlers) + principal
        connection = names.connection + principal
        return ReferenceSide(
            made=statement(f"self.{names.attribute} = {names.reference}(notes)", 8),
            head=bracketed(f"class {names.reference}(", [base], "):", 0),
            on_connect=method(
                "on_connect", [f"conn: {connection}"], "None", self._flavour
            ),
            methods=tuple(
                self._answer(namespace, one)
                for one in namespace.events
                if one.direction is Direction.CLIENT_TO_SERVER
            ),
        )

    def _answer(self, namespace: Namespace, event: Event) -> Answer:
        constant = self._constant(namespace, event)
        given = "".join(
            f", {'*' if one.rest else ''}{one.name}"
            for one in self._types.parameters(event.arguments)
        )
        lines = [f"self.notes.add({constant}{given})"]
        if event.ack is not None:
            values = self._trials.answer(event)
            lines.append(
                'raise Refused("no valid answer is known")'
                if values is None
                else f"return answer({constant}{values})"
            )
        return Answer(
            self._server.handler(namespace, event).signature,
            docstring(f"Answer `{event.name}`.", 8),
            tuple(Code(x) if x[:5] == "raise" else statement(x, 8) for x in lines),
        )


def _fields(combination: Combination) -> str:
    return ", ".join(f"credential.{name}" for name in combination.fields.values())
