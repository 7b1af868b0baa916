"""A rule for the keys of the extensions that sockgen reads."""

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from itertools import chain

from sockgen.document.bundle import files_of
from sockgen.document.findings import Findings
from sockgen.document.node import Node
from sockgen.source import JsonValue, Pointer

_OPTIONS = "x-socketio"
_ACK = "x-ack"
_READ = {_OPTIONS, _ACK, "x-socketio-ack"}
_SPELT_OTHERWISE = {
    _OPTIONS: re.compile(r"x[-_]?socket[-_. ]?io", re.IGNORECASE),
    _ACK: re.compile(r"x[-_]?ack(s|nowledg\w*)?", re.IGNORECASE),
}
_EXTENSION = re.compile(r"\bx[-_]?[as][\w.-]+", re.IGNORECASE)
_ALMOST = 0.9


def extensions_are_spelt_right(root: Node, findings: Findings) -> None:
    """Any key may begin with `x-`, so a slip in `x-socketio` goes unnoticed."""
    # To walk a large document takes time, and hardly any has such a key.
    texts = (file.text for file in files_of(root.source))
    keys = {*chain.from_iterable(map(_EXTENSION.findall, texts))}
    slips = {key: meant for key in keys if (meant := _meant(key)) is not None}
    if not slips:
        return
    for pointer in _places(root.value, slips, ()):
        meant = slips[str(pointer[-1])]
        findings.warning(
            "SG318",
            f"`{pointer[-1]}` has no effect: sockgen reads `{meant}`",
            root.source.span(pointer, key=True),
            f"did you mean `{meant}`?",
        )


def _meant(key: str) -> str | None:
    """The extension that a key is a slip of."""
    if key in _READ:
        return None
    for name, spelt in _SPELT_OTHERWISE.items():
        if spelt.fullmatch(key):
            return name
    likeness = SequenceMatcher(None, key.lower(), _OPTIONS).ratio()
    return _OPTIONS if likeness >= _ALMOST else None


def _places(
    value: JsonValue, slips: Mapping[str, str], pointer: Pointer
) -> Iterator[Pointer]:
    if isinstance(value, dict):
        for key, below in value.items():
            if key in slips:
                yield (*pointer, key)
            elif key not in ("payload", "schemas"):
                yield from _places(below, slips, (*pointer, key))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from _places(below, slips, (*pointer, index))
