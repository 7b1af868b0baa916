"""Ways into a namespace: how those of several places become one list."""

from collections.abc import Iterable, Mapping

from sockgen.contract import (
    Credential,
    CredentialKind,
    CredentialLocation,
    Requirement,
    Way,
)

MOST = 64
"""More ways than anybody could mean; a hostile document has no end of them."""


class TooManyWays(Exception):
    """The places ask for so many combinations that none of them is meant."""


def joined(
    places: Iterable[tuple[Way, ...]], known: Mapping[str, Credential]
) -> tuple[Way, ...]:
    """The ways that satisfy every one of some places.

    A place without any asks for nothing. Of two ways, one of which asks for all
    that the other does, the lesser is enough. A way that no client can go, for
    two of its credentials travel in one place, is left out.
    """
    ways: tuple[Way, ...] = ((),)
    for place in dict.fromkeys(filter(None, places)):
        pairs = (_union((*one, *other), known) for one in ways for other in place)
        ways = _least(one for one in pairs if not clash(one, known))
        if len(ways) > MOST:
            raise TooManyWays
    return tuple(way for way in ways if way)


def clash(way: Way, known: Mapping[str, Credential]) -> tuple[str, str, str] | None:
    """Two credentials of a way that travel in one place, and the place."""
    taken: dict[tuple[CredentialLocation, str], Credential] = {}
    for requirement in way:
        credential = known[requirement.credential]
        for parameter in _parameters(credential):
            place = credential.location, parameter
            other = taken.setdefault(place, credential)
            if other.kind is not credential.kind:
                where = f"{credential.location.value} {credential.parameter}".rstrip()
                return other.key, credential.key, where
    return None


def _parameters(credential: Credential) -> tuple[str, ...]:
    if credential.location is CredentialLocation.HEADER:
        return (credential.parameter.lower(),)
    at_auth = credential.location is CredentialLocation.AUTH
    if at_auth and credential.kind is CredentialKind.BASIC:
        return "username", "password"
    return (credential.parameter,)


def _union(asked: Iterable[Requirement], known: Mapping[str, Credential]) -> Way:
    """Requirements as one way: each credential once, with all its scopes."""
    scopes: dict[str, dict[str, None]] = {}
    for one in asked:
        scopes.setdefault(one.credential, {}).update(dict.fromkeys(one.scopes))
    return tuple(Requirement(key, tuple(scopes[key])) for key in known if key in scopes)


def _least(ways: Iterable[Way]) -> tuple[Way, ...]:
    least: dict[Way, _Asked] = {}
    for way in ways:
        asked = _asked(way)
        if not any(other <= asked for other in least.values()):
            least = {one: held for one, held in least.items() if not asked <= held}
            least[way] = asked
        if len(least) > MOST:
            raise TooManyWays
    return tuple(least)


_Asked = frozenset[tuple[str, str | None]]


def _asked(way: Way) -> _Asked:
    """What a way asks for, so that ways can be compared."""
    return frozenset(
        (one.credential, scope) for one in way for scope in (None, *one.scopes)
    )
