"""Packages that the tests make of documents, and how they are looked at."""

import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from sockgen.diagnostics import Diagnostic
from sockgen.pipeline import Build, Output, carry_out, plan, then
from sockgen.targets import ALL, Choices

ROOT = Path(__file__).parents[1]
CASES = Path(__file__).parent / "cases" / "valid"
PET_STORE = ROOT / "specs" / "petstore.yaml"


def case_names() -> list[str]:
    """The folders of tests/cases/valid."""
    return sorted(path.name for path in CASES.iterdir() if path.is_dir())


def case_spec(name: str) -> Path:
    """The document of a case."""
    [spec] = (CASES / name).glob("spec.*")
    return spec


def package_of(name: str) -> str:
    """The import name of the package that is made of a case."""
    return name.replace("-", "_")


def build(
    spec: Path, folder: Path, package: str, choices: Choices = ALL
) -> tuple[Diagnostic, ...]:
    """Write a package; what sockgen said about the document comes back."""
    output = Output("python", folder, package, package.replace("_", "-"), choices)
    result = then(plan(Build(spec, (output,))), carry_out)
    assert result.value is not None, result.diagnostics
    return result.diagnostics


def files(folder: Path) -> dict[str, bytes]:
    """The files of a folder by their path."""
    return {
        one.relative_to(folder).as_posix(): one.read_bytes()
        for one in sorted(folder.rglob("*"))
        if one.is_file() and not any("cache" in part for part in one.parts)
    }


def run(
    command: Iterable[str | Path], cwd: Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a module of this interpreter, such as `mypy`, and wait for it."""
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
