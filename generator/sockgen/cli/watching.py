"""`sockgen build --watch`: the same again, whenever somebody saves a file of it."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from sockgen.cli import voice

_KINDS = frozenset((".yaml", ".yml", ".json", ".toml"))
_INTERVAL = 0.06
"""Seconds between two looks. They are few files, on any kind of disk or network."""
_NAMED = 3

State = dict[Path, tuple[int, int]]
"""When each file was changed, and its size."""

_NEVER = (-1, -1)


@dataclass(frozen=True, slots=True)
class Concerned:
    """What a build depends on.

    `files` may not be there yet. All that is in `folders` matters, such as templates,
    but for what the build itself writes, in `made`. Those of the files that are no
    longer what the build has read are `outdated`.
    """

    files: frozenset[Path]
    folders: frozenset[Path]
    made: frozenset[Path]
    outdated: frozenset[Path]

    def state(self) -> State:
        """The files as they are now."""
        found: State = {}
        for path in self._all():
            try:
                status = path.stat()
            except OSError:  # it went in this moment, or cannot be seen
                continue
            found[path] = status.st_mtime_ns, status.st_size
        return found

    def _all(self) -> Iterator[Path]:
        yield from self.files
        # What an error has kept from being read is beside what has been read.
        for folder in {one.parent for one in self.files} - self.made:
            yield from (one for one in folder.glob("*") if one.suffix in _KINDS)
        for folder in self.folders:
            yield from (one for one in folder.rglob("*") if not self._is_ours(one))

    def _is_ours(self, path: Path) -> bool:
        return any(path.is_relative_to(one) for one in self.made)


def again_and_again(once: Callable[[], Concerned]) -> None:
    """Do something, and do it again after each change of what it says to depend on.

    Ctrl-C ends it.
    """
    said = voice.current()
    try:
        concerned = once()
        seen, doubted = _as_read(concerned, {}, {})
        while True:
            count = sum(one in seen for one in concerned.files)
            said.news(f"watching {_files(count)}; Ctrl-C ends it", err=True)
            gc.collect()  # the command has turned off that this is done by itself
            now = _changed(concerned, seen)
            said.news(f"\n{_names(seen, now)} changed", err=True)
            concerned = once()
            seen, doubted = _as_read(concerned, now, doubted)
    except KeyboardInterrupt:
        click.echo(err=True)


def _as_read(
    concerned: Concerned, before: State, doubted: State
) -> tuple[State, State]:
    """The files as a build has read them: what was saved meanwhile is still to come.

    `before` is their state when it began, as far as it was known, and `doubted` that
    of files that were outdated after a build before: none is built twice for that.
    """
    after = concerned.state()
    known = before.keys() & (after.keys() | concerned.files)
    seen = {**after, **{one: before[one] for one in known}}
    outdated = {one: after.get(one, _NEVER) for one in concerned.outdated}
    fresh = outdated.items() - doubted.items()
    return {**seen, **{one: _NEVER for one, _ in fresh}}, {**doubted, **outdated}


def _changed(concerned: Concerned, seen: State) -> State:
    """Wait for a change, and until it is complete: some programs write in pieces."""
    before = now = seen
    while now == seen or now != before:
        time.sleep(_INTERVAL if now == seen else _INTERVAL / 2)
        before, now = now, concerned.state()
    return now


def _names(before: State, now: State) -> str:
    changed = {path for path, _ in before.items() ^ now.items()}
    shown = [click.format_filename(one.name) for one in sorted(changed)]
    more = f" and {len(shown) - _NAMED} more" if len(shown) > _NAMED else ""
    return ", ".join(shown[:_NAMED]) + more


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"
