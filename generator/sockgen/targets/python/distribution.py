"""The views of the files around the package: `pyproject.toml` and `README.md`."""

import re
from collections.abc import Iterable
from typing import Any

from sockgen.contract import Api, CredentialLocation
from sockgen.rendering import Code, lay_out, literal, statement, toml
from sockgen.targets import Options
from sockgen.targets.python.combinations import presented
from sockgen.targets.python.extent import Extent
from sockgen.targets.python.flavours import ASYNC, SYNC, Flavour
from sockgen.targets.python.imports import import_line
from sockgen.targets.python.names import ApiNames
from sockgen.targets.python.writing import Module


def around(
    api: Api, names: ApiNames, options: Options, title: str, extent: Extent
) -> dict[str, Module]:
    """The files of the distribution by their name."""
    return {
        "pyproject.toml": _project(api, options, title, extent),
        "README.md": _readme(api, names, options, title, extent),
    }


def _project(api: Api, options: Options, title: str, extent: Extent) -> Module:
    view = {
        "distribution": options.distribution,
        "version": pep440(api.version),
        "summary": f"{title}: a Socket.IO {_ends(extent)}",
        "package": options.package,
        "extras": [_requirements(*one) for one in _extras(extent).items()],
        "has_tests": bool(extent.servers),
    }
    return Module("pyproject.toml.jinja", view)


def _ends(extent: Extent) -> str:
    """What a package has, in words."""
    words = [
        *(["server"] if extent.servers else []),
        *(["client"] if extent.clients else []),
    ]
    return " and ".join(words)


_AIOHTTP, _UVICORN = "aiohttp>=3.11,<4", "uvicorn[standard]>=0.34,<1"
_WERKZEUG = ("simple-websocket>=1,<2", "werkzeug>=3,<4")
_TESTED_WITH = ("hypothesis>=6.130,<7", "pytest>=8.3,<10", "pyyaml>=6,<7")


def _extras(extent: Extent) -> dict[str, list[str]]:
    """What one installs for an end."""
    found: dict[str, list[str]] = {}
    if extent.clients:
        found["client"] = [_AIOHTTP]  # the client for threads is one for asyncio, too
    if ASYNC in extent.clients:
        found["async-client"] = [_AIOHTTP]
    if extent.servers:
        found["server"] = [_UVICORN] if ASYNC in extent.servers else [*_WERKZEUG]
        found["test"] = sorted([_AIOHTTP, _UVICORN, *_WERKZEUG, *_TESTED_WITH])
    return found


def _requirements(extra: str, wanted: list[str]) -> Code:
    """The line of an extra, or its lines."""
    if len(wanted) < 3:
        return Code(f"{extra} = [{', '.join(map(toml, wanted))}]")
    return Code("\n".join([f"{extra} = [", *(f"    {toml(x)}," for x in wanted), "]"]))


def _readme(
    api: Api, names: ApiNames, options: Options, title: str, extent: Extent
) -> Module:
    rows = [
        {
            "namespace": namespace.name,
            "event": event.name,
            "arrow": event.direction.value,
            "ack": "yes" if event.ack else "no",
        }
        for namespace in api.namespaces
        for event in namespace.events
    ]
    spaces = [
        {
            "namespace": namespace.name,
            "parts": [
                *([Code(f"`{own.attribute}`")] if extent.clients else []),
                *(
                    [_either(x.name(own.handlers) for x in extent.servers)]
                    if extent.servers
                    else []
                ),
            ],
        }
        for namespace in api.namespaces
        if (own := names.namespaces[namespace.name])
    ]
    ends = [one for one in ("client", "server") if one in _extras(extent)]
    view: dict[str, Any] = {
        "title": title,
        "summary": (api.description.strip() or title).split("\n\n")[0],
        "ends": Code(_ends(extent)),
        "extras": Code(",".join(ends)),
        "rows": rows,
        "two_kinds": len(extent.kinds) > 1,
        "manner": Code(extent.kinds[0].manner),
        "parts": [
            *([Code("part of a client")] if extent.clients else []),
            *([Code("handlers of a server")] if extent.servers else []),
        ],
        "spaces": spaces,
        "clients": [_client(api, names, options, one) for one in extent.clients],
        "modules": _either(
            (f"{options.package}.{x.server}" for x in extent.servers), " or "
        ),
        "server": None,
    }
    if extent.servers:
        view["server"] = _server(api, names, options, extent.servers[0])
        view["plain_server"] = (
            Code(SYNC.name(names.server)) if SYNC in extent.servers else ""
        )
    return Module("README.md.jinja", view)


def _either(names: Iterable[str], between: str = ", ") -> Code:
    """Names in a sentence or a table."""
    return Code(between.join(f"`{one}`" for one in names))


def _client(
    api: Api, names: ApiNames, options: Options, flavour: Flavour
) -> dict[str, Any]:
    """The example of a client of one kind."""
    client = flavour.name(names.client)
    indent = 4 if flavour.waits else 0
    head = f"{'async ' if flavour.waits else ''}with "
    return {
        "waits": flavour.waits,
        "import_line": _import(options, flavour.client, client),
        "connect": _connect(api, client, head, indent),
    }


def _server(
    api: Api, names: ApiNames, options: Options, flavour: Flavour
) -> dict[str, Any]:
    """The example of a server of one kind."""
    server = flavour.name(names.server)
    return {
        "waits": flavour.waits,
        "import_line": _import(options, flavour.server, server),
        "made": statement(f"server = {server}({_handlers(api, names)})", 0),
        "app": Code(flavour.app),
    }


def _import(options: Options, module: str, name: str) -> Code:
    return import_line(f"{options.package}.{module}", [name])


def _connect(api: Api, client: str, head: str, indent: int) -> Code:
    """The beginning of a `with` that connects a client."""
    address = api.servers[0].url if api.servers else "http://localhost"
    call = f"{client}({_fenced(literal(address))}{_login(api)})"
    return Code(head + lay_out(call, indent, indent + len(head), len(" as api:")))


def _handlers(api: Api, names: ApiNames) -> str:
    """What a server is made of, as arguments: variables of the same names."""
    given = [names.namespaces[one.name].attribute for one in api.namespaces]
    if any(one.security for one in api.namespaces):
        given.append("authenticate")
    return ", ".join(f"{one}={one}" for one in given)


def _login(api: Api) -> str:
    """What a client presents, as further arguments, each value left open."""
    places: dict[str, list[str]] = {"auth": [], "headers": []}
    for one in presented(api):
        place = "auth" if one.location is CredentialLocation.AUTH else "headers"
        names = [one.parameter] if one.parameter else ["username", "password"]
        if one.location in (CredentialLocation.AUTH, CredentialLocation.HEADER):
            places[place] += [f'{_fenced(literal(name))}: "..."' for name in names]
    if not places["auth"] and any(one.auth for one in api.namespaces):
        places["auth"].append('"token": "..."')
    return "".join(
        f", {place}={{{', '.join(parts)}}}" for place, parts in places.items() if parts
    )


def _fenced(code: str) -> str:
    """Code that cannot end the block of Markdown in which it stands."""
    return code.replace("`", "\\x60")


_VERSION = re.compile(
    r"\s*v?([0-9]+(?:\.[0-9]+)*)"
    r"(?:[-.]?(a|b|rc|alpha|beta)[-.]?([0-9]+)?)?(?:[-+](.*))?\s*",
    re.IGNORECASE,
)


def pep440(version: str) -> str:
    """A version that packaging tools take, as near to the document's as can be."""
    match = _VERSION.fullmatch(version)
    if match is None:
        return "0.0.0"
    release, stage, number, local = match.groups()
    text = ".".join(str(int(part)) for part in release.split("."))
    if stage:
        text += {"alpha": "a", "beta": "b"}.get(stage.lower(), stage.lower())
        text += str(int(number or 0))
    tag = re.sub(r"[^a-z0-9]+", ".", (local or "").lower()).strip(".")
    return f"{text}+{tag}" if tag else text
