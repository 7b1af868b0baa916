"""What `sockgen diff` says of pairs of documents, and what people said of them."""

from collections import Counter

import pytest
from tests.pairs import NAMES, NOTHING, pair, told, worst

from sockgen.comparing import compare


@pytest.mark.parametrize("back", [False, True], ids=["there", "back"])
@pytest.mark.parametrize("name", NAMES)
def test_a_pair_of_documents(name: str, back: bool) -> None:
    one = pair(name, back=back)
    changes = compare(*one.read())
    said = [told(change, one) for change in changes]
    assert (worst(changes), said) == (one.verdict, [*one.changes])


def test_the_pairs_have_as_much_of_each_verdict() -> None:
    ways = [pair(name, back=back) for name in NAMES for back in (False, True)]
    count = Counter(one.verdict for one in ways)
    fine = count["compatible"] + count[NOTHING]
    assert len(NAMES) >= 300
    assert abs(count["breaking"] - fine) < len(ways) / 8
    assert count["risky"] >= 20
