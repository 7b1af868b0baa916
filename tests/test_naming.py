"""Identifiers from any text."""

import keyword
import unicodedata
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sockgen.naming import (
    Names,
    constant,
    distinct,
    is_reserved,
    pascal,
    snake,
    words,
)

ANY_TEXT = some.text(some.characters(exclude_categories=[]))


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("orderUpdate", "order_update"),
        ("order-update", "order_update"),
        ("OrderID-2 x", "order_id_2_x"),
        ("HTTPServer", "http_server"),
        ("a.b:c#1", "a_b_c_1"),
        ("with space", "with_space"),
        ("1st", "n_1st"),
        ("__init__", "init"),
        ("_private", "private"),
        ("日本", "日本"),
        ("naïve Café", "naïve_café"),
        ("🐶", "u1f436"),
        ("", "empty"),
        ("$", "u24"),
        ("ﬁ", "fi"),
        ("class", "class"),
    ],
)
def test_snake(text: str, made: str) -> None:
    assert snake(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("order-update", "OrderUpdate"),
        ("orderID", "OrderID"),
        ("1st", "N1st"),
        ("3D print", "N3DPrint"),
        ("日本", "日本"),
        ("none", "None"),
    ],
)
def test_pascal(text: str, made: str) -> None:
    assert pascal(text) == made


def test_constant() -> None:
    assert constant("order-update") == "ORDER_UPDATE"
    assert constant("1st") == "N_1ST"
    assert constant("straße") == "STRASSE"


def test_a_name_is_cut_between_words() -> None:
    assert words("word " * 30) == ["word"] * 8
    assert snake("x" * 500) == "x" * 40


@given(ANY_TEXT)
def test_any_text_gives_an_identifier_as_python_spells_it(text: str) -> None:
    for made in (snake(text), pascal(text), constant(text)):
        assert made.isidentifier()
        assert unicodedata.normalize("NFKC", made) == made
        assert not made.startswith("_")
        assert len(made) < 200


@given(some.lists(ANY_TEXT))
def test_names_of_one_scope_are_different(texts: list[str]) -> None:
    free = Names(["self"])
    given_names = [free.take(snake(one), f"{snake(one)}_value") for one in texts]
    assert len(set(given_names)) == len(texts)
    assert not any(is_reserved(one) or one == "self" for one in given_names)


def test_what_is_taken_gives_way_in_order() -> None:
    free = Names(["self"])
    assert free.take("self", "self_value") == "self_value"
    assert free.take("a") == "a"
    assert free.take("a", "a_value") == "a_value"
    assert free.take("a", "a_value") == "a_value_2"
    assert free.take("class") == "class_"
    assert free.take("class", "class_value") == "class_value"
    assert free.take("class") == "class_2"
    assert free.take("match") == "match"


def test_keywords_are_allowed_where_a_prefix_follows() -> None:
    assert Names(keywords=True).take("class") == "class"
    assert all(is_reserved(one) for one in (*keyword.kwlist, "l", "_"))
    assert not any(is_reserved(one) for one in keyword.softkwlist if one != "_")


@pytest.mark.parametrize(
    ("texts", "made"),
    [
        (["join-room", "join_room"], ["join_room_dash", "join_room"]),
        (["a:b", "a.b", "a/b"], ["a_b_colon", "a_b", "a_b_slash"]),
        (["SAY", "say", "Say", "saY"], ["say_upper", "say", "say_title", "sa_y"]),
        (["aB", "a b"], ["a_b", "a_b_space"]),
        (["aBc", "a_bc"], ["a_bc_camel", "a_bc"]),
        (["a~b", "a b"], ["a_b_u7e", "a_b"]),
    ],
)
def test_texts_that_are_alike_tell_what_sets_them_apart(
    texts: list[str], made: list[str]
) -> None:
    given_names = distinct(texts, snake)
    assert [given_names[one] for one in texts] == made


def test_a_class_has_its_capitals_and_the_other_one_says_so() -> None:
    assert distinct(["order", "Order"], pascal) == {
        "Order": "Order",
        "order": "OrderLower",
    }


@given(some.lists(ANY_TEXT, unique=True), some.randoms())
def test_the_order_of_texts_is_nothing_to_their_names(
    texts: list[str], chance: Random
) -> None:
    shuffled = [*texts]
    chance.shuffle(shuffled)
    assert distinct(texts, snake) == distinct(shuffled, snake)
