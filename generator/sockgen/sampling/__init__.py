"""Values that the schemas of a contract accept, and values that they refuse."""

from sockgen.sampling.binary import is_binary
from sockgen.sampling.cases import Case, Cases
from sockgen.sampling.oracle import REFERENCE, Oracle, key_of, reference_to
from sockgen.sampling.sampler import Sampler
from sockgen.sampling.variety import Variety

__all__ = [
    "REFERENCE",
    "Case",
    "Cases",
    "Oracle",
    "Sampler",
    "Variety",
    "is_binary",
    "key_of",
    "reference_to",
]
