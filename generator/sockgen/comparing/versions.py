"""Which version a change asks for, by the rules of Semantic Versioning."""

import re
from collections.abc import Sequence

from sockgen.comparing.changes import Change, Verdict

_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)(-[^+]+)?(?:\+.*)?")


def suggested(version: str, changes: Sequence[Change]) -> str | None:
    """The least version that a document with changes should have.

    None if the one before is none of Semantic Versioning. Before 1.0.0 a change that
    breaks something takes the second number. A pre-release leads to the version that
    it is of, where that is one for such changes.
    """
    found = _VERSION.fullmatch(version)
    if found is None:
        return None
    if not changes:
        return version
    numbers = _numbers(found)
    breaks = any(one.verdict is Verdict.BREAKING for one in changes)
    place = (0 if breaks else 1) + (not numbers[0])
    if not (found[4] and not any(numbers[place + 1 :])):
        numbers[place] += 1
    kept = numbers[: place + 1]
    return ".".join(map(str, [*kept, 0, 0][:3]))


def is_enough(version: str, least: str) -> bool:
    """Whether a version is at least another one; a pre-release of it is, too."""
    found, other = _VERSION.fullmatch(version), _VERSION.fullmatch(least)
    if found is None or other is None:
        return version == least
    return _numbers(found) >= _numbers(other)


def _numbers(version: re.Match[str]) -> list[int]:
    return [int(version[index]) for index in (1, 2, 3)]
