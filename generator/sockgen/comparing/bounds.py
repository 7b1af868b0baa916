"""What the bounds, formats and patterns of one schema refuse of another."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from typing import Any

KEYWORDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
_LEAST = {
    "string": (("minLength", "shorter than {} characters"),),
    "array": (("minItems", "fewer than {} items"),),
    "object": (("minProperties", "fewer than {} properties"),),
}
_MOST = {
    "string": (("maxLength", "longer than {} characters"),),
    "array": (("maxItems", "more than {} items"),),
    "object": (("maxProperties", "more than {} properties"),),
}
_Told = tuple[str, bool, str]
"""A reason, whether it is sure, and the keyword."""


def lost(
    one: Mapping[str, Any], other: Mapping[str, Any], types: Collection[str]
) -> Iterator[_Told]:
    """Why the other schema refuses values of some types that the first accepts."""
    for kind in ("string", "array", "object"):
        if kind in types:
            yield from _sizes(one, other, kind)
    if {"number", "integer"} & set(types):
        yield from _numbers(one, other, whole="number" not in types)
    if "string" in types:
        yield from _texts(one, other)
    distinct = other.get("uniqueItems") is True and one.get("uniqueItems") is not True
    if "array" in types and distinct and one.get("maxItems", 2) > 1:
        yield "an item may not be there twice", True, "uniqueItems"


def _sizes(
    one: Mapping[str, Any], other: Mapping[str, Any], kind: str
) -> Iterator[_Told]:
    for keyword, words in _LEAST[kind]:
        least = other.get(keyword, 0)
        if one.get(keyword, 0) < least:
            yield f"{words.format(least)} is not accepted", True, keyword
    for keyword, words in _MOST[kind]:
        most = other.get(keyword)
        if most is not None and one.get(keyword, most + 1) > most:
            yield f"{words.format(most)} is not accepted", True, keyword


def _numbers(
    one: Mapping[str, Any], other: Mapping[str, Any], *, whole: bool
) -> Iterator[_Told]:
    for keyword, strict, sign, words in (
        ("minimum", "exclusiveMinimum", 1, "less"),
        ("maximum", "exclusiveMaximum", -1, "more"),
    ):
        mine = _limit(one, keyword, strict, sign, whole)
        theirs = _limit(other, keyword, strict, sign, whole)
        if theirs is None or (mine is not None and mine >= theirs):
            continue
        bound, is_open = theirs[0] * sign, theirs[1]
        refused = f"{bound} or {words}" if is_open else f"{words} than {bound}"
        at = keyword if keyword in other else strict
        yield f"{refused} is not accepted", True, at
    step, own = other.get("multipleOf"), one.get("multipleOf")
    if own is None and whole:
        own = 1
    if step is not None and not _is_multiple(own, step):
        yield f"what is no multiple of {step} is not accepted", True, "multipleOf"


def _is_multiple(own: float | None, step: float) -> bool:
    # As they are written: to floats, 0.3 is no multiple of 0.1.
    return own is not None and Fraction(str(own)) % Fraction(str(step)) == 0


def _limit(
    schema: Mapping[str, Any], keyword: str, strict: str, sign: int, whole: bool
) -> tuple[float, bool] | None:
    """The tightest bound, such that a greater one is tighter, and if it is open."""
    bounds: list[tuple[float, bool]] = []
    if (closed := schema.get(keyword)) is not None:
        bounds.append((closed * sign, False))
    if (open_ := schema.get(strict)) is not None:
        exact = whole and (isinstance(open_, int) or open_.is_integer())
        bounds.append((open_ * sign + 1, False) if exact else (open_ * sign, True))
    return max(bounds, default=None)


def _texts(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[_Told]:
    pattern = other.get("pattern")
    if pattern is not None and one.get("pattern") != pattern:
        yield "texts of another pattern are not accepted", False, "pattern"
    written, own = other.get("format"), one.get("format")
    if written is not None and own != written:
        sure = own is None and "pattern" not in one
        was = f"`{own}`" if own else "any text"
        yield f"the format is `{written}`, and was {was}", sure or bool(own), "format"
    encoding = other.get("contentEncoding")
    if encoding is not None and one.get("contentEncoding") != encoding:
        yield f"the text must be in {encoding}", True, "contentEncoding"
