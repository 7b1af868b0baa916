"""Identifiers: from any text of a document to a name that Python takes.

The name on the wire is never changed; what is made here is only what a
programmer types.
"""

import keyword
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from itertools import accumulate

_CAMEL = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][^\W\d_A-Z])")
_LONGEST = 40
"""Letters of a name, together with what stands between its words."""
_UNCLEAR = frozenset({"l", "I", "O", "_"})


def words(text: str) -> list[str]:
    """The words of a text in any script and any case: `orderID-2 x` → order, ID, 2, x.

    A text without a letter or digit gives one word, made of its code points. What
    is too long for a name is cut off.
    """
    plain = unicodedata.normalize("NFKC", text)
    kept = "".join(one if f"a{one}".isidentifier() else " " for one in plain)
    found = [
        word
        for chunk in kept.replace("_", " ").split()
        for word in _CAMEL.sub(" ", chunk).split()
    ]
    found = found or [f"u{ord(one):x}" for one in text[:8]] or ["empty"]
    ends = accumulate(len(one) + 1 for one in found)
    return [
        word[:_LONGEST]
        for word, end in zip(found, ends, strict=True)
        if end <= _LONGEST + 1
    ] or [found[0][:_LONGEST]]


def snake(text: str) -> str:
    """`OrderUpdate`, `order-update` → `order_update`."""
    return _identifier("_".join(word.lower() for word in words(text)))


def pascal(text: str) -> str:
    """`order-update` → `OrderUpdate`; capitals inside a word stay."""
    name = "".join(word[:1].upper() + word[1:] for word in words(text))
    return _identifier(name, "N")


def constant(text: str) -> str:
    """`order-update` → `ORDER_UPDATE`."""
    return _identifier("_".join(word.upper() for word in words(text)), "N_")


def _identifier(name: str, prefix: str = "n_") -> str:
    """A valid identifier, as Python itself will spell it."""
    plain = unicodedata.normalize("NFKC", name)
    if not plain.isidentifier():
        plain = unicodedata.normalize("NFKC", prefix + plain)
    if not plain.isidentifier():  # lower() may decompose a letter
        plain = prefix + "_".join(f"u{ord(one):x}" for one in name)
    return plain


_SIGNS = {
    **{" ": "space", "-": "dash", "_": "bar", ".": "dot", ":": "colon", "/": "slash"},
    **{"#": "hash", "@": "at", "+": "plus", "*": "star", "&": "and", "$": "dollar"},
}


def distinct(texts: Iterable[str], name: Callable[[str], str]) -> dict[str, str]:
    """Names for several texts, different wherever that is possible.

    Of texts that would have one name, the plainest has it, and the others tell what
    sets them apart: `join-room` beside `join_room` is `join_room_dash`. So a name
    depends neither on the order of the texts nor on how many others collide. The
    names come plainest first.
    """
    wanted: dict[str, list[str]] = {}
    for text in texts:
        wanted.setdefault(name(text), []).append(text)
    given: dict[str, str] = {}
    for plain, alike in wanted.items():
        owner = min(alike, key=lambda text: (text not in ("", plain), len(text), text))
        for text in alike:
            given[text] = plain if text == owner else name(f"{text} {_mark(text)}")

    def plainness(text: str) -> tuple[bool, int, str]:
        return given[text] != name(text), len(text), text

    return {text: given[text] for text in sorted(given, key=plainness)}


def owners(given: Mapping[str, str], name: Callable[[str], str]) -> dict[str, str]:
    """For each text that gave way to another the one that has the plainer name."""
    wanted: dict[str, list[str]] = {}
    for text in given:
        wanted.setdefault(name(text), []).append(text)
    found: dict[str, str] = {}
    for alike in wanted.values():
        first = min(alike, key=lambda text: (len(given[text]), given[text]))
        found.update({text: first for text in alike if text != first})
    return found


def _mark(text: str) -> str:
    """What a name leaves out of a text: its signs and its capitals."""
    signs = [
        _SIGNS.get(one, f"u{ord(one):x}")
        for one in dict.fromkeys(text)
        if not f"a{one}".isidentifier() or one == "_"
    ]
    return " ".join([*_case(text), *signs]) or "lower"


def _case(text: str) -> list[str]:
    """The word for the capitals of a text, if it has any."""
    letters = [one for one in text if one.isalpha()]
    capitals = [one.isupper() for one in letters]
    if not any(capitals):
        return []
    if all(capitals):
        return ["upper"]
    return ["title" if capitals[0] else "camel"]


def is_reserved(name: str) -> bool:
    """Whether Python, or a person's eye, reads the name as something else.

    `match` and `type` are names like others, wherever a name can stand.
    """
    return keyword.iskeyword(name) or name in _UNCLEAR


class Names:
    """The names of one scope, each given once.

    With `keywords`, words of Python are allowed: the names get a prefix later.
    """

    def __init__(self, reserved: Iterable[str] = (), *, keywords: bool = False) -> None:
        # Many scopes share a large set of names: it is not copied for each.
        self._reserved = frozenset(reserved)
        self._taken: set[str] = set()
        self._numbers: dict[str, int] = {}
        self._keywords = keywords

    def take(self, wanted: str, *others: str, twin: str = "") -> str:
        """The first of the wanted names that is free, else the first with a number.

        A keyword has a `_` behind it, as it is usual. `twin` is a prefix: the name
        that has it must be free too, and is taken.
        """
        spared = (f"{wanted}_",) if is_reserved(wanted) else ()
        for name in (wanted, *spared, *others):
            if self._free(name, twin):
                return self._give(name, twin)
        stem = others[0] if others else wanted
        number = self._numbers.get(stem, 2)
        while not self._free(f"{stem}_{number}", twin):
            number += 1
        self._numbers[stem] = number
        return self._give(f"{stem}_{number}", twin)

    def has(self, name: str) -> bool:
        """Whether a name is taken."""
        return name in self._taken or name in self._reserved

    def reserve(self, name: str) -> None:
        """Keep a name from being given."""
        self._taken.add(name)

    def _free(self, name: str, twin: str) -> bool:
        if self.has(name) or self.has(twin + name):
            return False
        return self._keywords or not is_reserved(name)

    def _give(self, name: str, twin: str) -> str:
        self._taken |= {name, twin + name}
        return name
