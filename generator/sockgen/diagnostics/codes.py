"""The registry of diagnostic codes.

SG1xx: the text of a file. SG2xx: AsyncAPI structure, references and rules.
SG3xx: what a document means as a Socket.IO API. SG4xx: names and targets.
SG5xx: options and output.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of diagnostic: its identifier, such as SG101, and what it is about."""

    id: str
    title: str


def _registry(*codes: Code) -> dict[str, Code]:
    return {code.id: code for code in codes}


CODES = _registry(
    Code("SG101", "a file cannot be read"),
)
