"""Files of the user's own: written once, and added to when the document grows."""

from sockgen.scaffolding.folder import Step, scaffold
from sockgen.scaffolding.wanted import Wanted, wanted_of

__all__ = ["Step", "Wanted", "scaffold", "wanted_of"]
