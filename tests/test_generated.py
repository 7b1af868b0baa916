"""Every document of tests/cases/valid, as a package: read, checked, run.

All packages are looked at in one go, because a type checker takes longer to
start than to read one of them. `made-NAME/` is the distribution of a case.
"""

import json
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.building import CASES, build, case_names, case_spec, package_of, run

from sockgen.diagnostics import Diagnostic, Severity

pytestmark = pytest.mark.slow

NAMES = case_names()


@dataclass(frozen=True)
class Made:
    """The packages of all cases, and what was said when they were made."""

    folder: Path
    said: dict[str, tuple[Diagnostic, ...]]

    def distributions(self) -> list[Path]:
        return [self.folder / f"made-{name}" for name in NAMES]


@pytest.fixture(name="made", scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("packages")
    said = {
        name: build(case_spec(name), folder / f"made-{name}", package_of(name))
        for name in NAMES
    }
    return Made(folder, said)


def environment(paths: list[Path], variable: str) -> dict[str, str]:
    return {**os.environ, variable: os.pathsep.join(map(str, paths))}


def test_the_output_is_as_ruff_leaves_it(made: Made) -> None:
    for command in ("check", "format --check --diff"):
        done = run(["ruff", *command.split(), "--isolated", "."], made.folder)
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", NAMES)
def test_ruff_says_the_same_in_the_folder_of_a_package(made: Made, name: str) -> None:
    folder = made.folder / f"made-{name}"
    done = run(["ruff", "check", "--isolated", "."], folder)
    assert done.returncode == 0, done.stdout


def test_a_folder_that_is_called_like_its_package_changes_nothing(
    tmp_path: Path,
) -> None:
    build(case_spec("binary"), tmp_path / "binary", "binary")
    done = run(["ruff", "check", "--isolated", "."], tmp_path)
    assert done.returncode == 0, done.stdout


def test_mypy_accepts_all_of_it(made: Made) -> None:
    paths = [one for each in made.distributions() for one in (each, each / "tests")]
    checked: list[Path] = []
    for name, folder in zip(NAMES, made.distributions(), strict=True):
        package = package_of(name)
        # Two modules called `conftest` cannot be checked in one go.
        conftest = folder / "tests" / f"{package}_conftest.py"
        shutil.copy(folder / "tests" / "conftest.py", conftest)
        checked += [folder / package, *(folder / "tests").glob(f"*{package}_*.py")]
    command: list[str | Path] = ["mypy", "--strict", "--config-file=", *checked]
    done = run(command, made.folder, environment(paths, "MYPYPATH"))
    for folder in made.distributions():
        for copy in (folder / "tests").glob("*_conftest.py"):
            copy.unlink()
    assert done.returncode == 0, done.stdout


def test_pyright_accepts_all_of_it(made: Made) -> None:
    paths = [one for each in made.distributions() for one in (each, each / "tests")]
    config = {
        "include": ["."],
        # The same in each of them, and looked at with the Pet Store.
        "exclude": ["**/_testing"],
        "extraPaths": [str(one) for one in paths],
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
    }
    (made.folder / "pyrightconfig.json").write_text(json.dumps(config))
    done = run(["pyright", "--pythonpath", sys.executable], made.folder)
    assert done.returncode == 0, done.stdout


def test_no_check_is_switched_off(made: Made) -> None:
    paths = [
        path
        for folder in made.distributions()
        for path in folder.rglob("*.py")
        if "_runtime" not in path.parts and folder.name != "made-hostile"
    ]
    orders = ("type: ignore", "pyright: ignore", "noqa", "fmt: off")
    for path in paths:
        text = path.read_text(encoding="utf-8")
        assert not [one for one in orders if one in text], path


def test_everything_can_be_imported(made: Made) -> None:
    modules = [
        f"{package_of(name)}.{part}"
        for name in NAMES
        for part in ("contract", "errors", "async_server", "async_client")
    ]
    code = (
        "import importlib, sys\nfor one in sys.argv[1:]: importlib.import_module(one)"
    )
    program = made.folder / "importing.py"
    program.write_text(code)
    env = environment([*made.distributions(), made.folder], "PYTHONPATH")
    env["PYTHONWARNINGS"] = "error"
    done = run(["importing", *modules], made.folder, env)
    program.unlink()
    assert done.returncode == 0, done.stdout


def test_the_contract_tests_pass(made: Made) -> None:
    paths = " ".join(str(one) for one in made.distributions())
    (made.folder / "pytest.ini").write_text(
        f"[pytest]\npythonpath = {paths}\nfilterwarnings = error\n"
        "asyncio_default_fixture_loop_scope = function\n",
        encoding="utf-8",
    )
    suites = [str(one / "tests") for one in made.distributions()]
    # Over polling they say the same; those of the Pet Store run over both.
    options = ["-q", "--tb=short", "-p", "no:cacheprovider", "-k", "not polling"]
    command = ["pytest", *options, *suites]
    done = run(command, made.folder)
    assert done.returncode == 0, done.stdout[-10_000:]


@pytest.mark.parametrize("name", NAMES)
def test_what_sockgen_says(
    made: Made, name: str, request: pytest.FixtureRequest
) -> None:
    told = "".join(
        f"{one.code} {one.severity.value} {one.message!a}\n" for one in made.said[name]
    )
    expected = CASES / name / "expected.txt"
    if request.config.getoption("--update-cases"):
        expected.unlink(missing_ok=True)
        if told:
            expected.write_text(told, encoding="utf-8")
    assert told == (expected.read_text("utf-8") if expected.exists() else "")
    assert all(one.severity is not Severity.ERROR for one in made.said[name])
