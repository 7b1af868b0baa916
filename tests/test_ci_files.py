"""The action and the hooks at the root of the project do what they are named for."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
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
    """A project in a clone, as `actions/checkout` leaves one."""
    monkeypatch.chdir(tmp_path)
    for name in [x for x in os.environ if x.startswith("GIT")]:
        monkeypatch.delenv(name)
    made = tmp_path / "made"
    call("init", str(made), "--name", "shop")
    monkeypatch.chdir(made)
    call("build")
    git(made, "init", "--quiet", "--initial-branch", "main")
    git(made, "add", ".")
    git(made, "commit", "--quiet", "--message", "one")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth", "1", made.as_uri(), str(clone))
    git(clone, "checkout", "--quiet", "-b", "change")
    git(clone, "update-ref", "-d", "refs/remotes/origin/main")
    tools = tmp_path / "bin"
    tools.mkdir()
    program = tools / "sockgen"
    python = shlex.quote(sys.executable)
    program.write_text(f'#!/bin/sh\nexec {python} -m sockgen "$@"\n')
    program.chmod(0o755)
    return clone


def call(*arguments: str) -> None:
    result = CliRunner().invoke(sockgen, arguments)
    assert result.exit_code == 0, result.output


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    subprocess.run(["git", *who, *words], cwd=folder, check=True)


def run_step(
    steps: list[Any], name: str, project: Path, values: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run a step as GitHub does, with what its expressions would come to."""
    assert BASH is not None
    [step] = [one for one in steps if one.get("name") == name]
    env = {
        key: re.sub(r"\$\{\{ (.*?) \}\}", lambda found: values[found[1]], text)
        for key, text in step.get("env", {}).items()
    }
    # A workflow that names no shell has no pipefail.
    options = ["-eo", "pipefail"] if "shell" in step else ["-e"]
    return subprocess.run(
        [BASH, "--noprofile", "--norc", *options, "-c", step["run"]],
        cwd=project,
        env={
            **os.environ,
            **env,
            "GITHUB_WORKSPACE": str(project),
            "GITHUB_STEP_SUMMARY": str(project.parent / "summary.md"),
            "PATH": f"{project.parent / 'bin'}{os.pathsep}{os.environ['PATH']}",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )


def inputs(**given: str) -> dict[str, str]:
    """What the expressions of the action come to, in a pull request."""
    known = {
        name.replace("-", "_"): one.get("default", "")
        for name, one in read("action.yml")["inputs"].items()
    }
    values = {**known, **given}
    named = {f"inputs.{key.replace('_', '-')}": one for key, one in values.items()}
    return {"github.base_ref": "main", **named}


def change(project: Path, before: str, after: str) -> None:
    spec = project / "specs" / "shop.yaml"
    text = spec.read_text(encoding="utf-8")
    assert before in text
    spec.write_text(text.replace(before, after), encoding="utf-8")


WITH_BASH = pytest.mark.skipif(
    BASH is None or shutil.which("git") is None, reason="there is no bash, or no git"
)


@WITH_BASH
def test_the_action_validates_checks_and_compares(project: Path) -> None:
    steps = read("action.yml")["runs"]["steps"]
    for name in ("Validate", "Check", "Diff"):
        done = run_step(steps, name, project, inputs())
        assert done.returncode == 0, done.stdout
    specs = "specs/shop.yaml\n"
    values = inputs(specs=specs)
    change(project, "required: [talk, text]", "required: [talk, text, author]")
    change(
        project, "maxLength: 1000}", "maxLength: 1000}\n        author: {type: string}"
    )
    change(project, "text: Is there cake?", "text: Is there cake?, author: Ada")
    done = run_step(steps, "Check", project, values)
    assert done.returncode == 1
    assert "stale" in done.stdout
    assert run_step(steps, "Diff", project, inputs()).returncode == 1
    done = run_step(steps, "Diff", project, values)
    assert done.returncode == 1, done.stdout
    assert "::error file=specs/shop.yaml,line=" in done.stdout
    summary = (project.parent / "summary.md").read_text(encoding="utf-8")
    assert "| breaking | /chat | `say`: `Message.author`: it is required |" in summary
    told = run_step(
        steps, "Diff", project, inputs(specs=specs, fail_on_breaking="false")
    )
    assert (told.returncode, told.stdout) == (0, done.stdout)
    change(project, "messages/say'", "messages/sya'")
    done = run_step(steps, "Validate", project, values)
    assert done.returncode == 1
    assert "::error file=specs/shop.yaml,line=" in done.stdout
    assert run_step(steps, "Diff", project, values).returncode == 2


@WITH_BASH
def test_the_action_compares_nothing_outside_of_a_pull_request(project: Path) -> None:
    steps = read("action.yml")["runs"]["steps"]
    done = run_step(steps, "Diff", project, {**inputs(), "github.base_ref": ""})
    assert (done.returncode, done.stdout) == (0, "")
    told = {**inputs(base="HEAD"), "github.base_ref": ""}
    done = run_step(steps, "Diff", project, told)
    assert (done.returncode, done.stdout) == (0, "nothing has changed on the wire\n")


@WITH_BASH
def test_the_workflow_of_a_new_project_does_the_same(project: Path) -> None:
    workflow = project / ".github" / "workflows" / "sockgen.yml"
    steps = yaml.safe_load(workflow.read_text())["jobs"]["sockgen"]["steps"]
    git(project, "fetch", "--quiet", "origin", "+main:refs/remotes/origin/main")
    compare, values = "What this changes on the wire", {"github.base_ref": "main"}
    for name in ("Validate", "Check", compare):
        done = run_step(steps, name, project, values)
        assert done.returncode == 0, done.stdout
    change(project, "name: say", "name: tell")
    assert run_step(steps, "Check", project, values).returncode == 1
    done = run_step(steps, compare, project, values)
    assert done.returncode == 1, done.stdout
    assert "::error title=breaking since 0.1.0::/chat: `say` " in done.stdout
    summary = (project.parent / "summary.md").read_text(encoding="utf-8")
    assert "| breaking | /chat | `say` " in summary


def test_no_input_of_the_action_stands_in_a_script() -> None:
    for step in read("action.yml")["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def test_the_hooks_name_commands_that_there_are() -> None:
    hooks = read(".pre-commit-hooks.yaml")
    assert [one["id"] for one in hooks] == ["sockgen-validate", "sockgen-check"]
    for hook in hooks:
        program, command, *options = hook["entry"].split()
        assert program == "sockgen"
        called = sockgen.get_command(click.Context(sockgen), command)
        assert called is not None
        known = called.params
        assert set(options) <= {name for one in known for name in one.opts}
        assert hook["language"] == "python"
        assert hook["pass_filenames"] is False
