"""Numbers inside and outside of the bounds that schemas give."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from sockgen.contract import JsonValue
from sockgen.sampling.places import Place

_SAFE = 2**53 - 1
"""The largest integer that every end takes for itself."""
_EXTREMES = {"int32": 2**31 - 1, "int64": _SAFE}
_FINE = Decimal("0.01")


def inside(place: Place) -> Iterator[tuple[str, str, JsonValue]]:
    """Numbers that may be valid, as a kind, words and the number."""
    whole, step = _is_whole(place), _step(place)
    for keyword, away, words in (
        ("minimum", 0, "the least"),
        ("maximum", 0, "the most"),
        ("exclusiveMinimum", 1, "the least"),
        ("exclusiveMaximum", -1, "the most"),
    ):
        for bound in _numbers(place, keyword):
            steps = [step] if step else [Decimal(1), _FINE]
            for one in steps:
                yield keyword, words, as_json(_aligned(bound, one, keyword, away, step))
    yield "zero", "zero", 0
    largest = _EXTREMES.get(str(next(iter(place.all("format")), "")), _SAFE)
    yield "integer", "a large one", largest
    yield "integer", "a large one below zero", -largest
    yield "integer", "below zero", -1
    if step:
        yield "multipleOf", "one step", as_json(step)
    if not whole:
        yield "fraction", "a fraction", 0.5
        yield "fraction", "a fraction", 12.75


def outside(place: Place) -> Iterator[tuple[str, str, JsonValue]]:
    """Numbers one step out of the bounds, as a kind, what is wrong, and the number."""
    step = _step(place)
    steps = [step] if step else [Decimal(1), _FINE]
    for keyword, sign, words in (
        ("minimum", -1, "below the minimum"),
        ("maximum", 1, "above the maximum"),
    ):
        for bound in _numbers(place, keyword):
            away = 0 if step is None or bound % step == 0 else 1
            for one in steps:
                edge = _aligned(bound, one, keyword, 0, step) if away else bound
                yield keyword, f"{words} {_told(bound)}", as_json(edge + sign * one)
    for keyword, sign, words in (
        ("exclusiveMinimum", -1, "not above"),
        ("exclusiveMaximum", 1, "not below"),
    ):
        for bound in _numbers(place, keyword):
            told = f"{words} {_told(bound)}"
            yield keyword, told, as_json(bound)
            yield keyword, told, as_json(bound + sign * (step or 1))
    for size in _numbers(place, "multipleOf"):
        if isinstance(place.value, bool) or not isinstance(place.value, (int, float)):
            continue
        now = _decimal(place.value)
        for off in (Decimal(1), Decimal(-1), size / 2, -size / 2, size / 10):
            if now is not None and off % size != 0:
                told = f"no multiple of {_told(size)}"
                yield "multipleOf", told, as_json(now + off)


def as_json(number: Decimal) -> JsonValue:
    """A number as an integer if it is one."""
    return int(number) if number == number.to_integral_value() else float(number)


def _is_whole(place: Place) -> bool:
    return any(kind in ("integer", ["integer"]) for kind in place.all("type"))


def _step(place: Place) -> Decimal | None:
    """The distance between two valid numbers; None if they lie everywhere."""
    sizes = [one for one in _numbers(place, "multipleOf") if one > 0]
    if not sizes:
        return Decimal(1) if _is_whole(place) else None
    return max(sizes)


def _aligned(
    bound: Decimal, one: Decimal, keyword: str, away: int, step: Decimal | None
) -> Decimal:
    """The nearest number inside of a bound."""
    if step is None:
        return bound + away * one
    up = keyword in ("minimum", "exclusiveMinimum")
    count = bound / step
    whole = count.to_integral_value("ROUND_CEILING" if up else "ROUND_FLOOR")
    if away and whole == count:
        whole += away
    return whole * step


def _numbers(place: Place, keyword: str) -> list[Decimal]:
    found = [_decimal(one) for one in place.all(keyword)]
    return [one for one in dict.fromkeys(found) if one is not None]


def _decimal(value: JsonValue) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        made = Decimal(str(value))
    except InvalidOperation:
        return None
    return made if made.is_finite() and abs(made.adjusted()) < 25 else None


def _told(number: Decimal) -> str:
    return str(as_json(number))
