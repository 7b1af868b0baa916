"""`sockgen completion`, in the shells that there are."""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from sockgen.cli.main import sockgen

BASH = shutil.which("bash")


@pytest.fixture
def path(tmp_path: Path) -> str:
    program = tmp_path / "sockgen"
    program.write_text(
        f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m sockgen "$@"\n'
    )
    program.chmod(0o755)
    return f"{tmp_path}{os.pathsep}{os.environ['PATH']}"


@pytest.mark.skipif(BASH is None, reason="there is no bash")
@pytest.mark.parametrize(
    ("words", "answers"),
    [
        (["sockgen", "sc"], ["scaffold"]),
        (["sockgen", "scaffold", "--sy"], ["--sync"]),
        (["sockgen", "completion", ""], ["bash", "zsh", "fish"]),
    ],
)
def test_bash_completes(words: list[str], answers: list[str], path: str) -> None:
    assert BASH is not None
    script = f"""
        eval "$(sockgen completion bash)"
        complete -p sockgen >&2
        COMP_WORDS=({shlex.join(words)})
        COMP_CWORD={len(words) - 1}
        _sockgen_completion sockgen
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(
        [BASH, "--noprofile", "--norc", "-c", script],
        env={**os.environ, "PATH": path},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.stdout.split() == answers, done.stderr
    assert "-F _sockgen_completion sockgen" in done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_has_a_script_that_it_can_read(shell: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(sockgen, ["completion", shell])
    assert result.exit_code == 0
    assert f"_SOCKGEN_COMPLETE={shell}_complete" in result.stdout
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"there is no {shell}")
    script = tmp_path / "script"
    script.write_text(result.stdout)
    read = subprocess.run([program, "-n", script], stderr=subprocess.PIPE)
    assert read.returncode == 0, read.stderr
