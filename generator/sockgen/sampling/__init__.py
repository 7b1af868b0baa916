"""Values that the schemas of a contract accept, and values that they refuse."""

from sockgen.sampling.binary import is_binary
from sockgen.sampling.oracle import REFERENCE, Oracle, key_of, reference_to
from sockgen.sampling.sampler import Broken, Sampler
from sockgen.sampling.variety import Variety

__all__ = [
    "REFERENCE",
    "Broken",
    "Oracle",
    "Sampler",
    "Variety",
    "is_binary",
    "key_of",
    "reference_to",
]
