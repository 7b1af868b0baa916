"""Send payloads of documents on all ways, and compare with what `jsonschema` says.

    python -m tests.payloads [DOCUMENT ...] [--count 10000] [--seed 0]

Without documents: the Pet Store, schemas as documents have them, and every keyword on
its own. So many payloads are drawn for each direction and shared among its five ways.
Prints, for each way, how many were accepted, how many were refused, how many of these
verdicts differ from `jsonschema` on purpose, and which ones differ without. The same
seed draws the same payloads.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from tests.payloads.documents import documents
from tests.payloads.journeys import run
from tests.payloads.judging import Tally
from tests.payloads.ways import Way

SHOWN = 10


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", type=Path, nargs="*", metavar="DOCUMENT")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def _report(way: Way, tally: Tally) -> None:
    print(f"  {way.name:20} {tally}", flush=True)
    for one in tally.disagreements[:SHOWN]:
        print(f"    {one}")


def _all(options: argparse.Namespace, folder: Path) -> bool:
    sound = True
    for spec in options.documents or documents(folder):
        begun = time.perf_counter()
        print(spec.name)
        found = asyncio.run(
            run(spec, options.count, start=options.seed, report=_report)
        )
        for direction in ("up", "down"):
            total = Tally()
            for name, tally in found.items():
                if name.endswith(direction):
                    total.add(tally)
            sound = sound and not total.disagreements
            print(f"  {'all ' + direction:20} {total}")
        print(f"  {time.perf_counter() - begun:.0f} s")
    return sound


def main() -> int:
    """Print the figures; 1 if anything disagrees."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        return 0 if _all(options, Path(folder)) else 1


if __name__ == "__main__":
    sys.exit(main())
