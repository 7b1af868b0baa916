"""What a call came to the last time, as long as nothing has changed since.

It is kept in the user's cache, so that a document which is as it was costs next to
nothing. What counts is all that the call read and wrote, the files of sockgen and the
packages around it. Whoever has doubts says --force.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click
from platformdirs import user_cache_path

import sockgen
from sockgen.diagnostics import Diagnostic, Label, Position, Severity, Span

_PACKAGE = Path(sockgen.__file__).parent
_SOURCES = (_PACKAGE, _PACKAGE.parent.parent / "templates")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call said: of its documents, and of what it wrote."""

    diagnostics: tuple[Diagnostic, ...]
    lines: tuple[str, ...]


def recall(context: click.Context) -> Outcome | None:
    """What the same call came to, if it would come to the same again."""
    try:
        kept = json.loads(_place(context).read_bytes())
        if kept["environment"] != _environment():
            return None
        files = kept["files"].items()
        if any(_digest(content(Path(path))) != digest for path, digest in files):
            return None
        said = tuple(map(_diagnostic, kept["diagnostics"]))
        return Outcome(said, tuple(kept["lines"]))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None  # nothing is kept, or not by this version


def remember(
    context: click.Context, outcome: Outcome, files: Mapping[Path, bytes | None]
) -> None:
    """Keep what a call came to, and what it read, wrote, or looked for in vain."""
    kept = {
        "environment": _environment(),
        "files": {str(one.absolute()): _digest(files[one]) for one in files},
        "diagnostics": [asdict(one) for one in outcome.diagnostics],
        "lines": outcome.lines,
    }
    with suppress(OSError):
        place = _place(context)
        place.parent.mkdir(parents=True, exist_ok=True)
        written = place.with_suffix(f".{os.getpid()}")
        written.write_text(json.dumps(kept, default=_plain), encoding="utf-8")
        written.replace(place)


def _place(context: click.Context) -> Path:
    call = [str(Path.cwd()), *sorted(map(repr, context.params.items()))]
    name = hashlib.sha256("\0".join(call).encode()).hexdigest()
    cache = user_cache_path("sockgen")
    if not cache.is_absolute():  # of a user without a home
        raise FileNotFoundError(cache)
    return cache / "calls" / f"{name[:32]}.json"


def content(path: Path) -> bytes | None:
    """What a file has in it; None where there is none."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def _digest(found: bytes | None) -> str:
    return "" if found is None else hashlib.sha256(found).hexdigest()


def _environment() -> str:
    """What makes the output besides documents and options: sockgen, and packages."""
    parts = [sys.version, *_installed(), *map(str, _own_files())]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _installed() -> Iterator[str]:
    for folder in sys.path:
        with suppress(OSError):
            yield from sorted(one.name for one in Path(folder).glob("*.dist-info"))


def _own_files() -> Iterator[tuple[str, int, int]]:
    waiting = [str(one) for one in _SOURCES if one.is_dir()]
    while waiting:
        for entry in sorted(os.scandir(waiting.pop()), key=lambda one: one.path):
            if not entry.is_dir():
                state = entry.stat()
                yield entry.path, state.st_mtime_ns, state.st_size
            elif entry.name != "__pycache__":
                waiting.append(entry.path)


def _plain(value: object) -> object:
    if isinstance(value, Severity):
        return value.value
    raise TypeError(value)


def _diagnostic(kept: dict[str, Any]) -> Diagnostic:
    labels = [Label(_span(one["span"]), one["message"]) for one in kept["labels"]]
    return Diagnostic(
        kept["code"],
        Severity(kept["severity"]),
        kept["message"],
        kept["span"] and _span(kept["span"]),
        kept["hint"],
        tuple(labels),
        kept["firm"],
    )


def _span(kept: dict[str, Any]) -> Span:
    start, end = Position(**kept["start"]), Position(**kept["end"])
    return Span(kept["file"], start, end, kept["text"])
