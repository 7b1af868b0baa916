"""What came of the documents of a process that builds them again and again."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from sockgen.cli.planning import Made, plan_one
from sockgen.output import Changes, Plan
from sockgen.pipeline import Build
from sockgen.targets import own_names


class Memory:
    """Plans documents, but for those of which nothing has changed.

    What counts is what their files have in them, and those that were made.
    """

    def __init__(self) -> None:
        self._kept: dict[Build, Made] = {}

    def plan(self, build: Build) -> Made:
        """What comes of a document."""
        kept = self._kept.get(build)
        if kept is not None and _is_current(kept):
            return kept
        made = plan_one(build)
        if made.plans and is_plain(build):
            self._kept[build] = replace(made, plans=tuple(map(carried_out, made.plans)))
        return made


def is_plain(build: Build) -> bool:
    """Whether nothing of anybody else has a say in what is made."""
    own = own_names()
    return build.templates is None and all(x.target in own for x in build.outputs)


def read_as(sources: Mapping[Path, str]) -> dict[Path, bytes] | None:
    """What documents have in them, unless that is no longer what was read of them."""
    try:
        found = {path: path.read_bytes() for path in sources}
        current = all(found[x].decode("utf-8-sig") == sources[x] for x in sources)
    except (OSError, ValueError):
        return None
    return found if current else None


def is_as_read(path: Path, text: str) -> bool:
    """Whether a file that can be read again has in it what was read of it."""
    return (path.exists() and not path.is_file()) or read_as({path: text}) is not None


def _is_current(made: Made) -> bool:
    return read_as(made.sources) is not None and all(map(_is_there, made.plans))


def _is_there(plan: Plan) -> bool:
    try:
        return all((plan.folder / x).read_bytes() == y for x, y in plan.after.items())
    except OSError:
        return False


def carried_out(plan: Plan) -> Plan:
    """A plan once it has been carried out."""
    changes = Changes(unchanged=tuple(sorted(plan.after)))
    return replace(plan, changes=changes, before=plan.after)
