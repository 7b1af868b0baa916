"""Files of the user's own: written once, and added to when the document grows."""

from sockgen.scaffolding.folder import kinds, scaffold
from sockgen.scaffolding.fresh import OWN
from sockgen.scaffolding.modules import Unreadable
from sockgen.scaffolding.steps import Step
from sockgen.scaffolding.wanted import Wanted, wanted_of

__all__ = ["OWN", "Step", "Unreadable", "Wanted", "kinds", "scaffold", "wanted_of"]
