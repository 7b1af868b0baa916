"""A security scheme: what it is made of, and where it travels."""

import re

from sockgen.contract import CredentialKind, CredentialLocation
from sockgen.document import Node
from sockgen.document.likely import likely
from sockgen.reading.context import options

_BEARER = (CredentialKind.BEARER, CredentialLocation.HEADER, "Authorization")
_KINDS: dict[str, tuple[CredentialKind, CredentialLocation, str]] = {
    "http bearer": _BEARER,
    "http basic": (CredentialKind.BASIC, CredentialLocation.HEADER, "Authorization"),
    "oauth2": _BEARER,
    "openIdConnect": _BEARER,
    "userPassword": (CredentialKind.BASIC, CredentialLocation.AUTH, ""),
}
_LOCATIONS = {
    "header": CredentialLocation.HEADER,
    "query": CredentialLocation.QUERY,
    "cookie": CredentialLocation.COOKIE,
}
_OF_HTTP = frozenset(
    """basic bearer concealed digest dpop gnap hoba mutual negotiate oauth privatetoken
    scram-sha-1 scram-sha-256 vapid""".split()
)
"""The schemes of HTTP that are registered."""
_ALIKE = 0.7
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""A name in HTTP, of a header say."""


def key_of(scheme: Node) -> str:
    """What a scheme is called: its key, or what it is where it has none."""
    if scheme.pointer[-2:-1] == ("securitySchemes",):
        return str(scheme.pointer[-1])
    return " ".join(kind_words(scheme))


def kind_words(scheme: Node) -> tuple[str, ...]:
    """The type of a scheme, for one of HTTP together with which."""
    kind = scheme.text("type")
    return (kind, scheme.text("scheme").lower()) if kind == "http" else (kind,)


def misspelt(scheme: Node) -> str | None:
    """The scheme of HTTP that was probably meant by one that nobody knows."""
    written = scheme.text("scheme").lower()
    if scheme.text("type") != "http" or written in _OF_HTTP:
        return None
    return likely(written, ("bearer", "basic"), _ALIKE)


def unsayable(scheme: Node) -> bool:
    """Whether an API key has a name that no header and no cookie can have."""
    carried = carried_by(scheme)
    return (
        carried is not None
        and carried[1] in (CredentialLocation.HEADER, CredentialLocation.COOKIE)
        and not _TOKEN.fullmatch(carried[2])
    )


def carried_by(
    scheme: Node,
) -> tuple[CredentialKind, CredentialLocation, str] | None:
    """What a scheme is made of and where it travels."""
    known = _KINDS.get(" ".join(kind_words(scheme)))
    kind = known[0] if known else CredentialKind.API_KEY
    in_auth = options(scheme).text("auth")
    if in_auth:
        parameter = "" if kind is CredentialKind.BASIC else in_auth
        return kind, CredentialLocation.AUTH, parameter
    where = scheme.text("in")
    if scheme.text("type") == "httpApiKey" and where in _LOCATIONS:
        return kind, _LOCATIONS[where], scheme.text("name")
    if scheme.text("type") == "apiKey":
        return kind, CredentialLocation.AUTH, where
    return known
