"""What benchmarks compare sockgen with, and how: whole processes, in turn.

A busy machine slows both processes of a pair. What is compared is the time of the
processor, and the time on the clock; the ratio that is worse for sockgen counts.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

Command = Sequence[str | Path]
ROOT = Path(__file__).parents[2]
TOOLS = Path(sys.executable).parent
SOCKGEN = (sys.executable, "-m", "sockgen")
_HOME = tempfile.gettempdir()
_ENVIRONMENT = {
    # As a package is that has been installed: its modules are compiled once.
    **{k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"},
    # The other command line would keep its settings there, and ask to be tracked.
    **{"HOME": _HOME, "XDG_CONFIG_HOME": _HOME, "CI": "true"},
}


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took: seconds of processor and clock, megabytes at its peak."""

    cpu: float
    clock: float
    megabytes: float


def cost(command: Command) -> Cost:
    """Run a command to its end. Raises SystemExit if it fails."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=_ENVIRONMENT)
    _, status, used = os.wait4(process.pid, 0)
    clock = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"failed: {' '.join(map(str, command))}")
    return Cost(used.ru_utime + used.ru_stime, clock, used.ru_maxrss / 1024)


def ratio(
    ours: Command, theirs: Command, pairs: int, before: Callable[[], object]
) -> float:
    """How long ours takes for each second of theirs: the median of several pairs.

    `before` is done before each pair; one more pair comes first and warms the disk.
    """
    cpu: list[float] = []
    clock: list[float] = []
    for pair in range(pairs + 1):
        before()
        one, other = cost(ours), cost(theirs)
        if pair:
            cpu.append(one.cpu / other.cpu)
            clock.append(one.clock / other.clock)
            print(f"  {one.cpu:.2f} s against {other.cpu:.2f} s", flush=True)
    return max(statistics.median(cpu), statistics.median(clock))


def build_against_codegen(spec: Path, pairs: int) -> float:
    """The ratio of `sockgen build` to `datamodel-codegen`, see `codegen`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        output = folder / "output"
        return ratio(
            (*SOCKGEN, "build", spec, "--output", output),
            codegen(spec, folder),
            pairs,
            lambda: shutil.rmtree(output, ignore_errors=True),
        )


def codegen(spec: Path, folder: Path) -> Command:
    """`datamodel-codegen` on all schemas of a document, as one JSON Schema.

    Its models are of the kind that sockgen makes, and it has the formatter that
    takes the least time: black and isort, its default, would take three times as long.
    """
    contract = folder / "contract"
    cost((*SOCKGEN, "build", spec, "--output", contract, "--target", "json"))
    made = json.loads((contract / "contract.json").read_text(encoding="utf-8"))
    schemas = folder / "schemas.json"
    schemas.write_text(json.dumps({"$defs": made["schemas"]}), encoding="utf-8")
    return (
        *(TOOLS / "datamodel-codegen", "--input", schemas),
        *("--output", folder / "models.py", "--input-file-type", "jsonschema"),
        *("--output-model-type", "pydantic_v2.BaseModel", "--use-annotated"),
        *("--use-double-quotes", "--disable-timestamp", "--formatters", "builtin"),
        "--disable-warnings",
    )


def find_asyncapi(path: Path | None) -> Path | None:
    """The command of npm's `@asyncapi/cli`: as given, beside the tests, or on PATH."""
    local = ROOT / "tests" / "node" / "node_modules" / ".bin" / "asyncapi"
    found = path or (local if local.exists() else shutil.which("asyncapi"))
    return Path(found) if found else None
