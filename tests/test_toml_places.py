"""The places of a TOML text agree with what `tomllib` reads from it."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sockgen.config.places import Pointer, places

TRICKY = """\
# a comment with [brackets] = "and" 'quotes'
plain = 1  # behind
"quoted \\" = # key" = 'literal \\'
'single # key'.below."and \\u0041" = "text # no comment, ] } ,"
dotted . spaced = 1979-05-27 07:32:00 # a date with a space
dotted.other = [ 1, # one
  "two, ]", [[], [3]], {a = 1, b.c = [{}]}, # a comma at the end
]
long = \"\"\"
[table] = "\\"\"\" and "" two \\\\\"\"\"\"\"
raw = '''
''quotes'' = [
'''''
empty = \"\"\"\"\"\"
nothing = {}

[table] # header
  inside = true
[ table . "below" ]
value=-inf
[[array]]
[[array]]
name = "second"
[array.table]
x = 0xdead
[[array.inner]]
y = 1
[[array.inner]]
[[ array ]]
[implied.parent]
[implied]
late = 1
"""


def pointers(value: Any, at: Pointer = ()) -> Iterator[tuple[Pointer, Any]]:
    if at:
        yield at, value
    below: dict[str | int, Any] = value if isinstance(value, dict) else {}
    below = dict(enumerate(value)) if isinstance(value, list) else below
    for key, one in below.items():
        yield from pointers(one, (*at, key))


def check(text: str) -> None:
    found = places(text)
    expected = dict(pointers(tomllib.loads(text)))
    assert found.keys() == expected.keys()
    for pointer, place in found.items():
        key, value = text[slice(*place.key)], text[slice(*place.value)]
        if isinstance(pointer[-1], str):
            assert tomllib.loads(f"{key} = 0") == {pointer[-1]: 0}
        if not value.startswith("[[") and not isinstance(expected[pointer], dict):
            assert tomllib.loads(f"x = {value}") == {"x": expected[pointer]}


@pytest.mark.parametrize("text", ["", "\n", "# only", "a=1", TRICKY])
def test_everything_has_its_place(text: str) -> None:
    check(text)


def test_places_are_those_of_the_text() -> None:
    found = places(TRICKY)
    assert TRICKY[slice(*found["array", 1].value)] == "[[array]]"
    assert TRICKY[slice(*found["array", 1].key)] == "array"
    assert found["array", 0].key < found["array", 1].key < found["array", 2].key
    assert TRICKY[slice(*found["dotted", "spaced"].value)] == "1979-05-27 07:32:00"
    assert TRICKY[slice(*found["table", "below"].value)] == '[ table . "below" ]'


SCALARS = st.sampled_from(
    ["1", "true", "1.5e3", "07:32:00", '"a\\"b#"', "'c#]'", '"""d"e"""', "'''f''g'''"]
)
SPACE = st.sampled_from(["", " ", "\n", " # [c] = '\n", "\t"])


def listed(items: list[tuple[str, str]]) -> str:
    return "[" + ",".join(f"{space}{item}{space}" for space, item in items) + "]"


def inline(items: list[str]) -> str:
    return "{" + ", ".join(f"k{at} = {one}" for at, one in enumerate(items)) + "}"


VALUES = st.recursive(
    SCALARS,
    lambda one: (
        st.lists(st.tuples(SPACE, one), max_size=3).map(listed)
        | st.lists(one.filter(lambda text: "\n" not in text), max_size=3).map(inline)
    ),
    max_leaves=6,
)


@given(st.lists(st.tuples(VALUES, SPACE), max_size=5), st.integers(0, 5))
def test_any_values_have_their_places(
    entries: list[tuple[str, str]], header: int
) -> None:
    lines: list[str] = []
    for at, (value, space) in enumerate(entries):
        if at >= header:
            lines.append("[[tables.of]]")
        lines.append(f"key{at}.'x y' = {value}")
        lines.append(space.strip(" \t"))
    check("\n".join(lines))
