"""What the contract tests present when they connect."""

from dataclasses import dataclass
from urllib.parse import quote

from sockgen.contract import (
    Api,
    Credential,
    CredentialKind,
    CredentialLocation,
    JsonValue,
    Namespace,
)
from sockgen.rendering import Code, bracketed, literal
from sockgen.sampling import Sampler
from sockgen.targets.python.combinations import presented

_BEARER, _BASIC = CredentialKind.BEARER, CredentialKind.BASIC
_SECRET = "contract-test"
_TOKEN = "!#$&'*+-.^_`|~"
"""Characters of the name of a cookie, besides letters and digits."""


@dataclass(frozen=True, slots=True)
class Login:
    """Code of the function that makes a client's keywords from `secret`.

    `secret` is the one that the reference server accepts, `auth` the rest of the
    connect `auth` that the document asks for.
    """

    secret: str
    auth: dict[str, JsonValue]
    auth_code: Code
    headers_code: Code
    query_code: Code


def make_login(api: Api, sampler: Sampler) -> Login:
    """Find what lets a client into every namespace."""
    credentials = presented(api)
    auth = _auth(api, sampler)
    basic = any(one.kind is _BASIC for one in credentials)
    secret = f"{_SECRET}:secret" if basic else _SECRET
    parts: dict[str, list[str]] = {
        "auth": ["**AUTH"],
        "headers": [],
        "query": [],
        "cookie": [],
    }
    for one in credentials:
        if one.location is CredentialLocation.AUTH and one.kind is not _BASIC:
            sample = auth.pop(one.parameter, None)
            if isinstance(sample, str) and not basic:
                secret = sample
        for place, code in _written(one):
            if code not in parts[place]:
                parts[place].append(code)
    if parts["cookie"]:
        cookie = "; ".join(parts["cookie"])
        parts["headers"].append(f'"Cookie": f"{cookie}"')
    query = "&".join(parts["query"])
    return Login(
        secret,
        auth,
        bracketed("{", parts["auth"], "}", 8, used=16),
        bracketed("{", parts["headers"], "}", 8, used=19),
        Code(f'f"?{query}"' if query else '""'),
    )


def indispensable(api: Api, namespace: Namespace) -> list[tuple[str, str]]:
    """What a client must not leave out, where a namespace wants several credentials.

    Each is a keyword of a client and a name below it; the query goes as a whole.
    """
    if all(len(way) == 1 for way in namespace.security):
        return []
    chosen = presented(api)
    wanted = {one.credential for way in namespace.security[:1] for one in way}
    places = {_place(one): None for one in chosen if one.key in wanted}
    return [
        place
        for place in places
        if not _opened(namespace, [one for one in chosen if _place(one) != place])
    ]


def _opened(namespace: Namespace, there: list[Credential]) -> bool:
    keys = {one.key for one in there}
    return any(all(one.credential in keys for one in way) for way in namespace.security)


def _place(credential: Credential) -> tuple[str, str]:
    match credential.location:
        case CredentialLocation.AUTH:
            return "auth", credential.parameter or "username"
        case CredentialLocation.HEADER:
            return "headers", credential.parameter
        case CredentialLocation.COOKIE:
            return "headers", "Cookie"
        case CredentialLocation.QUERY:
            return "query", ""


def _auth(api: Api, sampler: Sampler) -> dict[str, JsonValue]:
    """A connect `auth` that suits every namespace."""
    made: dict[str, JsonValue] = {}
    for namespace in api.namespaces:
        sample = sampler.value(namespace.auth) if namespace.auth else None
        if sample is not None and isinstance(sample[0], dict):
            made.update(sample[0])
    return made


def _written(credential: Credential) -> list[tuple[str, str]]:
    """Where a secret goes, as code in which it is called `secret`."""
    name = literal(credential.parameter)
    if credential.location is CredentialLocation.AUTH:
        if credential.kind is _BASIC:
            return [
                ("auth", '"username": secret.partition(":")[0]'),
                ("auth", '"password": secret.partition(":")[2]'),
            ]
        return [("auth", f"{name}: secret")]
    if credential.location is CredentialLocation.HEADER:
        value = "secret"
        if credential.kind is _BEARER:
            value = 'f"Bearer {secret}"'
        elif credential.kind is _BASIC:
            value = 'f"Basic {b64encode(secret.encode()).decode()}"'
        return [("headers", f"{name}: {value}")]
    # Inside an f-string; what is unusual is percent-encoded, braces included.
    if credential.location is CredentialLocation.QUERY:
        return [
            (
                "query",
                f"{quote(credential.parameter, safe='', errors='replace')}={{secret}}",
            )
        ]
    return [
        (
            "cookie",
            f"{quote(credential.parameter, safe=_TOKEN, errors='replace')}={{secret}}",
        )
    ]
