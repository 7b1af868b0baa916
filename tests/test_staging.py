"""The package of a document in a temporary folder, and what is left of it."""

import sys
from pathlib import Path

import pytest
from tests.building import PET_STORE

import petstore
from sockgen.pipeline import Build, Output
from sockgen.staging import stage


def build(spec: Path = PET_STORE, package: str = "petstore") -> Build:
    return Build(spec, (Output("python", Path("nowhere"), package, "pet-store"),))


def test_a_package_is_imported_under_its_name_and_then_gone() -> None:
    with stage(build(package="staged_store")) as staged:
        assert staged.value is not None
        assert staged.value.api.title == "Pet Store"
        contract = staged.value.module("contract")
        assert contract.__name__ == "staged_store.contract"
        assert contract.API.title == "Pet Store"
        assert (staged.value.folder / "tests" / "conftest.py").is_file()
        assert Path(str(contract.__file__)).is_relative_to(staged.value.folder)
    assert not staged.value.folder.exists()
    assert not [one for one in sys.modules if one.startswith("staged_store")]
    assert not Path("nowhere").exists()


def test_a_package_that_is_there_already_comes_back() -> None:
    with stage(build()) as staged:
        assert staged.value is not None
        assert sys.modules["petstore"] is not petstore
        assert sys.modules["petstore"].__name__ == "petstore"
    assert sys.modules["petstore"] is petstore


def test_a_package_does_not_hide_a_library() -> None:
    with stage(build(package="uvicorn")) as staged:
        assert staged.value is not None
        assert staged.value.package == "uvicorn_api"


def fail(seen: list[Path]) -> None:
    with stage(build()) as staged:
        assert staged.value is not None
        seen.append(staged.value.folder)
        raise KeyboardInterrupt


def test_nothing_is_left_after_an_exception() -> None:
    seen: list[Path] = []
    with pytest.raises(KeyboardInterrupt):
        fail(seen)
    assert not seen[0].exists()
    assert sys.modules["petstore"] is petstore


def test_a_wrong_document_is_told(tmp_path: Path) -> None:
    spec = tmp_path / "wrong.yaml"
    spec.write_text("asyncapi: 3.0.0\n")
    with stage(build(spec)) as staged:
        assert staged.value is None
        assert staged.diagnostics
