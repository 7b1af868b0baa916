"""One change of the wire, and what it means for clients that know the old document."""

from dataclasses import dataclass
from enum import Enum

from sockgen.diagnostics import Span


class Verdict(Enum):
    """What a change does to a client that was built from the old document."""

    BREAKING = "breaking"
    """Something that worked does not."""
    RISKY = "risky"
    """It depends on what clients do, or on values that nobody can tell in advance."""
    COMPATIBLE = "compatible"


@dataclass(frozen=True, slots=True)
class Change:
    """What has changed, in one sentence, and where that stands in both documents.

    `namespace` and `event` are empty where a change is about more than one.
    """

    verdict: Verdict
    message: str
    namespace: str = ""
    event: str = ""
    old: Span | None = None
    new: Span | None = None
