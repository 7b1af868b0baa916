"""Do what a plan says to a folder as a whole, in one step.

A twin of the folder, made of links to its files, is changed beside it, and the two
change places. So that it stays the same folder to those who are in it (a shell, an
editor, a container), the folder itself is changed where nobody sees it, and they
change places again.
"""

import errno
import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sockgen.output.compare import Plan
from sockgen.output.exchange import Unsupported, exchange
from sockgen.output.placing import clear_folder, prune, store

_NO_LINKS = frozenset(
    (errno.EPERM, errno.EXDEV, errno.EMLINK, errno.ENOTSUP, errno.EOPNOTSUPP)
)
_NO_STAGE = frozenset((errno.EACCES, errno.EPERM, errno.EROFS))


def replace_folder(plan: Plan) -> None:
    """Make the folder of a plan what the plan says.

    Raises Unsupported, with nothing done, where a file system has no links or cannot
    have two folders change places; OSError after a failure, with nothing done either.
    """
    folder = plan.folder.resolve()
    with _stage_beside(folder) as stage:
        for path in (*plan.changes.added, *plan.changes.changed):
            store(stage / "new" / path, plan.after[path])
        twin = stage / "twin"
        if not folder.exists():
            twin.mkdir()
            _change(twin, plan, stage)
            twin.rename(folder)
            return
        links = dict(_link(folder, twin))
        _change(twin, plan, stage)
        exchange(folder, twin)
        with suppress(OSError, Unsupported):  # all has been done by now
            _change(twin, plan, stage)
            exchange(folder, twin)
        _rescue(twin, folder, links, {*plan.after, *plan.changes.removed})


@contextmanager
def _stage_beside(folder: Path) -> Generator[Path]:
    prefix = f".{folder.name}.sockgen-"
    for left_over in folder.parent.glob(f"{prefix}*"):
        shutil.rmtree(left_over, ignore_errors=True)
    try:
        stage = Path(tempfile.mkdtemp(prefix=prefix, dir=folder.parent))
    except OSError as error:
        if error.errno in _NO_STAGE:
            raise Unsupported from None
        raise
    try:
        # Should it be left, Git need not hear of it.
        (stage / ".gitignore").write_text("*\n", encoding="utf-8")
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _link(folder: Path, twin: Path, at: str = "") -> Iterator[tuple[str, int]]:
    """Fill a twin with links to all files; yields each path and what it leads to."""
    twin.mkdir()
    for entry in os.scandir(folder):
        path = f"{at}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield from _link(folder / entry.name, twin / entry.name, f"{path}/")
            continue
        try:
            os.link(entry.path, twin / entry.name, follow_symlinks=False)
        except OSError as error:
            if error.errno in _NO_LINKS:
                raise Unsupported from None
            raise
        yield path, entry.inode()
    shutil.copystat(folder, twin)


def _change(folder: Path, plan: Plan, stage: Path) -> None:
    for path in plan.changes.removed:
        (folder / path).unlink(missing_ok=True)
    for path in (*plan.changes.added, *plan.changes.changed):
        place, link = folder / path, stage / "link"
        clear_folder(place)
        place.parent.mkdir(parents=True, exist_ok=True)
        os.link(stage / "new" / path, link)
        link.replace(place)
    for path in plan.changes.removed:
        prune(folder, path)


def _rescue(
    left: Path, folder: Path, links: dict[str, int], ours: set[str], at: str = ""
) -> None:
    """Keep what somebody has saved in the folder that is to go, while it was in place.

    Most programs save a file by putting another one in its place.
    """
    for entry in os.scandir(left):
        path = f"{at}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            _rescue(left / entry.name, folder / entry.name, links, ours, f"{path}/")
        elif path not in ours and links.get(path) != entry.inode():
            folder.mkdir(parents=True, exist_ok=True)
            (left / entry.name).replace(folder / entry.name)
