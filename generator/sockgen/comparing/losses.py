"""Values that one schema accepts and another one refuses, as a value."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sockgen.comparing.certainty import Certainty
from sockgen.comparing.parts import Here, Path

REQUIRED = "it is required"


@dataclass(frozen=True, slots=True)
class Loss:
    """Values that one schema accepts and the other refuses.

    `path` leads through values to the place that it is about, `at` to the part of the
    other schema that refuses; `key` is its entry in the table. It is `remote` if only
    values are lost that nobody sends who keeps to the first schema in good faith.
    """

    path: Path
    reason: str
    certainty: Certainty = Certainty.SURE
    key: str = ""
    at: Path = ()
    remote: bool = False

    @property
    def sure(self) -> bool:
        """Whether there are such values for sure."""
        return self.certainty is Certainty.SURE

    def doubted(self) -> Loss:
        """The same, where only trying can tell."""
        return replace(self, certainty=Certainty.TRY) if self.sure else self


def loss(
    path: Path,
    reason: str,
    other: Here,
    *at: str | int,
    certainty: Certainty = Certainty.SURE,
    remote: bool = False,
) -> Loss:
    """A loss by a part of the other schema."""
    return Loss(path, reason, certainty, other.key, (*other.at, *at), remote)
