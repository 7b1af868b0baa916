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


def distinct(
    found: Iterable[tuple[str, str, str, Span | None]],
) -> tuple[Defect, ...]:
    """Join sentences that tell the same, given with case, transport and place."""
    groups: dict[tuple[str, Span | None], list[tuple[str, str, str]]] = {}
    for sentence, case, transport, span in found:
        key = _essence(sentence, case), span
        groups.setdefault(key, []).append((sentence, case, transport))
    return tuple(_joined(same, span) for (_, span), same in groups.items())


def _joined(same: list[tuple[str, str, str]], span: Span | None) -> Defect:
    first = same[0][0]
    of_tests = dict.fromkeys(one for _, _, one in same if one)
    of_sentences = dict.fromkeys(
        one for sentence, _, _ in same for one in _transports(sentence)
    )
    named = " and ".join(of_sentences)
    return Defect(
        _TRANSPORT.sub(f" over {named}", first, count=1) if named else first,
        tuple(dict.fromkeys(case for _, case, _ in same if case)),
        tuple(of_tests),
        len(same),
        span,
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
