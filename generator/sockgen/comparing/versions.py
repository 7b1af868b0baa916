"""Which version a change asks for, by the rules of Semantic Versioning."""

import re
from collections.abc import Sequence

from sockgen.comparing.changes import Change, Verdict

_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)(?:[-+].*)?")


def suggested(version: str, changes: Sequence[Change]) -> str | None:
    """The least version that a document with changes should have.

    None if the one before is none of Semantic Versioning. Before 1.0.0 a change that
    breaks something takes the second number.
    """
    found = _VERSION.fullmatch(version)
    if found is None:
        return None
    major, minor, patch = map(int, found.groups())
    verdicts = {one.verdict for one in changes}
    if Verdict.BREAKING in verdicts:
        return f"{major + 1}.0.0" if major else f"0.{minor + 1}.0"
    if verdicts:
        return f"{major}.{minor + 1}.0" if major else f"0.{minor}.{patch + 1}"
    return version
