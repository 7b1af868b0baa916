"""What was probably meant by a word that is not known."""

from bisect import bisect
from collections.abc import Iterable
from difflib import get_close_matches

_MANY = 100
_FEW = 8
_NEIGHBOURS = 10


def likely(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The known word that is most like a word, None if none is.

    Of many words only the neighbours in the alphabet are looked at: there may be
    as many wrong words as right ones, and to compare all takes minutes.
    """
    words = list(known)
    if len(words) > _MANY:
        words.sort()
        place = bisect(words, word)
        words = words[max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS]
    close = get_close_matches(word, words, n=1, cutoff=cutoff)
    return close[0] if close else None


def likely_hint(word: str, known: Iterable[str], cure: str) -> str:
    """The word that was probably meant, otherwise those that there are, and a cure."""
    words = list(known)
    close = likely(word, words)
    if close:
        return f"did you mean `{close}`?"
    if not 0 < len(words) <= _FEW:
        return cure
    return f"there is {', '.join(f'`{one}`' for one in words)}; else {cure}"


def slips(unknown: Iterable[str], unused: Iterable[str]) -> dict[str, str]:
    """For unknown words which of some unused ones was meant, each for one word.

    Who misspells a word in one of two places has made one mistake, not two.
    """
    left = list(unused)
    found: dict[str, str] = {}
    for word in unknown:
        meant = likely(word, left)
        if meant is not None:
            found[word] = meant
            left.remove(meant)
    return found
