"""The view of `contract.py`: the API as data for the runtime."""

from dataclasses import dataclass

from sockgen.contract import (
    Api,
    Credential,
    Event,
    Membership,
    Namespace,
    Way,
)
from sockgen.rendering import Code, comment, docstring, literal, row, statement
from sockgen.targets.python.combinations import TYPES, Combination
from sockgen.targets.python.names import ApiNames, error_key
from sockgen.targets.python.types import Types


@dataclass(frozen=True, slots=True)
class Constant:
    """One assignment of the module, with a comment above it."""

    comment: Code
    code: Code


@dataclass(frozen=True, slots=True)
class CombinationView:
    """The class of credentials that are needed together."""

    name: Code
    doc: Code
    fields: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class ContractView:
    """The assignments of the module, in groups that a blank line parts."""

    combinations: tuple[CombinationView, ...]
    schemes: tuple[Constant, ...]
    namespaces: tuple[Constant, ...]
    events: tuple[Constant, ...]
    api: Code


def view_contract(api: Api, names: ApiNames, types: Types) -> ContractView:
    """Describe a contract in the runtime's classes."""
    maker = _Maker(api, names, types)
    return ContractView(
        combinations=tuple(
            maker.combination(one) for one in names.combinations.values()
        ),
        schemes=tuple(maker.scheme(one) for one in api.credentials),
        namespaces=tuple(maker.namespace(one) for one in api.namespaces),
        events=tuple(
            maker.event(namespace, event)
            for namespace in api.namespaces
            for event in namespace.events
        ),
        api=maker.api(),
    )


class _Maker:
    def __init__(self, api: Api, names: ApiNames, types: Types) -> None:
        self._api = api
        self._names = names
        self._types = types

    def scheme(self, credential: Credential) -> Constant:
        parts: list[str] = [
            literal(credential.key),
            f"Kind.{credential.kind.name}",
            f"Location.{credential.location.name}",
            literal(credential.parameter),
        ]
        name = self._names.credentials[credential.key]
        return _constant(credential.description, name, f"Scheme({', '.join(parts)})")

    def namespace(self, namespace: Namespace) -> Constant:
        parts: list[str] = [literal(namespace.name)]
        if namespace.auth is not None:
            kind = self._names.schemas[namespace.auth]
            value = ['"auth"', kind, *self._types.rule(namespace.auth)]
            parts.append(f"auth=Value({', '.join(value)})")
        if namespace.security:
            ways = [self._way(one) for one in namespace.security]
            parts.append(f"security={row(ways)}")
        name = self._names.namespaces[namespace.name].constant
        return _constant(namespace.title, name, f"Namespace({', '.join(parts)})")

    def combination(self, one: Combination) -> CombinationView:
        kinds = {each.key: TYPES[each.kind] for each in self._api.credentials}
        listed = " and ".join(f"`{key}`" for key in one.fields)
        return CombinationView(
            Code(one.name),
            docstring(f"The credentials {listed}, which are needed together."),
            tuple(
                statement(f"{name}: {kinds[key]}", 4)
                for key, name in one.fields.items()
            ),
        )

    def _way(self, way: Way) -> str:
        wanted = [
            f"({self._names.credentials[one.credential]}, {literal(one.scopes)})"
            for one in way
        ]
        combination = self._names.combinations.get(tuple(x.credential for x in way))
        if combination is None:
            return wanted[0]
        fields = zip(combination.fields.values(), wanted, strict=True)
        listed = ", ".join(f"{literal(name)}: {one}" for name, one in fields)
        return f"AllOf({combination.name}, {{{listed}}})"

    def event(self, namespace: Namespace, event: Event) -> Constant:
        names = self._names.namespaces[namespace.name]
        parts = [
            f"name={literal(event.name)}",
            f"namespace={literal(namespace.name)}",
            f"direction=Direction.{event.direction.name}",
            f"arguments={self._types.values(event.arguments)}",
        ]
        if event.rooms:
            rooms = {room.key: room.name for room in namespace.rooms}
            parts.append(f"rooms={literal(tuple(rooms[x] for x in event.rooms))}")
        parts += self._memberships(namespace, "joins", event.joins)
        parts += self._memberships(namespace, "leaves", event.leaves)
        if event.ordered:
            parts.append("ordered=True")
        if event.idempotency is not None:
            parts.append(f"idempotency={literal(event.idempotency)}")
        kind = "Event"
        if event.ack is not None:
            kind = f"CallEvent[{self._types.answer(event.ack)}]"
            parts.append(f"ack={self._types.values(event.ack.arguments)}")
            specs = [
                f"ErrorSpec({self._names.errors[error_key(one)]}, "
                f"{self._types.values(one.arguments)})"
                for one in event.ack.errors
            ]
            parts += [f"errors={row(specs)}"] if specs else []
            parts += [f"timeout={literal(event.timeout)}"] if event.timeout else []
        constant = names.events[event.name, event.direction].constant
        call = f"{kind.partition('[')[0]}({', '.join(parts)})"
        return _constant(
            f"{event.name}, {event.direction.value}", constant, call, f"Final[{kind}]"
        )

    def _memberships(
        self, namespace: Namespace, keyword: str, memberships: tuple[Membership, ...]
    ) -> list[str]:
        if not memberships:
            return []
        rooms = {room.key: room.name for room in namespace.rooms}
        specs = [
            f"Membership({literal(rooms[one.room])}, {literal(one.parameters)})"
            for one in memberships
        ]
        return [f"{keyword}={row(specs)}"]

    def api(self) -> Code:
        server = self._api.servers[0] if self._api.servers else None
        transports = server.transports if server else ("websocket", "polling")
        listed = [
            self._names.namespaces[one.name].constant for one in self._api.namespaces
        ]
        call = (
            f"Contract(title={literal(self._api.title)}, namespaces={row(listed)}, "
            f"url={literal(server.url if server else None)}, "
            f"path={literal(server.path if server else '/socket.io')}, "
            f"transports={literal(tuple(transports))})"
        )
        return _constant("", "API", call).code


def _constant(text: str, name: str, call: str, kind: str = "Final") -> Constant:
    return Constant(comment(text), statement(f"{name}: {kind} = {call}", 0))
