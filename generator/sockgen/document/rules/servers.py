"""Rules for servers."""

import re
from difflib import get_close_matches

from sockgen.document.findings import Findings
from sockgen.document.node import Node

_VARIABLE = re.compile(r"\{([^{}]*)\}")


def server_variables_are_declared(root: Node, findings: Findings) -> None:
    """A `{port}` in the host or path of a server is one of its `variables`."""
    servers = root.get("servers")
    for _, server in servers.entries() if servers else ():
        variables = server.get("variables")
        declared: list[str] = (
            [key for key, _ in variables.entries()] if variables else []
        )
        for key in ("host", "pathname"):
            names: list[str] = _VARIABLE.findall(server.text(key))
            for name in names:
                if name in declared:
                    continue
                close = get_close_matches(name, declared, n=1)
                place = server.get(key) or server
                findings.error(
                    "SG214",
                    f"the variable `{name}` of the server is not declared",
                    place.span(),
                    f"did you mean `{close[0]}`?"
                    if close
                    else f"declare `{name}` under `variables`",
                )
