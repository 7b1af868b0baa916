"""The broken documents: the same for the same seed and the same originals."""

import json
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.fuzz import texts, trees

from sockgen.contract import JsonValue
from sockgen.diagnostics import has_errors
from sockgen.document import load_document
from sockgen.source import load

SUFFIXES = frozenset({".yaml", ".yml", ".json"})
LARGEST = 200_000


@dataclass(frozen=True, slots=True)
class Originals:
    """What is broken: texts, the values of those that are well-formed, and sound ones.

    A broken tree of a sound document is the one that gets furthest.
    """

    texts: Sequence[bytes]
    values: Sequence[JsonValue]
    sound: Sequence[JsonValue]


@dataclass(frozen=True, slots=True)
class Broken:
    """A broken document, and another one beside it for references to lead to."""

    text: bytes
    other: bytes
    chance: float
    """A number from 0 to 1 that is its own, for what happens to some of them."""


def originals(paths: Iterable[Path]) -> Originals:
    """The documents that are not too large, below folders and on their own."""
    found = sorted(
        one
        for path in paths
        for one in ([path] if path.is_file() else path.rglob("*"))
        if one.is_file() and one.suffix in SUFFIXES
    )
    small = [one for one in found if 0 < one.stat().st_size <= LARGEST]
    values: list[JsonValue] = []
    sound: list[JsonValue] = []
    for path in small:
        source = load(path).value
        if source is not None and isinstance(source.data, dict):
            values.append(source.data)
            if not has_errors(load_document(path).diagnostics):
                sound.append(source.data)
    return Originals([one.read_bytes() for one in small], values, sound)


def broken(seed: int, number: int, whole: Originals) -> Broken:
    """The broken document of a number."""
    chance = random.Random(f"{seed}/{number}")
    make = _text if chance.random() < 0.3 else _tree
    with _deep_stack():
        return Broken(make(chance, whole), chance.choice(whole.texts), chance.random())


@contextmanager
def _deep_stack() -> Iterator[None]:
    """Let values be made that nest deeper than sockgen, or Python, would have them."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(50_000)
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


def _text(chance: random.Random, whole: Originals) -> bytes:
    text = chance.choice(whole.texts)
    for _ in range(chance.choice((1, 1, 2, 4))):
        text = chance.choice(texts.MUTATIONS)(chance, text, whole.texts)[:LARGEST]
    return text


def _tree(chance: random.Random, whole: Originals) -> bytes:
    root = json.loads(json.dumps(_one_of(chance, whole)))
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        chance.choice(trees.MUTATIONS)(chance, root, whole.values)
    return json.dumps(root).encode()[:LARGEST]


def _one_of(chance: random.Random, whole: Originals) -> JsonValue:
    some = whole.sound if whole.sound and chance.random() < 0.85 else whole.values
    return chance.choice(some)
