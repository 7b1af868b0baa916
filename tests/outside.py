"""Commands that know nothing of this checkout, as in the environment of a user."""

import os
import subprocess
from pathlib import Path


def environment() -> dict[str, str]:
    """The variables of this process, but for the one that leads to the checkout."""
    return {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}


def call(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command, which may fail."""
    return subprocess.run(
        command,
        cwd=cwd,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )


def run(*command: str | Path, cwd: Path) -> str:
    """What a command says, on both of its outputs; it must not fail."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout
