"""Patterns as sets of texts: which of them hold all texts of which others."""

import re
from itertools import product
from random import Random

import pytest

from sockgen.comparing.expressions import texts_of
from sockgen.comparing.languages import inside

TEXTS = ["".join(x) for n in range(5) for x in product("ab1.", repeat=n)] + ["é", "٣"]


def holds(one: str, other: str) -> bool | None:
    first, second = texts_of(one), texts_of(other)
    assert first is not None, one
    assert second is not None, other
    return inside(first, second)


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ("^[A-Z]{1,5}$", "^[A-Z]{1,8}$"),
        ("^[A-Z]{3}$", "^[A-Z]+$"),
        ("^(EUR|USD)$", "^(?:EUR|USD|GBP)$"),
        (r"^v\d+$", r"^v\d+(\.\d+)?$"),
        ("^#[0-9a-f]{6}$", "^#[0-9A-Fa-f]{6}$"),
        ("^[a-z]$", "[a-z]"),
        ("^a|b$", "a|b"),
        (r"^[^\s,]+$", r"\S"),
        ("^a?b$", "^a*b$"),
        (r"^\u0041$", "^[A-B]$"),
        ("^é$", "^[^e]$"),
    ],
)
def test_a_narrow_pattern_is_inside_a_wide_one(narrow: str, wide: str) -> None:
    assert holds(narrow, wide) is True
    assert holds(wide, narrow) is False


@pytest.mark.parametrize(
    ("one", "other"),
    [("^[0-9]{2,}$", "^[0-9][0-9]+$"), ("^(a|b)*$", "^[ab]*$"), ("^.*$", "^.*?$")],
)
def test_the_same_in_other_words_is_inside_both_ways(one: str, other: str) -> None:
    assert holds(one, other) is True
    assert holds(other, one) is True


def test_of_digits_of_other_scripts_nobody_is_sure() -> None:
    assert holds("^[0-9]$", r"^\d$") is True
    assert holds(r"^\d$", "^[0-9]$") is None


@pytest.mark.parametrize(
    "pattern",
    ["(?=a)b", r"(a)\1", r"\bword", r"\p{L}", "(^a|b$)", "a{2000}", "(", "a++", r"é\w"],
)
def test_what_is_no_set_of_texts_is_not_read(pattern: str) -> None:
    assert texts_of(pattern) is None


def grown(chance: Random, depth: int = 0) -> str:
    """A pattern."""
    if depth > 2 or chance.random() < 0.4:
        return chance.choice(["a", "b", ".", "[ab]", r"\S", r"\d", r"\w", r"\."])
    one, other = grown(chance, depth + 1), grown(chance, depth + 1)
    count = chance.choice(["*", "+", "?", "{1,2}", "{2}", "{2,}"])
    return chance.choice([one + other, f"(?:{one}|{other})", f"({one}){count}"])


@pytest.mark.parametrize("seed", range(3))
def test_no_text_speaks_against_it(seed: int) -> None:
    chance = Random(seed)
    known = 0
    for _ in range(80):
        one = chance.choice(["^", ""]) + grown(chance) + chance.choice([r"$", ""])
        wider = one.replace("^", "").replace("[ab]", "[ab1]").replace("{2}", "+")
        other = wider if chance.random() < 0.5 else grown(chance)
        found = [x for x in TEXTS if re.search(one, x) and not re.search(other, x)]
        answer = holds(one, other)
        assert not (answer and found), (one, other, found[0])
        known += answer is True
    assert known > 20
