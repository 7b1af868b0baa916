"""Whether sockgen is quick in everyday use: in an editor, in a hook, in CI.

    python tests/benchmarks/living.py [SPEC] [--pairs 7]

Prints a table with a line for each promise, and whether it is kept; the exit code is 1
if one is not. Of ratios both sides run as whole processes, in turn, and the median
counts, as `rivals` tells; saves are waited for in the output of one process that
watches. They want a machine with nothing else to do.

- A build of which nothing has changed takes a fifth of a build at most.
- `--check` takes no longer than a build, but for a tenth.
- `sockgen --version` takes at most one and a half times what it takes to import click.
- Under `--watch` a save is followed by new files within half a second, and within half
  of the time of a build: of a description, of an event, of a file that is referred to.
- All documents of a configuration take a tenth less than what they take one by one.
"""

import argparse
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import large
import yaml
from rivals import ROOT, SOCKGEN, Command, cost, ratio

SPEC = ROOT / "specs" / "petstore.yaml"
SEVERAL = (2, 4)
EVENTS = 15
"""Of the smallest of several documents; each has one more than the one before."""
NO_OP, CHECK, VERSION, SAVE, SHARE, ALL_AT_ONCE = 0.2, 1.1, 1.5, 0.5, 0.5, 0.9
_ON_PATH = Path(sys.executable).with_name("sockgen")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table."""

    promise: str
    value: float
    limit: float
    unit: str = "×"

    @property
    def kept(self) -> bool:
        """Whether the promise is."""
        return self.value <= self.limit

    def __str__(self) -> str:
        word = "kept" if self.kept else "BROKEN"
        value = f"{self.value:.2f} {self.unit}"
        return f"{self.promise:45} {value:>8} ≤ {self.limit:.2f} {self.unit}  {word}"


def measured(spec: Path, pairs: int, home: Path) -> Iterator[Line]:
    """All lines, one after the other as they are known."""
    build: Command = (*SOCKGEN, "build", spec, "--output", home / "one")
    full: Command = (*build, "--force")

    def against(command: Command, other: Command, title: str) -> float:
        print(title, flush=True)
        return ratio(command, other, pairs, lambda: None)

    yield Line("no-op / build", against(build, full, "no-op"), NO_OP)
    check = against((*build, "--check"), full, "--check")
    yield Line("--check / build", check, CHECK)
    version: Command = (_ON_PATH, "--version")
    click: Command = (sys.executable, "-c", "import click")
    starts = against(version, click, "--version")
    yield Line("sockgen --version / import click", starts, VERSION)
    yield from saves(spec, pairs, home / "watched")
    for count in SEVERAL:
        together, apart = several(count, home / f"several-{count}")
        value = against(together, apart, f"{count} documents")
        yield Line(f"{count} documents at once / one by one", value, ALL_AT_ONCE)


class Watch:
    """A process that builds after each save, of a document of two files."""

    def __init__(self, spec: Path, folder: Path) -> None:
        self._folder = folder
        self._document: Any = yaml.safe_load(spec.read_text(encoding="utf-8"))
        self._schemas: Any = self._document["components"].pop("schemas")
        self._save("schemas.yaml", self._schemas)
        self._save("document.yaml", self._document)
        self._process = subprocess.Popen(
            (*SOCKGEN, "build", "--watch", "document.yaml"),
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        self._until("watching")

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()

    def description(self, number: int) -> float:
        """Seconds from a save to new files: the description of a channel."""
        channel = next(iter(self._document["channels"].values()))
        channel["description"] = f"This is what it does, in version {number}."
        return self._seconds("document.yaml", self._document)

    def event(self, number: int) -> float:
        """The name of an event."""
        message = next(iter(self._document["components"]["messages"].values()))
        message["name"] = f"event-{number}"
        return self._seconds("document.yaml", self._document)

    def referred(self, number: int) -> float:
        """A field more, in a file that the document refers to."""
        schema = next(x for x in self._schemas.values() if "properties" in x)
        schema["properties"][f"field{number}"] = {"type": "integer", "maximum": number}
        return self._seconds("schemas.yaml", self._schemas)

    def _seconds(self, name: str, content: object) -> float:
        saved = self._save(name, content)
        self._until("wrote")
        took = time.perf_counter() - saved
        self._until("watching")
        return took

    def _save(self, name: str, content: object) -> float:
        """Save as editors do, and tell when."""
        there = "#/" if name == "schemas.yaml" else "schemas.yaml#/"
        text = yaml.dump(content, sort_keys=False)
        text = text.replace("#/components/schemas/", there)
        new = self._folder / f"{name}.new"
        new.write_text(text, encoding="utf-8")
        new.replace(self._folder / name)
        return time.perf_counter()

    def _until(self, word: str) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if "error[" in line:
                break
            if line.startswith(word):
                return
        raise SystemExit(f"there was no `{word}`")


def saves(spec: Path, rounds: int, folder: Path) -> Iterator[Line]:
    """How long after a save there are new files, and a build beside each of them."""
    folder.mkdir()
    (folder / ".git").mkdir()  # no configuration is looked for above it
    watch = Watch(spec, folder)
    full: Command = (*SOCKGEN, "build", spec, "--force", "--output", folder / "full")
    kinds = {
        "a description": watch.description,
        "an event": watch.event,
        "a file that is referred to": watch.referred,
    }
    try:
        for kind, save in kinds.items():
            print(f"a save of {kind}", flush=True)
            took: list[float] = []
            shares: list[float] = []
            for number in range(rounds):
                took.append(save(number))
                shares.append(took[-1] / cost(full).clock)
                print(f"  {took[-1]:.2f} s, {shares[-1]:.2f} of a build", flush=True)
            yield Line(f"save of {kind}", statistics.median(took), SAVE, "s")
            yield Line("  the same / build", statistics.median(shares), SHARE)
    finally:
        watch.end()


def several(count: int, home: Path) -> tuple[Command, Command]:
    """The command that builds so many documents, and one that builds each alone."""
    home.mkdir()
    specs = [home / f"document{number}.yaml" for number in range(count)]
    for number, one in enumerate(specs):
        one.write_text(large.text(EVENTS + number), encoding="utf-8")
    configuration = home / "sockgen.toml"
    entries = [f'[[spec]]\npath = "{one.name}"\n' for one in specs]
    configuration.write_text("".join(entries), encoding="utf-8")
    words = (*SOCKGEN, "build", "--force", "--config", str(configuration))
    alone = " && ".join(shlex.join([*words, str(one)]) for one in specs)
    return words, ("sh", "-c", alone)


def main(arguments: list[str]) -> int:
    """Measure, print, and say by the exit code whether all promises are kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("spec", nargs="?", type=Path, default=SPEC)
    parser.add_argument("--pairs", type=int, default=7)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        lines = list(measured(options.spec.resolve(), options.pairs, Path(name)))
    print("", *lines, sep="\n")
    return 0 if all(one.kept for one in lines) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
