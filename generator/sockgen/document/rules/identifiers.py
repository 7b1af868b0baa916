"""Rules of AsyncAPI 2 for what must be unique."""

from collections.abc import Iterable, Iterator

from sockgen.diagnostics import Label
from sockgen.document.findings import Findings
from sockgen.document.node import Node
from sockgen.document.rules.version2 import (
    messages,
    messages_of,
    operations,
    traits_of,
    values,
)


def operation_ids_are_unique(root: Node, findings: Findings) -> None:
    """No two operations have the same `operationId`."""
    found = operations(root, reusable=False)
    _check_unique("operationId", "operation", found, findings)


def message_ids_are_unique(root: Node, findings: Findings) -> None:
    """No two messages have the same `messageId`, nor is one sent in two places."""
    found = (
        message
        for operation in operations(root, reusable=False)
        for message in messages_of(operation)
    )
    _check_unique("messageId", "message", found, findings)


def tags_are_unique(root: Node, findings: Findings) -> None:
    """No list of tags has the same name twice."""
    for holder in _tagged(root):
        tags = holder.get("tags")
        first: dict[str, Node] = {}
        for tag in tags.items() if tags else ():
            name = tag.get("name")
            if name is None:
                continue
            seen = first.setdefault(str(name.value), name)
            if seen is not name:
                findings.error(
                    "SG217",
                    f"the tag `{name.value}` is listed twice",
                    name.span(),
                    "leave one of the two out",
                    label=Label(seen.span(), "first listed here"),
                )


def _tagged(root: Node) -> Iterator[Node]:
    components = root.get("components")
    yield root
    for operation in operations(root):
        yield operation
        yield from traits_of(operation)
    for message in messages(root):
        yield message
        yield from traits_of(message)
    yield from values(components, "operationTraits")
    yield from values(components, "messageTraits")


def _check_unique(
    key: str, kind: str, holders: Iterable[Node], findings: Findings
) -> None:
    first: dict[str, Node] = {}
    for holder in holders:
        found = _identifier(holder, key)
        if found is None:
            continue
        seen = first.setdefault(str(found.value), found)
        if seen is found:
            continue
        same = seen.pointer == found.pointer
        findings.error(
            "SG217",
            f"the `{key}` `{found.value}` stands for more than one {kind}",
            found.span(),
            f"leave the `{key}` out of a {kind} that is used in several places"
            if same
            else f"give each {kind} its own `{key}`",
            label=None if same else Label(seen.span(), "first used here"),
        )


def _identifier(holder: Node, key: str) -> Node | None:
    """The identifier, where the last trait that has one is heard first."""
    for one in (*reversed(tuple(traits_of(holder))), holder):
        found = one.get(key)
        if found is not None:
            return found
    return None
