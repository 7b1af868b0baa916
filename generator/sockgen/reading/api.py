"""From a sound document to a contract."""

from typing import Literal, TypeAlias

from sockgen.contract import Api, Direction
from sockgen.diagnostics import Result, has_errors
from sockgen.document import Document, Findings, Node
from sockgen.reading.context import Context, options
from sockgen.reading.namespaces import read_namespaces
from sockgen.reading.schemas import SchemaTable
from sockgen.reading.security import SecurityReader
from sockgen.reading.servers import read_servers
from sockgen.source import without_collector

Perspective: TypeAlias = Literal["server", "client"]

_TO_SERVER, _TO_CLIENT = Direction.CLIENT_TO_SERVER, Direction.SERVER_TO_CLIENT
_DIRECTIONS = {
    "server": {"receive": _TO_SERVER, "send": _TO_CLIENT},
    "client": {"receive": _TO_CLIENT, "send": _TO_SERVER},
}


def read(document: Document, *, perspective: Perspective | None = None) -> Result[Api]:
    """The contract that a document means.

    `perspective` tells which side the document describes. Without it the
    document decides, and without a word in the document it is the server.
    """
    with without_collector():
        return _read(document, perspective)


def _read(document: Document, perspective: Perspective | None) -> Result[Api]:
    findings = Findings(document.editor)
    context = Context(document, SchemaTable(document.source), findings)
    security = SecurityReader(findings)
    side = perspective or options(document.root).text("perspective") or "server"
    namespaces = read_namespaces(context, security, _DIRECTIONS[side])
    info = document.root.get("info") or document.root
    licence = info.get("license")
    if has_errors(findings.diagnostics):
        return Result(None, findings.diagnostics)
    api = Api(
        title=info.text("title"),
        version=info.text("version"),
        servers=read_servers(document),
        namespaces=namespaces,
        schemas=context.schemas.entries,
        credentials=security.credentials,
        description=info.text("description"),
        license=licence.text("name") if licence else "",
        contact=_contact(info),
    )
    return Result(api, findings.diagnostics)


def _contact(info: Node) -> dict[str, str] | None:
    contact = info.get("contact")
    if contact is None:
        return None
    return {
        key: entry.value
        for key, entry in contact.entries()
        if isinstance(entry.value, str) and not key.startswith("x-")
    }
