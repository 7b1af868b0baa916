"""Rules for what operations say about channels and their messages."""

import re
from collections.abc import Callable, Iterator

from sockgen.document.findings import Findings
from sockgen.document.likely import likely, likely_hint
from sockgen.document.node import Node
from sockgen.document.references import fragment
from sockgen.document.rules.version2 import values

_COMPONENTS = ("components", "messages")
_OF_THE_DOCUMENT = "describe it under `servers` of the document"
_QUERY_OR_FRAGMENT = re.compile(r"[?#]")


def channels_have_no_query_or_fragment(root: Node, findings: Findings) -> None:
    """The key of a channel has no `?` and no `#`."""
    channels = root.get("channels")
    for name, _ in channels.entries() if channels else ():
        if channels and _QUERY_OR_FRAGMENT.search(name):
            findings.error(
                "SG220",
                f"`{name}` has a query or a fragment, and a channel has none",
                channels.key_span(name),
                "describe a query in `bindings.ws.query`",
            )


def channel_servers_are_declared(root: Node, findings: Findings) -> None:
    """The servers that a channel of AsyncAPI 2 names are those of the document."""
    known = root.get("servers")
    names = [name for name, _ in known.entries()] if known else []
    for channel in values(root, "channels"):
        listed = channel.get("servers")
        for server in listed.items() if listed else ():
            if server.value not in names:
                findings.error(
                    "SG219",
                    f"there is no server `{server.value}`",
                    server.span(),
                    likely_hint(str(server.value), names, _OF_THE_DOCUMENT),
                )


def channels_refer_to_servers_of_the_document(root: Node, findings: Findings) -> None:
    """The servers of a channel are written as references to `servers`."""
    channels = root.get("channels")
    for channel in channels.raw_values() if channels else ():
        listed = channel.raw("servers")
        for server in listed.raw_items() if listed else ():
            if server.reference and "#/servers/" not in server.reference:
                findings.error(
                    "SG206",
                    f"`{server.reference}` is not one of the document's `servers`",
                    (server.raw("$ref") or server).span(),
                    "refer to it as `#/servers/KEY`",
                )


def operations_use_channels_of_the_document(root: Node, findings: Findings) -> None:
    """The channel of an operation is one of the document's `channels`."""
    operations = root.get("operations")
    for operation in operations.raw_values() if operations else ():
        written = operation.raw("channel")
        reference = written.reference if written else None
        if written and reference and "#/channels/" not in reference:
            findings.error(
                "SG206",
                f"`{written.reference}` is not one of the document's `channels`",
                (written.raw("$ref") or written).span(),
                "refer to it as `#/channels/KEY`",
            )


def operations_list_messages_of_their_channel(root: Node, findings: Findings) -> None:
    """The messages of an operation are written as messages of its channel."""
    for operation in _operations(root):
        channel = operation.raw("channel")
        listed = operation.get("messages")
        home = f"{channel.reference}/messages" if channel else ""
        for item in listed.raw_items() if listed else ():
            if channel and item.reference and not item.reference.startswith(home):
                _not_of_channel(item, channel.followed(), findings.error)


def replies_list_messages_of_their_channel(root: Node, findings: Findings) -> None:
    """The messages of a reply are those of its channel, the operation's, or shared."""
    for operation in _operations(root):
        reply = operation.get("reply")
        channel = (reply and reply.get("channel")) or operation.get("channel")
        listed = reply.get("messages") if reply else None
        messages = channel.get("messages") if channel else None
        for item in listed.raw_items() if listed else ():
            home = messages.pointer if messages else None
            target = item.target().pointer[:-1]
            if channel and item.reference and target not in (home, _COMPONENTS):
                _not_of_channel(item, channel, findings.warning)


def _operations(root: Node) -> Iterator[Node]:
    for holder in (root, root.get("components")):
        yield from values(holder, "operations")


def _not_of_channel(item: Node, channel: Node, say: Callable[..., object]) -> None:
    messages = channel.get("messages")
    keys = [key for key, _ in messages.entries()] if messages else []
    place = item.target().pointer
    say(
        "SG213",
        f"`{item.reference}` is not a message of the channel `{channel.pointer[-1]}`",
        (item.raw("$ref") or item).span(),
        _message_hint(channel, str(place[-1]) if place else "", keys),
    )


def _message_hint(channel: Node, key: str, keys: list[str]) -> str:
    close = key if key in keys else likely(key, keys)
    home = (*channel.pointer, "messages")
    if close:
        return f"did you mean `{fragment((*home, close))}`?"
    return f"list it under `{fragment(home)}`, and refer to it there"
