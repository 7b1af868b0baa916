"""A document as it was in a revision of Git: `main:specs/petstore.yaml`."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import click

from sockgen.cli.paths import missing

_FILE, _LINK = {"100644", "100755"}, "120000"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document is.

    `path` is the file, or where it stands in the working tree, whose configuration
    holds for all its revisions. `name` is its path in the tree of `revision`.
    """

    path: Path
    revision: str = ""
    name: str = ""


def place_of(text: str) -> Place:
    """The place that a call means: a file, or `REVISION:PATH` as Git reads it.

    Raises click.UsageError for what is neither.
    """
    revision, colon, name = text.partition(":")
    if Path(text).exists() and not Path(text).is_dir():  # a file, or a pipe
        return Place(Path(text))
    if Path(text).exists() or not (revision and colon and name):
        name = click.format_filename(text)
        if Path(text).is_dir():
            raise click.UsageError(f"{name} is a folder: name a document in it.")
        raise click.UsageError(f"There is no file {name}. {_meant(text)}")
    top = _top(revision)
    if name.startswith(("./", "../")):
        name = os.path.relpath(Path.cwd().resolve() / name, top.resolve())
    path = PurePosixPath(os.path.normpath(name).replace(os.sep, "/"))
    return Place(top / path, revision, str(path))


def _top(revision: str) -> Path:
    """The top of the repository whose revision is named.

    Raises click.UsageError for what can be none, and outside of Git.
    """
    if revision.startswith("-"):
        raise click.UsageError(f"{revision} is no revision.")
    return Path(os.fsdecode(_git("rev-parse", "--show-toplevel").removesuffix(b"\n")))


def _meant(text: str) -> str:
    """What may have been meant by something that is no file."""
    try:
        _git("rev-parse", "--verify", "--end-of-options", f"{text}^{{tree}}")
    except click.UsageError:
        return missing(Path(text))
    return f"It is a revision: its documents are {text}:PATH."


def in_revision(revision: str, path: Path) -> str | None:
    """What a file is called in a revision, as a call has it; None if it was not there.

    Raises click.UsageError for what is no revision, and for a file outside of Git.
    """
    top = _top(revision)
    try:
        _git("rev-parse", "--verify", f"{revision}^{{tree}}")
    except click.UsageError:
        raise click.UsageError(f"Git knows no revision {revision}.") from None
    name = Path(os.path.relpath(path.resolve(), top.resolve())).as_posix()
    listed = _git("ls-tree", "-z", "--full-tree", revision, "--", name)
    return f"{revision}:{name}" if listed else None


@contextmanager
def readable(place: Place, *, whole: bool) -> Generator[Path]:
    """The path that a document can be read from.

    Of a revision there is a copy of the folder that the document stands in, for it may
    refer to others; or of the `whole` tree. Raises click.UsageError without any.
    """
    if not place.revision:
        yield place.path
        return
    folder = PurePosixPath(place.name).parent
    inside = [] if whole or not folder.name else ["--", f"{folder}/"]
    listed = _git("ls-tree", "-r", "-z", "--full-tree", place.revision, *inside)
    with tempfile.TemporaryDirectory(prefix="sockgen-") as root:
        _copy(listed, Path(root))
        copy = Path(root, place.name)
        if not copy.is_file():
            raise click.UsageError(
                f"{place.revision} has no file {place.name}. Paths start at the top of "
                f"the repository, and those of this folder with {place.revision}:./"
            )
        yield copy


def _copy(listed: bytes, root: Path) -> None:
    """Write what a tree lists, as it is in Git, whatever attributes say of exports."""
    entries = [*_entries(listed)]
    asked = "".join(f"{name}\n" for _, name, _ in entries).encode()
    contents = _git("cat-file", "--batch", text=asked)
    start = 0
    for mode, _, path in entries:
        end = contents.index(b"\n", start)
        size = int(contents[start:end].split()[-1])
        content = contents[end + 1 : end + 1 + size]
        start = end + size + 2
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if mode in _FILE:
            target.write_bytes(content)
            continue
        link = os.fsdecode(content)
        # What a link leads to outside is of the machine, and not of the revision.
        if (target.parent / link).resolve().is_relative_to(root.resolve()):
            target.symlink_to(link)


def _entries(listed: bytes) -> Iterator[tuple[str, str, str]]:
    for line in listed.split(b"\0"):
        about, tab, path = line.partition(b"\t")
        if tab:
            mode, _, name = about.decode().split()
            steps = PurePosixPath(os.fsdecode(path))
            safe = ".." not in steps.parts and not steps.is_absolute()
            if safe and mode in {*_FILE, _LINK}:
                yield mode, name, str(steps)


def _git(*words: str, text: bytes = b"") -> bytes:
    try:
        done = subprocess.run(
            ["git", *words], input=text, capture_output=True, check=False
        )
    except OSError as error:
        raise click.UsageError(f"Git cannot be called: {error.strerror}.") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
        raise click.UsageError(f"Git says: {said}.")
    return done.stdout
