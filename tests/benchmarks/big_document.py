"""Whether large documents keep what sockgen promises about time and memory.

    python tests/benchmarks/big_document.py [EVENTS ...] [--pairs 3] [--rounds 3]
        [--asyncapi PATH] [--write FOLDER]

Three promises, each with a line that says whether it is kept; the exit code is 1 if
one is not. The documents are those of `large`, 20 events in a namespace.

- `sockgen validate` takes less than a fifth of the time of `asyncapi validate`, of
  npm's `@asyncapi/cli`, on the largest document. It is looked for where --asyncapi
  says, in tests/node and on PATH; where it is not, that promise is skipped.
- `sockgen build`, which writes the models, server, client, tests and all, takes less
  than twice the time of `datamodel-codegen` on the schemas of the largest document.
- Time and memory grow in proportion: one more event costs no more from 200 events to
  1,000 than from 20 to 200. Half as much again is let pass, for the noise of the
  machine.
"""

import argparse
import itertools
import statistics
import sys
import tempfile
from pathlib import Path

from rivals import (
    SOCKGEN,
    Command,
    Cost,
    build_against_codegen,
    cost,
    find_asyncapi,
    ratio,
)

LARGE = Path(__file__).with_name("large.py")
SIZES = (20, 200, 1000)
VALIDATE_LIMIT, BUILD_LIMIT, GROWTH_LIMIT = 1 / 5, 2.0, 1.5


class Verdicts:
    """Says of each promise whether it is kept, and remembers a broken one."""

    def __init__(self) -> None:
        self.broken = False

    def say(self, promise: str, value: float, limit: float) -> None:
        kept = value < limit
        self.broken |= not kept
        word = "kept" if kept else "BROKEN"
        print(f"{word}: {promise}: {value:.2f}, the limit is {limit:.2f}", flush=True)


def typical(command: Command, rounds: int) -> Cost:
    """The median of several rounds."""
    costs = [cost(command) for _ in range(rounds)]
    return Cost(
        statistics.median(one.cpu for one in costs),
        statistics.median(one.clock for one in costs),
        statistics.median(one.megabytes for one in costs),
    )


def growth(command: str, specs: dict[int, Path], rounds: int, home: Path) -> float:
    """By how much the cost of one more event grows at most, from size to size."""
    costs: dict[int, Cost] = {}
    for events, spec in specs.items():
        words: Command = (*SOCKGEN, command, spec)
        if command == "build":
            words = (*words, "--force", "--output", home / f"output-{events}")
        costs[events] = took = typical(words, rounds)
        print(
            f"{command:8} {events:5} events {spec.stat().st_size / 1e6:5.2f} MB: "
            f"{took.cpu:6.2f} s {took.megabytes:5.0f} MB",
            flush=True,
        )
    more = [
        _one_more(fewer, few, larger, many)
        for (fewer, few), (larger, many) in itertools.pairwise(costs.items())
    ]
    grown = [
        max(now.cpu / before.cpu, now.megabytes / before.megabytes)
        for before, now in itertools.pairwise(more)
    ]
    return max(grown, default=0.0)


def _one_more(fewer: int, few: Cost, larger: int, many: Cost) -> Cost:
    """What one more event costs between two sizes."""
    more = larger - fewer
    one = Cost(
        (many.cpu - few.cpu) / more,
        (many.clock - few.clock) / more,
        (many.megabytes - few.megabytes) / more,
    )
    print(
        f"  from {fewer} to {larger} events, one more takes "
        f"{one.cpu * 1000:.2f} ms and {one.megabytes:.2f} MB",
        flush=True,
    )
    return one


def main(arguments: list[str]) -> int:
    """Measure, print, and say by the exit code whether all promises are kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("events", nargs="*", type=int, default=SIZES)
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--asyncapi", type=Path, metavar="PATH")
    parser.add_argument("--write", type=Path, metavar="FOLDER")
    options = parser.parse_args(arguments)
    verdicts = Verdicts()
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        folder = options.write or home
        specs: dict[int, Path] = {}
        for events in sorted(options.events):
            specs[events] = folder / f"events-{events}.yaml"
            # In its own process: the peak of this one would count for its children.
            cost((sys.executable, LARGE, str(events), specs[events]))
        for command in ("validate", "build"):
            most = growth(command, specs, options.rounds, home)
            promise = f"{command} grows in proportion"
            verdicts.say(promise, most, GROWTH_LIMIT)
        largest = specs[max(specs)]
        asyncapi = find_asyncapi(options.asyncapi)
        if asyncapi is None:
            print("skipped: no `asyncapi`: npm install --prefix FOLDER @asyncapi/cli")
        else:
            ours: Command = (*SOCKGEN, "validate", largest)
            theirs: Command = (asyncapi, "validate", largest)
            most = ratio(ours, theirs, options.pairs, lambda: None)
            verdicts.say("validate against asyncapi", most, VALIDATE_LIMIT)
        most = build_against_codegen(largest, options.pairs)
        verdicts.say("build against datamodel-codegen", most, BUILD_LIMIT)
    return 1 if verdicts.broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
