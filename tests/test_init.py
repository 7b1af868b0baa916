"""`sockgen init`: a project that works as it was written."""

import os
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from tests.building import files, run

from sockgen.cli.main import sockgen


def call(*arguments: str) -> str:
    result = CliRunner().invoke(sockgen, arguments)
    assert result.exit_code == 0, result.output
    return result.output


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


def test_the_workflow_validates_checks_and_compares(shop: Path) -> None:
    call("init")
    workflow = shop / ".github" / "workflows" / "sockgen.yml"
    steps = yaml.safe_load(workflow.read_text())["jobs"]["sockgen"]["steps"]
    scripts = "\n".join(one.get("run", "") for one in steps)
    assert "sockgen validate --format github" in scripts
    assert "sockgen build --check" in scripts
    assert 'sockgen diff "$BASE:$SPEC" "$SPEC" --format markdown' in scripts
    # What a pull request may choose never stands in a script.
    assert "${{" not in scripts
    assert steps[-1]["env"] == {
        "BASE": "origin/${{ github.base_ref }}",
        "SPEC": "specs/corner_shop.yaml",
    }
