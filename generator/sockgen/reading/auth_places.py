"""Whether the connect `auth` of a namespace has a place for its credentials."""

from collections.abc import Iterable, Mapping

from sockgen.contract import Credential, CredentialLocation, Way
from sockgen.document import Findings, Node
from sockgen.reading.context import did_you_mean, options
from sockgen.reading.places import parts_of

_OF_LOGINS = ("username", "password")
_ALTERNATIVES = ("allOf", "anyOf", "oneOf")


def tell_misplaced(
    findings: Findings,
    namespace: str,
    auth: Node | None,
    ways: Iterable[Way],
    schemes: Mapping[str, tuple[Credential, Node]],
) -> None:
    """Say which credentials travel in properties that the schema of `auth` lacks.

    Where it forbids them, nobody can connect with them.
    """
    known = _properties(auth) if auth else []
    if auth is None or not known:
        return
    asked = dict.fromkeys(one.credential for way in ways for one in way)
    for credential, scheme in (schemes[key] for key in asked):
        if credential.location is CredentialLocation.AUTH:
            names = [credential.parameter] if credential.parameter else _OF_LOGINS
            missing = [name for name in names if name not in known]
            if missing:
                _tell(findings, namespace, auth, scheme, missing, known)


def _tell(
    findings: Findings,
    namespace: str,
    auth: Node,
    scheme: Node,
    missing: list[str],
    known: list[str],
) -> None:
    is_closed = _is_closed(auth)
    say = findings.error if is_closed else findings.warning
    verb = "forbids" if is_closed else "does not have"
    names = " and ".join(f"`{name}`" for name in missing)
    say(
        "SG342",
        f"the `auth` of the namespace `{namespace}` {verb} {names}, where this "
        "credential travels",
        (options(scheme).get("auth") or scheme.get("in") or scheme).span(),
        did_you_mean(missing[0], known),
    )


def _properties(auth: Node) -> list[str]:
    """The properties that a schema names; none where a pattern may name them, too."""
    found: dict[str, None] = {}
    for part in parts_of(auth, *_ALTERNATIVES):
        if part.get("patternProperties") is not None:
            return []
        properties = part.get("properties")
        found.update(dict.fromkeys(dict(properties.entries()) if properties else ()))
    return list(found)


def _is_closed(auth: Node) -> bool:
    return any(
        one.value is False
        for part in parts_of(auth, "allOf")
        for key in ("additionalProperties", "unevaluatedProperties")
        if (one := part.get(key)) is not None
    )
