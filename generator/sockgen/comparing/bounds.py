"""What the bounds, formats and patterns of one schema refuse of another."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sockgen.comparing.certainty import Certainty
from sockgen.comparing.expressions import texts_of
from sockgen.comparing.languages import ALL, ANY, Texts, both, inside, repeated
from sockgen.comparing.parts import is_multiple

KEYWORDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
_SIZES = {
    "string": ("minLength", "maxLength", "characters"),
    "array": ("minItems", "maxItems", "items"),
    "object": ("minProperties", "maxProperties", "properties"),
}
_CHECKED = frozenset(
    """date time date-time duration email idn-email hostname idn-hostname ipv4 ipv6 uri
    uri-reference iri iri-reference uuid uri-template json-pointer relative-json-pointer
    regex binary""".split()
)
_INSIDE = {
    "email": {"idn-email"},
    "hostname": {"idn-hostname"},
    "uri": {"uri-reference", "iri", "iri-reference"},
    "iri": {"iri-reference"},
    "uri-reference": {"iri-reference"},
    "int32": {"int64", "double"},
    "float": {"double"},
}
"""Formats that a format is a case of."""
_HINTS = frozenset(("password",))
"""Formats that say how a text is shown, and take any."""
_Told = tuple[str, Certainty, str]
"""A reason, how sure it is, and the keyword."""
_SURE, _TRY, _UNKNOWN = Certainty.SURE, Certainty.TRY, Certainty.UNKNOWN


def lost(
    one: Mapping[str, Any], other: Mapping[str, Any], types: Collection[str]
) -> Iterator[_Told]:
    """Why the other schema refuses values of some types that the first accepts."""
    for kind in _SIZES:
        if kind in types:
            yield from _sizes(one, other, kind)
    if {"number", "integer"} & set(types):
        yield from _numbers(one, other, whole="number" not in types)
    if "string" in types:
        yield from _texts(one, other)
    elif {"number", "integer"} & set(types):
        yield from _precision(one, other)
    distinct = other.get("uniqueItems") is True and one.get("uniqueItems") is not True
    if "array" in types and distinct and (_most(one, "array") or 2) > 1:
        yield "an item may not be there twice", _SURE, "uniqueItems"


def _sizes(
    one: Mapping[str, Any], other: Mapping[str, Any], kind: str
) -> Iterator[_Told]:
    low, high, things = _SIZES[kind]
    shaped = kind == "string" and ("pattern" in one or "format" in one)

    def sure(keyword: str) -> Certainty | None:
        return _shapes(one, {keyword: other[keyword]}) if shaped else _SURE

    least = other.get(low, 0)
    if _least(one, kind) < least and (known := sure(low)):
        yield f"fewer than {least:g} {things} are not accepted", known, low
    most, mine = other.get(high), _most(one, kind)
    if most is not None and (mine is None or mine > most) and (known := sure(high)):
        yield f"more than {most:g} {things} are not accepted", known, high


def _least(schema: Mapping[str, Any], kind: str) -> float:
    least: float = schema.get(_SIZES[kind][0], 0)
    return max(least, len(schema.get("required", ()))) if kind == "object" else least


def _most(schema: Mapping[str, Any], kind: str) -> float | None:
    """The greatest size, also where it follows from what is named."""
    named, rest = {
        "array": ("prefixItems", "items"),
        "object": ("properties", "additionalProperties"),
        "string": ("", ""),
    }[kind]
    closed = schema.get(rest) is False and "patternProperties" not in schema
    bounds = [
        schema.get(_SIZES[kind][1]),
        len(schema.get(named, ())) if closed else None,
    ]
    return min((one for one in bounds if one is not None), default=None)


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
        yield f"{refused} is not accepted", _SURE, at
    step, own = other.get("multipleOf"), one.get("multipleOf")
    if own is None and whole:
        own = 1
    if step is not None and not is_multiple(own, step):
        yield f"what is no multiple of {step} is not accepted", _SURE, "multipleOf"


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
    pattern, before = other.get("pattern"), one.get("pattern")
    if pattern is not None and before != pattern:
        known = _shapes(one, {"pattern": pattern})
        if known:
            yield "texts of another pattern are not accepted", known, "pattern"
    yield from _format(one, other)
    encoding = other.get("contentEncoding")
    bytes_come = "binary" in (one.get("format"), other.get("format"))
    if encoding not in (None, one.get("contentEncoding")) and not bytes_come:
        yield f"the text must be in {encoding}", _UNKNOWN, "contentEncoding"


def _shapes(one: Mapping[str, Any], other: Mapping[str, Any]) -> Certainty | None:
    """How sure it is that texts of one shape are not all of another; None: they are."""
    mine, theirs = _shape(one), _shape(other)
    if mine is None or theirs is None:
        return _TRY
    found = inside(mine, theirs)
    if found:
        return None
    return _SURE if found is False and "format" not in one else _TRY


def _shape(schema: Mapping[str, Any]) -> Texts | None:
    """The texts of a pattern and of a length; None if that is not known."""
    least, most = int(schema.get("minLength", 0)), schema.get("maxLength")
    most = None if most is None else int(most)
    found = texts_of(schema["pattern"]) if "pattern" in schema else ALL
    return None if found is None else both(found, repeated(ANY, least, most))


def _format(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[_Told]:
    formats = other.get("format"), one.get("format")
    new, old = (None if x in _HINTS else x for x in formats)
    # A schema that names no type leaves it to others, or takes bytes as anything else.
    silent = new is None and "type" not in other
    if "binary" in (new, old) and new != old and not silent:
        told = "text, not bytes" if old == "binary" else "bytes, not text"
        at = "format" if new else "type"
        yield f"what travels is {told}", _SURE, at
    elif new is not None and new != old and new not in _INSIDE.get(old or "", ()):
        was = f"`{old}`" if old else "any text"
        sure = _SURE if old in {None, *_CHECKED} else _TRY
        sure = _TRY if "pattern" in one else sure
        yield (
            f"the format is `{new}`, not {was}",
            (sure if new in _CHECKED else _UNKNOWN),
            "format",
        )


def _precision(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[_Told]:
    """Formats of numbers, which no validator checks, but which types are made of."""
    new, old = other.get("format"), one.get("format")
    if new is not None and new != old and new not in _INSIDE.get(old or "", ()):
        was = f"`{old}`" if old else "any number"
        yield f"the format is `{new}`, not {was}", _UNKNOWN, "format"
