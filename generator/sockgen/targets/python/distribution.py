"""The views of the files around the package: `pyproject.toml` and `README.md`."""

import re

from sockgen.contract import Api, CredentialLocation
from sockgen.rendering import Code, lay_out, literal
from sockgen.targets import Options
from sockgen.targets.python.combinations import presented
from sockgen.targets.python.flavours import ASYNC
from sockgen.targets.python.imports import import_line
from sockgen.targets.python.names import ApiNames
from sockgen.targets.python.writing import Module


def around(
    api: Api, names: ApiNames, options: Options, title: str
) -> dict[str, Module]:
    """The files of the distribution by their name."""
    return {
        "pyproject.toml": _project(api, options, title),
        "README.md": _readme(api, names, options, title),
    }


def _project(api: Api, options: Options, title: str) -> Module:
    view = {
        "distribution": options.distribution,
        "version": pep440(api.version),
        "summary": f"{title}: a Socket.IO server and client",
        "package": options.package,
    }
    return Module("pyproject.toml.jinja", view)


def _readme(api: Api, names: ApiNames, options: Options, title: str) -> Module:
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
    address = api.servers[0].url if api.servers else "http://localhost"
    head = "async with "
    client = ASYNC.name(names.client)
    call = f"{client}({_fenced(literal(address))}{_login(api)})"
    view = {
        "title": title,
        "summary": (api.description.strip() or title).split("\n\n")[0],
        "package": Code(options.package),
        "import_line": import_line(f"{options.package}.async_client", [client]),
        "rows": rows,
        "client": Code(client),
        "connect": Code(head + lay_out(call, 4, 4 + len(head), len(" as api:"))),
        "server": Code(ASYNC.name(names.server)),
    }
    return Module("README.md.jinja", view)


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
