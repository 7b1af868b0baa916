"""Every folder of tests/cases/invalid: a document, and what sockgen says about it."""

from pathlib import Path

import pytest

from sockgen.diagnostics import Diagnostic, has_errors
from sockgen.document import load_document
from sockgen.reading import read

CASES = Path(__file__).parent / "cases" / "invalid"
NAMES = sorted(path.name for path in CASES.iterdir() if path.is_dir())


def diagnose(path: Path) -> tuple[Diagnostic, ...]:
    loaded = load_document(path, name=path.name)
    if loaded.value is None:
        return loaded.diagnostics
    return (*loaded.diagnostics, *read(loaded.value).diagnostics)


def line(diagnostic: Diagnostic) -> str:
    span = diagnostic.span
    assert span is not None, f"{diagnostic.message} has no place"
    place = f"{span.file}:{span.start.line}:{span.start.column}"
    severity = diagnostic.severity.value
    return f"{place} {diagnostic.code} {severity} {diagnostic.message}"


def lines(diagnostics: tuple[Diagnostic, ...]) -> str:
    told: list[str] = []
    for one in diagnostics:
        told.append(line(one))
        for label in one.labels:
            start = label.span.start
            told.append(f"  {start.line}:{start.column}: {label.message}")
        if one.hint:
            told.append(f"  hint: {one.hint}")
    return "".join(f"{one}\n" for one in told)


@pytest.mark.parametrize("name", NAMES)
def test_document(name: str, request: pytest.FixtureRequest) -> None:
    folder = CASES / name
    diagnostics = diagnose(folder / "spec.yaml")
    expected = folder / "expected.txt"
    if request.config.getoption("--update-cases"):
        expected.write_text(lines(diagnostics), encoding="utf-8")
    assert diagnostics
    assert lines(diagnostics) == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_a_case_holds_its_document_and_nothing_else(name: str) -> None:
    files = {path.name for path in (CASES / name).iterdir()}
    assert files == {"spec.yaml", "expected.txt"}


def test_most_cases_are_errors() -> None:
    wrong = [name for name in NAMES if has_errors(diagnose(CASES / name / "spec.yaml"))]
    assert len(wrong) >= 40
