"""What is wrong for a place, and differs from what is right in one thing."""

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from sockgen.contract import JsonObject, JsonValue
from sockgen.sampling import numbers, texts
from sockgen.sampling.binary import is_binary, to_bytes
from sockgen.sampling.good import lengths
from sockgen.sampling.lists import lengthened, repeated
from sockgen.sampling.places import Place, listed, named
from sockgen.sampling.shown import shown

_ITEMS = 200
"""Items of a list that are sent."""
EXTRA = "notDeclared"
_MEMBER = "constructor"
"""What every object of JavaScript has, declared or not."""
_CLOSING = ("items", "unevaluatedItems")


@dataclass(frozen=True, slots=True)
class Fault:
    """A value for a place, or for a property of it, that may be wrong.

    One that is `raw` is put there as it is, whatever the schema says of bytes.
    """

    kind: str
    words: str
    value: JsonValue
    key: str | None = None
    raw: bool = False


def faults(place: Place) -> Iterator[Fault]:
    """Values that may be wrong for a place, the most telling first."""
    if isinstance(place.value, str) and any(map(is_binary, place.parts)):
        yield from _bytes(place, place.value)
        return
    yield from _types(place.value)
    match place.value:
        case str() as text:
            yield from _texts(place, text)
        case bool() | None:
            pass
        case int() | float():
            for kind, words, number in numbers.outside(place):
                yield Fault(kind, f"{shown(number)}, {words}", number)
        case list() as items:
            yield from _lists(place, items)
        case dict() as entries:
            yield from _objects(place, entries)
    yield from _choices(place)
    yield from _ruled_out(place)


def _bytes(place: Place, text: str) -> Iterator[Fault]:
    """What is sent in the place of bytes; `text` stands for these in a document."""
    given: bytes = to_bytes(place.parts, text)
    buffer: JsonObject = {"type": "Buffer", "data": [*given]}
    encoded = base64.b64encode(given).decode()
    yield Fault("base64", "base64 text in place of bytes", encoded, raw=True)
    yield Fault("text", "text in place of bytes", f"{text}-", raw=True)
    yield Fault("numbers", "numbers in place of bytes", [*given], raw=True)
    yield Fault("buffer", "a Buffer's JSON in place of bytes", buffer, raw=True)
    yield Fault("null", "null", None)
    others: list[JsonValue] = [7, True, {}]
    yield from map(_typed, others)
    for least in lengths(place, "minLength"):
        if 0 < least <= texts.LONGEST:
            told = f"{_counted(least - 1, 'byte')}, fewer than {least}"
            yield Fault("minLength", told, texts.stretched("x", least - 1))
    for most in lengths(place, "maxLength"):
        if most < texts.LONGEST:
            told = f"{_counted(most + 1, 'byte')}, more than {most}"
            yield Fault("maxLength", told, texts.stretched("x", most + 1))


def _types(value: JsonValue) -> Iterator[Fault]:
    yield Fault("null", "null", None)
    match value:
        case bool():
            yield _typed(json.dumps(value))
            yield _typed(int(value))
        case int() | float():
            yield _typed(json.dumps(value))
            yield Fault("fraction", f"{shown(value + 0.5)}, no integer", value + 0.5)
        case str():
            yield _typed(_number_of(value))
        case list():
            yield Fault("JSON text", "its JSON text", json.dumps(value))
            if value:
                yield Fault("unwrapped", "an item without its list", value[-1])
        case dict():
            yield Fault("JSON text", "its JSON text", json.dumps(value))
            for one in [*value.values()][:1]:
                yield Fault("unwrapped", "a property without its object", one)
        case None:
            pass
    yield Fault("wrapped", "in a list", [value])
    others: list[JsonValue] = ["text", 7, True, [], {}]
    yield from map(_typed, others)


def _typed(value: JsonValue) -> Fault:
    match value:
        case bool():
            kind = "a boolean"
        case int() | float():
            kind = "a number"
        case str():
            kind = "a string"
        case list():
            kind = "a list"
        case _:
            kind = "an object"
    return Fault(kind, f"{shown(value)}, {kind}", value)


def _number_of(text: str) -> JsonValue:
    return int(text) if re.fullmatch("[0-9]{1,15}", text, re.ASCII) else 7


def _texts(place: Place, text: str) -> Iterator[Fault]:
    for name, words, wrong in texts.wrong(place.all("format")):
        yield Fault("format", f"{shown(wrong)}, no {name}: {words}", wrong)
    for least in lengths(place, "minLength"):
        if 0 < least <= texts.LONGEST:
            wrong = texts.stretched(text, least - 1)
            told = f"{_counted(least - 1, 'character')}, fewer than {least}"
            yield Fault("minLength", told, wrong)
        if 1 < least <= texts.LONGEST:
            count = _counted(least - 1, "character")
            words = f"{count} of several bytes each, fewer than {least}"
            yield Fault("characters", words, texts.wide(least - 1))
    for most in lengths(place, "maxLength"):
        if most < texts.LONGEST:
            wrong = texts.stretched(text, most + 1)
            told = f"{_counted(most + 1, 'character')}, more than {most}"
            yield Fault("maxLength", told, wrong)
    if place.all("pattern"):
        for wrong in texts.off_pattern(text):
            yield Fault("pattern", f"{shown(wrong)}, off the pattern", wrong)


def _choices(place: Place) -> Iterator[Fault]:
    for keyword, words in (("enum", "none of the values"), ("const", "not the value")):
        if not place.all(keyword):
            continue
        if isinstance(place.value, str):
            for other in (place.value.swapcase(), place.value.capitalize()):
                yield Fault("case", f"{shown(other)}, in other letters", other)
            for other in (f"{place.value}-other", "", f"{place.value} "):
                yield Fault(keyword, f"{shown(other)}, {words}", other)
        elif isinstance(place.value, bool):
            flipped = not place.value
            yield Fault(keyword, f"{shown(flipped)}, {words}", flipped)
        elif isinstance(place.value, (int, float)):
            for step in (1, -1, 1_000):
                moved = place.value + step
                yield Fault(keyword, f"{shown(moved)}, {words}", moved)


def _ruled_out(place: Place) -> Iterator[Fault]:
    """Values that a schema has under `not`."""
    for schema in map(named, place.all("not")):
        one = [schema["const"]] if "const" in schema else []
        for value in (*one, *listed(schema.get("enum"))):
            yield Fault("not", f"{shown(value)}, which is ruled out", value)


def _lists(place: Place, value: list[JsonValue]) -> Iterator[Fault]:
    distinct = True in place.all("uniqueItems")
    # items that are made up may be wrong themselves, which would hide the length
    longer = lengthened if distinct else repeated
    for least in lengths(place, "minItems"):
        if 0 < least <= len(value) + 1:
            told = f"{_counted(least - 1, 'item')}, fewer than {least}"
            yield Fault("minItems", told, value[: least - 1])
    for most in lengths(place, "maxItems"):
        if value and most < _ITEMS:
            told = f"{_counted(most + 1, 'item')}, more than {most}"
            yield Fault("maxItems", told, longer(value, most + 1))
    if value:
        if distinct:
            yield Fault("uniqueItems", "an item twice", [*value, value[-1]])
            yield Fault("uniqueItems", "all items the same", [value[0]] * len(value))
        if any(False in place.all(one) for one in _CLOSING):
            yield Fault("items", "an item too many", [*value, value[-1]])
    if place.all("contains"):
        yield Fault("contains", "without what it must contain", [])


def _objects(place: Place, value: dict[str, JsonValue]) -> Iterator[Fault]:
    for least in lengths(place, "minProperties"):
        if 0 < least <= len(value):
            some = dict([*value.items()][: least - 1])
            told = f"{_counted(least - 1, 'property')}, fewer than {least}"
            yield Fault("minProperties", told, some)
    required = {str(x) for one in place.all("required") for x in listed(one)}
    for key in value:
        rest = {name: one for name, one in value.items() if name != key}
        yield Fault("missing", "missing", rest, key)
        for other in _spelled(key) if key in required else ():
            words = f"spelled {shown(other)}"
            yield Fault("spelling", words, {**rest, other: value[key]}, key)
    for kind, extra in (("extra", EXTRA), ("member", _MEMBER)):
        yield Fault(kind, "not declared", {**value, extra: True}, extra)
    for names in place.all("propertyNames"):
        if names is not True and value:
            one = [*value.values()][-1]
            for key in ("", "A name, no key!", "é" * 99, "0", "UPPER"):
                told = f"a property named {shown(key)}"
                yield Fault("propertyNames", told, {**value, key: one})
    for most in lengths(place, "maxProperties"):
        if value and most < _ITEMS:
            one = [*value.values()][-1]
            more = {f"key{number}": one for number in range(1, most + 2 - len(value))}
            told = f"{_counted(most + 1, 'property')}, more than {most}"
            yield Fault("maxProperties", told, {**value, **more})
    for needs in place.all("dependentRequired"):
        for cause in named(needs):
            if cause not in value:
                one = [*value.values()][-1] if value else True
                yield Fault(
                    "dependentRequired",
                    "alone, without what it needs",
                    {**value, cause: one},
                    cause,
                )


def _spelled(key: str) -> Iterator[str]:
    """Other ways to write a name of several words."""
    words = re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", key)
    if len(words) < 2 or not key.isascii():
        return
    snake = "_".join(one.lower() for one in words)
    camel = words[0].lower() + "".join(one.capitalize() for one in words[1:])
    yield from (one for one in (snake, camel) if one != key)


def _counted(count: int, thing: str) -> str:
    plural = f"{thing[:-1]}ies" if thing.endswith("y") else f"{thing}s"
    return f"{count} {thing if count == 1 else plural}"
