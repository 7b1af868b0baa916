"""What a build came to, as JSON: docs/commands.md describes it."""

import json
from collections.abc import Sequence

from sockgen.diagnostics import Diagnostic
from sockgen.diagnostics.printer_json import content
from sockgen.output import Plan


def state_of(plan: Plan, checked: bool, written: bool) -> str:
    """Tell in a word what became of a folder; `kept` after an error."""
    if not plan.changes:
        return "unchanged"
    if checked:
        return "stale"
    return "written" if written else "kept"


def to_json(
    said: Sequence[Diagnostic], outputs: Sequence[tuple[Plan, str]], *, on_a_line: bool
) -> str:
    """An object, which takes one line where others follow it."""
    made = {**content(said), "outputs": [_plain(*one) for one in outputs]}
    return json.dumps(made, indent=None if on_a_line else 2)


def _plain(plan: Plan, state: str) -> dict[str, object]:
    return {
        "folder": str(plan.folder),
        "state": state,
        "added": plan.changes.added,
        "changed": plan.changes.changed,
        "removed": plan.changes.removed,
        "unchanged": plan.changes.unchanged,
    }
