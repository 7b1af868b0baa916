"""How sure it is that values are refused."""

from enum import Enum


class Certainty(Enum):
    """What is known of values that one schema accepts and another one refuses."""

    SURE = "there are such values"
    TRY = "there may be such values, and trying some may find one"
    UNKNOWN = "nobody can tell"
