"""What generated modules import, and from where."""

from collections.abc import Iterable, Mapping

from sockgen.rendering import Code, from_line, import_order
from sockgen.targets.python.flavours import Flavour

Sources = Mapping[str, Iterable[str]]
"""Modules, and the names that may be imported from them; its own name: all of it."""

RUNTIME_ERRORS = (
    "AckTimeout",
    "ApiError",
    "CallError",
    "ConnectFailed",
    "ConnectRefused",
    "DeclaredError",
    "Disconnected",
    "InvalidAck",
    "InvalidPayload",
    "NotConnected",
    "Refused",
    "RemoteError",
    "StreamOverflow",
    "TooLarge",
)
STANDARD: Sources = {
    "abc": ["abstractmethod"],
    "collections.abc": ["Awaitable", "Callable", "Mapping", "Sequence"],
    "typing": ["Any", "Final", "Generic", "Literal", "cast"],
    "pydantic": ["MISSING"],
}
"""What any generated module may need that is not its own package's."""
ROOMS: Sources = {
    **STANDARD,
    "._runtime.rooms": ["Room"],
    "._runtime.wire": ["Value"],
    ".rules": ["RULES"],
}
CONTRACT: Sources = {
    **STANDARD,
    "dataclasses": ["dataclass"],
    "._runtime.credentials": [
        "AllOf",
        "ApiKey",
        "BasicLogin",
        "BearerToken",
        "Kind",
        "Location",
        "Scheme",
    ],
    "._runtime.events": [
        "CallEvent",
        "Contract",
        "Direction",
        "ErrorSpec",
        "Event",
        "Membership",
        "Namespace",
    ],
    "._runtime.wire": ["Value", "Values"],
}


def server_sources(flavour: Flavour) -> Sources:
    """What the module of a server may import."""
    return {
        **STANDARD,
        ".": ["contract"],
        "._runtime.connection": [flavour.name("Connection"), "OneOrMany", "P", "S"],
        "._runtime.credentials": ["ApiKey", "BasicLogin", "BearerToken"],
        "._runtime.events": ["Event"],
        "._runtime.handlers": [flavour.name("Handlers"), "Handler"],
        "._runtime.observing": ["Middleware"],
        "._runtime.replays": ["IDEMPOTENCY_LIMIT", "IDEMPOTENCY_WINDOW"],
        "._runtime.rooms": ["Everyone", "Room"],
        "._runtime.server": [flavour.name("Server")],
        "._runtime.serving": ["CONNECT_TIMEOUT", "MAX_IN_FLIGHT"],
    }


def client_sources(flavour: Flavour) -> Sources:
    """What the module of a client may import."""
    return {
        **STANDARD,
        ".": ["contract"],
        f"._runtime.{flavour.client}": [
            flavour.name("Client"),
            flavour.name("EventStream"),
            flavour.name("NamespaceClient"),
        ],
        "._runtime.streams": ["WhenFull"],
    }


def grouped(sources: Sources, used: set[str]) -> list[list[Code]]:
    """The imports of those names that a module uses, in groups.

    The standard library, other packages, and this package; there the tests
    import from it as it is installed, a linter cannot tell whether it is one of
    the others, and is told not to join them.
    """
    groups: dict[int, list[Code]] = {}
    for module in sorted(sources, key=_order):
        names = sorted(set(sources[module]) & used, key=import_order)
        if names:
            group = groups.setdefault(_group(module), [])
            if not group and _group(module) in (_OWN, _OWN_MODULE):
                group.append(Code("# isort: split"))
            group.append(import_line(module, names))
    return [groups[number] for number in sorted(groups)]


_STANDARD = frozenset(
    {
        "abc",
        "asyncio",
        "collections.abc",
        "dataclasses",
        "datetime",
        "enum",
        "re",
        "typing",
    }
)
_OTHERS = frozenset({"pydantic", "pytest", "typing_extensions"})
_OWN, _OWN_MODULE = 2, 3


def _group(module: str) -> int:
    if module in _STANDARD:
        return 0
    if module in _OTHERS:
        return 1
    if module.startswith("."):
        return 4
    return _OWN_MODULE if "." in module else _OWN


def _order(module: str) -> tuple[int, bool, str]:
    return _group(module), module != ".", module


def import_line(module: str, names: list[str]) -> Code:
    """One import, which brackets split if it is too long for a line."""
    if names == [module]:
        return Code(f"import {module}")
    return from_line(module, names)
