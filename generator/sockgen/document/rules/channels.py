"""Rules for what operations say about channels and their messages."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from sockgen.document.findings import Findings
from sockgen.document.node import Node
from sockgen.document.references import fragment
from sockgen.source import Pointer

_COMPONENTS = ("components", "messages")
_PARAMETER = re.compile(r"\{([^{}]*)\}")


def address_parameters_are_declared(root: Node, findings: Findings) -> None:
    """A `{id}` in the address of a channel is one of its `parameters`, and back."""
    channels = root.get("channels")
    for _, channel in channels.entries() if channels else ():
        parameters = channel.get("parameters")
        declared = [key for key, _ in parameters.entries()] if parameters else []
        named: list[str] = _PARAMETER.findall(channel.text("address"))
        for name in named:
            if name not in declared:
                findings.error(
                    "SG216",
                    f"the parameter `{name}` of the address is not declared",
                    (channel.get("address") or channel).span(),
                    f"declare `{name}` under `parameters`",
                )
        for name in declared:
            if parameters and name not in named:
                findings.error(
                    "SG216",
                    f"the address has no place for the parameter `{name}`",
                    parameters.key_span(name),
                    "name it in the address, or leave it out",
                )


def operations_use_channels_of_the_document(root: Node, findings: Findings) -> None:
    """The channel of an operation is one of the document's `channels`."""
    listed = root.get("channels")
    channels = [channel.pointer for _, channel in listed.entries()] if listed else []
    for operation in _operations(root):
        written, channel = operation.raw("channel"), operation.get("channel")
        if written and channel and channel.pointer not in channels:
            findings.error(
                "SG206",
                f"`{written.reference}` is not one of the document's `channels`",
                (written.raw("$ref") or written).span(),
                "refer to it as `#/channels/KEY`",
            )


def operations_list_messages_of_their_channel(root: Node, findings: Findings) -> None:
    """The messages of an operation are messages of its channel."""
    for operation in (*_operations(root), *_operations(root.get("components"))):
        channel = operation.get("channel")
        if channel is not None:
            _check_messages(operation, channel, findings)


def replies_list_messages_of_their_channel(root: Node, findings: Findings) -> None:
    """The messages of a reply are those of its channel, the operation's, or shared."""
    for operation in (*_operations(root), *_operations(root.get("components"))):
        reply = operation.get("reply")
        channel = (reply and reply.get("channel")) or operation.get("channel")
        if reply is not None and channel is not None:
            _check_messages(reply, channel, findings, also=_COMPONENTS)


def _operations(holder: Node | None) -> Iterator[Node]:
    operations = holder.get("operations") if holder else None
    for _, operation in operations.entries() if operations else ():
        yield operation.with_traits()


def _check_messages(
    holder: Node, channel: Node, findings: Findings, also: Pointer | None = None
) -> None:
    listed, messages = holder.get("messages"), channel.get("messages")
    home = messages.pointer if messages else None
    for item in listed.raw_items() if listed else ():
        place = item.target().pointer
        if place[:-1] in (home, also):
            continue
        keys = [key for key, _ in messages.entries()] if messages else []
        findings.error(
            "SG213",
            f"`{item.reference}` is not a message of the channel "
            f"`{channel.pointer[-1]}`",
            (item.raw("$ref") or item).span(),
            _message_hint(channel, str(place[-1]) if place else "", keys),
        )


def _message_hint(channel: Node, key: str, keys: list[str]) -> str:
    close = [key] if key in keys else get_close_matches(key, keys, n=1)
    home = (*channel.pointer, "messages")
    if close:
        return f"did you mean `{fragment((*home, close[0]))}`?"
    return f"list it under `{fragment(home)}`, and refer to it there"
