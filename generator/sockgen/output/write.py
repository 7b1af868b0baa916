"""Do what a plan says, wholly or not at all."""

import shutil
import tempfile
from contextlib import ExitStack, suppress
from pathlib import Path

from sockgen.diagnostics import Result
from sockgen.output.compare import Changes, Plan, is_bytecode, unwritable
from sockgen.output.manifest import MANIFEST
from sockgen.output.paths import parent_folders

_STAGE = ".sockgen-stage-"


def write(plan: Plan) -> Result[Changes]:
    """Write a plan to disk; after a failure the folder is as it was."""
    if plan.changes:
        try:
            _write(plan)
        except OSError as error:
            return Result(None, (unwritable(plan.folder, error),))
    return Result(plan.changes)


def _write(plan: Plan) -> None:
    """Put everything on the disk beside its place, then only rename.

    A full disk shows before the first change. What fails later, or is
    interrupted, is undone. And should the machine stop in between, the interim
    manifest says that the old files and the new ones are both sockgen's.
    """
    with ExitStack() as undo:
        _make_folder(plan.folder, undo)
        stage = _make_stage(plan.folder)
        undo.callback(shutil.rmtree, stage, ignore_errors=True)
        _fill(stage, plan)
        _exchange(plan, stage, undo)
        undo.pop_all()
    for path in plan.changes.removed:
        _prune(plan.folder, path)
    shutil.rmtree(stage, ignore_errors=True)


def _make_folder(folder: Path, undo: ExitStack) -> None:
    for missing in reversed((folder, *folder.parents)):
        if not missing.exists():
            missing.mkdir()
            undo.callback(_remove_empty, missing)


def _make_stage(folder: Path) -> Path:
    for left_over in folder.glob(f"{_STAGE}*"):
        shutil.rmtree(left_over, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=_STAGE, dir=folder))


def _fill(stage: Path, plan: Plan) -> None:
    changes = plan.changes
    for path in (*changes.added, *changes.changed):
        _store(stage / "new" / path, plan.after[path])
    for path in (*changes.changed, *changes.removed):
        (stage / "old" / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(plan.folder / path, stage / "old" / path)
    _store(stage / "interim", plan.interim_manifest)


def _exchange(plan: Plan, stage: Path, undo: ExitStack) -> None:
    changes = plan.changes
    manifest = plan.folder / MANIFEST
    replaced = {*changes.added, *changes.changed}
    if MANIFEST in replaced:
        _undo_later(MANIFEST, plan, stage, undo)
        (stage / "interim").replace(manifest)
    for path in changes.removed:
        _undo_later(path, plan, stage, undo)
        (plan.folder / path).unlink()
    for path in sorted(replaced - {MANIFEST}):
        _clear_folder(plan.folder / path)
        _undo_later(path, plan, stage, undo)
        _rename(stage / "new" / path, plan.folder / path)
    if MANIFEST in replaced:
        (stage / "new" / MANIFEST).replace(manifest)


def _undo_later(path: str, plan: Plan, stage: Path, undo: ExitStack) -> None:
    if path in plan.changes.added:
        undo.callback(_take_away, plan.folder, path)
    else:
        undo.callback(_rename, stage / "old" / path, plan.folder / path)


def _store(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(data)


def _rename(source: Path, destination: Path) -> None:
    destination.parent.mkdir(parents=True, exist_ok=True)
    source.replace(destination)


def _take_away(folder: Path, path: str) -> None:
    (folder / path).unlink(missing_ok=True)
    _prune(folder, path)


def _prune(folder: Path, path: str) -> None:
    """Remove the folders that a file has left empty, but for what Python put there."""
    for parent in parent_folders(path):
        with suppress(OSError):
            left = [one.name for one in (folder / parent).iterdir()]
            if left in ([], ["__pycache__"]):
                _clear_folder(folder / parent)


def _clear_folder(folder: Path) -> None:
    """Remove a folder, if there is one, in which only bytecode is left."""
    if not folder.is_dir() or folder.is_symlink():
        return
    for one in folder.iterdir():
        if one.is_dir():
            _clear_folder(one)
        elif is_bytecode(one):
            one.unlink()
    _remove_empty(folder)


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()
