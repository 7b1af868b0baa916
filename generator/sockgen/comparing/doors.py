"""What has changed at the door: servers, transports, credentials."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from sockgen.comparing.changes import Change, Verdict
from sockgen.contract import (
    Api,
    Credential,
    CredentialLocation,
    Namespace,
    Requirement,
    Server,
    Way,
)

_BREAKING, _RISKY, _FINE = Verdict.BREAKING, Verdict.RISKY, Verdict.COMPATIBLE


def of_servers(old: Api, new: Api) -> Iterator[Change]:
    """Addresses, engine paths and transports."""
    before = {one.name: one for one in old.servers}
    after = {_called(one, old.servers): one for one in new.servers}
    for name in sorted(before.keys() - after.keys()):
        yield Change(_RISKY, f"the server `{name}` is gone", old=before[name].span)
    for name, server in after.items():
        if name not in before:
            yield Change(_FINE, f"the server `{name}` is new", new=server.span)
            continue
        at = before[name].span, server.span
        for one in _of_server(before[name], server):
            yield replace(one, old=at[0], new=at[1])


def _reached(url: str) -> tuple[bool, str | None, int]:
    """Where a URL leads to: Socket.IO makes of `http` or `ws` whatever it needs."""
    address = urlsplit(url)
    secure = address.scheme in {"wss", "https"}
    return secure, address.hostname, address.port or (443 if secure else 80)


def _called(server: Server, before: tuple[Server, ...]) -> str:
    """The name of a server, or the one that a server at its address had before."""
    if all(one.name != server.name for one in before):
        for one in before:
            if (_reached(one.url), one.path) == (_reached(server.url), server.path):
                return one.name
    return server.name


def _of_server(old: Server, new: Server) -> Iterator[Change]:
    about = f"the server `{new.name}`"
    if _reached(old.url) != _reached(new.url):
        yield Change(_RISKY, f"{about} is at {new.url}, and was at {old.url}")
    if old.path != new.path:
        message = f"{about} has the engine path {new.path}, and had {old.path}"
        yield Change(_BREAKING, message)
    for one in old.transports:
        if one not in new.transports:
            yield Change(_BREAKING, f"{about} does not take {one} any more")
    for one in new.transports:
        if one not in old.transports:
            yield Change(_FINE, f"{about} takes {one}")


def of_doors(
    old_api: Api, old: Namespace, new_api: Api, new: Namespace
) -> Iterator[Change]:
    """Which credentials open a namespace."""
    before = [_known(old_api, way) for way in old.security]
    after = [_known(new_api, way) for way in new.security]

    def change(verdict: Verdict, message: str) -> Change:
        return Change(verdict, message, new.name, old=old.span, new=new.span)

    if after and not before:
        yield change(_BREAKING, f"{new.name} was open, and asks for credentials")
    elif before and not after:
        yield change(_FINE, f"{new.name} asks for no credentials any more")
    else:
        for way, names in zip(before, old.security, strict=True):
            if not any(other <= way for other in after):
                message = f"{_shown(old_api, names)} does not open {new.name} any more"
                yield change(_BREAKING, message)
        for way, names in zip(after, new.security, strict=True):
            shown = _shown(new_api, names)
            if any(way < other for other in before) and way not in before:
                yield change(_FINE, f"{shown} is enough for {new.name}, and was not")
            elif not any(other <= way for other in before):
                yield change(_FINE, f"{shown} opens {new.name}, too")


def _shown(api: Api, way: Way) -> str:
    """A way in, as a person knows it from the document."""
    found = {one.key: one for one in api.credentials}

    def shown(one: Requirement) -> str:
        scheme = found[one.credential]
        place = f"{scheme.location.value} {scheme.parameter}".rstrip()
        scopes = " for " + ", ".join(one.scopes) if one.scopes else ""
        return f"`{one.credential}` ({scheme.kind.value} in {place}{scopes})"

    return " and ".join(map(shown, way))


def _known(api: Api, way: Way) -> frozenset[tuple[object, ...]]:
    """A way in as the wire has it, so that ways of two documents can be compared."""
    found = {one.key: one for one in api.credentials}

    def parts(one: Requirement) -> Iterator[tuple[object, ...]]:
        scheme = found[one.credential]
        place = scheme.kind, scheme.location, _name(scheme)
        yield place
        for scope in one.scopes:
            yield "scope", *place, scope

    return frozenset(part for one in way for part in parts(one))


def _name(scheme: Credential) -> str:
    """What a server looks for: to HTTP, headers are the same in capitals."""
    in_header = scheme.location is CredentialLocation.HEADER
    return scheme.parameter.lower() if in_header else scheme.parameter
