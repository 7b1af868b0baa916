"""`sockgen completion`, in the shells that there are."""

import os
import pty
import select
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from sockgen.cli.main import sockgen
from sockgen.diagnostics import CODES

SPEC = """\
asyncapi: 3.0.0
info: {title: Cafe, version: 1.0.0}
channels:
  counter:
    address: /counter
    messages: {order: {name: order, payload: {type: string}}}
operations:
  onOrder: {action: receive, channel: {$ref: '#/channels/counter'}}
"""
BASH, ZSH, FISH = map(shutil.which, ("bash", "zsh", "fish"))


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
        (["sockgen", "explain", "sg20"], [one for one in CODES if one[:4] == "SG20"]),
        (["sockgen", "build", "--target", "j"], ["json"]),
        (["sockgen", "test", "cafe.yaml", "--only", ""], ["/counter", "order"]),
        (["sockgen", "mock", "--every", "o"], ["order"]),
        (["sockgen", "mock", "wrong.yaml", "--every", "o"], []),
    ],
)
def test_bash_completes(
    words: list[str], answers: list[str], path: str, tmp_path: Path
) -> None:
    (tmp_path / "cafe.yaml").write_text(SPEC)
    (tmp_path / "wrong.yaml").write_text("asyncapi: [")
    (tmp_path / "sockgen.toml").write_text('[[spec]]\npath = "cafe.yaml"\n')
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
        cwd=tmp_path,
        env={**os.environ, "PATH": path},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.stdout.split() == answers, done.stderr
    assert "-F _sockgen_completion sockgen" in done.stderr


@pytest.mark.skipif(FISH is None, reason="there is no fish")
@pytest.mark.parametrize(
    ("typed", "answers"),
    [
        ("sockgen sc", ["scaffold"]),
        ("sockgen diff ca", ["cafe.yaml"]),
        ("sockgen test cafe.yaml --only ord", ["order"]),
    ],
)
def test_fish_completes(
    typed: str, answers: list[str], path: str, tmp_path: Path
) -> None:
    assert FISH is not None
    (tmp_path / "cafe.yaml").write_text(SPEC)
    script = f"sockgen completion fish | source; complete -C {shlex.quote(typed)}"
    done = subprocess.run(
        [FISH, "--no-config", "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PATH": path, "HOME": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
    )
    found = [line.partition("\t")[0] for line in done.stdout.splitlines()]
    assert found == answers, done.stderr


@pytest.mark.skipif(ZSH is None, reason="there is no zsh")
@pytest.mark.parametrize(
    ("typed", "answer"),
    [("sockgen scaf", "scaffold "), ("sockgen diff ca", "cafe.yaml ")],
)
def test_zsh_completes(typed: str, answer: str, path: str, tmp_path: Path) -> None:
    """zsh completes on a terminal only."""
    assert ZSH is not None
    (tmp_path / "cafe.yaml").write_text(SPEC)
    process, terminal = pty.fork()
    if not process:
        os.chdir(tmp_path)
        around = {**os.environ, "PATH": path, "TERM": "dumb", "HOME": str(tmp_path)}
        os.execve(ZSH, [ZSH, "-f", "-i"], around)
    try:
        ready = "compinit -u -D; eval \"$(sockgen completion zsh)\"; echo READ''Y"
        os.write(terminal, f"autoload -Uz compinit; {ready}\n".encode())
        read_until(terminal, b"READY")
        os.write(terminal, f"{typed}\t".encode())
        assert answer in read_until(terminal, answer.encode())
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(terminal)


def read_until(terminal: int, words: bytes) -> str:
    """What a shell shows up to some words; all of it if it stays silent."""
    shown = b""
    while words not in shown and select.select([terminal], [], [], 60)[0]:
        shown += os.read(terminal, 4096)
    return shown.decode(errors="replace")


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
