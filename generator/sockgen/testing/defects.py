"""Defects, each once: the same one shows in many cases and over both transports."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sockgen.diagnostics import Span

_TRANSPORT = re.compile(r" over (polling|websocket)\b")
# Quotes of what came, when it came and how long that took differ each time.
_DIFFERS = re.compile(
    r",? (?:and )?answered with (?:\[|\{|null\b).*"
    r"|, [^`]*,(?= where the document wants )"
    r"| is [^`]*(?=, which )"
    r"|, while .*"
    r"| \(\[.*\]\)"
    r"| \(and \d+ more\)$"
    r"| in [\d.]+ s$"
    r"|, after (?:'[^`]*'|\"[^`]*\") was sent$"
    r"| in the room `[^`]*`"
)


@dataclass(frozen=True, slots=True)
class Defect:
    """What is wrong with a server, and in which cases that showed.

    The sentence is that of the first test that found it, and names all transports
    over which it showed.
    """

    sentence: str
    cases: tuple[str, ...]
    transports: tuple[str, ...]
    tests: int
    span: Span | None
    script: str = ""
    """A program that shows it, if a case does not tell how."""
    raised: str = ""
    """What the server has raised, if that can be seen."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one test has found: where, in which case, and how to see it again."""

    sentence: str
    case: str = ""
    transport: str = ""
    span: Span | None = None
    script: str = ""
    raised: str = ""


def distinct(found: Iterable[Finding]) -> tuple[Defect, ...]:
    """Join findings that tell the same."""
    groups: dict[tuple[str, Span | None], list[Finding]] = {}
    for one in found:
        key = _essence(one.sentence, one.case), one.span
        groups.setdefault(key, []).append(one)
    return tuple(_joined(same) for same in groups.values())


def _joined(same: list[Finding]) -> Defect:
    first = same[0]
    of_tests = dict.fromkeys(one.transport for one in same if one.transport)
    of_sentences = dict.fromkeys(
        name for one in same for name in _transports(one.sentence)
    )
    over = f" over {' and '.join(of_sentences)}"
    sentence = first.sentence
    return Defect(
        _TRANSPORT.sub(over, sentence, count=1) if of_sentences else sentence,
        tuple(dict.fromkeys(one.case for one in same if one.case)),
        tuple(of_tests),
        len(same),
        first.span,
        next((one.script for one in same if one.script), ""),
        next((one.raised for one in same if one.raised), ""),
    )


def _transports(sentence: str) -> Iterator[str]:
    """The transport that a sentence is about; later ones tell of something else."""
    found = _TRANSPORT.search(sentence)
    if found:
        yield found[1]


def _essence(sentence: str, case: str) -> str:
    """A sentence without what differs from case to case."""
    for words in (f" ({case})", f", after {case!r} was sent"):
        sentence = sentence.replace(words, "") if case else sentence
    return _TRANSPORT.sub("", _DIFFERS.sub("", sentence))
