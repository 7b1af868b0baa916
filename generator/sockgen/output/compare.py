"""What a build would change in a folder, and what keeps it from doing so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sockgen.diagnostics import Diagnostic, Result, Severity
from sockgen.diagnostics.log import timed
from sockgen.diagnostics.machine import advice, reason
from sockgen.output.lock import held
from sockgen.output.manifest import (
    MANIFEST,
    NOTHING_WRITTEN,
    Origin,
    Written,
    manifest_bytes,
    read_manifest,
)
from sockgen.output.paths import Kind, Present, is_portable, look, parent_folders
from sockgen.targets import Files

_FORCE = "to lose what is there, build with --force"


@dataclass(frozen=True, slots=True)
class Changes:
    """Relative paths in four groups, each sorted; the manifest is one of them."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.added or self.changed or self.removed)


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is to be done to a folder, and nothing of it done yet.

    `before` holds what is there now of the files that change or go, and `after`
    all files as they shall be, the manifest among them.
    """

    folder: Path
    changes: Changes
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]
    interim_manifest: bytes
    origin: Origin
    force: bool


@timed("comparing")
def compare(
    folder: Path, files: Files, origin: Origin, *, force: bool = False
) -> Result[Plan]:
    """Compare files with a folder; an error where the folder is not ours to change.

    `force` gives up what was changed by hand. It never follows a symbolic link.
    """
    refused = tuple(_refused_paths(files))
    if refused:
        return Result(None, refused)
    after = {path: _encode(text) for path, text in files.items()}
    try:
        with held(folder):
            return _compare(folder, after, origin, force)
    except OSError as error:
        return Result(None, (unwritable(folder, error),))


def compare_again(plan: Plan) -> Result[Plan]:
    """Compare anew: others may have been at the folder since."""
    after = {path: data for path, data in plan.after.items() if path != MANIFEST}
    return _compare(plan.folder, after, plan.origin, plan.force)


def is_done(plan: Plan) -> bool:
    """Whether a plan that had something to change has been carried out."""
    try:
        again = compare_again(plan)
    except OSError:
        return False
    return bool(plan.changes and again.value and not again.value.changes)


def unwritable(folder: Path, error: OSError) -> Diagnostic:
    """Say why a folder cannot be read or written."""
    where = f" ({error.filename})" if error.filename else ""
    message = f"{folder} cannot be written: {reason(error)}{where}"
    return _error("SG511", message, advice(error))


def _compare(
    folder: Path, after: Mapping[str, bytes], origin: Origin, force: bool
) -> Result[Plan]:
    if folder.exists() and not folder.is_dir():
        message = f"{folder} is to be the output folder, and it is a file"
        return Result(None, (_error("SG511", message),))
    try:
        written = read_manifest(folder)
    except ValueError as error:
        if not force:
            return Result(None, (_damaged(folder, error),))
        written = NOTHING_WRITTEN
    present = {path: look(folder, path) for path in {*after, *written.digests}}
    removed = frozenset(_removable(after, present, written, force))
    conflicts = tuple(
        problem
        for path in sorted(present)
        if (problem := _conflict(folder, path, after, present, written, removed, force))
    )
    if conflicts:
        return Result(None, conflicts)
    return Result(_plan(folder, after, present, removed, written, origin, force))


def _removable(
    after: Mapping[str, bytes],
    present: Mapping[str, Present],
    written: Written,
    force: bool,
) -> Iterator[str]:
    for path in written.digests.keys() - after.keys():
        one = present[path]
        is_file = one.kind is Kind.FILE and one.place == path
        if is_file and (force or written.owns(path, one.data)):
            yield path


def _conflict(
    folder: Path,
    path: str,
    after: Mapping[str, bytes],
    present: Mapping[str, Present],
    written: Written,
    removed: frozenset[str],
    force: bool,
) -> Diagnostic | None:
    one = present[path]
    if one.kind is Kind.NOTHING or path in removed or one.place in removed:
        return None
    if path not in after:
        # Another kind of thing that replaced our file is in nobody's way.
        is_file = one.kind is Kind.FILE and one.place == path
        return _by_hand(folder, path) if is_file else None
    if one.kind is Kind.FOLDER and _will_be_empty(folder / path, folder, removed):
        return None
    if one.kind is not Kind.FILE or one.place != path:
        message = f"{folder / one.place} is {one.kind.value}, where {path} is to be"
        return _error("SG502", message, "move it away, or build into another folder")
    if force or one.data == after[path] or written.owns(path, one.data):
        return None
    if path in written.digests:
        return _by_hand(folder, path)
    message = f"{folder / path} is in the way: sockgen did not write it"
    return _error("SG502", message, f"move it away; {_FORCE}")


def _will_be_empty(place: Path, folder: Path, removed: frozenset[str]) -> bool:
    left = (one for one in place.rglob("*") if one.is_symlink() or not one.is_dir())
    return all(
        one.relative_to(folder).as_posix() in removed or is_bytecode(one)
        for one in left
    )


def is_bytecode(path: Path) -> bool:
    """Whether a file is what Python leaves beside modules: ours to throw away."""
    return path.parent.name == "__pycache__" and path.suffix == ".pyc"


def _plan(
    folder: Path,
    after: Mapping[str, bytes],
    present: Mapping[str, Present],
    removed: frozenset[str],
    written: Written,
    origin: Origin,
    force: bool,
) -> Plan:
    interim = manifest_bytes(origin, after, written)
    complete = {**after, MANIFEST: manifest_bytes(origin, after)}
    present = {**present, MANIFEST: look(folder, MANIFEST)}
    before = {
        path: one.data
        for path, one in present.items()
        if one.kind is Kind.FILE and one.place == path and path in {*complete, *removed}
    }
    both = before.keys() & complete.keys()
    changed = {path for path in both if before[path] != complete[path]}
    changes = Changes(
        added=tuple(sorted(complete.keys() - both)),
        changed=tuple(sorted(changed)),
        removed=tuple(sorted(removed)),
        unchanged=tuple(sorted(both - changed)),
    )
    return Plan(folder, changes, before, complete, interim, origin, force)


def _encode(text: str) -> bytes:
    return text.replace("\r\n", "\n").replace("\r", "\n").encode()


def _refused_paths(files: Files) -> Iterator[Diagnostic]:
    seen: dict[str, str] = {}
    folders = {parent for path in files for parent in parent_folders(path)}
    for path in sorted(files):
        twin = seen.setdefault(path.casefold(), path)
        if not is_portable(path) or path == MANIFEST:
            yield _error("SG504", f"a target may not write {path!r}")
        elif twin != path or path in folders:
            yield _error("SG504", f"a target wrote {path!r} over {twin!r}")


def _by_hand(folder: Path, path: str) -> Diagnostic:
    message = f"{folder / path} was changed by hand"
    return _error("SG501", message, f"undo the change or move it away; {_FORCE}")


def _damaged(folder: Path, error: ValueError) -> Diagnostic:
    message = f"{folder / MANIFEST} cannot be read: {error}"
    return _error("SG503", message, f"restore it; {_FORCE}")


def _error(code: str, message: str, hint: str | None = None) -> Diagnostic:
    return Diagnostic(code, Severity.ERROR, message, hint=hint)
