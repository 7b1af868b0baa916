"""What README.md tells of a project's life, in a fresh repository."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
FAILING = (
    "sockgen build --check",
    "sockgen diff main:specs/tearoom.yaml specs/tearoom.yaml",
)
BASH, GIT = shutil.which("bash"), shutil.which("git")


def section(title: str) -> str:
    """One section of the README."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def plain(text: str) -> str:
    """A text without how long it took, and how many files and tests there are."""
    varying = r"\d+\.\d+(?= ?s\b)|\d+ (?=files|unchanged|passed|skipped|deselected)"
    return re.sub(varying, "…", re.sub(r"(?<=s) \(\d+:\d\d:\d\d\)", "", text))


def steps(console: str) -> Iterator[tuple[str, str]]:
    """The commands of a block, each with what it is shown to print."""
    for one in re.split(r"^\$ ", console, flags=re.MULTILINE)[1:]:
        command, _, shown = one.partition("\n")
        yield command, shown


def matches(shown: str, said: str) -> bool:
    """Whether a text is the one that is shown, `...` standing for any lines."""
    parts = re.split(r"^\.\.\.\n", plain(shown), flags=re.MULTILINE)
    pattern = r"(?s:.*)".join(map(re.escape, parts))
    return re.fullmatch(pattern, plain(said)) is not None


@dataclass
class Shell:
    """A shell in which commands are called one after the other."""

    folder: Path
    env: dict[str, str]

    def call(self, command: str, given: str | None = None) -> tuple[int, str]:
        """Call a command; a `cd` in it holds for the next one."""
        done = subprocess.run(
            [str(BASH), "-c", f'{command}\ncode=$?\npwd > "$WHERE"\nexit $code'],
            cwd=self.folder,
            env=self.env,
            input=given or "",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        self.folder = Path(Path(self.env["WHERE"]).read_text("utf-8").strip())
        return done.returncode, done.stdout

    def installed(self, command: str) -> None:
        """Have Python and mypy find a package as if pip had installed it."""
        path, _, extras = shlex.split(command)[-1].partition("[")
        package = self.folder / path
        text = (package / "pyproject.toml").read_text(encoding="utf-8")
        assert all(f"\n{one} = [" in text for one in extras.strip("]").split(","))
        self.env["PYTHONPATH"] += os.pathsep + str(package)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("sockgen", "mypy", "pytest"):
        program = tools / name
        python = shlex.quote(sys.executable)
        program.write_text(f'#!/bin/sh\nexec {python} -m {name} "$@"\n')
        program.chmod(0o755)
    env = {
        **{key: one for key, one in os.environ.items() if not key.startswith("GIT_")},
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "generator"),
        "WHERE": str(tmp_path / "where"),
        "HOME": str(tmp_path),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_AUTHOR_NAME": "Ada",
        "GIT_AUTHOR_EMAIL": "ada@example.org",
        "GIT_COMMITTER_NAME": "Ada",
        "GIT_COMMITTER_EMAIL": "ada@example.org",
    }
    return Shell(tmp_path, env)


@pytest.mark.skipif(BASH is None or GIT is None, reason="there is no bash, or no git")
def test_a_project_lives_as_the_readme_tells(shell: Shell) -> None:
    missing = False
    for language, text in BLOCK.findall(section("Live with it")):
        if language == "python":
            name = text.partition("\n")[0].removeprefix("# ")
            (shell.folder / name).write_text(text, encoding="utf-8")
        elif language == "diff":
            code, said = shell.call("git apply -", text)
            assert code == 0, said
        for command, shown in steps(text if language == "console" else ""):
            if command.startswith("pip install "):
                shell.installed(command)
                continue
            code, said = shell.call(command)
            assert matches(shown, said), f"$ {command}\n{said}"
            missing = command.startswith("mypy") and "on_leave" in shown
            assert code == int(missing or command in FAILING), f"$ {command}\n{said}"
