"""The command `sockgen`. docs/commands.md tells what its exit codes mean.

Start-up is kept fast: a command imports the stages when it runs, so that
`--help` and the completion of a shell import none of them.
"""

import os
import signal
from types import FrameType
from typing import NoReturn

_INTERRUPTED = 130


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, _leave)  # nothing has begun yet
    from sockgen.cli.main import main as run

    run()


def _leave(_: int, __: FrameType | None) -> NoReturn:
    os.write(2, b"interrupted: nothing was written\n")
    os._exit(_INTERRUPTED)
