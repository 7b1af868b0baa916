"""The views of the contract tests and of their reference server."""

import re
from dataclasses import dataclass
from typing import Any

from sockgen.contract import Api, Direction, Event, Namespace
from sockgen.rendering import Code, docstring, lay_out, literal
from sockgen.targets import Options
from sockgen.targets.python.imports import RUNTIME_ERRORS, export_order, grouped, import_order
from sockgen.targets.python.logins import make_login
from sockgen.targets.python.names import ApiNames
from sockgen.targets.python.sides import Sides
from sockgen.targets.python.trials import Trials
from sockgen.targets.python.types import Types

View = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """A handler of the reference server."""

    signature: Code
    doc: Code
    lines: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class ReferenceSide:
    """The handlers of one namespace of the reference server."""

    attribute: Code
    reference: Code
    base: Code
    connection: Code
    methods: tuple[Answer, ...]

    def text(self) -> list[str]:
        """Its code, to find what it needs."""
        lines = [str(part) for one in self.methods for part in (one.signature, *one.lines)]
        return [*lines, self.base, self.connection]


class Suite:
    """Makes what the templates of the tests need."""

    def __init__(
        self, api: Api, names: ApiNames, types: Types, options: Options
    ) -> None:
        self._api = api
        self._names = names
        self._types = types
        self._package = options.package
        self._sides = Sides(api, names, types, "str")
        self._trials = Trials(api, names, types)
        self._login = make_login(api, self._trials.sampler)

    def conftest(self) -> View:
        """`conftest.py`."""
        server = self._api.servers[0] if self._api.servers else None
        transports = server.transports if server else ("websocket", "polling")
        login = self._login
        basic = "b64encode" in login.headers_code
        standard = "import asyncio\nimport socket\n"
        return {
            "package": Code(self._package),
            "client": Code(self._names.client),
            "names": Code(
                ", ".join(
                    sorted(
                        ["SECRET", "Connect", "Reference", self._names.client],
                        key=import_order,
                    )
                )
            ),
            "transports": transports,
            "auth": lay_out(literal(login.auth), 0, len("AUTH: dict[str, Any] = ")),
            "auth_code": login.auth_code,
            "headers_code": login.headers_code,
            "query_code": login.query_code,
            "standard": Code(
                standard + ("from base64 import b64encode\n" if basic else "")
            ),
        }

    def reference(self) -> View:
        """`PACKAGE_reference.py`."""
        sides = [self._reference_side(one) for one in self._api.namespaces]
        credential = self._sides.credential()
        given = [f"{side.attribute}=self.{side.attribute}" for side in sides]
        given += ["authenticate=authenticate"] if credential else []
        make = lay_out(f"{self._names.server}({', '.join(given)})", 8, 22)
        text = [make, "Event CallEvent EventStream", self._names.client]
        text += [part for side in sides for part in side.text()]
        text += self._exports()
        if credential:
            text.append("ApiKey BasicLogin BearerToken Credential Refused")
        return {
            "imports": grouped(self._sources(), text),
            "client": Code(self._names.client),
            "secret": self._login.secret,
            "sides": sides,
            "credential": credential,
            "exports": self._exports(),
            "make": make,
        }

    def namespace(self, namespace: Namespace) -> View:
        """The module of one namespace."""
        trials = [self._trials.event(namespace, one) for one in namespace.events]
        tests = [test for one in trials for test in one.tests]
        text = [str(line) for test in tests for line in (test.signature, *test.lines)]
        text.append("Connect ConnectRefused" if namespace.security else "Connect")
        text += ["Cases"] if any(one.constants for one in trials) else []
        package = f"{self._package}_reference"
        return {
            "doc": docstring(f"Contract tests of the namespace `{namespace.name}`.", 0),
            "typing": any(re.search(r"\bAny\b", line) for line in text),
            "imports": grouped({package: self._exports()}, text)[0],
            "events": [one for one in trials if one.constants],
            "tests": tests,
            "secured": bool(namespace.security),
            "wire": literal(namespace.name),
            "attribute": Code(self._names.namespaces[namespace.name].attribute),
        }

    def _exports(self) -> list[str]:
        """What the tests import from the module of the reference server."""
        return sorted(
            [
                "Cases",
                "Connect",
                "ConnectRefused",
                "Problem",
                "Reference",
                "SECRET",
                "TIMEOUT",
                "answer",
                "contract",
                "first",
                "problems",
                "typed",
                self._names.client,
            ],
            key=export_order,
        )

    def _sources(self) -> dict[str, list[str]]:
        """What the reference server may import."""
        package, spaces = self._package, self._names.namespaces.values()
        return {
            package: ["MISSING", "contract"],
            f"{package}._runtime": ["problems"],
            f"{package}._runtime.problems": ["Problem"],
            f"{package}._runtime.async_listening": ["EventStream"],
            f"{package}._runtime.credentials": [
                "ApiKey",
                "BasicLogin",
                "BearerToken",
                "Credential",
            ],
            f"{package}._runtime.events": ["CallEvent", "Event"],
            f"{package}.async_client": [self._names.client],
            f"{package}.async_server": [
                self._names.server,
                *(one.handlers for one in spaces),
                *(one.connection for one in spaces),
            ],
            f"{package}.errors": list(RUNTIME_ERRORS),
            f"{package}.models": list(self._names.schemas.values()),
        }

    def _reference_side(self, namespace: Namespace) -> ReferenceSide:
        names = self._names.namespaces[namespace.name]
        principal = "[str]" if namespace.security else ""
        stem = names.handlers.removeprefix("Async").removesuffix("Handlers")
        return ReferenceSide(
            attribute=Code(names.attribute),
            reference=Code(f"{stem}Reference"),
            base=Code(names.handlers + principal),
            connection=Code(names.connection + principal),
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
        lines = [lay_out(f"self.heard.add({constant}{given})", 8, 8)]
        if event.ack is not None:
            values = self._trials.answer(event)
            if values is None:
                lines.append(Code('raise Refused("no valid answer is known")'))
            else:
                call = lay_out(f"answer({constant}{values})", 8, 15)
                lines.append(Code(f"return {call}"))
        signature = self._sides.handler(namespace, event).signature
        return Answer(signature, docstring(f"Answer `{event.name}`.", 8), tuple(lines))
