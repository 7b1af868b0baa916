"""The views of the modules of the package."""

from collections.abc import Collection, Mapping

from sockgen.contract import Api, JsonValue
from sockgen.rendering import (
    Code,
    bracketed,
    docstring,
    export_order,
    function,
    lay_out,
    literal,
    row,
    statement,
)
from sockgen.targets.python.client_side import ClientSides
from sockgen.targets.python.combinations import credential_classes
from sockgen.targets.python.contracts import view_contract
from sockgen.targets.python.errors import view_errors
from sockgen.targets.python.extent import Extent
from sockgen.targets.python.flavours import ASYNC, Flavour
from sockgen.targets.python.generation import RUNTIME
from sockgen.targets.python.imports import (
    CONTRACT,
    ROOMS,
    RUNTIME_ERRORS,
    STANDARD,
    Sources,
    client_sources,
    server_sources,
)
from sockgen.targets.python.methods import has_keys
from sockgen.targets.python.models import FROZEN, RENAMED, Models
from sockgen.targets.python.names import ApiNames
from sockgen.targets.python.server_side import ServerSides
from sockgen.targets.python.types import Types
from sockgen.targets.python.writing import Module

_SERVER_OPTIONS = (
    "cors_allowed_origins: str | list[str] | None = None",
    "middleware: Sequence[Middleware] = ()",
    "max_in_flight: int = MAX_IN_FLIGHT",
    "connect_timeout: float = CONNECT_TIMEOUT",
)
_OPTIONS_OF_KEYS = (
    "idempotency_window: float = IDEMPOTENCY_WINDOW",
    "idempotency_limit: int = IDEMPOTENCY_LIMIT",
)


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
        extent: Extent,
    ) -> None:
        self._api = api
        self._names = names
        self._types = types
        self._models = models
        self._rules = rules
        self._title = title
        self._extent = extent

    def all(self) -> dict[str, Module]:
        """The modules by the name of their file."""
        extent = self._extent
        has_rooms = bool(extent.servers and self._room_names())
        return {
            "__init__.py": self._init(),
            "models.py": self._models_module(),
            **({"rules.py": self._rules_module()} if self._rules else {}),
            "errors.py": self._errors(),
            "contract.py": self._contract(),
            **{f"{one.server}.py": self._server(one) for one in extent.servers},
            **{f"{one.client}.py": self._client(one) for one in extent.clients},
            **({"rooms.py": self._rooms()} if has_rooms else {}),
        }

    def public(self) -> set[str]:
        """What can be imported from the package itself."""
        return {name for names in self._public().values() for name in names}

    def _public(self) -> dict[str, Collection[str]]:
        """The types, the errors, and what handlers are written with."""
        of_servers = {
            "._runtime.credentials": credential_classes(self._api),
            ".contract": [one.name for one in self._names.combinations.values()],
            "._runtime.rooms": ["EVERYONE", "Room"],
        }
        of_clients = {"._runtime.reconnection": ["Reconnection"]}
        return {
            "pydantic": ["MISSING"],
            "._runtime.observing": ["Crossing", "Middleware", "Outcome"],
            "._runtime.problems": ["Problem"],
            ".errors": [*RUNTIME_ERRORS, *self._names.errors.values()],
            ".models": self._models.names(),
            **(of_servers if self._extent.servers else {}),
            **(of_clients if self._extent.clients else {}),
        }

    def _init(self) -> Module:
        sources, exports = self._public(), self.public()
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

    def _sides(self, flavour: Flavour) -> ServerSides:
        return ServerSides(self._api, self._names, self._types, flavour, "P", "S")

    def _server(self, flavour: Flavour) -> Module:
        makes = self._sides(flavour)
        sides = [makes.side(one) for one in self._api.namespaces]
        credential = makes.credential()
        parameters = ["self", "*", *(side.parameter for side in sides)]
        if credential:
            principal = flavour.returned("P")
            parameters.append(f"authenticate: Callable[[{credential}], {principal}]")
        keyed = has_keys(self._api)
        options = (*_SERVER_OPTIONS, *(_OPTIONS_OF_KEYS if keyed else ()))
        parameters += options
        name = flavour.name(self._names.server)
        bases = [flavour.name("Server"), *(["Generic[P]"] if credential else [])]
        given = [
            f"[{', '.join(side.attribute for side in sides)}]",
            "authenticate" if credential else "None",
            *(one.partition(":")[0] for one in options),
        ]
        spaces = self._names.namespaces.values()
        wanted = [
            f"({literal(one.attribute)}, {flavour.name(one.handlers)})"
            for one in spaces
        ]
        exports = [
            name,
            *(flavour.name(one.handlers) for one in spaces),
            *(one.connection for one in spaces),
            *self._room_names(),
        ]
        view = {
            "doc": docstring(f"The server of {self._title}, {flavour.manner}.", 0),
            "exports": sorted(exports, key=export_order),
            "sides": sides,
            "head": bracketed(f"class {name}(", bases, "):", 0),
            "server_doc": docstring(f"{self._title}: handlers of every namespace."),
            "wanted": statement(f"HANDLERS = {row(wanted)}", 4),
            "credential": credential,
            "keyed": keyed,
            "init": function("def __init__", parameters, "None", 4),
            "super_init": statement(f"super().__init__({', '.join(given)})", 8),
        }
        sources = {
            **server_sources(flavour),
            ".rooms": self._room_names(),
            ".contract": [one.name for one in self._names.combinations.values()],
        }
        return Module("server.py.jinja", view, self._with_models(sources))

    def _client(self, flavour: Flavour) -> Module:
        makes = ClientSides(self._names, self._types, flavour)
        sides = [makes.side(one) for one in self._api.namespaces]
        listed = [f"self.{side.attribute}" for side in sides]
        name = flavour.name(self._names.client)
        spaces = self._names.namespaces.values()
        exports = [name, *(flavour.name(one.client) for one in spaces)]
        view = {
            "doc": docstring(f"The client of {self._title}, {flavour.manner}.", 0),
            "exports": sorted(exports, key=export_order),
            "sides": sides,
            "head": bracketed(f"class {name}(", [self._client_base(flavour)], "):", 0),
            "client_doc": docstring(f"A connection to {self._title}."),
            "base": Code(flavour.name("NamespaceClient")),
            "namespaces": statement(f"return {row(listed)}", 8),
        }
        sources = self._with_models(client_sources(flavour))
        return Module("client.py.jinja", view, sources)

    def _client_base(self, flavour: Flavour) -> Code:
        """The base of a client, with what its `auth` may be."""
        schemas = (one.auth for one in self._api.namespaces if one.auth)
        kinds = dict.fromkeys(self._names.schemas[one] for one in schemas)
        auth = " | ".join(kinds) or "Mapping[str, object]"
        return lay_out(f"{flavour.name('Client')}[{auth}]", 4, 4, after=1)

    def _rooms(self) -> Module:
        makes = self._sides(ASYNC)
        sides = [
            {"name": Code(names.rooms), "rooms": makes.rooms(namespace)}
            for namespace in self._api.namespaces
            if (names := self._names.namespaces[namespace.name]) and namespace.rooms
        ]
        view = {
            "doc": docstring(f"The rooms of {self._title}.", 0),
            "exports": sorted(self._room_names(), key=export_order),
            "sides": sides,
        }
        return Module("rooms.py.jinja", view, self._with_models(ROOMS))

    def _room_names(self) -> list[str]:
        """The classes of all rooms, and those that hold the rooms of a namespace."""
        spaces = [one for one in self._names.namespaces.values() if one.room_classes]
        return [
            *(one.rooms for one in spaces),
            *(name for one in spaces for name in one.room_classes.values()),
        ]

    def _with_models(self, sources: Sources) -> Sources:
        return {**sources, ".models": self._models.names()}

    def _model_sources(self) -> Sources:
        """What the generator of the models asked for, and what sockgen adds."""
        found = {
            module.replace(RUNTIME, "._runtime"): {RENAMED.get(x, x) for x in names}
            for module, names in self._models.imports
        }
        found.setdefault("typing", set()).update(("Annotated", "Literal"))
        found.setdefault("._runtime.payloads", set()).add(FROZEN)
        found.setdefault("pydantic", set()).update(("Field", *STANDARD["pydantic"]))
        return found


def title_of(api: Api, package: str) -> str:
    """What the document calls the API, on one line."""
    return " ".join(api.title.split()) or package
