"""Rules for references, also where AsyncAPI itself does not look."""

from collections.abc import Iterator

from sockgen.document.findings import Findings
from sockgen.document.node import Node
from sockgen.document.references import Failure, reference_of, resolve
from sockgen.source import JsonValue, Pointer

_LEFT = ("SG204", "SG205")


def references_lead_somewhere_everywhere(root: Node, findings: Findings) -> None:
    """A `$ref` leads somewhere also below `x-`, in bindings, examples and constants.

    One that still leaves the document stands in data, and is data itself.
    """
    known: dict[str, object] = {}
    for pointer, reference in _references(root.value):
        if reference not in known:
            known[reference] = resolve(root.source, reference)
        found = known[reference]
        if isinstance(found, Failure) and found.code not in _LEFT:
            span = root.source.span((*pointer, "$ref"))
            findings.error(found.code, found.message, span, found.hint)


def references_stand_where_the_version_allows(root: Node, findings: Findings) -> None:
    """Before the version that allows it, no reference stands for a server."""
    version = root.text("asyncapi")
    for server in _raw(root, "servers"):
        if version < "2.3":
            _no_reference(server, "a server", "2.3", findings)
        for variable in _raw(server.followed(), "variables"):
            if version < "2.5":
                _no_reference(variable, "a variable of a server", "2.5", findings)


def _raw(holder: Node, key: str) -> Iterator[Node]:
    mapping = holder.get(key)
    if mapping is not None:
        yield from mapping.raw_values()


def _no_reference(node: Node, kind: str, since: str, findings: Findings) -> None:
    if node.reference is not None:
        findings.error(
            "SG207",
            f"a reference cannot stand for {kind} before AsyncAPI {since}",
            node.source.span((*node.pointer, "$ref"), key=True),
            f"raise the version to {since}.0, or write it out",
        )


def _references(data: JsonValue) -> Iterator[tuple[Pointer, str]]:
    waiting: list[tuple[Pointer, JsonValue]] = [((), data)]
    while waiting:
        pointer, value = waiting.pop()
        reference = reference_of(value)
        if reference is not None:
            yield pointer, reference
        elif isinstance(value, dict):
            waiting.extend(((*pointer, key), below) for key, below in value.items())
        elif isinstance(value, list):
            waiting.extend(
                ((*pointer, index), below) for index, below in enumerate(value)
            )
