"""What is wrong only because something else is."""

from sockgen.diagnostics import Span
from sockgen.document.expansion import Expansion
from sockgen.document.findings import Findings
from sockgen.document.references import Lost


def forget_consequences(expansion: Expansion, findings: Findings) -> None:
    """Keep quiet about references that only a fault of structure has broken.

    Where `mesages` was written for `messages`, every reference to a message leads
    nowhere; to hear of the one typo is enough. What several references do not find is
    told where the first of them stands, and never at one that leads to them.
    """
    told: set[Lost] = set()
    first = sorted(expansion.lost.items(), key=_line)
    first.sort(key=lambda one: one[0] in expansion.behind)
    for span, (place, step) in first:
        wanted = place, step
        if {wanted, (place, None)} & expansion.faulty or wanted in told:
            findings.forget("SG203", span)
        told.add(wanted)


def _line(one: tuple[Span, Lost]) -> tuple[str, int, int]:
    span = one[0]
    return span.file, span.start.line, span.start.column
