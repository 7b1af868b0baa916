"""All faults of servers, by what they break."""

from tests.faulty import (
    acks,
    crashes,
    doors,
    emitted,
    gates,
    more,
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
    "crashes",
    "doors",
    "emitted",
    "gates",
    "more",
    "names",
    "pickiness",
    "refusals",
    "sequences",
    "transports",
]
