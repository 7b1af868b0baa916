"""How long `sockgen build` takes beside `datamodel-codegen` on the same schemas.

Both run as whole processes, in turn, from a warm disk; the figure is the median
of the ratios of the pairs, so that a busy machine slows both.

    python tests/benchmarks/build_time.py [SPEC] [PAIRS]
"""

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LIMIT = 1.5


def seconds(*command: str | Path) -> float:
    """Wall time of a process, in seconds."""
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def main(spec: str = "specs/petstore.yaml", pairs: str = "11") -> int:
    """Measure, print, and say by the exit code whether the limit is kept."""
    tools = Path(sys.executable).parent
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        out = folder / "out"
        build = (tools / "sockgen", "build", spec, "--output", out)
        subprocess.run(
            (*build, "--target", "json"), check=True, stdout=subprocess.DEVNULL
        )
        contract = json.loads((out / "contract.json").read_text(encoding="utf-8"))
        schemas = folder / "schemas.json"
        schemas.write_text(json.dumps({"$defs": contract["schemas"]}), encoding="utf-8")
        other = (
            *(tools / "datamodel-codegen", "--input", schemas),
            *("--output", folder / "models.py", "--input-file-type", "jsonschema"),
            *("--output-model-type", "pydantic_v2.BaseModel"),
            *("--formatters", "builtin"),
        )
        ratios: list[float] = []
        for pair in range(int(pairs) + 1):
            shutil.rmtree(out, ignore_errors=True)
            ours, theirs = seconds(*build), seconds(*other)
            if pair:  # the first one warms the disk
                ratios.append(ours / theirs)
                print(f"sockgen {ours:.3f} s, datamodel-codegen {theirs:.3f} s")
    ratio = statistics.median(ratios)
    print(f"median ratio {ratio:.2f}, {min(ratios):.2f} to {max(ratios):.2f}")
    return 0 if ratio < LIMIT else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
