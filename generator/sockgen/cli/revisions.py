"""A document as it was in a revision of Git: `main:specs/petstore.yaml`."""

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import click


@contextmanager
def document_at(place: str) -> Generator[Path]:
    """The path of a document that is a file, or `REVISION:PATH`.

    Of a revision there is a copy of the folder that the document stands in, for it may
    refer to others. Raises click.UsageError for what is neither.
    """
    revision, colon, name = place.partition(":")
    if Path(place).exists() or not (revision and colon and name):
        if not Path(place).is_file():
            raise click.UsageError(f"There is no file {click.format_filename(place)}.")
        yield Path(place)
        return
    path = Path(name)
    with tempfile.TemporaryDirectory(prefix="sockgen-") as folder:
        archive = _git("archive", "--format=tar", revision, "--", f"{path.parent}")
        with tarfile.open(fileobj=io.BytesIO(archive)) as files:
            files.extractall(folder, filter="data")
        copy = Path(folder, path)
        if not copy.is_file():
            raise click.UsageError(f"{revision} has no file {name}.")
        yield copy


def _git(*words: str) -> bytes:
    try:
        done = subprocess.run(["git", *words], capture_output=True, check=False)
    except OSError as error:
        raise click.UsageError(f"Git cannot be called: {error.strerror}.") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
        raise click.UsageError(f"Git says: {said}.")
    return done.stdout
