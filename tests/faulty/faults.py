"""All faults of servers, by what they break."""

from tests.faulty import (
    acks,
    class_based,
    crashes,
    doors,
    emitted,
    gates,
    more,
    more2,
    names,
    pickiness,
    refusals,
    sequences,
    transports,
)
from tests.faulty.table import FAULTS, Fault

__all__ = [
    "FAULTS",
    "Fault",
    "acks",
    "class_based",
    "crashes",
    "doors",
    "emitted",
    "gates",
    "more",
    "more2",
    "names",
    "pickiness",
    "refusals",
    "sequences",
    "transports",
]
