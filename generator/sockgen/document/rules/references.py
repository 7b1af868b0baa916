"""Rules for references, also where AsyncAPI itself does not look."""

from collections.abc import Iterator

from sockgen.document.fault_words import missing_hint
from sockgen.document.findings import Findings
from sockgen.document.node import Node
from sockgen.document.references import (
    Failure,
    Target,
    first_target,
    reference_of,
    resolve,
)
from sockgen.source import JsonValue, Pointer, Source

_LEFT = ("SG204", "SG205")


def references_lead_somewhere_everywhere(root: Node, findings: Findings) -> None:
    """A `$ref` leads somewhere also below `x-`, in bindings, examples and constants.

    One that still leaves the document stands in data, and is data itself.
    """
    known: dict[str, Target | Failure] = {}
    for pointer, reference in _references(root.value):
        found = _end(root.source, reference, known)
        if isinstance(found, Failure) and found.code not in _LEFT:
            span = root.source.span((*pointer, "$ref"))
            findings.error(found.code, found.message, span, found.hint)


def _end(
    source: Source, reference: str, known: dict[str, Target | Failure]
) -> Target | Failure:
    """What a reference means in the end; each link of a chain is followed once."""
    chain: dict[str, None] = {}
    while reference not in known:
        if reference in chain:  # a circle, which is told elsewhere
            found = resolve(source, reference)
            break
        chain[reference] = None
        found = first_target(source, reference)
        onward = None if isinstance(found, Failure) else reference_of(found.value)
        if onward is None:
            break
        reference = onward
    else:
        found = known[reference]
    known.update(dict.fromkeys(chain, found))
    return found


def things_of_elsewhere_are_referred_to(root: Node, findings: Findings) -> None:
    """Channels, messages and servers are referred to, not written where they are used.

    The parser of the AsyncAPI initiative reads them all the same.
    """
    for channel in _all(root, "channels"):
        for server in _listed(channel, "servers"):
            _reference_wanted(server, "server", findings)
    for operation in _all(root, "operations"):
        reply = operation.get("reply")
        for holder in (operation, reply) if reply else (operation,):
            used = holder.raw("channel")
            if used is not None:
                _reference_wanted(used, "channel", findings)
            for message in _listed(holder, "messages"):
                _reference_wanted(message, "message", findings)


def _all(root: Node, key: str) -> Iterator[Node]:
    for holder in (root, root.get("components")):
        listed = holder.get(key) if holder else None
        yield from (one for _, one in listed.entries()) if listed else ()


def _listed(holder: Node, key: str) -> Iterator[Node]:
    listed = holder.get(key)
    yield from listed.raw_items() if listed else ()


def _reference_wanted(node: Node, kind: str, findings: Findings) -> None:
    if node.reference is None:
        findings.warning(
            "SG223",
            f"a {kind} is written here, where a reference to one is needed",
            node.span(key=isinstance(node.pointer[-1], str)),
            missing_hint(kind),
        )


def references_stand_where_the_version_allows(root: Node, findings: Findings) -> None:
    """Before the version that allows it, no reference stands for a server."""
    version = root.text("asyncapi")
    components = root.get("components")
    for kind in ("operationTraits", "messageTraits"):
        for trait in _raw(components, kind) if components else ():
            _no_reference(trait, "a trait in `components`", "3.0", findings)
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
