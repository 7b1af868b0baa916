"""What a new document changes on the wire for clients of the old one.

A schema is compared by the values that it accepts. What clients send must be accepted
as before, and what they receive must be nothing new: so to narrow a schema breaks the
one, and to widen it breaks the other.
"""

from sockgen.comparing.api import compare
from sockgen.comparing.changes import Change, Verdict
from sockgen.comparing.versions import suggested

__all__ = ["Change", "Verdict", "compare", "suggested"]
