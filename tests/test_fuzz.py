"""Our own documents, broken in many ways, through everything that sockgen does."""

from collections import Counter
from pathlib import Path

import pytest
from tests.building import CASES, ROOT
from tests.fuzz.documents import Originals, broken, originals
from tests.fuzz.journey import journey

COUNT = 240
BATCH = 60
BUILT = 0.12
"""The share of those that can be read that is built."""


@pytest.fixture(scope="module")
def whole() -> Originals:
    return originals([ROOT / "specs", CASES, CASES.parent / "read"])


@pytest.mark.parametrize("first", range(0, COUNT, BATCH))
def test_broken_documents_get_an_answer(
    first: int, whole: Originals, tmp_path: Path
) -> None:
    found: Counter[str] = Counter()
    for number in range(first, first + BATCH):
        one = broken(0, number, whole)
        found[journey(tmp_path, one, build=one.chance < BUILT)] += 1
    # A fuzzer of which nothing gets through looks at nothing.
    assert found["invalid"] > 5
    assert found["valid"] + found["built"] > 5
    assert found["built"] > 0


def test_the_same_number_is_the_same_document(whole: Originals) -> None:
    assert broken(1, 7, whole) == broken(1, 7, whole)
    assert broken(1, 7, whole) != broken(2, 7, whole)
