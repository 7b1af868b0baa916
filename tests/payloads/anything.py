"""Values that no schema is needed for: plain ones, odd ones, and deep ones."""

from hypothesis import strategies as st
from tests.schemas_in_all_ways import ANY

from sockgen.contract import JsonValue

BIG = [2**53, 2**53 + 1, -(2**63) - 1, 2**64, 10**30, 1e16, 1e300, -0.0, 5e-324]
INTEGERS = st.one_of(st.integers(-5, 12), st.integers(), st.sampled_from(BIG[:5]))
NUMBERS = st.one_of(
    INTEGERS,
    st.floats(allow_nan=False, allow_infinity=False),
    st.decimals(-10, 10, places=2).map(float),
    st.sampled_from(BIG),
)
ODD = ["", "\0", "\ud800", "\u2028", "a\n", "é", "e\u0301", "😀", "٣", " ", "null"]
TEXTS = st.one_of(st.text(max_size=12), st.sampled_from(ODD))
NAMES = st.one_of(
    st.sampled_from(["a", "b", "x-1", "", "__proto__", "self", "class", "\0"]),
    st.text(max_size=6),
)
ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS, st.sampled_from(ANY)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=3)
    ),
    max_leaves=6,
)
DEEP = st.builds(
    lambda depth, leaf, listed: _nested(depth, leaf, listed),
    st.integers(10, 60),
    st.sampled_from([None, 1, "a"]),
    st.booleans(),
)
FORMATTED: dict[str, st.SearchStrategy[str]] = {
    "uuid": st.uuids().map(str),
    "email": st.emails(),
    "date": st.dates().map(str),
    "date-time": st.builds(
        "{}{}{:%H:%M:%S}{}{}".format,
        st.dates(),
        st.sampled_from("Tt"),
        st.times(),
        st.sampled_from(["", ".5", ".123456", ".1234567"]),
        st.sampled_from(["Z", "z", "+00:00", "-23:59", "+24:00", ""]),
    ),
    "ipv4": st.ip_addresses(v=4).map(str),
    "ipv6": st.ip_addresses(v=6).map(str),
}


def _nested(depth: int, leaf: JsonValue, listed: bool) -> JsonValue:
    value = leaf
    for _ in range(depth):
        value = [value] if listed else {"a": value}
    return value
