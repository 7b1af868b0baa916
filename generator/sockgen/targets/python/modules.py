"""The views of the modules of the package."""

from collections.abc import Mapping

from sockgen.contract import Api, JsonValue
from sockgen.rendering import bracketed, docstring, function, literal, row, statement
from sockgen.targets.python.client_side import ClientSides
from sockgen.targets.python.combinations import credential_classes
from sockgen.targets.python.contracts import view_contract
from sockgen.targets.python.errors import view_errors
from sockgen.targets.python.generation import RUNTIME
from sockgen.targets.python.imports import (
    CLIENT,
    CONTRACT,
    RUNTIME_ERRORS,
    SERVER,
    STANDARD,
    Sources,
    export_order,
)
from sockgen.targets.python.models import RENAMED, Models
from sockgen.targets.python.names import ApiNames
from sockgen.targets.python.server_side import ServerSides
from sockgen.targets.python.types import Types
from sockgen.targets.python.writing import Module


class Modules:
    """Makes what each module of the package is rendered from."""

    def __init__(
        self,
        api: Api,
        names: ApiNames,
        types: Types,
        models: Models,
        rules: Mapping[str, JsonValue],
        title: str,
    ) -> None:
        self._api = api
        self._names = names
        self._types = types
        self._models = models
        self._rules = rules
        self._title = title
        self._server = ServerSides(api, names, types, "P")
        self._client = ClientSides(names, types)

    def all(self) -> dict[str, Module]:
        """The modules by the name of their file."""
        return {
            "__init__.py": self._init(),
            "models.py": self._models_module(),
            **({"rules.py": self._rules_module()} if self._rules else {}),
            "errors.py": self._errors(),
            "contract.py": self._contract(),
            "async_server.py": self._async_server(),
            "async_client.py": self._async_client(),
        }

    def _init(self) -> Module:
        """The types, the errors, and what handlers are written with."""
        sources = {
            "pydantic": ["MISSING"],
            "._runtime.credentials": credential_classes(self._api),
            ".contract": [one.name for one in self._names.combinations.values()],
            "._runtime.problems": ["Problem"],
            "._runtime.reconnection": ["Reconnection"],
            "._runtime.rooms": ["EVERYONE", "Room"],
            ".errors": [*RUNTIME_ERRORS, *self._names.errors.values()],
            ".models": self._models.names(),
        }
        exports = {name for names in sources.values() for name in names}
        view = {
            "doc": docstring(self._api.description.strip() or self._title, 0),
            "version": self._api.version,
            "exports": sorted(exports, key=export_order),
        }
        return Module("__init__.py.jinja", view, sources)

    def _models_module(self) -> Module:
        view = {
            "definitions": self._models.definitions,
            "rebuilds": self._models.rebuilds,
        }
        used = frozenset(self._models.used)
        return Module("models.py.jinja", view, self._model_sources(), used)

    def _rules_module(self) -> Module:
        code = statement(f"RULES: Final = Rules({literal(self._rules)})", 0)
        sources = {"typing": ["Final"], "._runtime.rules": ["Rules"]}
        return Module("rules.py.jinja", {"rules": code}, sources)

    def _errors(self) -> Module:
        errors = view_errors(self._api, self._names, self._types, self._models)
        exports = [*RUNTIME_ERRORS, *(str(one.name) for one in errors)]
        own = self._model_sources()
        sources = {
            **{key: own[key] for key in own if key not in {"re", "enum"}},
            "typing": {*own.get("typing", ()), "cast"},
            "._runtime.errors": RUNTIME_ERRORS,
            ".models": self._models.names(),
        }
        view = {"exports": sorted(exports, key=export_order), "errors": errors}
        return Module("errors.py.jinja", view, sources)

    def _contract(self) -> Module:
        view = view_contract(self._api, self._names, self._types)
        groups = [view.schemes, view.namespaces, view.events]
        sources = {
            **self._with_models(CONTRACT),
            ".errors": [*self._names.errors.values()],
            ".rules": ["RULES"],
        }
        return Module(
            "contract.py.jinja",
            {
                "combinations": view.combinations,
                "groups": [group for group in groups if group],
                "api": view.api,
            },
            sources,
        )

    def _async_server(self) -> Module:
        sides = [self._server.side(one) for one in self._api.namespaces]
        credential = self._server.credential()
        parameters = ["self", "*", *(side.parameter for side in sides)]
        if credential:
            parameters.append(f"authenticate: Callable[[{credential}], Awaitable[P]]")
        parameters.append("cors_allowed_origins: str | list[str] | None = None")
        handlers = ", ".join(side.attribute for side in sides)
        authenticate = "authenticate" if credential else "None"
        call = f"super().__init__([{handlers}], {authenticate}, cors_allowed_origins)"
        bases = ["AsyncServer", *(["Generic[P]"] if credential else [])]
        view = {
            "doc": docstring(f"The server of {self._title}, for asyncio.", 0),
            "sides": sides,
            "head": bracketed(f"class {self._names.server}(", bases, "):", 0),
            "server_doc": docstring(f"{self._title}: handlers of every namespace."),
            "credential": credential,
            "init": function("def __init__", parameters, "None", 4),
            "super_init": statement(call, 8),
        }
        combinations = [one.name for one in self._names.combinations.values()]
        sources = {**self._with_models(SERVER), ".contract": combinations}
        return Module("async_server.py.jinja", view, sources)

    def _async_client(self) -> Module:
        sides = [self._client.side(one) for one in self._api.namespaces]
        listed = [f"self.{side.attribute}" for side in sides]
        view = {
            "doc": docstring(f"The client of {self._title}, for asyncio.", 0),
            "sides": sides,
            "head": bracketed(f"class {self._names.client}(", ["AsyncClient"], "):", 0),
            "client_doc": docstring(f"A connection to {self._title}."),
            "namespaces": statement(f"return {row(listed)}", 8),
        }
        return Module("async_client.py.jinja", view, self._with_models(CLIENT))

    def _with_models(self, sources: Sources) -> Sources:
        return {**sources, ".models": self._models.names()}

    def _model_sources(self) -> Sources:
        """What the generator of the models asked for, and what sockgen adds."""
        found = {
            module.replace(RUNTIME, "._runtime"): {RENAMED.get(x, x) for x in names}
            for module, names in self._models.imports
        }
        found.setdefault("typing", set()).add("Annotated")
        found.setdefault("pydantic", set()).update(("Field", *STANDARD["pydantic"]))
        return found


def title_of(api: Api, package: str) -> str:
    """What the document calls the API, on one line."""
    return " ".join(api.title.split()) or package
