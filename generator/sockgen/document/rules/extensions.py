"""A rule for the key of sockgen's own options."""

import re
from collections.abc import Iterator
from itertools import chain

from sockgen.document.bundle import files_of
from sockgen.document.findings import Findings
from sockgen.document.node import Node
from sockgen.source import JsonValue, Pointer

_OPTIONS = "x-socketio"
_LOOKS_ALIKE = re.compile(r"x[-_]?socket[-_. ]?io", re.IGNORECASE)


def options_are_spelt_right(root: Node, findings: Findings) -> None:
    """Any key may begin with `x-`, so a slip in `x-socketio` goes unnoticed."""
    # To walk a large document takes time, and hardly any has such a key.
    texts = (file.text for file in files_of(root.source))
    if {*chain.from_iterable(map(_LOOKS_ALIKE.findall, texts))} <= {_OPTIONS}:
        return
    for pointer in _alike(root.value, ()):
        findings.warning(
            "SG318",
            f"`{pointer[-1]}` has no effect: sockgen reads `{_OPTIONS}`",
            root.source.span(pointer, key=True),
            f"did you mean `{_OPTIONS}`?",
        )


def _alike(value: JsonValue, pointer: Pointer) -> Iterator[Pointer]:
    if isinstance(value, dict):
        for key, below in value.items():
            if key != _OPTIONS and _LOOKS_ALIKE.fullmatch(key):
                yield (*pointer, key)
            elif key not in ("payload", "schemas"):
                yield from _alike(below, (*pointer, key))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from _alike(below, (*pointer, index))
