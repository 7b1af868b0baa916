"""What has changed at the door: servers, transports, credentials."""

from __future__ import annotations

from collections.abc import Iterator

from sockgen.comparing.changes import Change, Verdict
from sockgen.contract import Api, Namespace, Requirement, Server, Way

_BREAKING, _RISKY, _FINE = Verdict.BREAKING, Verdict.RISKY, Verdict.COMPATIBLE


def of_servers(old: Api, new: Api) -> Iterator[Change]:
    """Addresses, engine paths and transports."""
    before = {one.name: one for one in old.servers}
    after = {one.name: one for one in new.servers}
    for name in sorted(before.keys() - after.keys()):
        yield Change(_RISKY, f"the server `{name}` is gone")
    for name, server in after.items():
        if name in before:
            yield from _of_server(before[name], server)
        else:
            yield Change(_FINE, f"the server `{name}` is new")


def _of_server(old: Server, new: Server) -> Iterator[Change]:
    about = f"the server `{new.name}`"
    if old.url != new.url:
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
    """Which credentials open a namespace, and what else its connect must have."""
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
                shown = " and ".join(f"`{one.credential}`" for one in names)
                message = f"{shown} does not open {new.name} any more"
                yield change(_BREAKING, message)
        for way, names in zip(after, new.security, strict=True):
            if not any(way <= other or other <= way for other in before):
                shown = " and ".join(f"`{one.credential}`" for one in names)
                yield change(_FINE, f"{shown} opens {new.name}, too")
    for what in ("query", "headers"):
        mine, theirs = getattr(old, what), getattr(new, what)
        if theirs is not None and new_api.schemas.get(theirs) != (
            old_api.schemas.get(mine) if mine is not None else None
        ):
            required = new_api.schemas[theirs].get("required")
            verdict = _RISKY if mine is not None or not required else _BREAKING
            yield change(verdict, f"{new.name} asks for other {what} of a connect")


def _known(api: Api, way: Way) -> frozenset[tuple[object, ...]]:
    """A way in as the wire has it, so that ways of two documents can be compared."""
    found = {one.key: one for one in api.credentials}

    def parts(one: Requirement) -> Iterator[tuple[object, ...]]:
        scheme = found[one.credential]
        yield scheme.kind, scheme.location, scheme.parameter
        yield from (("scope", one.credential, scope) for scope in one.scopes)

    return frozenset(part for one in way for part in parts(one))
