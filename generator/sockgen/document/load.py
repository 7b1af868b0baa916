"""From a file to a sound document."""

from pathlib import Path

from sockgen.diagnostics import STRICT, Result, Strictness, has_errors
from sockgen.document.editor import Editor, wrong_ignores
from sockgen.document.expansion import expand
from sockgen.document.explain import forget_consequences
from sockgen.document.findings import Findings
from sockgen.document.model import Document
from sockgen.document.rules import RULES
from sockgen.document.schemas import check_schemas
from sockgen.document.structure import check_structure
from sockgen.document.version import supported_version
from sockgen.source import Source, load, without_collector


def load_document(
    path: Path, *, name: str | None = None, strictness: Strictness = STRICT
) -> Result[Document]:
    """Load and judge an AsyncAPI document; `name` is what its spans call the file."""
    with without_collector():
        loaded = load(path, name=name)
        if loaded.value is None:
            return Result(None, loaded.diagnostics)
        return check(loaded.value, strictness)


def check(source: Source, strictness: Strictness = STRICT) -> Result[Document]:
    """Judge the values of a file as an AsyncAPI document."""
    editor = Editor(source, strictness)
    findings = Findings(editor)
    version = supported_version(source, findings)
    if version is None:
        return Result(None, findings.diagnostics)
    expansion = expand(source, findings)
    check_structure(expansion, findings)
    check_schemas(expansion, findings)
    forget_consequences(expansion, findings)
    for one in wrong_ignores(source):
        findings.add(one)
    if has_errors(findings.diagnostics):
        return Result(None, findings.diagnostics)
    document = Document(source, version, editor)
    for rule in RULES:
        rule(document.root, findings)
    if has_errors(findings.diagnostics):
        return Result(None, findings.diagnostics)
    return Result(document, findings.diagnostics)
