"""One thing that is wrong with the structure of a document."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sockgen.document.keywords import HOLD_MAP, NEWER
from sockgen.source import Pointer

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError


@dataclass(frozen=True, slots=True)
class Fault:
    """One error of the validator, with its place in the text."""

    path: Pointer
    origin: Pointer
    error: "ValidationError"

    @property
    def rule(self) -> Any:
        """What the keyword at fault asks for."""
        return self.error.validator_value

    @property
    def instance(self) -> Any:
        """The value that is at fault."""
        return self.error.instance

    @property
    def shape(self) -> dict[str, Any]:
        """The schema of the place."""
        return self.error.schema if isinstance(self.error.schema, dict) else {}

    @property
    def title(self) -> str:
        """What the shape is called."""
        return str(self.shape.get("title", "this object"))

    @property
    def is_below_newer(self) -> bool:
        """Whether draft 7 has nothing to say of this place."""
        steps = zip(("", *self.path), self.path, strict=False)
        return any(step in NEWER and before not in HOLD_MAP for before, step in steps)
