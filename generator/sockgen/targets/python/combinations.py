"""Credentials that are needed together, as classes with a field for each."""

from dataclasses import dataclass

from sockgen.contract import Api, Credential, CredentialKind
from sockgen.naming import Names, pascal, snake

TYPES = {
    CredentialKind.BEARER: "BearerToken",
    CredentialKind.BASIC: "BasicLogin",
    CredentialKind.API_KEY: "ApiKey",
}
"""The class of the runtime that holds a credential."""

Together = tuple[str, ...]
"""The keys of credentials that are needed together, in the order of the contract."""


@dataclass(frozen=True, slots=True)
class Combination:
    """The class that holds credentials; `fields` are their names by their keys."""

    name: str
    fields: dict[str, str]


def presented(api: Api) -> list[Credential]:
    """Credentials that are enough for every namespace: those of its first way in."""
    wanted = {
        one.credential
        for namespace in api.namespaces
        for way in namespace.security[:1]
        for one in way
    }
    return [one for one in api.credentials if one.key in wanted]


def name_combinations(api: Api, types: Names) -> dict[Together, Combination]:
    """Name the classes, such as `UserAndKey`."""
    found: dict[Together, Combination] = {}
    for namespace in api.namespaces:
        for way in namespace.security:
            keys = tuple(one.credential for one in way)
            if len(keys) > 1 and keys not in found:
                fields = Names(["self"])
                found[keys] = Combination(
                    types.take("And".join(pascal(key) for key in keys)),
                    {
                        key: fields.take(snake(key), f"{snake(key)}_credential")
                        for key in keys
                    },
                )
    return found


def credential_classes(api: Api) -> list[str]:
    """The classes of the runtime that hold what the namespaces ask for."""
    asked = {
        one.credential
        for namespace in api.namespaces
        for way in namespace.security
        for one in way
    }
    classes = [TYPES[one.kind] for one in api.credentials if one.key in asked]
    return list(dict.fromkeys(classes))


def credential_types(api: Api, combinations: dict[Together, Combination]) -> list[str]:
    """What `authenticate` may get, each type once, in the order of the contract."""
    ways = {
        tuple(one.credential for one in way)
        for namespace in api.namespaces
        for way in namespace.security
    }
    single = [TYPES[one.kind] for one in api.credentials if (one.key,) in ways]
    return [*dict.fromkeys(single), *(one.name for one in combinations.values())]
