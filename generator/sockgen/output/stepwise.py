"""Do what a plan says file by file, and undo it where that fails."""

import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

from sockgen.output.compare import Plan
from sockgen.output.manifest import MANIFEST
from sockgen.output.placing import clear_folder, prune, rename, store, take_away

_STAGE = ".sockgen-stage-"


def replace_files(plan: Plan) -> None:
    """Put everything on the disk beside its place, then only rename.

    A full disk shows before the first change. What fails later, or is
    interrupted, is undone. And should the machine stop in between, the interim
    manifest says that the old files and the new ones are both sockgen's.
    """
    with ExitStack() as undo:
        stage = _make_stage(plan.folder)
        undo.callback(shutil.rmtree, stage, ignore_errors=True)
        _fill(stage, plan)
        _exchange(plan, stage, undo)
        undo.pop_all()
    for path in plan.changes.removed:
        prune(plan.folder, path)
    shutil.rmtree(stage, ignore_errors=True)


def _make_stage(folder: Path) -> Path:
    for left_over in folder.glob(f"{_STAGE}*"):
        shutil.rmtree(left_over, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=_STAGE, dir=folder))


def _fill(stage: Path, plan: Plan) -> None:
    changes = plan.changes
    for path in (*changes.added, *changes.changed):
        store(stage / "new" / path, plan.after[path])
    for path in (*changes.changed, *changes.removed):
        (stage / "old" / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(plan.folder / path, stage / "old" / path)
    store(stage / "interim", plan.interim_manifest)


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
        clear_folder(plan.folder / path)
        _undo_later(path, plan, stage, undo)
        rename(stage / "new" / path, plan.folder / path)
    if MANIFEST in replaced:
        (stage / "new" / MANIFEST).replace(manifest)


def _undo_later(path: str, plan: Plan, stage: Path, undo: ExitStack) -> None:
    if path in plan.changes.added:
        undo.callback(take_away, plan.folder, path)
    else:
        undo.callback(rename, stage / "old" / path, plan.folder / path)
