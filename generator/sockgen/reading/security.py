"""Security schemes: what a client presents at the connect of a namespace."""

from collections.abc import Iterable

from sockgen.contract import (
    Credential,
    CredentialKind,
    CredentialLocation,
    Requirement,
)
from sockgen.document import Findings, Node
from sockgen.reading.context import options

_SCHEMES = ("components", "securitySchemes")
_BEARER = (CredentialKind.BEARER, CredentialLocation.HEADER, "Authorization")
_KINDS: dict[str, tuple[CredentialKind, CredentialLocation, str]] = {
    "http bearer": _BEARER,
    "http basic": (CredentialKind.BASIC, CredentialLocation.HEADER, "Authorization"),
    "oauth2": _BEARER,
    "openIdConnect": _BEARER,
    "userPassword": (CredentialKind.BASIC, CredentialLocation.AUTH, ""),
}


class SecurityReader:
    """Reads security requirements, and collects the credentials they name."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._credentials: dict[str, Credential] = {}

    @property
    def credentials(self) -> tuple[Credential, ...]:
        """Every credential that was named so far, in order."""
        return tuple(self._credentials.values())

    def requirements(self, holders: Iterable[Node]) -> tuple[Requirement, ...]:
        """The alternatives that servers or operations list, each once."""
        found: dict[Requirement, None] = {}
        for holder in holders:
            listed = holder.get("security")
            for written in listed.raw_items() if listed else ():
                scheme = written.followed()
                credential = self._credential(scheme)
                if credential is not None:
                    scopes = scheme.texts("scopes")
                    found[Requirement(credential.key, scopes)] = None
        return tuple(found)

    def _credential(self, scheme: Node) -> Credential | None:
        key = _key(scheme)
        if key in self._credentials:
            return self._credentials[key]
        carried = _carried(scheme)
        if carried is None:
            kind = " ".join(_kind_words(scheme))
            self._findings.error(
                "SG313",
                f"Socket.IO has no place for a security scheme of type `{kind}`",
                scheme.key_span("type"),
                "say where it travels, such as `x-socketio: {auth: token}`",
            )
            return None
        credential = Credential(key, *carried, scheme.text("description"))
        self._credentials[key] = credential
        return credential


def _key(scheme: Node) -> str:
    if scheme.pointer[:2] == _SCHEMES and len(scheme.pointer) == 3:
        return str(scheme.pointer[2])
    return " ".join(_kind_words(scheme))


def _kind_words(scheme: Node) -> tuple[str, ...]:
    kind = scheme.text("type")
    return (kind, scheme.text("scheme").lower()) if kind == "http" else (kind,)


def _carried(
    scheme: Node,
) -> tuple[CredentialKind, CredentialLocation, str] | None:
    """What a scheme is made of and where it travels."""
    known = _KINDS.get(" ".join(_kind_words(scheme)))
    kind = known[0] if known else CredentialKind.API_KEY
    in_auth = options(scheme).text("auth")
    if in_auth:
        parameter = "" if kind is CredentialKind.BASIC else in_auth
        return kind, CredentialLocation.AUTH, parameter
    where = scheme.text("in")
    if scheme.text("type") == "httpApiKey":
        return kind, CredentialLocation(where), scheme.text("name")
    if scheme.text("type") == "apiKey":
        return kind, CredentialLocation.AUTH, where
    return known
