"""Which schemas a contract needs."""

from collections.abc import Iterator

from sockgen.contract import Argument, Event, Namespace


def schemas_named(namespaces: tuple[Namespace, ...]) -> Iterator[str]:
    """The names of the schemas that namespaces refer to, some of them repeatedly."""
    for namespace in namespaces:
        for name in (namespace.auth, namespace.query, namespace.headers):
            if name is not None:
                yield name
        for room in namespace.rooms:
            yield from (parameter.schema for parameter in room.parameters)
        for event in namespace.events:
            yield from (argument.schema for argument in _arguments(event))


def _arguments(event: Event) -> Iterator[Argument]:
    yield from event.arguments
    if event.ack is not None:
        yield from event.ack.arguments
        for error in event.ack.errors:
            yield from error.arguments
