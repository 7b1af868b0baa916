"""The example of a server in the README: handlers of this API, all of one namespace."""

from collections.abc import Collection
from itertools import chain

from sockgen.contract import Api, Direction, Namespace
from sockgen.rendering import Code, bracketed, function, statement
from sockgen.targets.python.extent import Extent
from sockgen.targets.python.imports import STANDARD, grouped
from sockgen.targets.python.methods import events_of
from sockgen.targets.python.names import ApiNames
from sockgen.targets.python.server_side import ServerSides
from sockgen.targets.python.types import Types
from sockgen.targets.python.used_names import names_parsed

_PRINCIPAL = "str"
_UNWRITTEN = "raise NotImplementedError"


def example_server(
    api: Api,
    names: ApiNames,
    types: Types,
    package: str,
    public: Collection[str],
    extent: Extent,
) -> Code:
    """The code of a server; `public` is what can be imported from the package.

    Only the namespace with the fewest events is written out. The handlers of the
    others are variables that the reader has.
    """
    if not extent.servers:
        return Code("")
    flavour = extent.servers[0]
    server = flavour.name(names.server)
    makes = ServerSides(api, names, types, flavour, _PRINCIPAL)
    own_names = names.namespaces.values()
    given = {one.attribute: one.attribute for one in own_names}
    parts: list[str] = []
    for namespace in sorted(api.namespaces, key=_length)[:1]:
        own = names.namespaces[namespace.name]
        name = _unlike(f"My{own.handlers}", {*public, server})
        parts.append(_handlers(makes, namespace, name, flavour.name(own.handlers)))
        given[own.attribute] = f"{name}()"
    if credential := makes.credential():
        head = f"{flavour.define} authenticate"
        signature = function(head, [f"credential: {credential}"], _PRINCIPAL, 0)
        parts.append(f"{signature}\n    {_UNWRITTEN}")
        given["authenticate"] = "authenticate"
    arguments = ", ".join(f"{name}={one}" for name, one in given.items())
    parts.append(statement(f"server = {server}({arguments})", 0))
    code = "\n\n\n".join(parts) + f"\napp = server.{flavour.app}()"
    classes = [(flavour.name(one.handlers), one.connection) for one in own_names]
    sources = {
        **STANDARD,
        package: public,
        f"{package}.{flavour.server}": [server, *chain.from_iterable(classes)],
    }
    groups = grouped(sources, names_parsed(code))
    lines = [one for one in chain.from_iterable(groups) if one[:1] != "#"]
    between = "\n\n\n" if len(parts) > 1 else "\n\n"
    return Code("\n".join(lines) + between + code)


def _handlers(makes: ServerSides, namespace: Namespace, name: str, base: str) -> str:
    received = events_of(namespace, Direction.CLIENT_TO_SERVER)
    methods = [makes.handler(namespace, one).signature for one in received]
    written = [f"    {one}\n        {_UNWRITTEN}" for one in methods]
    given = f"[{_PRINCIPAL}]" if namespace.security else ""
    head = bracketed(f"class {name}(", [f"{base}{given}"], "):", 0)
    return f"{head}\n" + ("\n\n".join(written) or "    pass")


def _unlike(name: str, others: Collection[str]) -> str:
    return _unlike(f"My{name}", others) if name in others else name


def _length(namespace: Namespace) -> tuple[bool, int]:
    """How long an example it is; one without anything to handle comes last."""
    received = len(events_of(namespace, Direction.CLIENT_TO_SERVER))
    return not received, received
