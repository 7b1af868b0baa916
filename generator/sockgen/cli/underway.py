"""A line on a terminal that says which document a build is at, and goes at the end."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from sockgen.cli import voice
from sockgen.cli.report import terminal_width
from sockgen.diagnostics.printer_text import fitted, visible

_ERASE = "\r\x1b[K"


class Underway:
    """Shows documents on a stream, one after the other in the same place."""

    def __init__(self, specs: Sequence[Path], stream: TextIO) -> None:
        self._specs = specs
        self._stream = stream
        is_terminal = stream.isatty() and os.environ.get("TERM") != "dumb"
        said = voice.current()
        self._live = is_terminal and not (said.quiet or said.verbose)

    def __enter__(self) -> "Underway":
        """Begin to show."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave nothing behind."""
        self._show("")

    def at(self, number: int) -> None:
        """Show which document it is, counted from 0."""
        name, count = self._specs[number].stem, len(self._specs)
        of_several = f"{number + 1} of {count}: " if count > 1 else ""
        self._show(f"building {of_several}{visible(name)}")

    def _show(self, text: str) -> None:
        if self._live:
            cut = fitted(text, terminal_width(self._stream) - 1)
            print(f"{_ERASE}{cut}", end="", file=self._stream, flush=True)
