"""The views of the modules of the package, and of the files around it."""

import re
from typing import Any

from sockgen.contract import Api
from sockgen.rendering import Code, bracketed, docstring, lay_out, literal
from sockgen.targets import Options
from sockgen.targets.python.contracts import view_contract
from sockgen.targets.python.errors import view_errors
from sockgen.targets.python.imports import (
    RUNTIME_ERRORS,
    client_imports,
    contract_imports,
    error_imports,
    export_order,
    grouped,
    model_imports,
    server_imports,
)
from sockgen.targets.python.models import Models
from sockgen.targets.python.names import ApiNames
from sockgen.targets.python.sides import Sides
from sockgen.targets.python.types import Types

View = dict[str, Any]


class Modules:
    """Makes what each template needs."""

    def __init__(
        self,
        api: Api,
        names: ApiNames,
        types: Types,
        models: Models,
        options: Options,
    ) -> None:
        self._api = api
        self._names = names
        self._types = types
        self._models = models
        self._options = options
        self._sides = Sides(api, names, types, "P")

    def init(self) -> View:
        """`__init__.py`: the types, the errors, and the two sentinels."""
        errors = [*RUNTIME_ERRORS, *self._names.errors.values()]
        models = self._models.names()
        sources = {
            "pydantic": ["MISSING"],
            "._runtime.rooms": ["EVERYONE"],
            ".errors": errors,
            ".models": models,
        }
        text = [*errors, *models, "MISSING", "EVERYONE"]
        return {
            "doc": docstring(self._summary(), 0),
            "imports": grouped(sources, text),
            "version": self._api.version,
            "exports": sorted(text, key=export_order),
        }

    def models(self) -> View:
        """`models.py`."""
        text = [
            str(part)
            for one in self._models.definitions
            for part in (one.bases, one.value or "", *(m.code for m in one.members))
        ]
        return {
            "imports": grouped(model_imports(self._models), text),
            "definitions": self._models.definitions,
            "rebuilds": self._models.rebuilds,
        }

    def errors(self) -> View:
        """`errors.py`."""
        errors = view_errors(self._api, self._names, self._types, self._models)
        text = [one.text() for one in errors]
        if any(one.payload for one in errors):
            text.append("cast")
        exports = [*RUNTIME_ERRORS, *(str(one.name) for one in errors)]
        return {
            "imports": grouped(
                error_imports(self._models), [*text, *RUNTIME_ERRORS]
            ),
            "exports": sorted(exports, key=export_order),
            "errors": errors,
        }

    def contract(self) -> View:
        """`contract.py`."""
        view = view_contract(self._api, self._names, self._types)
        imports = contract_imports(self._models, self._names)
        groups = [view.schemes, view.namespaces, view.events]
        return {
            "imports": grouped(imports, [*view.text(), "Final"]),
            "groups": [group for group in groups if group],
            "api": view.api,
        }

    def server(self) -> View:
        """`async_server.py`."""
        sides = [self._sides.server(one) for one in self._api.namespaces]
        credential = self._sides.credential()
        params = ["self", "*"]
        for side in sides:
            kind = f"{side.class_name}{'[P]' if side.secured else ''}"
            params.append(f"{side.attribute}: {kind}")
        if credential:
            params.append(f"authenticate: Callable[[{credential}], Awaitable[P]]")
        params.append("cors_allowed_origins: str | list[str] | None = None")
        handlers = ", ".join(side.attribute for side in sides)
        authenticate = "authenticate" if credential else "None"
        call = f"super().__init__([{handlers}], {authenticate}, cors_allowed_origins)"
        init = bracketed("def __init__(", params, ") -> None:", 4)
        text = [line for side in sides for line in side.text()]
        text += [init, "contract AsyncHandlers AsyncServer Connection"]
        text += ["Generic P"] if credential else []
        text += ["cast"] if any(side.auth for side in sides) else []
        text += ["Room"] if any(side.rooms for side in sides) else []
        text += ["Mapping Event Handler"] if any(side.routes for side in sides) else []
        text += ["abstractmethod"] if any(side.handlers for side in sides) else []
        return {
            "doc": docstring(f"The server of {self._title()}, for asyncio.", 0),
            "imports": grouped(server_imports(self._models, self._names), text),
            "sides": sides,
            "server": Code(self._names.server),
            "server_doc": docstring(f"{self._title()}: handlers of every namespace."),
            "credential": credential,
            "init": init,
            "super_init": lay_out(call, 8, 8),
        }

    def client(self) -> View:
        """`async_client.py`."""
        sides = [self._sides.client(one) for one in self._api.namespaces]
        text = [line for side in sides for line in side.text()]
        text.append("contract AsyncClient AsyncNamespaceClient Sequence")
        listed = ", ".join(f"self.{side.attribute}" for side in sides)
        comma = "," if len(sides) == 1 else ""
        return {
            "doc": docstring(f"The client of {self._title()}, for asyncio.", 0),
            "imports": grouped(client_imports(self._models), text),
            "sides": sides,
            "client": Code(self._names.client),
            "client_doc": docstring(f"A connection to {self._title()}."),
            "namespaces": Code(
                "return " + lay_out(f"({listed}{comma})", 8, 15)
            ),
        }

    def project(self) -> View:
        """`pyproject.toml`."""
        return {
            "distribution": self._options.distribution,
            "version": pep440(self._api.version),
            "summary": f"{_flat(self._title())}: a Socket.IO server and client",
            "package": self._options.package,
        }

    def readme(self) -> View:
        """`README.md`."""
        rows = [
            {
                "namespace": namespace.name,
                "event": event.name,
                "arrow": event.direction.value,
                "ack": "yes" if event.ack else "no",
            }
            for namespace in self._api.namespaces
            for event in namespace.events
        ]
        secured = any(one.security or one.auth for one in self._api.namespaces)
        address = self._api.servers[0].url if self._api.servers else "http://localhost"
        auth = ', auth={"token": "..."}' if secured else ""
        head = "async with "
        call = f"{self._names.client}({_fenced(literal(address))}{auth})"
        return {
            "title": self._title(),
            "summary": self._summary().split("\n\n")[0],
            "package": Code(self._options.package),
            "rows": rows,
            "client": Code(self._names.client),
            "connect": Code(head + lay_out(call, 4, 4 + len(head), len(" as api:"))),
            "server": Code(self._names.server),
        }

    def _title(self) -> str:
        return self._api.title.strip() or self._options.package

    def _summary(self) -> str:
        return self._api.description.strip() or self._title()


def _fenced(code: str) -> str:
    """Code that cannot end the block of Markdown in which it stands."""
    return code.replace("`", "\\x60")


def _flat(text: str) -> str:
    return " ".join(text.split())


def pep440(version: str) -> str:
    """A version that packaging tools take, as near to the document's as can be."""
    match = re.fullmatch(
        r"\s*v?(\d+(?:\.\d+)*)(?:[-.]?(a|b|rc|alpha|beta)[-.]?(\d+)?)?(?:[-+](.*))?\s*",
        version,
        re.IGNORECASE,
    )
    if match is None:
        return "0.0.0"
    release, stage, number, local = match.groups()
    text = ".".join(str(int(part)) for part in release.split("."))
    if stage:
        text += {"alpha": "a", "beta": "b"}.get(stage.lower(), stage.lower())
        text += str(int(number or 0))
    tag = re.sub(r"[^a-z0-9]+", ".", (local or "").lower()).strip(".")
    return f"{text}+{tag}" if tag else text
