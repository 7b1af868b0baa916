"""Break the documents of a folder in many ways, and see that each gets an answer.

    python -m tests.fuzz CORPUS [--count 20000] [--seed 0] [--build 0.05]

Every broken document is validated, read, listed and printed in all formats; a share
of those that can be read is built in memory, and what is built is compiled. This
happens in a process with little memory, which is given up when an answer takes too
long. Prints how many of the documents were valid, invalid, built, slow or a crash,
and keeps those that were slow or a crash in a folder, each with what was said of it.
The same seed breaks the same.
"""

import argparse
import faulthandler
import io
import json
import resource
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from contextlib import redirect_stdout
from pathlib import Path

from tests.fuzz.documents import Broken, Originals, broken, originals
from tests.fuzz.journey import journey

MEMORY = 2 * 1024**3
BATCH = 25_000
"""How many documents a process takes, so that what others keep does not add up."""

PROGRESS = 10_000
"""After how many documents the figures so far are printed."""


def _judge(folder: Path, one: Broken, share: float) -> tuple[str, str]:
    """What becomes of one document, and the trace if that is a crash."""
    try:
        return journey(folder, one, build=one.chance < share), ""
    except Exception:
        return "crash", traceback.format_exc()


def _work(options: argparse.Namespace, whole: Originals, first: int) -> None:
    """Judge documents and print a line for each; a slow one ends the process."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    out = sys.stdout
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(first, min(first + BATCH, options.count)):
            one = broken(options.seed, number, whole)
            faulthandler.dump_traceback_later(options.seconds, exit=True)
            begun = time.perf_counter()
            with redirect_stdout(io.StringIO()):
                result, trace = _judge(folder, one, options.build)
            seconds = time.perf_counter() - begun
            faulthandler.cancel_dump_traceback_later()
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(json.dumps([number, result, seconds, peak, trace]), file=out)
            out.flush()


class _Record:
    """What became of all documents."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self._begun = time.perf_counter()
        self._counts: Counter[str] = Counter()
        self._traces: Counter[str] = Counter()
        self._slowest: list[tuple[float, int, str]] = []
        self._peak = 0

    def add(
        self, number: int, result: str, seconds: float, peak: int, trace: str
    ) -> None:
        """Note one document, and keep it if it did not get an answer."""
        self._counts[result] += 1
        self._peak = max(self._peak, peak)
        ranked = sorted([*self._slowest, (seconds, number, result)], reverse=True)
        self._slowest = ranked[:5]
        if trace:
            self._traces["\n".join(trace.strip().splitlines()[-3:])] += 1
            self._keep(number, trace)

    def _keep(self, number: int, trace: str) -> None:
        folder: Path = self._options.keep
        folder.mkdir(parents=True, exist_ok=True)
        whole = originals(self._options.corpus)
        one = broken(self._options.seed, number, whole)
        stem = f"{self._options.seed}-{number}"
        (folder / f"{stem}.yaml").write_bytes(one.text)
        (folder / f"{stem}.txt").write_text(trace, encoding="utf-8")

    def show(self, number: int) -> None:
        """Print the figures."""
        seconds = time.perf_counter() - self._begun
        print(f"{number} documents of seed {self._options.seed} in {seconds:.0f} s")
        for result, count in sorted(self._counts.items()):
            print(f"  {result}: {count}")
        for took, which, result in self._slowest:
            print(f"  slowest: {took:.2f} s, number {which}, {result}")
        print(f"  largest process: {self._peak} MiB")
        for trace, count in self._traces.most_common():
            print(f"  {count} times:\n{trace}")
        sys.stdout.flush()

    @property
    def sound(self) -> bool:
        """Whether every document got an answer in time."""
        return not self._counts.keys() & {"crash", "slow or killed"}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path, nargs="+")
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--build", type=float, default=0.05, metavar="SHARE")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-findings"))
    parser.add_argument("--work", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> int:
    """Break documents in processes that may die, and count how it goes."""
    options = _options()
    if options.work is not None:
        _work(options, originals(options.corpus), options.work)
        return 0
    record, number = _Record(options), 0
    while number < options.count:
        first = number
        command = [sys.executable, "-m", "tests.fuzz", *sys.argv[1:]]
        with (
            tempfile.TemporaryFile("w+", encoding="utf-8") as said,
            subprocess.Popen(
                [*command, "--work", str(number)],
                stdout=subprocess.PIPE,
                stderr=said,
                encoding="utf-8",
            ) as one,
        ):
            for line in one.stdout or ():
                number, *rest = json.loads(line)
                record.add(number, *rest)
                number += 1
                if number % PROGRESS == 0:
                    record.show(number)
            if one.wait() != 0 or number == first:
                said.seek(0)
                trace = said.read() or f"ended with {one.returncode}"
                record.add(number, "slow or killed", options.seconds, 0, trace)
                number += 1
    record.show(number)
    return 0 if record.sound else 1


if __name__ == "__main__":
    sys.exit(main())
