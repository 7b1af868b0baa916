"""The action and the hooks at the root of the project do what they are named for."""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from tests.building import ROOT

from sockgen.cli.main import sockgen

BASH = shutil.which("bash")


def read(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for command in (["init", "--name", "shop"], ["build"]):
        result = CliRunner().invoke(sockgen, command)
        assert result.exit_code == 0, result.output
    tools = tmp_path / "bin"
    tools.mkdir()
    program = tools / "sockgen"
    python = shlex.quote(sys.executable)
    program.write_text(f'#!/bin/sh\nexec {python} -m sockgen "$@"\n')
    program.chmod(0o755)
    return tmp_path


def run_step(project: Path, name: str, specs: str) -> subprocess.CompletedProcess[str]:
    """Run a step of the action, as GitHub does."""
    assert BASH is not None
    [step] = [
        one for one in read("action.yml")["runs"]["steps"] if one.get("name") == name
    ]
    assert step["env"] == {"SPECS": "${{ inputs.specs }}"}
    return subprocess.run(
        [BASH, "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=project,
        env={
            **os.environ,
            "SPECS": specs,
            "PATH": f"{project / 'bin'}{os.pathsep}{os.environ['PATH']}",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )


@pytest.mark.skipif(BASH is None, reason="there is no bash")
@pytest.mark.parametrize("specs", ["", "specs/shop.yaml\n"])
def test_the_action_validates_and_checks(specs: str, project: Path) -> None:
    for name in ("Validate", "Check"):
        done = run_step(project, name, specs)
        assert done.returncode == 0, done.stdout
    spec = project / "specs" / "shop.yaml"
    spec.write_text(spec.read_text().replace("name: say", "name: tell"))
    done = run_step(project, "Check", specs)
    assert done.returncode == 1
    assert "stale" in done.stdout
    spec.write_text(spec.read_text().replace("messages/say'", "messages/sya'"))
    done = run_step(project, "Validate", specs)
    assert done.returncode == 1
    assert "::error file=specs/shop.yaml,line=" in done.stdout


def test_no_input_of_the_action_stands_in_a_script() -> None:
    for step in read("action.yml")["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def test_the_hooks_name_commands_that_there_are() -> None:
    hooks = read(".pre-commit-hooks.yaml")
    assert [one["id"] for one in hooks] == ["sockgen-validate", "sockgen-check"]
    for hook in hooks:
        program, command, *options = hook["entry"].split()
        assert program == "sockgen"
        known = sockgen.commands[command].params
        assert set(options) <= {name for one in known for name in one.opts}
        assert hook["language"] == "python"
        assert hook["pass_filenames"] is False
