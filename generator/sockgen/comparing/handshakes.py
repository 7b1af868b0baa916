"""What a connect must bring along: `auth`, query and headers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sockgen.comparing import parts
from sockgen.comparing.changes import Change, Verdict
from sockgen.comparing.crossing import About, Crossing, verdict_of
from sockgen.comparing.sentences import told
from sockgen.contract import (
    Api,
    Argument,
    Credential,
    CredentialKind,
    CredentialLocation,
    JsonObject,
    JsonValue,
    Namespace,
)

_FINE = Verdict.COMPATIBLE
_ORDER = (Verdict.BREAKING, Verdict.RISKY, _FINE)
_LOCATIONS = {
    "auth": CredentialLocation.AUTH,
    "query": CredentialLocation.QUERY,
    "headers": CredentialLocation.HEADER,
}


def with_headers_of(old: Api, new: Api) -> Api:
    """The old contract with headers in the letters of the new one, as for HTTP."""
    table = {**old.schemas}
    after = {one.name: one.headers for one in new.namespaces}
    for space in old.namespaces:
        key, other = space.headers, after.get(space.name)
        if key is None or other is None:
            continue
        names = {x.lower(): x for x in parts.schemas_below(new.schemas[other])}
        schema = table[key]
        named = parts.schemas_below(schema)
        if named:
            needed = parts.texts(schema.get("required"))
            table[key] = {
                **schema,
                "properties": {names.get(x.lower(), x): y for x, y in named.items()},
                "required": [names.get(x.lower(), x) for x in needed],
            }
    return replace(old, schemas=table)


def of_handshakes(
    crossing: Crossing, api: Api, old: Namespace, new: Namespace
) -> Iterator[Change]:
    """Changes of what a connect to a namespace must bring along."""
    at = (old.span, new.span)
    for what, location in _LOCATIONS.items():
        before: str | None = getattr(old, what)
        after: str | None = getattr(new, what)
        if before is not None and after is not None:
            both = (Argument(what, before),), (Argument(what, after),)
            yield from crossing.sent(About(new.name, "", "the connect", at), *both)
        elif after is not None:
            yield _asked(crossing, what, _presented(api, old, location), new, after)
        elif before is not None:
            message = f"{new.name} asks for no `{what}` of a schema any more"
            yield Change(_FINE, message, new.name, "", *at)


def _asked(
    crossing: Crossing, what: str, presented: JsonObject, new: Namespace, key: str
) -> Change:
    """A schema where there was none: clients present their credentials alone."""
    message = f"{new.name} asks for `{what}` of a schema"
    losses = crossing.lost(presented, key)
    worst = min(losses, key=lambda one: _ORDER.index(verdict_of(one)), default=None)
    if worst is None or verdict_of(worst) is _FINE:
        return Change(_FINE, message, new.name, new=new.span)
    message = f"{message}: {told(what, worst)}"
    place = crossing.located(worst) or new.span
    return Change(verdict_of(worst), message, new.name, new=place)


def _presented(api: Api, space: Namespace, location: CredentialLocation) -> JsonObject:
    """What clients present without a schema, as one: what security asks for."""
    known = {one.key: one for one in api.credentials}
    ways = [
        [name for one in way for name in _names(known[one.credential], location)]
        for way in space.security
    ]
    branches: list[JsonValue] = [
        {
            "type": "object",
            "required": [*names],
            "properties": {name: {"type": "string"} for name in names},
        }
        for names in ways
    ]
    return {"anyOf": branches} if branches else {"type": "object"}


def _names(credential: Credential, location: CredentialLocation) -> tuple[str, ...]:
    if credential.location is not location:
        return ()
    pair = credential.kind is CredentialKind.BASIC
    if pair and location is CredentialLocation.AUTH:
        return "username", "password"
    return (credential.parameter,)
