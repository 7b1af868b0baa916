"""Security schemes: what a client presents at the connect of a namespace."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from sockgen.contract import (
    Credential,
    CredentialKind,
    CredentialLocation,
    Requirement,
)
from sockgen.document import Document, Findings, Node
from sockgen.reading.context import options
from sockgen.reading.servers import is_capable, servers_of

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


class _Carrier(Protocol):
    """An operation, as far as it matters here."""

    @property
    def node(self) -> Node: ...


class SecurityReader:
    """Reads security requirements, and collects the credentials they name."""

    def __init__(self, document: Document, findings: Findings) -> None:
        self._root = document.root
        self._findings = findings
        self._credentials: dict[str, Credential] = {}
        self._uncarried: list[Node] = []

    @property
    def credentials(self) -> tuple[Credential, ...]:
        """Every credential that was named so far, in order."""
        return tuple(self._credentials.values())

    def of_channels(
        self,
        document: Document,
        channels: Iterable[tuple[Node, Iterable[_Carrier]]],
    ) -> tuple[Requirement, ...]:
        """The alternatives of the channels of a namespace, each once.

        The `x-security` of a channel stands in for that of its servers.
        """
        found: dict[Requirement, None] = {}
        self._uncarried.clear()
        for channel, operations in channels:
            own = channel.get("x-security")
            servers = servers_of(document, channel)
            listed = [own] if own else _security_of(filter(is_capable, servers))
            for one in [*listed, *_security_of(each.node for each in operations)]:
                found.update(dict.fromkeys(self._requirements(one)))
        for scheme in self._uncarried:
            self._tell_uncarried(scheme, bool(found))
        return tuple(found)

    def _tell_uncarried(self, scheme: Node, has_others: bool) -> None:
        """Say that a scheme is left out; without another, all would be open."""
        kind = " ".join(_kind_words(scheme))
        tell = self._findings.warning if has_others else self._findings.error
        tell(
            "SG313",
            f"Socket.IO has no place for a security scheme of type `{kind}`",
            scheme.key_span("type"),
            "it is left out, and clients have to come another way"
            if has_others
            else "say where it travels, such as `x-socketio: {auth: token}`",
        )

    def _requirements(self, listed: Node) -> Iterator[Requirement]:
        for written in listed.raw_items():
            scheme = written.followed()
            if scheme.get("type") is not None:
                yield from self._requirement(scheme, scheme.texts("scopes"))
            elif isinstance(scheme.value, dict):
                yield from self._named(scheme, list(scheme.value))

    def _named(self, written: Node, names: list[str]) -> Iterator[Requirement]:
        """A requirement as AsyncAPI 2 writes it: names of schemes, with scopes."""
        if len(names) > 1:
            self._findings.error(
                "SG324",
                "several credentials at once are not supported",
                written.span(),
                "list them one by one; any one of them then lets a client in",
            )
            return
        for name in names:
            components = self._root.get("components")
            schemes = components.get("securitySchemes") if components else None
            scheme = schemes.get(name) if schemes else None
            if scheme is None:
                self._findings.error(
                    "SG203",
                    f"there is no security scheme `{name}`",
                    written.key_span(name),
                    "declare it under `components: {securitySchemes: ...}`",
                )
            else:
                yield from self._requirement(scheme, written.texts(name))

    def _requirement(
        self, scheme: Node, scopes: tuple[str, ...]
    ) -> Iterator[Requirement]:
        credential = self._credential(scheme)
        if credential is not None:
            yield Requirement(credential.key, scopes)

    def _credential(self, scheme: Node) -> Credential | None:
        key = _key(scheme)
        if key in self._credentials:
            return self._credentials[key]
        carried = _carried(scheme)
        if carried is None:
            self._uncarried.append(scheme)
            return None
        credential = Credential(key, *carried, scheme.text("description"))
        self._credentials[key] = credential
        return credential


def _security_of(holders: Iterable[Node]) -> list[Node]:
    return [found for one in holders if (found := one.get("security")) is not None]


def _key(scheme: Node) -> str:
    if scheme.pointer[-2:-1] == ("securitySchemes",):
        return str(scheme.pointer[-1])
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
    if scheme.text("type") == "httpApiKey" and where in _LOCATIONS:
        return kind, _LOCATIONS[where], scheme.text("name")
    if scheme.text("type") == "apiKey":
        return kind, CredentialLocation.AUTH, where
    return known
