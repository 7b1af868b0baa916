"""What the contract tests present when they connect."""

from dataclasses import dataclass
from urllib.parse import quote

from sockgen.contract import (
    Api,
    Credential,
    CredentialKind,
    CredentialLocation,
    JsonValue,
)
from sockgen.rendering import Code, bracketed, literal
from sockgen.sampling import Sampler

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
    wanted = {
        requirement.credential
        for namespace in api.namespaces
        for requirement in namespace.security[:1]
    }
    credentials = [one for one in api.credentials if one.key in wanted]
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
        for place, code in _presented(one):
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


def _auth(api: Api, sampler: Sampler) -> dict[str, JsonValue]:
    """A connect `auth` that suits every namespace."""
    made: dict[str, JsonValue] = {}
    for namespace in api.namespaces:
        if namespace.auth is None or sampler.accepts(namespace.auth, {**made}):
            continue
        sample = sampler.value(namespace.auth)
        if sample is not None and isinstance(sample[0], dict):
            made.update(sample[0])
    return made


def _presented(credential: Credential) -> list[tuple[str, str]]:
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
