"""From a sound document to a contract."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sockgen.contract import Api
from sockgen.diagnostics import Diagnostic, Result, Severity, has_errors
from sockgen.diagnostics.log import timed
from sockgen.document import Document, Doubt, Findings, Node
from sockgen.reading.context import Context, Dialect, EventsFrom, Perspective
from sockgen.reading.events import EventKey, EventReader, Reasons
from sockgen.reading.namespaces import read_namespaces
from sockgen.reading.schemas import SchemaTable
from sockgen.reading.security import SecurityReader
from sockgen.reading.servers import read_servers
from sockgen.reading.used_schemas import schemas_named
from sockgen.source import without_collector


@dataclass(frozen=True, slots=True)
class Reading:
    """A contract, and for each of its events which rules decided what it is."""

    api: Api
    reasons: Mapping[EventKey, Reasons]


def read(
    document: Document,
    *,
    perspective: Perspective | None = None,
    events: EventsFrom | None = None,
) -> Result[Api]:
    """The contract that a document means.

    `perspective` tells which side the document describes. Without it the
    document decides, and without a word in the document it is the server.
    `events` tells whether an event is a message or a channel; a message if
    nobody says so.
    """
    result = explain(document, Dialect(perspective, events))
    return Result(result.value.api if result.value else None, result.diagnostics)


@timed("understanding")
def explain(document: Document, dialect: Dialect) -> Result[Reading]:
    """The contract that a document means, and why."""
    with without_collector():
        return _explain(document, dialect)


def _explain(document: Document, dialect: Dialect) -> Result[Reading]:
    findings = Findings(document.editor)
    schemas = SchemaTable(document.source, findings, document.judged)
    context = Context(document, schemas, findings, dialect)
    security = SecurityReader(document, findings)
    events = EventReader(context)
    namespaces = read_namespaces(context, security, events)
    security.tell_unasked(namespaces)
    servers = read_servers(context)
    for doubt in document.doubts:
        findings.add(_weighed(doubt, used=schemas.holds(doubt.pointer)))
    info = document.root.get("info") or document.root
    licence = info.get("license")
    if has_errors(findings.diagnostics):
        return Result(None, findings.diagnostics)
    api = Api(
        title=info.text("title"),
        version=info.text("version"),
        servers=servers,
        namespaces=namespaces,
        schemas=schemas.entries_of(schemas_named(namespaces)),
        credentials=security.credentials,
        description=info.text("description"),
        license=licence.text("name") if licence else "",
        license_url=licence.text("url") if licence else "",
        contact=_contact(info),
        terms=info.text("termsOfService"),
        documentation=_documentation(document.root, info),
        span=version.span() if (version := info.get("version")) else None,
        locate=schemas.locate,
    )
    return Result(Reading(api, events.reasons), findings.diagnostics)


def _weighed(doubt: Doubt, *, used: bool) -> Diagnostic:
    """What is wrong with a schema is an error only where the schema is needed."""
    return (
        doubt.diagnostic
        if used
        else replace(doubt.diagnostic, severity=Severity.WARNING)
    )


def _documentation(root: Node, info: Node) -> str:
    """Where more is to be read; before AsyncAPI 3 the root tells it."""
    more = info.get("externalDocs") or root.get("externalDocs")
    return more.text("url") if more else ""


def _contact(info: Node) -> dict[str, str] | None:
    contact = info.get("contact")
    if contact is None:
        return None
    return {
        key: entry.value
        for key, entry in contact.entries()
        if isinstance(entry.value, str) and not key.startswith("x-")
    }
