"""Whole commands on what is no document, in processes that have little memory."""

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

MEMORY = 2 * 1024**3
HEAD = "asyncapi: 3.0.0\ninfo: {title: a, version: '1'}\n"
COMMANDS = (["validate"], ["inspect"], ["build", "--output", "made"])


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def refused(command: list[str], spec: str, folder: Path, stdin: int) -> str:
    """What a command says of a document that it refuses, and nothing is written."""
    done = subprocess.run(
        [sys.executable, "-m", "sockgen", *command, spec],
        cwd=folder,
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        preexec_fn=limited,
        check=False,
    )
    assert done.returncode in (1, 2), done.stdout[-2000:]
    assert "Traceback" not in done.stdout
    assert len(done.stdout) < 5_000
    assert not (folder / "made").exists()
    return done.stdout


def too_large(folder: Path) -> None:
    (folder / "spec.yaml").touch()
    os.truncate(folder / "spec.yaml", 2**40)


def circle_of_links(folder: Path) -> None:
    (folder / "spec.yaml").symlink_to("other.yaml")
    (folder / "other.yaml").symlink_to("spec.yaml")


def long_line(folder: Path) -> None:
    text = HEAD + "channels: '" + "a" * 5_000_000 + "'\n"
    (folder / "spec.yaml").write_text(text, encoding="utf-8")


def doubling(folder: Path) -> None:
    lines = [
        f"    S{one}: {{anyOf: [{{$ref: '#/components/schemas/S{one + 1}'}}, "
        f"{{$ref: '#/components/schemas/S{one + 1}'}}]}}\n"
        for one in range(60)
    ]
    text = HEAD + "components:\n  schemas:\n" + "".join(lines) + "    S60: {}\n"
    (folder / "spec.yaml").write_text(text, encoding="utf-8")


def digits(folder: Path) -> None:
    text = f"{HEAD}components: {{schemas: {{A: {{const: 0x{'f' * 1_000_000}}}}}}}\n"
    (folder / "spec.yaml").write_text(text, encoding="utf-8")


def many_values(folder: Path) -> None:
    (folder / "spec.yaml").write_text(f"{HEAD}x-a: [{'1,' * 20_000_000}1]\n")


MAKERS: dict[Callable[[Path], None], str] = {
    too_large: "SG101",
    circle_of_links: "Error: Invalid value",
    long_line: "SG209",
    doubling: "SG110",
    digits: "SG105",
    many_values: "SG101",
}


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("command", COMMANDS[::2], ids=lambda one: one[0])
def test_a_document_that_is_too_much(
    command: list[str], make: Callable[[Path], None], tmp_path: Path
) -> None:
    make(tmp_path)
    said = refused(command, "spec.yaml", tmp_path, subprocess.DEVNULL)
    assert MAKERS[make] in said


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one[0])
def test_input_without_end(command: list[str], tmp_path: Path) -> None:
    with subprocess.Popen(["yes"], stdout=subprocess.PIPE) as endless:
        assert endless.stdout is not None
        said = refused(command, "/dev/stdin", tmp_path, endless.stdout.fileno())
        endless.kill()
    assert "larger than 64 MiB" in said


REFERENCES = {
    "/dev/zero": "leads to a device",
    "pipe": "leads to a device",
    ".": "leads to a folder",
    "circle.yaml": "cannot be read",
    "zero.yaml": "leads to a device",
    "../../../../../../../../etc/hostname/a": "leads to no file",
    "%2e%2e/%00": "cannot be read",
}


def test_references_to_what_is_no_document(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "circle.yaml").symlink_to("circle.yaml")
    (tmp_path / "zero.yaml").symlink_to("/dev/zero")
    lines = [f"x-{n}: {{$ref: '{path}'}}\n" for n, path in enumerate(REFERENCES)]
    (tmp_path / "spec.yaml").write_text(HEAD + "".join(lines), encoding="utf-8")
    command = ["validate", "--allow-refs-outside"]
    said = refused(command, "spec.yaml", tmp_path, subprocess.DEVNULL)
    for line, reason in enumerate(REFERENCES.values(), 3):
        [one] = [each for each in said.splitlines() if f"spec.yaml:{line}:" in each]
        assert reason in one


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "spec.yaml").write_text(HEAD, encoding="utf-8")
    (tmp_path / "spec.yaml").chmod(0)
    refused(["validate"], "spec.yaml", tmp_path, subprocess.DEVNULL)
