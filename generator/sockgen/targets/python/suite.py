"""The views of the contract tests and of their reference server."""

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
from sockgen.sampling import Sampler
from sockgen.targets.python.combinations import Combination
from sockgen.targets.python.flavours import ASYNC
from sockgen.targets.python.imports import (
    RUNTIME_ERRORS,
    Sources,
    export_order,
    import_line,
    import_order,
)
from sockgen.targets.python.logins import broken_auths, flaws, make_login, ways
from sockgen.targets.python.methods import has_keys, method
from sockgen.targets.python.names import ApiNames
from sockgen.targets.python.server_side import ServerSides
from sockgen.targets.python.trial_tables import cases_constant, table
from sockgen.targets.python.trials import RESERVED, Trials
from sockgen.targets.python.types import Types
from sockgen.targets.python.writing import Module

_HOOKS = (
    "Suite",
    "company",
    "door",
    "probe",
    "pytest_addoption",
    "pytest_collection_modifyitems",
    "pytest_configure",
    "pytest_generate_tests",
    "pytest_pyfunc_call",
    "pytest_runtest_setup",
    "run",
)
"""What the harness has for `conftest.py`."""


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


class Suite:
    """Makes what the templates of the tests need."""

    def __init__(
        self, api: Api, names: ApiNames, types: Types, sampler: Sampler, package: str
    ) -> None:
        self._api = api
        self._names = names
        self._types = types
        self._package = package
        self._server = ServerSides(api, names, types, ASYNC, "str")
        self._trials = Trials(names, sampler)
        self._sampler = sampler
        self._login = make_login(api, sampler)

    def all(self) -> dict[str, Module]:
        """The modules by the name of their file."""
        files = {
            "conftest.py": self._conftest(),
            f"{self._package}_reference.py": self._reference(),
            f"test_{self._package}.py": self._whole(),
        }
        for namespace in self._api.namespaces:
            attribute = self._names.namespaces[namespace.name].attribute
            files[f"test_{self._package}_{attribute}.py"] = self._namespace(namespace)
        return files

    def _conftest(self) -> Module:
        module = f"{self._package}_reference"
        return Module(
            "tests/conftest.py.jinja",
            {
                "harness": import_line(
                    f"{self._package}._testing.plugin",
                    sorted(_HOOKS, key=import_order),
                ),
                "reference": import_line(module, ["made"]),
                "hooks": sorted([*_HOOKS, "suite"], key=export_order),
            },
        )

    def _whole(self) -> Module:
        """The tests of the server as a whole."""
        server = self._api.servers[0] if self._api.servers else None
        transports = server.transports if server else ("websocket", "polling")
        view = {
            "doc": docstring(f"Contract tests of the server of {self._title()}.", 0),
            "upgrades": {"websocket", "polling"} <= set(transports),
        }
        sources = {
            "pytest": ["pytest"],
            self._package: ["contract"],
            f"{self._package}._testing.door": ["Door"],
            f"{self._package}._testing.run": ["Run"],
        }
        return Module("tests/whole.py.jinja", view, sources)

    def _title(self) -> str:
        return self._api.title or self._package

    def _reference(self) -> Module:
        sides = [self._side(one) for one in self._api.namespaces]
        credential = self._server.credential()
        spaces = [one.attribute for one in self._names.namespaces.values()]
        given = [f"{one}=self.{one}" for one in spaces]
        given += ["authenticate=authenticate"] if credential else []
        # One example is sent by several tests, and each wants it handled.
        given += ["idempotency_window=0.0"] if has_keys(self._api) else []
        make = f"self.server = {ASYNC.name(self._names.server)}({', '.join(given)})"
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
                "async def authenticate", [f"credential: {taken}"], "str", 0
            ),
            "combinations": [
                {
                    "name": Code(one.name),
                    "every": statement(f"every = [{_fields(one)}]", 12),
                }
                for one in combinations
            ],
            "make": statement(make, 8),
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
                    entries.append(f"{self._constant(namespace, event)}: {sender}")
        listed = f"{{{', '.join(entries)}}}"
        return statement(f"self.senders: dict[Event, harness.Sender] = {listed}", 8)

    def _constant(self, namespace: Namespace, event: Event) -> str:
        names = self._names.namespaces[namespace.name]
        return f"contract.{names.events[event.name, event.direction].constant}"

    def _namespace(self, namespace: Namespace) -> Module:
        trials = [self._trials.event(namespace, one) for one in namespace.events]
        auths = broken_auths(namespace, self._login, self._sampler)
        declared = {one.name for one in namespace.events}
        library = [literal(one) for one in RESERVED if one not in declared]
        constant = self._names.namespaces[namespace.name].constant
        secured = bool(namespace.security)
        view = {
            "doc": docstring(f"Contract tests of the namespace `{namespace.name}`.", 0),
            "events": [one for one in trials if one.constants],
            "tests": [test for one in trials for test in one.tests],
            "wire": statement(f"NAMESPACE = contract.{constant}", 0),
            "ways": statement(f"WAYS = {literal(ways(namespace))}", 0)
            if secured
            else "",
            "flaws": table("FLAWS", "Flaws", flaws(namespace)) if secured else "",
            "auths": cases_constant("BROKEN_AUTH", auths) if auths.listed else "",
            "undeclared": table(
                "UNDECLARED", "Cases", self._trials.undeclared(self._api, namespace)
            ),
            "library": statement(f"LIBRARY = {row(library)}", 0),
        }
        harness = f"{self._package}._testing"
        sources = {
            "pytest": ["pytest"],
            self._package: ["contract"],
            f"{harness}.cases": ["Case", "Cases", "Flaw", "Flaws"],
            f"{harness}.company": ["Company"],
            f"{harness}.door": ["Door"],
            f"{harness}.probe": ["Probe"],
        }
        return Module("tests/namespace.py.jinja", view, sources)

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
            f"{package}.async_server": [
                ASYNC.name(self._names.server),
                *(ASYNC.name(one.handlers) for one in spaces),
                *(one.connection for one in spaces),
            ],
            f"{package}.errors": list(RUNTIME_ERRORS),
            f"{package}.models": list(self._names.schemas.values()),
            "pydantic": ["MISSING"],
        }

    def _side(self, namespace: Namespace) -> ReferenceSide:
        names = self._names.namespaces[namespace.name]
        principal = "[str]" if namespace.security else ""
        base = ASYNC.name(names.handlers) + principal
        connection = names.connection + principal
        return ReferenceSide(
            made=statement(f"self.{names.attribute} = {names.reference}(notes)", 8),
            head=bracketed(f"class {names.reference}(", [base], "):", 0),
            on_connect=method("on_connect", [f"conn: {connection}"], "None"),
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
