"""Properties of the escapes and of the layout, over any text."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from sockgen.rendering import (
    Code,
    comment,
    docstring,
    field,
    flat,
    function,
    lay_out,
    literal,
    markdown,
    statement,
    toml,
)

ANY_TEXT = some.text(some.characters(exclude_categories=[]))
AWKWARD = some.sampled_from(
    [
        *('"', "'", "\\", '"""', "\\N", "\n", "\r\n", "\t", " ", "{{", "%}", "#", "`"),
        *("```", "\x00", "\x85", "\u2028", "\u202e", "\ud800", "日", "🐶", "é"),
        *("noqa", "type:"),
    ]
)
TEXT = some.one_of(ANY_TEXT, some.lists(AWKWARD, max_size=12).map("".join))
PLAIN = some.text("abc xyz\"'\\é日", max_size=40)
JSON: some.SearchStrategy[Any] = some.recursive(
    some.none()
    | some.booleans()
    | some.integers()
    | some.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: some.lists(inner) | some.dictionaries(TEXT, inner),
    max_leaves=12,
)
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(JSON)
@CALM
def test_a_literal_is_the_value(value: Any) -> None:
    code = literal(value)
    assert "\n" not in code
    again = ast.literal_eval(code)
    assert again == value
    assert repr(again) == repr(value)


@given(some.binary() | some.tuples(some.binary(), TEXT))
@CALM
def test_a_literal_of_bytes_and_tuples_is_the_value(value: object) -> None:
    assert ast.literal_eval(literal(value)) == value


@given(TEXT, some.sampled_from([0, 4, 8]))
@CALM
def test_a_docstring_is_one_expression_with_the_text(text: str, indent: int) -> None:
    code = docstring(text, indent)
    pad = " " * indent
    heads = {0: "", 4: "class A:\n    ", 8: "class A:\n    def f(self):\n        "}
    tree = ast.parse(f"{heads[indent]}{code}\n{pad}x = 1\n")
    constants = [one for one in ast.walk(tree) if isinstance(one, ast.Constant)]
    [found] = [one.value for one in constants if isinstance(one.value, str)]
    assert len(constants) == 2
    assert "".join(found.split()) == "".join(text.split())
    assert all(len(line) == len(line.rstrip()) for line in code.split("\n"))


@given(TEXT)
@CALM
def test_a_comment_is_one_line_and_no_order(text: str) -> None:
    code = comment(text)
    assert code.isprintable()
    assert "#" not in code
    assert not code.lower().startswith(("type:", "noqa", "fmt:", "pyright:", "ruff:"))
    assert ast.dump(ast.parse(f"# {code}\nx = 1")) == ast.dump(ast.parse("x = 1"))


@given(TEXT)
@CALM
def test_toml_is_the_text(text: str) -> None:
    read = tomllib.loads(f"key = {toml(text)}")["key"]
    assert read == "".join("\ufffd" if "\ud800" <= x <= "\udfff" else x for x in text)


@given(TEXT)
@CALM
def test_markdown_is_one_line_without_markup(text: str) -> None:
    code = markdown(text)
    assert "\n" not in code
    assert not set(code) & set("`<>*[]|\\~$")
    assert not code.startswith(("- ", "+ ", "# ", "1. ", "=", "-"))
    assert code.count("#") == code.count("&#")


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a_b", "a_b"),
        ("__init__", "&#95;&#95;init&#95;&#95;"),
        ("1. one", "1&#46; one"),
        ("- one", "&#45; one"),
        ("# one", "&#35; one"),
        ("<b>", "&#60;b&#62;"),
        ("a | b", "a &#124; b"),
    ],
)
def test_markdown_examples(text: str, made: str) -> None:
    assert markdown(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("type: ignore", "(type: ignore)"),
        ("x # noqa: F401", "x noqa: F401"),
        ("fmt: off", "(fmt: off)"),
        ("Orders\nand more", "Orders and more"),
    ],
)
def test_comment_examples(text: str, made: str) -> None:
    assert comment(text) == made


@pytest.mark.parametrize(
    ("value", "made"),
    [
        ("it's", '"it\'s"'),
        ('say "hi"', "'say \"hi\"'"),
        ("a\nb", '"a\\nb"'),
        (1e22, "1e22"),
        (float("inf"), 'float("inf")'),
        ((1,), "(1,)"),
        ({"a": [None, True]}, '{"a": [None, True]}'),
        (b"\x00'", 'b"\\x00\'"'),
    ],
)
def test_literal_examples(value: object, made: str) -> None:
    assert literal(value) == made


def formatted(text: str) -> str:
    """What the formatter makes of a text."""
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--isolated", "-"],
        input=text,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="surrogatepass",
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


NAME = some.text("abcdefgh_", min_size=1, max_size=30).map(lambda one: f"a{one}z")
ATOM = some.one_of(PLAIN.map(literal), some.integers().map(literal), NAME)
TYPE: some.SearchStrategy[str] = some.recursive(
    NAME,
    lambda inner: some.one_of(
        some.lists(inner, min_size=1, max_size=3).map(lambda x: f"X[{', '.join(x)}]"),
        some.lists(inner, min_size=2, max_size=3).map(" | ".join),
    ),
    max_leaves=8,
)
EXPRESSION: some.SearchStrategy[str] = some.recursive(
    ATOM,
    lambda inner: some.one_of(
        some.lists(inner, max_size=3).map(lambda x: f"[{', '.join(x)}]"),
        some.lists(inner, max_size=3).map(lambda x: f"call({', '.join(x)})"),
        some.dictionaries(PLAIN, inner, max_size=3).map(
            lambda x: "{" + ", ".join(f"{literal(k)}: {v}" for k, v in x.items()) + "}"
        ),
    ),
    max_leaves=8,
)


def drawn(strategy: some.SearchStrategy[Code], count: int) -> Sequence[Code]:
    """Some values of a strategy, the same ones each time."""
    found: list[Code] = []

    @settings(max_examples=count, database=None, derandomize=True, deadline=None)
    @given(strategy)
    def collect(one: Code) -> None:
        found.append(one)

    collect()
    return list(dict.fromkeys(found))


def assert_stable(parts: Sequence[str]) -> None:
    """The formatter changes nothing, said for each part on its own."""
    marked = "".join(f"# part {n}\n{one}\n" for n, one in enumerate(parts))
    marked += "# part end\nx = 1\n"
    after = formatted(marked)
    if after != marked:
        before = marked.split("# part ")
        changed = [
            (x, y)
            for x, y in zip(before, after.split("# part "), strict=True)
            if x != y
        ]
        raise AssertionError("\n".join(f"{x}--- becomes\n{y}" for x, y in changed[:3]))


@pytest.mark.slow
def test_statements_are_as_the_formatter_leaves_them() -> None:
    made = some.builds(lambda n, x: statement(f"{n} = {x}", 0), NAME, EXPRESSION)
    assert_stable(drawn(made, 300))


@pytest.mark.slow
def test_fields_are_as_the_formatter_leaves_them() -> None:
    def one(name: str, kind: str, value: str | None) -> Code:
        return field(name, ast.parse(kind, mode="eval").body, value, 0)

    made = some.builds(one, NAME, TYPE, some.none() | ATOM)
    assert_stable(drawn(made, 300))


@pytest.mark.slow
def test_signatures_are_as_the_formatter_leaves_them() -> None:
    def one(name: str, kinds: dict[str, str], returned: str) -> Code:
        given = [f"{key}: {kind}" for key, kind in kinds.items()]
        return Code(function(f"def {name}", given, returned, 0) + "\n    x = 1\n\n")

    kinds = some.dictionaries(NAME, TYPE, max_size=4)
    assert_stable(drawn(some.builds(one, NAME, kinds, TYPE), 200))


@pytest.mark.slow
def test_docstrings_are_as_the_formatter_leaves_them() -> None:
    def one(text: str) -> Code:
        return Code(f"class A:\n    {docstring(text)}\n\n    x = 1\n\n")

    ordinary = some.text("ab \n\t\"'\\é日.-", max_size=120)
    made = some.builds(one, some.one_of(ordinary, TEXT))
    assert_stable([x for x in drawn(made, 300) if "\ud800" not in x])


def test_what_fits_stands_on_one_line() -> None:
    assert lay_out("call(a, b)", 0, 0) == "call(a, b)"
    assert lay_out("call(a, b)", 0, 80) == "call(\n    a,\n    b,\n)"


def test_a_union_of_very_many_types_is_laid_out() -> None:
    union = " | ".join(f"Type{number}" for number in range(2_000))
    assert flat(union) == union
    assert lay_out(union, 0, 0) == union
