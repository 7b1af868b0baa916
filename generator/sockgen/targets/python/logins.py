"""What the contract tests present when they connect."""

from collections.abc import Mapping
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
_SECRET, _WRONG = "contract-test", "somebody:else"
_TOKEN = "!#$&'*+-.^_`|~"
"""Characters of the name of a cookie, besides letters and digits."""


@dataclass(frozen=True, slots=True)
class Login:
    """Code of the function that makes a client's keywords from `secret`.

    `secret` is the one that the reference server accepts, besides `others` that the
    schema of the connect `auth` wants in some properties of it. `auth` is the rest
    of what the document asks for there.
    """

    secret: str
    others: dict[str, str]
    auth: dict[str, JsonValue]
    auth_code: Code
    headers_code: Code
    query_code: Code


def make_login(api: Api, sampler: Sampler) -> Login:
    """Find what lets a client into every namespace."""
    credentials = presented(api)
    auth = _auth(api, sampler)
    secret, others = _secrets(credentials, auth)
    parts: dict[str, list[str]] = {
        "auth": ["**AUTH"],
        "headers": [],
        "query": [],
        "cookie": [],
    }
    for one in credentials:
        for place, code in _written(one, others):
            if code not in parts[place]:
                parts[place].append(code)
    if parts["cookie"]:
        cookie = "; ".join(parts["cookie"])
        parts["headers"].append(f'"Cookie": f"{cookie}"')
    query = "&".join(parts["query"])
    return Login(
        secret,
        others,
        {key: value for key, value in auth.items() if key not in _properties(api)},
        bracketed("{", parts["auth"], "}", 8, used=16),
        bracketed("{", parts["headers"], "}", 8, used=19),
        Code(f'f"?{query}"' if query else '""'),
    )


def wrong_secret(
    api: Api, namespace: Namespace, login: Login, sampler: Sampler
) -> str | None:
    """A secret that only the server can refuse; None if the schema knows better."""
    accepted = {login.secret, *login.others.values()}
    for wrong in (
        _WRONG,
        f"{login.secret}x",
        f"x{login.secret}",
        login.secret[::-1],
    ):
        value = {**login.auth}
        for one in presented(api):
            if one.location is CredentialLocation.AUTH:
                value |= _properties_of(one, wrong)
        fits = namespace.auth is None or sampler.accepts(namespace.auth, value)
        if fits and wrong not in accepted:
            return wrong
    return None


def _secrets(
    credentials: list[Credential], auth: dict[str, JsonValue]
) -> tuple[str, dict[str, str]]:
    """The secret, and those of properties of the `auth` that want another."""
    secret = f"{_SECRET}:secret" if any(x.kind is _BASIC for x in credentials) else ""
    wanted: dict[str, str] = {}
    for one in credentials:
        if one.location is CredentialLocation.AUTH:
            samples = [auth.get(key) for key in _properties_of(one, "")]
            texts = [x for x in samples if isinstance(x, str) and x]
            if len(texts) == 2 and ":" not in texts[0]:
                secret = ":".join(texts)
            elif one.kind is not _BASIC and texts:
                wanted[one.parameter] = texts[0]
    secret = secret or next(iter(wanted.values()), _SECRET)
    return secret, {key: text for key, text in wanted.items() if text != secret}


def _properties(api: Api) -> set[str]:
    """The properties of the connect `auth` that hold what a client presents."""
    return {
        key
        for one in presented(api)
        if one.location is CredentialLocation.AUTH
        for key in _properties_of(one, "")
    }


def _properties_of(credential: Credential, secret: str) -> dict[str, JsonValue]:
    """The properties of a credential that travels in the connect `auth`."""
    if credential.kind is not _BASIC:
        return {credential.parameter: secret}
    username, _, password = secret.partition(":")
    return {"username": username, "password": password}


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
        if namespace.auth is None or sampler.accepts(namespace.auth, {**made}):
            continue
        sample = sampler.value(namespace.auth)
        if sample is not None and isinstance(sample[0], dict):
            made.update(sample[0])
    return made


def _written(
    credential: Credential, others: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Where a secret goes, as code in which it is called `secret`."""
    name = literal(credential.parameter)
    if credential.location is CredentialLocation.AUTH:
        if credential.kind is _BASIC:
            return [
                ("auth", '"username": secret.partition(":")[0]'),
                ("auth", '"password": secret.partition(":")[2]'),
            ]
        other = others.get(credential.parameter)
        either = f"{literal(other)} if secret == SECRET else secret" if other else ""
        return [("auth", f"{name}: {either or 'secret'}")]
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
