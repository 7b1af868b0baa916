"""Rules for servers."""

import re

from sockgen.diagnostics import Span
from sockgen.document.findings import Findings
from sockgen.document.likely import likely, slips
from sockgen.document.node import Node
from sockgen.document.rules.version2 import values

_VARIABLE = re.compile(r"\{(.+?)\}")


def host_variables_are_declared(root: Node, findings: Findings) -> None:
    """A `{port}` in the host or path of a server is one of its `variables`."""
    for server in values(root, "servers"):
        for key in ("host", "pathname"):
            for name in _undeclared(server, key):
                message, hint = _missing(server, name)
                findings.warning("SG214", message, _place(server, key), hint)


def url_variables_are_declared(root: Node, findings: Findings) -> None:
    """A `{port}` in the URL of a server is one of its `variables`, and back.

    Without `variables` it is no more than a likely mistake.
    """
    for server in (*values(root, "servers"), *_reusable(root)):
        variables = server.get("variables")
        say = findings.error if variables else findings.warning
        named: list[str] = _VARIABLE.findall(server.text("url"))
        unknown = _undeclared(server, "url")
        unused = [name for name in _declared(server) if named and name not in named]
        meant = slips(unknown, unused).values()
        for name in unknown:
            message, hint = _missing(server, name)
            say("SG214", message, _place(server, "url"), hint)
        for name in unused:
            if variables and name not in meant:
                findings.error(
                    "SG214",
                    f"the URL has no place for the variable `{name}`",
                    variables.key_span(name),
                    "name it in the URL, or leave it out",
                )


def _reusable(root: Node) -> tuple[Node, ...]:
    return tuple(values(root.get("components"), "servers"))


def _declared(server: Node) -> list[str]:
    variables = server.get("variables")
    return [key for key, _ in variables.entries()] if variables else []


def _undeclared(server: Node, key: str) -> list[str]:
    declared = _declared(server)
    names: list[str] = _VARIABLE.findall(server.text(key))
    return [name for name in names if name not in declared]


def _missing(server: Node, name: str) -> tuple[str, str]:
    close = likely(name, _declared(server))
    hint = f"did you mean `{close}`?" if close else None
    return (
        f"the variable `{name}` of the server is not declared",
        hint or f"declare `{name}` under `variables`",
    )


def _place(server: Node, key: str) -> Span:
    return (server.get(key) or server).span()
