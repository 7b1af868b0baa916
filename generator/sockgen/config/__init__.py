"""The options of a call: of the command line, of a configuration, and the defaults."""

from sockgen.config.building import Wish, configure, configure_all, default_package
from sockgen.config.choice import Call, choose, distinct, named
from sockgen.config.given import Given

__all__ = [
    "Call",
    "Given",
    "Wish",
    "choose",
    "configure",
    "configure_all",
    "default_package",
    "distinct",
    "named",
]
