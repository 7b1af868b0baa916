"""A set of files meets a folder on disk: compare, write, prune by the manifest.

A file of the folder belongs to sockgen when the manifest names it and it still
is what sockgen wrote. Only such files are replaced or removed; whatever else
stands in the folder belongs to somebody, and stays.
"""

from sockgen.output.compare import Changes, Plan, compare, is_done
from sockgen.output.difference import difference
from sockgen.output.manifest import MANIFEST, Origin
from sockgen.output.write import write

__all__ = [
    "MANIFEST",
    "Changes",
    "Origin",
    "Plan",
    "compare",
    "difference",
    "is_done",
    "write",
]
