"""Security schemes: what a client presents at the connect of a namespace."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from sockgen.contract import (
    Credential,
    Namespace,
    Requirement,
    Way,
)
from sockgen.diagnostics import Label
from sockgen.document import Document, Findings, Node
from sockgen.reading.auth_places import tell_misplaced
from sockgen.reading.schemes import carried_by, key_of, kind_words, misspelt, unsayable
from sockgen.reading.servers import is_capable, servers_of
from sockgen.reading.ways import TooManyWays, clash, joined
from sockgen.source import JsonValue

_ONE_CONNECT = (
    "all is asked for at one connect: give the operations of a namespace the same "
    "security"
)


class _Carrier(Protocol):
    """An operation, as far as it matters here."""

    @property
    def node(self) -> Node: ...


class SecurityReader:
    """Reads security requirements, and collects the credentials they name."""

    def __init__(self, document: Document, findings: Findings) -> None:
        self._root = document.root
        self._document = document
        self._findings = findings
        self._credentials: dict[str, Credential] = {}
        self._schemes: dict[str, Node] = {}
        self._open_by_its_words: set[str] = set()
        self._uncarried: list[Node] = []

    @property
    def credentials(self) -> tuple[Credential, ...]:
        """Every credential that was named so far, in order."""
        return tuple(self._credentials.values())

    def of_channels(
        self,
        name: str,
        auth: Node | None,
        channels: Iterable[tuple[Node, Iterable[_Carrier]]],
    ) -> tuple[Way, ...]:
        """The ways into a namespace, which a client chooses at its connect.

        What its server asks for and what each operation asks for must all be
        satisfied: after the connect nobody asks again. Of the servers of a
        channel a client uses one. The `x-security` of a channel stands in for that
        of its servers.
        """
        places, operations = _Places(), _Places()
        for channel, carriers in channels:
            own = channel.get("x-security")
            servers = servers_of(self._document, channel)
            listed = [own] if own else _security_of(filter(is_capable, servers))
            places.add(self._ways(listed), listed)
            asked = _security_of(each.node for each in carriers)
            if any(one.value == [] for one in (*([own] if own else ()), *asked)):
                self._open_by_its_words.add(name)
            for security in asked:
                operations.add(self._ways([security]), [security])
        self._compare(name, "channels", places)
        self._compare(name, "operations", operations)
        ways = self._joined(name, places, operations)
        credentials = {
            key: (one, self._schemes[key]) for key, one in self._credentials.items()
        }
        tell_misplaced(self._findings, name, auth, ways, credentials)
        return ways

    def tell_unasked(self, namespaces: Iterable[Namespace]) -> None:
        """Say when schemes are declared, and everybody may connect all the same."""
        listed = list(namespaces)
        components = self._root.get("components")
        schemes = components.get("securitySchemes") if components else None
        first = next(iter(schemes.entries()), None) if schemes else None
        if any(one.security for one in listed):
            self._tell_open(listed)
        elif first is not None and listed and not _asks(self._root.value):
            self._findings.warning(
                "SG324",
                "no namespace asks for the security schemes: everybody may connect",
                first[1].span(key=True),
                "list them as `security` of a server or of operations",
            )

    def _tell_open(self, namespaces: Iterable[Namespace]) -> None:
        """Say which namespaces ask for nothing beside others that ask."""
        for one in namespaces:
            if not one.security and one.name not in self._open_by_its_words:
                self._findings.warning(
                    "SG324",
                    f"everybody may connect to the namespace `{one.name}`, others of "
                    "this document ask for credentials",
                    one.span,
                    "give an operation of it `security`, or `security: []` if that is "
                    "meant",
                )

    def _joined(self, name: str, *places: "_Places") -> tuple[Way, ...]:
        asked = {ways: node for one in places for ways, node in one.first.items()}
        try:
            ways = joined(asked, self._credentials)
        except TooManyWays:
            problem = f"the namespace `{name}` can be entered in too many ways"
        else:
            if ways or not asked:
                return ways
            problem = (
                f"nobody can enter the namespace `{name}`: credentials that are needed "
                "together travel in one place"
            )
        *_, last = asked.values()
        self._findings.error("SG313", problem, last.span(), _ONE_CONNECT)
        return ()

    def _compare(self, name: str, what: str, places: "_Places") -> None:
        """Say when not all of a namespace asks for the same."""
        asked = list(places.first.items())
        for ways, node in asked[1:]:
            wanted, first = asked[0]
            if frozenset(ways) != frozenset(wanted):
                self._findings.warning(
                    "SG324",
                    f"the {what} of `{name}` ask for different credentials",
                    node.span(),
                    "a client must satisfy all of them at its connect; ask for the "
                    "same in all, or make another namespace",
                    label=Label(first.span(), "others ask for these"),
                )

    def _ways(self, lists: Iterable[Node]) -> tuple[Way, ...]:
        """The alternatives of some lists of requirements, each once."""
        found: dict[Way, None] = {}
        self._uncarried.clear()
        for listed in lists:
            for written in listed.raw_items():
                way = self._way(written.followed())
                if way:
                    found[way] = None
                elif written.value == {} and len(list(listed.raw_items())) > 1:
                    self._findings.warning(
                        "SG324",
                        "an empty requirement beside others lets nobody in",
                        written.span(),
                        "leave it out; who comes without credentials needs a "
                        "namespace without `security`",
                    )
        for scheme in self._uncarried:
            self._tell_uncarried(scheme, has_others=bool(found))
        return tuple(found)

    def _tell_uncarried(self, scheme: Node, *, has_others: bool) -> None:
        """Say that a scheme is left out; without another, all would be open."""
        kind = " ".join(kind_words(scheme))
        meant = misspelt(scheme)
        cure = (
            "it is left out, and clients have to come another way"
            if has_others
            else "say where it travels, such as `x-socketio: {auth: token}`"
        )
        tell = self._findings.warning if has_others else self._findings.error
        tell(
            "SG313",
            f"Socket.IO has no place for a security scheme of type `{kind}`",
            (scheme.get("scheme") or scheme).span()
            if meant
            else scheme.key_span("type"),
            f"did you mean `{meant}`?" if meant else cure,
        )

    def _way(self, requirement: Node) -> Way:
        """A requirement: a scheme, or the names of schemes that are all needed."""
        if requirement.get("type") is not None:
            scopes = requirement.texts("scopes")
            asked = [self._requirement(requirement, scopes)]
        elif isinstance(requirement.value, dict):
            asked = [self._named(requirement, name) for name in requirement.value]
        else:
            return ()
        if None in asked:
            return ()
        order = list(self._credentials)
        named = [one for one in asked if one is not None]
        way = tuple(sorted(named, key=lambda one: order.index(one.credential)))
        both = clash(way, self._credentials)
        if both is not None:
            self._findings.error(
                "SG313",
                f"`{both[0]}` and `{both[1]}` are needed together, and both travel in "
                f"{both[2]}",
                requirement.span(),
                "say where one of them travels, such as `x-socketio: {auth: token}`",
            )
        return way

    def _named(self, written: Node, name: str) -> Requirement | None:
        """A scheme as AsyncAPI 2 asks for it: by its name, with scopes."""
        components = self._root.get("components")
        schemes = components.get("securitySchemes") if components else None
        scheme = schemes.get(name) if schemes else None
        if scheme is not None:
            return self._requirement(scheme, written.texts(name))
        self._findings.error(
            "SG203",
            f"there is no security scheme `{name}`",
            written.key_span(name),
            "declare it under `components: {securitySchemes: ...}`",
        )
        return None

    def _requirement(self, scheme: Node, scopes: tuple[str, ...]) -> Requirement | None:
        credential = self._credential(scheme)
        return Requirement(credential.key, scopes) if credential else None

    def _credential(self, scheme: Node) -> Credential | None:
        carried = carried_by(scheme)
        if carried is None:
            self._uncarried.append(scheme)
            return None
        credential = Credential(key_of(scheme), *carried, scheme.text("description"))
        # Schemes that stand where they are used have no names to tell them apart.
        number = 2
        while self._credentials.get(credential.key, credential) != credential:
            credential = replace(credential, key=f"{key_of(scheme)} {number}")
            number += 1
        self._schemes.setdefault(credential.key, scheme)
        self._tell_misspelt(scheme)
        self._tell_unsayable(scheme)
        return self._credentials.setdefault(credential.key, credential)

    def _tell_misspelt(self, scheme: Node) -> None:
        """Say that a scheme of HTTP was probably meant to be another."""
        meant = misspelt(scheme)
        if meant is not None:
            self._findings.warning(
                "SG343",
                f"`{scheme.text('scheme')}` is no scheme of HTTP: it is read as a key",
                (scheme.get("scheme") or scheme).span(),
                f"did you mean `{meant}`?",
            )

    def _tell_unsayable(self, scheme: Node) -> None:
        """Say that no client can present a key by this name."""
        if unsayable(scheme):
            self._findings.warning(
                "SG344",
                f"`{scheme.text('name')}` cannot be the name of a {scheme.text('in')}",
                (scheme.get("name") or scheme).span(),
                "HTTP has letters, digits and hyphens in it, such as `X-Api-Key`",
            )


class _Places:
    """What places of a document ask for, and the first that asks for it."""

    def __init__(self) -> None:
        self.first: dict[tuple[Way, ...], Node] = {}

    def add(self, ways: tuple[Way, ...], lists: Sequence[Node]) -> None:
        """Note a place; one that asks for nothing is no place."""
        if ways:
            self.first.setdefault(ways, lists[0])


def _asks(value: JsonValue) -> bool:
    """Whether a document has a list `security` anywhere that is not empty."""
    if isinstance(value, dict):
        keys = value.get("security"), value.get("x-security")
        return any(keys) or any(map(_asks, value.values()))
    return isinstance(value, list) and any(map(_asks, value))


def _security_of(holders: Iterable[Node]) -> list[Node]:
    return [found for one in holders if (found := one.get("security")) is not None]
