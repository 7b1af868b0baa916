"""From files to a sound document."""

from dataclasses import replace
from pathlib import Path

from sockgen.diagnostics import STRICT, Diagnostic, Result, Strictness, has_errors
from sockgen.diagnostics.log import timed
from sockgen.document.bundle import as_written, bundle, files_of
from sockgen.document.consequences import forget_consequences
from sockgen.document.editor import Editor, wrong_ignores
from sockgen.document.expansion import Expansion, expand
from sockgen.document.findings import Findings
from sockgen.document.mending import mended
from sockgen.document.model import Document, Doubt
from sockgen.document.rules import rules_for
from sockgen.document.schemas import check_schemas
from sockgen.document.structure import check_structure
from sockgen.document.version import supported_version
from sockgen.source import Source, load, without_collector


@timed("reading")
def load_document(
    path: Path,
    *,
    name: str | None = None,
    outside: bool = False,
    strictness: Strictness = STRICT,
) -> Result[Document]:
    """Load and judge an AsyncAPI document with the files that it refers to.

    `name` is what its spans call the file. `outside` allows references to leave
    its folder.
    """
    with without_collector():
        loaded = load(path, name=name)
        if loaded.value is None:
            return Result(None, loaded.diagnostics)
        twice = [
            kept for one in loaded.diagnostics if (kept := strictness.applied(one))
        ]
        if has_errors(twice):
            return Result(None, tuple(twice))
        findings = Findings(Editor((loaded.value,), strictness))
        source = bundle(loaded.value, path, findings, outside=outside)
        if has_errors(findings.diagnostics):
            return Result(None, findings.diagnostics)
        checked = check(source, strictness)
        said = (*twice, *findings.diagnostics, *checked.diagnostics)
        return Result(checked.value, said)


def check(source: Source, strictness: Strictness = STRICT) -> Result[Document]:
    """Judge the values of a file as an AsyncAPI document."""
    editor = Editor(files_of(source), strictness)
    findings = Findings(editor)
    document = _judged(source, editor, findings)
    said = tuple(_as_written(one) for one in findings.diagnostics)
    return Result(None if has_errors(said) else document, said)


def _judged(source: Source, editor: Editor, findings: Findings) -> Document | None:
    version = supported_version(source, findings)
    if version is None:
        return None
    source, expansion, doubts = _checked(source, version, findings)
    for file in files_of(source):
        for one in wrong_ignores(file):
            findings.add(one)
    document = Document(source, version, editor, doubts, frozenset(expansion.judged))
    if not has_errors(findings.diagnostics):
        for rule in rules_for(version):
            rule(document.root, findings)
    return document


def _checked(
    source: Source, version: str, findings: Findings
) -> tuple[Source, Expansion, tuple[Doubt, ...]]:
    """A document whose structure was judged, without the faults that are excused."""
    doubts: dict[Doubt, None] = {}
    while True:
        expansion = expand(source, version, findings)
        check_structure(expansion, findings)
        check_schemas(expansion, findings)
        forget_consequences(expansion, findings)
        doubts.update(dict.fromkeys(expansion.doubts))
        if not expansion.excused or has_errors(findings.diagnostics):
            return source, expansion, tuple(doubts)
        left = mended(source, expansion.excused)
        assert left.data != source.data, f"nothing is at {[*expansion.excused]}"
        source = left


def _as_written(one: Diagnostic) -> Diagnostic:
    hint = as_written(one.hint) if one.hint else None
    return replace(one, message=as_written(one.message), hint=hint)
