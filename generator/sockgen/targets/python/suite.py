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
from sockgen.targets.python.logins import indispensable, make_login, wrong_secret
from sockgen.targets.python.methods import has_keys, method
from sockgen.targets.python.names import ApiNames
from sockgen.targets.python.server_side import ServerSides
from sockgen.targets.python.trials import Trials
from sockgen.targets.python.types import Types
from sockgen.targets.python.writing import Module

_SHARED = (
    "Cases",
    "ConnectRefused",
    "MakeClient",
    "Problem",
    "Reference",
    "SECRET",
    "TIMEOUT",
    "answer",
    "contract",
    "first",
    "problems",
    "result",
    "typed",
)
"""What the tests import from the module of the reference server, and the client."""


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
    forget: Code
    forgotten: Code
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
        self._client = ASYNC.name(names.client)
        self._trials = Trials(names, types, sampler)
        self._sampler = sampler
        self._login = make_login(api, sampler)

    def all(self) -> dict[str, Module]:
        """The modules by the name of their file."""
        files = {
            "conftest.py": self._conftest(),
            f"{self._package}_reference.py": self._reference(),
        }
        for namespace in self._api.namespaces:
            attribute = self._names.namespaces[namespace.name].attribute
            files[f"test_{self._package}_{attribute}.py"] = self._namespace(namespace)
        return files

    def _conftest(self) -> Module:
        server = self._api.servers[0] if self._api.servers else None
        login = self._login
        names = ["SECRET", "MakeClient", "Reference", self._client]
        module = f"{self._package}_reference"
        view = {
            "client": Code(self._client),
            "reference": import_line(module, sorted(names, key=import_order)),
            "make": function(
                "def make",
                ["secret: str = SECRET", "**options: Any"],
                self._client,
                4,
            ),
            "client_fixture": function(
                "async def client",
                ["connect: MakeClient"],
                f"AsyncIterator[{self._client}]",
                0,
            ),
            "made": statement(f"return {self._client}(url, **chosen)", 8),
            "transports": server.transports if server else ("websocket", "polling"),
            "auth": statement(f"AUTH: dict[str, Any] = {literal(login.auth)}", 0),
            "auth_code": login.auth_code,
            "headers_code": login.headers_code,
            "query_code": login.query_code,
            "encodes": "b64encode" in login.headers_code,
            "combines": bool(self._names.combinations),
        }
        return Module("tests/conftest.py.jinja", view)

    def _reference(self) -> Module:
        sides = [self._side(one) for one in self._api.namespaces]
        credential = self._server.credential()
        spaces = [one.attribute for one in self._names.namespaces.values()]
        given = [f"{one}=self.{one}" for one in spaces]
        given += ["authenticate=authenticate"] if credential else []
        # One example is sent by several tests, and each wants it handled.
        given += ["idempotency_window=0.0"] if has_keys(self._api) else []
        make = f"self.server = {ASYNC.name(self._names.server)}({', '.join(given)})"
        exports = sorted([*_SHARED, self._client], key=export_order)
        combinations = self._names.combinations.values()
        others = [literal(one) for one in self._login.others.values()]
        taken = " | ".join(["Credential", *(one.name for one in combinations)])
        view = {
            "package": Code(self._package),
            "make_client": statement(f"MakeClient = Callable[..., {self._client}]", 0),
            "secret": self._login.secret,
            "accepted": statement(f"ACCEPTED = {row(['SECRET', *others])}", 0)
            if others
            else "",
            "refused": Code("not in ACCEPTED" if others else "!= SECRET"),
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
            "exports": exports,
            "make": statement(make, 8),
        }
        return Module("tests/reference.py.jinja", view, self._sources())

    def _namespace(self, namespace: Namespace) -> Module:
        trials = [self._trials.event(namespace, one) for one in namespace.events]
        parts = indispensable(self._api, namespace)
        wrong = wrong_secret(self._api, namespace, self._login, self._sampler)
        call = f"await connect({literal(wrong)}, namespaces=[NAMESPACE]).connect()"
        view = {
            "doc": docstring(f"Contract tests of the namespace `{namespace.name}`.", 0),
            "events": [one for one in trials if one.constants],
            "tests": [test for one in trials for test in one.tests],
            "secured": bool(namespace.security),
            "parts": statement(f"PARTS = {literal(parts)}", 0) if parts else "",
            "wrong": statement(call, 8) if wrong else "",
            "wire": statement(f"NAMESPACE = {literal(namespace.name)}", 0),
            "secret": Code("SECRET" if namespace.auth else '""'),
            "attribute": Code(self._names.namespaces[namespace.name].attribute),
        }
        exports = [*_SHARED, self._client]
        sources = {
            "typing": ["Any"],
            "pytest": ["pytest"],
            f"{self._package}.errors": ["InvalidPayload"],
            f"{self._package}_reference": exports,
        }
        return Module("tests/namespace.py.jinja", view, sources)

    def _sources(self) -> Sources:
        """What the reference server may import."""
        package, spaces = self._package, self._names.namespaces.values()
        return {
            "asyncio": ["Queue", "timeout"],
            "typing": ["Any", "TypeAlias", "TypeVar"],
            package: ["contract"],
            "collections.abc": ["Awaitable", "Callable"],
            f"{package}._runtime": ["problems"],
            f"{package}._runtime.problems": ["Problem"],
            f"{package}._runtime.async_client": ["AsyncEventStream"],
            f"{package}._runtime.credentials": [
                "ApiKey",
                "BasicLogin",
                "BearerToken",
                "Credential",
            ],
            f"{package}._runtime.events": ["CallEvent", "Event"],
            f"{package}.contract": [x.name for x in self._names.combinations.values()],
            f"{package}.async_client": [self._client],
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
            made=statement(f"self.{names.attribute} = {names.reference}()", 8),
            head=bracketed(f"class {names.reference}(", [base], "):", 0),
            forget=statement(f"self.connections: list[{connection}] = []", 8),
            forgotten=statement(f"self.{names.attribute}.reset(self.heard)", 8),
            on_connect=method("on_connect", [f"conn: {connection}"], "None"),
            methods=tuple(
                self._answer(namespace, one)
                for one in namespace.events
                if one.direction is Direction.CLIENT_TO_SERVER
            ),
        )

    def _answer(self, namespace: Namespace, event: Event) -> Answer:
        names = self._names.namespaces[namespace.name]
        constant = f"contract.{names.events[event.name, event.direction].constant}"
        given = "".join(
            f", {'*' if one.rest else ''}{one.name}"
            for one in self._types.parameters(event.arguments)
        )
        lines = [f"self.heard.add({constant}{given})"]
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
