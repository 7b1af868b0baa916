"""`sockgen build --watch`, as a process: each save is followed by a build."""

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

SOON = 60
SPEC = """
asyncapi: 3.0.0
info: {title: Chat, version: 1.0.0}
channels:
  chat:
    address: /chat
    messages:
      say: {name: say, payload: {$ref: 'text.yaml#/Text'}}
operations:
  onSay: {action: receive, channel: {$ref: '#/channels/chat'}}
"""

TELLS_OF_PLANS = """
from sockgen.cli import main, memory
plan_one = memory.plan_one
def told(build):
    print("planned", build.spec.stem, flush=True)
    return plan_one(build)
memory.plan_one = told
main()
"""


class Watch:
    """The process, and the lines that it prints, of either stream."""

    def __init__(
        self, folder: Path, *words: str, program: Sequence[str] = ("-m", "sockgen")
    ) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, *program, "build", "--watch", *words],
            cwd=folder,
            env={**os.environ, "XDG_CACHE_HOME": str(folder / "cache")},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        self._lines: queue.Queue[str] = queue.Queue()
        self._reading = threading.Thread(target=self._read)
        self._reading.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self._lines.put(line.rstrip("\n"))

    def end(self, number: signal.Signals) -> int:
        """The exit code after a signal."""
        self.process.send_signal(number)
        code = self.process.wait(SOON)
        self._reading.join()
        return code

    def until(self, words: str) -> list[str]:
        """The lines up to one with such words."""
        seen: list[str] = []
        while not any(words in one for one in seen):
            seen.append(self._lines.get(timeout=SOON))
        return seen

    def save(self, name: str, text: str) -> None:
        """Save as editors do: another file takes the place of the one before."""
        new = self.folder / f"{name}.new"
        new.write_text(text)
        new.replace(self.folder / name)


@pytest.fixture(name="watch")
def _watch(tmp_path: Path) -> Iterator[Watch]:
    (tmp_path / "chat.yaml").write_text(SPEC)
    (tmp_path / "text.yaml").write_text("Text: {type: string}\n")
    (tmp_path / ".git").mkdir()
    watch = Watch(tmp_path, "chat.yaml", "--target", "json")
    watch.until("watching 2 files")
    yield watch
    watch.end(signal.SIGKILL)


def test_each_save_is_followed_by_a_build(watch: Watch) -> None:
    made = watch.folder / "generated/chat-json/contract.json"
    watch.save("chat.yaml", SPEC.replace("Chat", "Talk"))
    said = watch.until("watching 2 files")
    assert "chat.yaml changed" in said
    assert "  ~ contract.json" in said
    watch.save("text.yaml", "Text: {type: number}\n")
    assert "text.yaml changed" in watch.until("watching")
    assert '"type": "number"' in made.read_text()


def test_only_what_has_changed_is_planned_again(tmp_path: Path) -> None:
    spec = SPEC.replace("{$ref: 'text.yaml#/Text'}", "{type: string}")
    for name in ("chat", "talk"):
        (tmp_path / f"{name}.yaml").write_text(spec)
    listed = [f'[[spec]]\npath = "{name}.yaml"\n' for name in ("chat", "talk")]
    (tmp_path / "sockgen.toml").write_text("".join(listed))
    watch = Watch(tmp_path, "--target", "json", program=("-c", TELLS_OF_PLANS))
    try:
        assert planned(watch) == ["chat", "talk"]
        watch.save("talk.yaml", spec.replace("Chat", "Talk"))
        assert planned(watch) == ["talk"]
        (tmp_path / "generated/chat-json/contract.json").write_text("{}")
        watch.save("talk.yaml", spec)
        assert planned(watch) == ["chat", "talk"]
    finally:
        watch.end(signal.SIGKILL)


def test_a_document_of_the_configuration_goes_and_comes_back(tmp_path: Path) -> None:
    spec, away = tmp_path / "specs/chat.yaml", tmp_path / "chat.away"
    spec.parent.mkdir()
    spec.write_text(SPEC.replace("{$ref: 'text.yaml#/Text'}", "{type: string}"))
    (tmp_path / "sockgen.toml").write_text('[[spec]]\npath = "specs/chat.yaml"\n')
    watch = Watch(tmp_path, "--target", "json")
    try:
        watch.until("watching")
        spec.rename(away)
        assert any("SG524" in one for one in watch.until("watching"))
        away.rename(spec)
        assert "chat.yaml changed" in watch.until("up to date")
    finally:
        watch.end(signal.SIGKILL)


def planned(watch: Watch) -> list[str]:
    """The documents that are planned until it watches once more."""
    said = watch.until("watching")
    return [one.removeprefix("planned ") for one in said if one.startswith("planned ")]


def test_it_goes_on_after_an_error(watch: Watch) -> None:
    watch.save("chat.yaml", SPEC.replace("text.yaml", "other.yaml"))
    assert any("SG203" in one for one in watch.until("watching"))
    watch.save("other.yaml", "Text: {type: string}\n")
    said = watch.until("watching 2 files")
    assert any(one.startswith("wrote") for one in said), said
    watch.save("sockgen.toml", "colour = 1\n")
    assert any("`colour`" in one for one in watch.until("watching"))


def test_ctrl_c_ends_it(watch: Watch) -> None:
    assert watch.end(signal.SIGINT) == 0


def test_it_cannot_check() -> None:
    command = [sys.executable, "-m", "sockgen", "build", "--watch", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "--watch and --check exclude one another" in done.stderr


SAVES_MEANWHILE = """
from pathlib import Path
from sockgen.cli import main, memory
plan_one = memory.plan_one
def disturbed(build):
    made = plan_one(build)
    text = Path("text.yaml")
    if text.exists() and "number" not in text.read_text():
        {change}
    return made
memory.plan_one = disturbed
main()
"""


@pytest.mark.parametrize(
    "change", ["text.write_text('Text: {type: number}')", "text.unlink()"]
)
@pytest.mark.parametrize("names", [["chat"], ["chat", "talk"]])
def test_what_is_saved_during_the_first_build_is_built(
    tmp_path: Path, change: str, names: list[str]
) -> None:
    """One document has read a file before it is saved, and another one thereafter."""
    for name in names:
        (tmp_path / f"{name}.yaml").write_text(SPEC)
    listed = [f'[[spec]]\npath = "{name}.yaml"\n' for name in names]
    (tmp_path / "sockgen.toml").write_text("".join(listed))
    (tmp_path / "text.yaml").write_text("Text: {type: string}\n")
    program = SAVES_MEANWHILE.replace("{change}", change)
    watch = Watch(tmp_path, "--target", "json", program=("-c", program))
    try:
        assert "watching" in watch.until("watching")[-1]
        assert "text.yaml changed" in watch.until("changed")
    finally:
        watch.end(signal.SIGKILL)
