"""The views of the files around the package: `pyproject.toml` and `README.md`."""

from collections.abc import Iterable
from typing import Any

from sockgen.contract import Api, CredentialLocation, Direction, Event
from sockgen.rendering import Code, lay_out, literal, toml
from sockgen.targets import Options
from sockgen.targets.python.combinations import presented
from sockgen.targets.python.extent import Extent
from sockgen.targets.python.flavours import ASYNC, SYNC, Flavour
from sockgen.targets.python.imports import import_line
from sockgen.targets.python.metadata import first_paragraph, metadata
from sockgen.targets.python.methods import named
from sockgen.targets.python.names import ApiNames, EventNames
from sockgen.targets.python.notes import Notes
from sockgen.targets.python.writing import Module, View


def around(
    api: Api,
    names: ApiNames,
    options: Options,
    title: str,
    notes: Notes,
    extent: Extent,
    example: Code,
) -> dict[str, Module]:
    """The files of the distribution by their name; `example` is that of a server."""
    return {
        "pyproject.toml": _project(api, options, title, notes, extent),
        "README.md": _readme(api, names, options, title, extent, example),
    }


def _project(
    api: Api, options: Options, title: str, notes: Notes, extent: Extent
) -> Module:
    view = {
        "distribution": options.distribution,
        "package": options.package,
        "extras": [_requirements(*one) for one in _extras(extent).items()],
        "has_tests": bool(extent.servers),
        **metadata(api, title, notes, extent.ends),
    }
    return Module("pyproject.toml.jinja", view)


_AIOHTTP, _UVICORN = "aiohttp>=3.11,<4", "uvicorn[standard]>=0.34,<1"
_WEBSOCKET, _WERKZEUG = "simple-websocket>=1,<2", "werkzeug>=3,<4"
_TESTED_WITH = ("hypothesis>=6.130,<7", "pytest>=8.3,<10", "pyyaml>=6,<7")


def _extras(extent: Extent) -> dict[str, list[str]]:
    """What one installs for an end."""
    found: dict[str, list[str]] = {}
    if extent.clients:
        found["client"] = [_AIOHTTP]  # the client for threads is one for asyncio, too
    if ASYNC in extent.clients:
        found["async-client"] = [_AIOHTTP]
    if extent.servers:
        serving = {ASYNC: _UVICORN, SYNC: _WERKZEUG}
        found["server"] = [serving[one] for one in extent.servers]
        wanted = [_AIOHTTP, _UVICORN, _WEBSOCKET, _WERKZEUG, *_TESTED_WITH]
        found["test"] = sorted(wanted)
    return found


def _requirements(extra: str, wanted: list[str]) -> Code:
    """The line of an extra, or its lines."""
    if len(wanted) < 3:
        return Code(f"{extra} = [{', '.join(map(toml, wanted))}]")
    return Code("\n".join([f"{extra} = [", *(f"    {toml(x)}," for x in wanted), "]"]))


def _readme(
    api: Api,
    names: ApiNames,
    options: Options,
    title: str,
    extent: Extent,
    example: Code,
) -> Module:
    rows = [
        {
            "namespace": namespace.name,
            "event": event.name,
            "arrow": event.direction.value,
            "ends": _parts(
                extent, _on_a_client(event, called), _on_a_server(event, called)
            ),
        }
        for namespace in api.namespaces
        for event in namespace.events
        if (called := named(names.namespaces[namespace.name], event))
    ]
    spaces = [
        {
            "namespace": namespace.name,
            "parts": _parts(
                extent,
                f"`{own.attribute}`",
                _listed(one.name(own.handlers) for one in extent.servers),
            ),
        }
        for namespace in api.namespaces
        if (own := names.namespaces[namespace.name])
    ]
    modules = (f"{options.package}.{one.server}" for one in extent.servers)
    view: View = {
        "title": title,
        "summary": first_paragraph(api.description) or title,
        "distribution": Code(options.distribution),
        "made": Code(extent.ends),
        "installed": Code(",".join(_parts(extent, "client", "server"))),
        "bare": Code(
            "the models, the errors and the handlers"
            if extent.servers
            else "the models and the errors"
        ),
        "extras": _uses(extent),
        "ends": _parts(extent, "on a client", "on a server"),
        "rows": rows,
        "two_kinds": len(extent.kinds) > 1,
        "manner": Code(extent.kinds[0].manner),
        "parts": _parts(extent, "part of a client", "handlers of a server"),
        "spaces": spaces,
        "clients": [_client(api, names, options, one) for one in extent.clients],
        "modules": Code(_listed(modules, " or ")),
        "server": Code(_fenced(example)) if extent.servers else "",
        "asgi": ASYNC in extent.servers,
        "wsgi": Code(SYNC.name(names.server)) if SYNC in extent.servers else "",
    }
    return Module("README.md.jinja", view)


def _parts(extent: Extent, of_client: str, of_server: str) -> list[Code]:
    """What is said of each end that there is."""
    said = [(extent.clients, of_client), (extent.servers, of_server)]
    return [Code(text) for flavours, text in said if flavours]


def _uses(extent: Extent) -> list[dict[str, Code]]:
    """What the extras are for."""
    both = " of both kinds" if len(extent.clients) > 1 else ""
    of_two = " for threads" if len(extent.servers) > 1 else ""
    serving = {ASYNC: "uvicorn", SYNC: f"werkzeug{of_two}"}
    uses = {
        "client": f"clients{both}: aiohttp",
        "server": f"to serve: {', and '.join(serving[one] for one in extent.servers)}",
        "test": "the contract tests",
    }
    there = _extras(extent)
    names = {one: [one] for one in there}
    names["client"] = [one for one in there if "client" in one]
    return [
        {"names": Code(_listed(names[one])), "use": Code(use)}
        for one, use in uses.items()
        if one in there
    ]


def _listed(names: Iterable[str], between: str = ", ") -> str:
    """Names as code, in a sentence or a table."""
    return between.join(f"`{one}`" for one in names)


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


def _on_a_client(event: Event, names: EventNames) -> str:
    """How a client has to do with an event, as its methods."""
    if event.direction is Direction.CLIENT_TO_SERVER:
        return f"`{'call' if event.ack else 'emit'}_{names.stem}(…)`"
    stream = "" if event.ack else f", `{names.stream}()`"
    return f"`on_{names.stem}(handler)`{stream}"


def _on_a_server(event: Event, names: EventNames) -> str:
    """How handlers have to do with an event, as their methods."""
    if event.direction is Direction.CLIENT_TO_SERVER:
        return f"`on_{names.stem}(…)`"
    return f"`{'call' if event.ack else 'emit'}_{names.stem}(…)`"


def _import(options: Options, module: str, name: str) -> Code:
    return import_line(f"{options.package}.{module}", [name])


def _connect(api: Api, client: str, head: str, indent: int) -> Code:
    """The beginning of a `with` that connects a client."""
    address = api.servers[0].url if api.servers else "http://localhost"
    call = f"{client}({_fenced(literal(address))}{_login(api)})"
    return Code(head + lay_out(call, indent, indent + len(head), len(" as api:")))


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
