"""The views of the files around the package: `pyproject.toml` and `README.md`."""

from sockgen.contract import Api, CredentialLocation, Direction, Event
from sockgen.rendering import Code, lay_out, literal
from sockgen.targets import Options
from sockgen.targets.python.combinations import presented
from sockgen.targets.python.flavours import ASYNC, SYNC
from sockgen.targets.python.imports import import_line
from sockgen.targets.python.metadata import first_paragraph, metadata
from sockgen.targets.python.methods import named
from sockgen.targets.python.names import ApiNames, EventNames
from sockgen.targets.python.notes import Notes
from sockgen.targets.python.writing import Module


def around(
    api: Api,
    names: ApiNames,
    options: Options,
    title: str,
    notes: Notes,
    example: Code,
) -> dict[str, Module]:
    """The files of the distribution by their name; `example` is that of a server."""
    return {
        "pyproject.toml": _project(api, options, title, notes),
        "README.md": _readme(api, names, options, title, example),
    }


def _project(api: Api, options: Options, title: str, notes: Notes) -> Module:
    view = {
        "distribution": options.distribution,
        "package": options.package,
        **metadata(api, title, notes),
    }
    return Module("pyproject.toml.jinja", view)


def _readme(
    api: Api, names: ApiNames, options: Options, title: str, example: Code
) -> Module:
    rows = [
        {
            "namespace": namespace.name,
            "event": event.name,
            "arrow": event.direction.value,
            "client": Code(_on_a_client(event, called)),
            "server": Code(_on_a_server(event, called)),
        }
        for namespace in api.namespaces
        for event in namespace.events
        if (called := named(names.namespaces[namespace.name], event))
    ]
    spaces = [
        {
            "namespace": namespace.name,
            "attribute": Code(own.attribute),
            "waits": Code(ASYNC.name(own.handlers)),
            "blocks": Code(SYNC.name(own.handlers)),
        }
        for namespace in api.namespaces
        if (own := names.namespaces[namespace.name])
    ]
    view = {
        "title": title,
        "summary": first_paragraph(api.description) or title,
        "package": Code(options.package),
        "distribution": Code(options.distribution),
        "rows": rows,
        "spaces": spaces,
        "async_import": _import(options, ASYNC.client, ASYNC.name(names.client)),
        "async_connect": _connect(api, ASYNC.name(names.client), "async with ", 4),
        "import_line": _import(options, SYNC.client, SYNC.name(names.client)),
        "connect": _connect(api, SYNC.name(names.client), "with ", 0),
        "server": Code(_fenced(example)),
        "plain_server": Code(SYNC.name(names.server)),
    }
    return Module("README.md.jinja", view)


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
