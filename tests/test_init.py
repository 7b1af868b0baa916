"""`sockgen init`: a project that works as it was written."""

import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from tests.building import files, run

from sockgen.cli.main import sockgen


def call(*arguments: str) -> str:
    result = CliRunner().invoke(sockgen, arguments)
    assert result.exit_code == 0, result.output
    return result.output


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "Corner Shop"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def test_a_project_can_be_built_and_served_without_edits(shop: Path) -> None:
    call("init")
    assert "nothing is wrong" in call("validate", "--fail-on", "note")
    call("build")
    call("scaffold")
    assert "up to date" in call("build", "--check")
    generated = str(shop / "generated" / "corner_shop")
    checked = run(
        ["mypy", "--strict", "--no-incremental", "."],
        shop / "server",
        {**os.environ, "MYPYPATH": generated},
    )
    assert checked.returncode == 0, checked.stdout


def test_what_is_there_stays_and_is_named(shop: Path) -> None:
    (shop / "sockgen.toml").write_text("# mine\n")
    (shop / ".gitignore").write_text("/.venv\nmine")
    said = call("init", "--name", "orders")
    assert "sockgen.toml: is there already" in said
    assert (shop / "sockgen.toml").read_text() == "# mine\n"
    assert (shop / ".gitignore").read_text().startswith("/.venv\nmine\n__pycache__/\n")
    assert (shop / "specs/orders.yaml").exists()
    before = files(shop)
    assert "written" not in call("init", "--name", "orders")
    assert files(shop) == before


def test_a_table_of_pyproject_is_not_hidden(shop: Path) -> None:
    (shop / "pyproject.toml").write_text("[tool.sockgen]\n")
    assert "there is no sockgen.toml" in call("init")
    assert not (shop / "sockgen.toml").exists()


@pytest.mark.parametrize("name", ["main", "7-up", "class", "été: #1", "..."])
def test_any_name_will_do(name: str, shop: Path) -> None:
    call("init", "--name", name)
    call("validate")
    call("build")
    call("scaffold")


def test_the_workflow_has_what_github_needs(shop: Path) -> None:
    call("init")
    workflow = read(shop / ".github" / "workflows" / "sockgen.yml")
    assert workflow["permissions"] == {"contents": "read"}
    # YAML of PyYAML's age takes `on` for a truth value.
    assert {"push", "pull_request"} == {*workflow[True]}
    job = workflow["jobs"]["sockgen"]
    assert "defaults" not in job
    checkout, _, install, *checks = job["steps"]
    assert checkout["with"] == {"fetch-depth": 0}
    scripts = "\n".join(one["run"] for one in checks)
    assert "sockgen validate --format github" in scripts
    assert "sockgen build --check" in scripts
    # What a pull request may choose never stands in a script.
    assert "${{" not in scripts
    assert checks[-1]["env"] == {"BASE": "origin/${{ github.base_ref }}"}
    # One that fails does not keep the others from saying what they find.
    done = f"steps.{install['id']}.outcome == 'success'"
    assert all("!cancelled()" in x["if"] and done in x["if"] for x in checks[1:])


def test_the_workflow_stands_at_the_top_of_the_repository(shop: Path) -> None:
    (shop / ".git").mkdir()
    said = call("init", "apps/the shop")
    assert f"{Path('.github/workflows/sockgen.yml')}: written" in said
    assert "next: cd 'apps/the shop' && sockgen build" in said
    job = read(shop / ".github/workflows/sockgen.yml")["jobs"]["sockgen"]
    assert job["defaults"] == {"run": {"working-directory": "apps/the shop"}}
    assert not (shop / "apps/the shop/.github").exists()
    assert (shop / "apps/the shop/sockgen.toml").exists()


@pytest.mark.parametrize(
    ("text", "is_written"),
    [
        ("[project]\nname = 'shop'\n", True),
        ("# [tool.sockgen] is in sockgen.toml\n", True),
        ("[tool.sockgen-plugin]\n", True),
        ("[tool]\nsockgen = {}\n", False),
        ("[[tool.sockgen.spec]]\npath = 'a.yaml'\n", False),
    ],
)
def test_a_configuration_is_written_where_there_is_none(
    text: str, is_written: bool, shop: Path
) -> None:
    (shop / "pyproject.toml").write_text(text)
    call("init")
    assert (shop / "sockgen.toml").exists() == is_written
    assert (shop / "pyproject.toml").read_text() == text
