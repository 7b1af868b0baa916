"""What a server has raised that runs in this process, as its log has it."""

import os
import re
from pathlib import Path

_START = "Traceback (most recent call last):\n"
_FRAME = re.compile(r'^ +File "(.+)", line (\d+)', re.MULTILINE)


def raised(output: str) -> str:
    """The first exception of a log, and the line that raised it; empty without any."""
    text = output.partition(_START)[2]
    told = next((x for x in text.splitlines() if x and not x[0].isspace()), "")
    frames = _FRAME.findall(text.partition(f"\n{told}")[0])
    if not told or not frames:
        return ""
    file, line = frames[-1]
    here = Path(file).is_relative_to(Path.cwd())
    return f"{told} ({os.path.relpath(file) if here else file}:{line})"
