"""The parser of the AsyncAPI initiative judges our examples and cases as we do.

It needs Node, and `npm install --prefix tests/node`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.disagreements import Official, said
from tests.node_programs import NODE, needs_node

SPECS = sorted((NODE.parents[1] / "specs").glob("*.yaml"))
FOLDERS = sorted((NODE.parent / "cases").glob("*/*/spec.yaml"))
BROKEN = "asyncapi: 3.0.0\ninfo: {title: A document without a version}\n"
OURS = {
    **dict.fromkeys(
        (
            *("idempotency-of-a-number", "ignore-of-text", "options-everywhere"),
            *("options-misspelt", "options-of-another-place"),
            *("options-of-the-wrong-type", "room-without-name", "timeout-negative"),
            *("transports-empty", "transports-wrong"),
        ),
        "x-socketio is an extension",
    ),
    "value-not-a-number": "it takes them for values of JSON",
    "property-names": "it stumbles over a property that is called `$ref`",
    "key-that-is-a-list": "it leaves such keys out",
    "quote-left-open": "it takes a comment without a space before it",
    "bindings-that-differ": "it has no default for the `type` of IBM MQ",
}
"""Cases that it judges otherwise, and why."""
NOT_ALONE = {
    *("alias-bomb", "alias-inside-itself", "text-not-utf-8"),
    *("reference-circle", "reference-circle-of-schemas"),
    *("reference-to-its-holder", "references-that-repeat"),
}
"""Cases that it does not read in a sensible time, or that are no text."""
COMPARED = [
    path
    for path in (*SPECS, *FOLDERS)
    if path.parent.name not in NOT_ALONE
    and not path.parent.name.startswith(("files-", "nested-too-deep"))
]

pytestmark = needs_node("@asyncapi/parser")


@pytest.fixture(scope="module")
def official() -> Iterator[Official]:
    parser = Official(None)
    yield parser
    parser.close()


def label(path: Path) -> str:
    return path.name if path in SPECS else path.parent.name


@pytest.mark.parametrize("path", COMPARED, ids=label)
def test_it_judges_alike(official: Official, path: Path) -> None:
    theirs = official.errors(path.read_text(encoding="utf-8"), path)
    ours = said(path)
    if path.parent.name in OURS:
        assert bool(theirs) != bool(ours), "it is no exception any more"
    else:
        assert bool(theirs) == bool(ours), (theirs, ours)


def test_it_finds_the_error_of_a_broken_document(
    official: Official, tmp_path: Path
) -> None:
    assert official.errors(BROKEN, tmp_path / "broken.yaml") != []
