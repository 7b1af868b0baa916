"""What generated modules import, and from where."""

import re
from collections.abc import Iterable, Mapping

from sockgen.rendering import WIDTH, Code, bracketed
from sockgen.targets.python.models import RENAMED, RUNTIME, Models
from sockgen.targets.python.names import ApiNames

Sources = Mapping[str, Iterable[str]]

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
)
_ABC = ("AsyncIterator", "Awaitable", "Callable", "Mapping", "Sequence")
_TYPING = ("Any", "Final", "Generic", "Literal", "cast")


def grouped(sources: Sources, text: Iterable[str]) -> list[list[Code]]:
    """The imports of those names that occur in the code of a module.

    In three groups: the standard library, other packages, this package.
    """
    used = set(re.findall(r"\w+", "\n".join(text)))
    groups: tuple[list[Code], ...] = ([], [], [])
    for module in sorted(sources, key=_order):
        names = sorted(set(sources[module]) & used, key=import_order)
        if names:
            groups[_group(module)].append(_line(module, names))
    return [group for group in groups if group]


def export_order(name: str) -> tuple[int, list[tuple[int, int, str]]]:
    """Where a name stands in `__all__`: constants, classes, then the rest."""
    return _kind(name), _natural(name)


def import_order(name: str) -> tuple[int, list[tuple[int, int, str]], str]:
    """Where a name stands in an import: the same, but in any case of letters."""
    return _kind(name), _natural(name.lower()), name


def _kind(name: str) -> int:
    if len(name) > 1 and name.isupper():
        return 0
    return 1 if name[:1].isupper() else 2


def _natural(name: str) -> list[tuple[int, int, str]]:
    """A key in which 2 comes before 10."""
    return [
        (0, int(part), "") if part.isdecimal() else (1, 0, part)
        for part in re.findall(r"[0-9]+|[^0-9]+", name)
    ]


_STANDARD = frozenset({"abc", "collections.abc", "datetime", "enum", "typing"})


def _group(module: str) -> int:
    if module.startswith("."):
        return 2
    return 0 if module in _STANDARD else 1


def _order(module: str) -> tuple[int, bool, str]:
    return _group(module), module != ".", module


def _line(module: str, names: list[str]) -> Code:
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= WIDTH:
        return Code(line)
    return bracketed(f"from {module} import (", names, ")", 0, used=WIDTH)


def model_imports(models: Models) -> Sources:
    """For `models.py`: what the generator of the models asked for."""
    sources = {
        module.replace(RUNTIME, "._runtime"): {RENAMED.get(one, one) for one in names}
        for module, names in models.imports
    }
    sources.setdefault("typing", set()).add("Annotated")
    sources.setdefault("pydantic", set()).add("Field")
    return sources


def error_imports(models: Models) -> Sources:
    """For `errors.py`: the types of the fields, and the errors of the runtime."""
    sources = {key: set(names) for key, names in model_imports(models).items()}
    sources.setdefault("typing", set()).add("cast")
    sources["._runtime.errors"] = set(RUNTIME_ERRORS)
    sources[".models"] = set(models.names())
    return sources


def contract_imports(models: Models, names: ApiNames) -> Sources:
    """For `contract.py`."""
    return {
        "typing": _TYPING,
        "pydantic": ["MISSING"],
        "._runtime.credentials": ["Kind", "Location", "Scheme"],
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
        ".errors": names.errors.values(),
        ".models": models.names(),
    }


def server_imports(models: Models, names: ApiNames) -> Sources:
    """For `async_server.py`."""
    return {
        "abc": ["abstractmethod"],
        "collections.abc": _ABC,
        "typing": _TYPING,
        "pydantic": ["MISSING"],
        ".": ["contract"],
        "._runtime.async_server": ["AsyncHandlers", "AsyncServer", "Handler"],
        "._runtime.connection": ["Connection", "OneOrMany", "P"],
        "._runtime.credentials": ["ApiKey", "BasicLogin", "BearerToken"],
        "._runtime.events": ["Event"],
        "._runtime.rooms": ["Everyone", "Room"],
        ".models": models.names(),
    }


def client_imports(models: Models) -> Sources:
    """For `async_client.py`."""
    return {
        "collections.abc": _ABC,
        "typing": _TYPING,
        "pydantic": ["MISSING"],
        ".": ["contract"],
        "._runtime.async_client": ["AsyncClient", "AsyncNamespaceClient"],
        "._runtime.async_listening": ["EventStream"],
        ".models": models.names(),
    }
