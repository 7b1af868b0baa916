"""How long `sockgen build` takes beside `datamodel-codegen` on the same schemas.

Both run as whole processes, in turn, from a warm disk; `rivals` tells how. The exit
code is 1 if the limit is not kept.

    python tests/benchmarks/build_time.py [SPEC] [PAIRS]
"""

import sys
from pathlib import Path

from rivals import build_against_codegen

LIMIT = 1.5


def main(spec: str = "specs/petstore.yaml", pairs: str = "11") -> int:
    """Measure, print, and say by the exit code whether the limit is kept."""
    ratio = build_against_codegen(Path(spec), int(pairs))
    print(f"median ratio {ratio:.2f}, the limit is {LIMIT}")
    return 0 if ratio < LIMIT else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
