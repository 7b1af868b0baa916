"""Rules for the parameters of channels."""

import re

from sockgen.diagnostics import Span
from sockgen.document.findings import Findings
from sockgen.document.likely import slips
from sockgen.document.node import Node
from sockgen.document.rules.version2 import values

_PARAMETER = re.compile(r"\{(.+?)\}")


def channel_parameters_are_declared(root: Node, findings: Findings) -> None:
    """A `{id}` in the name of a channel is one of its `parameters`, and back.

    Only a name that has some is compared with them.
    """
    channels = root.get("channels")
    for name, channel in channels.entries() if channels else ():
        if channels and _PARAMETER.search(name):
            span = channels.key_span(name)
            _compare("name of the channel", name, channel, span, findings)


def address_parameters_are_declared(root: Node, findings: Findings) -> None:
    """A `{id}` in the address of a channel is one of its `parameters`, and back."""
    for holder in (root, root.get("components")):
        for channel in values(holder, "channels"):
            address = channel.text("address")
            span = (channel.get("address") or channel).span()
            _compare("address", address, channel, span, findings)


def parameters_are_mappings(root: Node, findings: Findings) -> None:
    """A parameter is described by a mapping, though AsyncAPI 3 takes anything."""
    components = root.get("components")
    channels = [*values(root, "channels"), *values(components, "channels")]
    for holder in (*channels, *([components] if components else ())):
        parameters = holder.get("parameters")
        for name, one in parameters.entries() if parameters else ():
            if not isinstance(one.value, dict):
                findings.warning(
                    "SG209",
                    f"`{name}` must be a parameter, and has no effect as it is",
                    one.span(),
                    "write what it is for as its `description`",
                )


def _compare(
    what: str, text: str, channel: Node, span: Span, findings: Findings
) -> None:
    parameters = channel.get("parameters")
    declared = [key for key, _ in parameters.entries()] if parameters else []
    named: list[str] = _PARAMETER.findall(text)
    # Without `parameters` it may be that nobody cares to describe them.
    say = findings.error if parameters else findings.warning
    unknown = [name for name in named if name not in declared]
    unused = [name for name in declared if name not in named]
    meant = slips(unknown, unused)
    for name in unknown:
        say(
            "SG216",
            f"the parameter `{name}` of the {what} is not declared",
            span,
            f"did you mean `{meant[name]}`?"
            if name in meant
            else f"declare `{name}` under `parameters`",
        )
    for name in unused:
        if parameters and name not in meant.values():
            findings.error(
                "SG216",
                f"the {what} has no place for the parameter `{name}`",
                parameters.key_span(name),
                f"name it in the {what.partition(' ')[0]}, or leave it out",
            )
