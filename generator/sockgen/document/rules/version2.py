"""Where things stand in a document of AsyncAPI 2; references are followed."""

from collections.abc import Iterator

from sockgen.document.node import Node


def operations(root: Node, *, reusable: bool = True) -> Iterator[Node]:
    """The operations of all channels, those of `components` if asked for."""
    holders = (root, root.get("components")) if reusable else (root,)
    for holder in holders:
        for channel in values(holder, "channels"):
            for key in ("subscribe", "publish"):
                operation = channel.get(key)
                if operation is not None:
                    yield operation


def messages_of(operation: Node) -> Iterator[Node]:
    """The message of an operation, or all that it chooses from."""
    message = operation.get("message")
    if message is not None:
        choice = message.get("oneOf")
        yield from choice.items() if choice else (message,)


def messages(root: Node) -> Iterator[Node]:
    """Every message of a document, once."""
    found = [
        *(one for operation in operations(root) for one in messages_of(operation)),
        *values(root.get("components"), "messages"),
    ]
    yield from once(found)


def traits_of(holder: Node) -> Iterator[Node]:
    """The traits of an operation or a message."""
    traits = holder.get("traits")
    if traits is not None:
        yield from traits.items()


def values(holder: Node | None, key: str) -> Iterator[Node]:
    """The values of the mapping below a key."""
    mapping = holder.get(key) if holder else None
    if mapping is not None:
        yield from (value for _, value in mapping.entries())


def once(nodes: list[Node]) -> Iterator[Node]:
    """The nodes without those that stand at the same place."""
    yield from {node.pointer: node for node in nodes}.values()
