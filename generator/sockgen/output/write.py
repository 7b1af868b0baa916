"""Do what a plan says, wholly or not at all."""

from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sockgen.diagnostics import Result
from sockgen.diagnostics.log import timed
from sockgen.output.compare import Plan, compare_again, unwritable
from sockgen.output.exchange import Unsupported
from sockgen.output.lock import held
from sockgen.output.placing import remove_empty
from sockgen.output.stepwise import replace_files
from sockgen.output.whole import replace_folder


@timed("writing")
def write(plan: Plan) -> Result[Plan]:
    """Write a plan to disk, and return what was done.

    Whatever ends the process, at any moment: the folder is as it was, or as planned.
    After a failure it is as it was. Builds of one folder wait for each other, and
    each goes by what the one before has left.
    """
    if not plan.changes:
        return Result(plan)
    try:
        with _with_parents(plan.folder), held(plan.folder):
            again = compare_again(plan)
            if again.value is not None:
                _write(again.value)
            return again
    except OSError as error:
        return Result(None, (unwritable(plan.folder, error),))


def _write(plan: Plan) -> None:
    if not plan.changes:
        return
    try:
        replace_folder(plan)
    except Unsupported:
        with _with_parents(plan.folder / "any"):
            replace_files(plan)


@contextmanager
def _with_parents(path: Path) -> Generator[None]:
    """Make the folders that a path stands in; after a failure they go again."""
    with ExitStack() as undo:
        for missing in reversed(path.parents):
            if not missing.exists():
                missing.mkdir()
                undo.callback(remove_empty, missing)
        yield
        undo.pop_all()
