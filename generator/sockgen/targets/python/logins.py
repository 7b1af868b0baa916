"""What the contract tests present when they connect."""

from collections.abc import Iterator
from dataclasses import dataclass

from sockgen.contract import (
    Api,
    Argument,
    Credential,
    CredentialKind,
    CredentialLocation,
    JsonValue,
    Namespace,
)
from sockgen.sampling import Cases, Sampler

_BASIC = CredentialKind.BASIC
_SECRET = "contract-test"
_AUTHS = 24
"""Invalid connect `auth` objects of one namespace that are tried."""
_FAULTS = {
    "wrong": "a wrong `{}`",
    "longer": "a `{}` that goes on after the right one",
    "shorter": "a `{}` that ends before the right one does",
    "letters": "the `{}` in other letters",
    "member": "a `{}` that is the name of what every object has",
    "empty": "an empty `{}`",
    "malformed": "a malformed `{}`",
}
"""What may be wrong with a credential."""


@dataclass(frozen=True, slots=True)
class Login:
    """What gets a client into every namespace.

    `secret` is the one that the reference server accepts, besides `others` that the
    schema of the connect `auth` wants in some properties of it. `auth` is the rest
    of what the document asks for there.
    """

    secret: str
    others: dict[str, str]
    auth: dict[str, JsonValue]


def make_login(api: Api, sampler: Sampler) -> Login:
    """Find what lets a client into every namespace."""
    credentials = _asked_for(api)
    auth = _auth(api, sampler)
    secret, others = _secrets(credentials, auth)
    rest = {key: x for key, x in auth.items() if key not in _properties(credentials)}
    return Login(secret, others, rest)


def ways(namespace: Namespace) -> dict[str, int]:
    """The ways into a namespace, by the credentials that each asks for."""
    found: dict[str, int] = {}
    for number, way in enumerate(namespace.security):
        found.setdefault(" and ".join(one.credential for one in way), number)
    return found


def flaws(namespace: Namespace) -> dict[str, tuple[object, ...]]:
    """What keeps a client out: a way in, a credential of it, and what is wrong."""
    found: dict[str, tuple[object, ...]] = {"no credentials": (0, "", "")}
    for number, way in enumerate(namespace.security):
        for one in way:
            for fault, told in _FAULTS.items():
                label = told.format(one.credential)
                found.setdefault(label, (number, one.credential, fault))
            if len(way) > 1 and not _opens_without(namespace, number, one.credential):
                label = f"no `{one.credential}`"
                found.setdefault(label, (number, one.credential, "missing"))
    return found


def broken_auths(namespace: Namespace, login: Login, sampler: Sampler) -> Cases:
    """Connect `auth` objects that break the schema of a namespace."""
    if namespace.auth is None:
        return Cases()
    argument = Argument("auth", namespace.auth)
    sample = sampler.value(namespace.auth)
    if sample is None:
        return Cases()
    return sampler.broken([argument], sample, _AUTHS)


def _asked_for(api: Api) -> list[Credential]:
    """The credentials that some namespace asks for."""
    wanted = {
        one.credential
        for namespace in api.namespaces
        for way in namespace.security
        for one in way
    }
    return [one for one in api.credentials if one.key in wanted]


def _opens_without(namespace: Namespace, number: int, credential: str) -> bool:
    """Whether the rest of a way in is a way in itself."""
    left = {x.credential for x in namespace.security[number]} - {credential}
    return any(all(x.credential in left for x in way) for way in namespace.security)


def _secrets(
    credentials: list[Credential], auth: dict[str, JsonValue]
) -> tuple[str, dict[str, str]]:
    """The secret, and those of properties of the `auth` that want another."""
    secret = f"{_SECRET}:secret" if any(x.kind is _BASIC for x in credentials) else ""
    wanted: dict[str, str] = {}
    for one in credentials:
        if one.location is CredentialLocation.AUTH:
            samples = [auth.get(key) for key in _properties_of(one)]
            texts = [x for x in samples if isinstance(x, str) and x]
            if len(texts) == 2 and ":" not in texts[0]:
                secret = ":".join(texts)
            elif one.kind is not _BASIC and texts:
                wanted[one.parameter] = texts[0]
    secret = secret or next(iter(wanted.values()), _SECRET)
    return secret, {key: text for key, text in wanted.items() if text != secret}


def _properties(credentials: list[Credential]) -> set[str]:
    """The properties of the connect `auth` that hold what a client presents."""
    return {
        key
        for one in credentials
        if one.location is CredentialLocation.AUTH
        for key in _properties_of(one)
    }


def _properties_of(credential: Credential) -> Iterator[str]:
    """The properties of a credential that travels in the connect `auth`."""
    if credential.kind is _BASIC:
        yield from ("username", "password")
    else:
        yield credential.parameter


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
