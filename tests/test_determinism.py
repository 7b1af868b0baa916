"""The same document gives the same bytes, wherever and however often it is built."""

import os
from pathlib import Path

import pytest
from tests.building import (
    PET_STORE,
    ROOT,
    build,
    case_names,
    case_spec,
    files,
    package_of,
    run,
)

GENERATED = ROOT / "generated" / "petstore"


def test_the_pet_store_of_the_repository_is_what_a_build_writes(tmp_path: Path) -> None:
    build(PET_STORE, tmp_path / "petstore", "petstore")
    kept, made = files(GENERATED), files(tmp_path / "petstore")
    assert sorted(kept) == sorted(made)
    assert [name for name in made if kept[name] != made[name]] == []


@pytest.mark.parametrize("name", case_names())
def test_building_twice_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    for folder in ("one", "deeper/two"):
        build(case_spec(name), tmp_path / folder, package_of(name))
    assert files(tmp_path / "one") == files(tmp_path / "deeper" / "two")


@pytest.mark.slow
def test_hash_seed_folders_and_paths_change_nothing(tmp_path: Path) -> None:
    made: dict[Path, list[dict[str, bytes]]] = {}
    specs = [PET_STORE, case_spec("type-names"), case_spec("payload-unions")]
    for number, seed in enumerate(("0", "1", "4242")):
        place = tmp_path / f"place {number}"
        place.mkdir()
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC{number}"}
        for spec in specs:
            path = spec if number == 0 else Path(os.path.relpath(spec, place))
            options = ["--output", "made", "--package", "made", "--force"]
            done = run(["sockgen", "build", str(path), *options], place, env)
            assert done.returncode == 0, done.stdout
            made.setdefault(spec, []).append(files(place / "made"))
    for first, *others in made.values():
        assert all(one == first for one in others)


def test_a_build_does_not_depend_on_what_was_built_before(tmp_path: Path) -> None:
    build(case_spec("type-names"), tmp_path / "first", "again")
    build(case_spec("property-names"), tmp_path / "between", "between")
    build(case_spec("type-names"), tmp_path / "second", "again")
    assert files(tmp_path / "first") == files(tmp_path / "second")
