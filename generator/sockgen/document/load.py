"""From a file to a sound document."""

from pathlib import Path

from sockgen.diagnostics import Result, has_errors
from sockgen.document.expansion import expand
from sockgen.document.findings import Findings
from sockgen.document.model import Document
from sockgen.document.rules import rules_for
from sockgen.document.schemas import check_schemas
from sockgen.document.structure import check_structure
from sockgen.document.version import supported_version
from sockgen.source import Source, load, without_collector


def load_document(path: Path, *, name: str | None = None) -> Result[Document]:
    """Load and judge an AsyncAPI document; `name` is what its spans call the file."""
    with without_collector():
        loaded = load(path, name=name)
        if loaded.value is None:
            return Result(None, loaded.diagnostics)
        return check(loaded.value)


def check(source: Source) -> Result[Document]:
    """Judge the values of a file as an AsyncAPI document."""
    findings = Findings()
    version = supported_version(source, findings)
    if version is None:
        return Result(None, findings.diagnostics)
    expansion = expand(source, version, findings)
    check_structure(expansion, findings)
    check_schemas(expansion, findings)
    if has_errors(findings.diagnostics):
        return Result(None, findings.diagnostics)
    document = Document(source, version)
    for rule in rules_for(version):
        rule(document.root, findings)
    if has_errors(findings.diagnostics):
        return Result(None, findings.diagnostics)
    return Result(document, findings.diagnostics)
