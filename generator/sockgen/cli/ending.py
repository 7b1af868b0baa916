"""How a call ends before its end: signals, and what the machine refuses."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Generator
from contextlib import contextmanager
from io import BufferedWriter, FileIO, TextIOWrapper
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from pathlib import Path

WRONG_CALL = 2
BUG = 70
UNREAD = 141
"""As if SIGPIPE had ended it: somebody has stopped to read what was not over."""
_SIGNALS = [
    getattr(signal, one)
    for one in ("SIGINT", "SIGTERM", "SIGHUP")
    if hasattr(signal, one)
]
_asked: list[int] = []
"""The signals that have asked this process to end."""


class Refused(click.ClickException):
    """The machine refuses what is needed: a folder, a file, room on a disk."""

    exit_code = WRONG_CALL


def refused(error: OSError, otherwise: Path | str) -> Refused:
    """Say what the machine refuses, and what to do about it."""
    from sockgen.diagnostics.machine import advice, reason

    where = click.format_filename(error.filename or otherwise)
    told = advice(error)
    return Refused(f"{where}: {reason(error)}" + (f"\n       {told}" if told else ""))


def interrupted(error: BaseException | None) -> int:
    """Tell what has been done by now, and choose the exit code."""
    said = str(error or "") or "nothing was written"
    click.echo(f"interrupted: {said}", err=True)
    return 128 + next(iter(_asked), signal.SIGINT)


@contextmanager
def resumable() -> Generator[None]:
    """Writing files one after the other, which the same call can go on with."""
    try:
        yield
    except KeyboardInterrupt as error:
        error.args = ("some files may be written; the same call goes on from there",)
        raise


def failed(error: BaseException) -> int:
    """Tell of what nobody expected, and choose the exit code.

    A disk that is full, say, is no bug, wherever it has shown. Nor is what a library
    makes of an interruption.
    """
    from sockgen.diagnostics.machine import advice

    if _asked:
        return interrupted(None)
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else BUG
    if isinstance(error, OSError) and advice(error):
        found = refused(error, "the standard output")
        found.show()
        return found.exit_code
    _show_bug()
    return BUG


def _show_bug() -> None:
    import traceback

    from sockgen.diagnostics.printer_text import visible

    for line in traceback.format_exc().splitlines():
        click.echo(visible(line), err=True)
    click.echo(
        "\nThis is a bug in sockgen, not in your document. "
        "Please report it with the lines above.",
        err=True,
    )


def end_on_signals() -> None:
    """Let whoever ends this process have it clean up, as with Ctrl-C.

    What is ignored stays so, as `nohup` and the background of a shell want it.
    """
    for one in _SIGNALS:
        if signal.getsignal(one) is not signal.SIG_IGN:
            signal.signal(one, _end)


def _end(number: int, _: FrameType | None) -> NoReturn:
    _asked.append(number)
    raise KeyboardInterrupt


class _Stream(FileIO):
    """A standard stream whose reader may go: what comes then goes nowhere."""

    def write(self, data: object, /) -> int:
        """Write what somebody reads."""
        try:
            return super().write(data)  # type: ignore[arg-type]
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())
            return len(memoryview(data))  # type: ignore[arg-type]


def open_streams() -> None:
    """Have a standard input, output and error that never stop a call.

    Those that are closed are opened, lest a file that is written take their place. A
    terminal that has no arrows shows `?` for them.
    """
    while (handle := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(handle, True)
    os.close(handle)
    sys.stdout, sys.stderr = _opened(sys.stdout, 1), _opened(sys.stderr, 2)


def _opened(before: object, handle: int) -> TextIOWrapper:
    stream = BufferedWriter(_Stream(handle, "w", closefd=False))
    return TextIOWrapper(
        stream,
        encoding=before.encoding if isinstance(before, TextIOWrapper) else "utf-8",
        errors="replace",
        line_buffering=handle == 2 or stream.isatty(),
    )
